"""An independent client, by reflection alone: it writes, reads and follows.

Also runs the example of docs/clients, as a reader would.
"""
import pathlib
import subprocess
import sys
import threading
import time
import unittest

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, csictl  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TENANT = "tenants/demo"
PEOPLE = 12


class Watch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.api = cls.server.api()
        cls.api.create_person("olga")
        cls.api.call("raci", "CreateRole", {
            "parent": TENANT, "role_id": "csi-manager",
            "role": {"display_name": "CSI manager"}}, actor="olga")
        for number in range(PEOPLE):
            cls.api.create_person(f"p{number}")

    @classmethod
    def tearDownClass(cls):
        cls.api.close()
        cls.server.__exit__()

    def events(self, **fields):
        found = []
        for response in self.api.watch({"service": "raci", "parent": TENANT,
                                        "stop_at_end": True, **fields}):
            found += response.events
        return found

    def test_an_appointment_can_be_made_and_read(self):
        made = self.api.call("raci", "AppointHolder", {
            "parent": TENANT, "assignment_id": "first", "assignment": {
                "role": f"{TENANT}/roles/csi-manager", "holder": f"{TENANT}/people/olga"}},
            actor="olga")
        read = self.api.call("raci", "GetAssignment", {"name": made.name})
        self.assertEqual(read.holder, f"{TENANT}/people/olga")
        self.assertEqual(read, made)

    def test_from_the_beginning_all_come_once_and_in_order(self):
        found = self.events()
        subjects = [event.subject for event in found if event.type.endswith(".PersonRegistered")]
        self.assertEqual(subjects[:PEOPLE + 1],
                         [f"{TENANT}/people/olga"] + [f"{TENANT}/people/p{n}"
                                                      for n in range(PEOPLE)])
        self.assertEqual(len({event.id for event in found}), len(found))
        sequences = [event.sequence for event in found]
        self.assertEqual(sequences, sorted(set(sequences)))
        self.assertEqual(found, self.events())

    def test_from_any_event_on_the_rest_comes(self):
        found = self.events()
        for index in (0, len(found) // 2, len(found) - 1):
            with self.subTest(index):
                self.assertEqual(self.events(after=found[index].position), found[index + 1:])

    def test_only_the_types_asked_for_come_and_their_data_is_readable(self):
        found = self.events(types=["csi.raci.v1.PersonRegistered"], json=True)
        self.assertGreaterEqual(len(found), PEOPLE + 1)
        for event in found:
            self.assertEqual(event.type, "csi.raci.v1.PersonRegistered")
            self.assertIn(event.subject, event.data_json)
            self.assertEqual(event.actor, f"{TENANT}/people/olga")
            self.assertEqual(event.tenant, "demo")

    def test_a_live_stream_gets_what_happens_next(self):
        last = self.events()[-1].position
        got, done = [], threading.Event()

        def follow():
            try:
                for response in self.api.watch({"service": "raci", "parent": TENANT,
                                                "after": last}):
                    got.extend(response.events)
                    if any(e.subject.endswith("/later") for e in got):
                        done.set()
                        return
            except Refused:
                pass

        reader = threading.Thread(target=follow)
        reader.start()
        time.sleep(0.3)
        self.api.create_person("later")
        self.assertTrue(done.wait(15), "the event did not come")
        reader.join(15)
        self.assertEqual([e.subject for e in got if e.subject.endswith("/later")],
                         [f"{TENANT}/people/later"])

    def test_another_tenant_sees_nothing_of_it(self):
        self.assertEqual(self.events(parent="tenants/other"), [])

    def test_a_position_of_another_journal_is_refused(self):
        with self.assertRaises(Refused) as caught:
            self.events(after={"journal_id": b"x" * 16, "offset": 1})
        self.assertEqual(caught.exception.code, grpc.StatusCode.OUT_OF_RANGE)

    def test_an_unknown_service_is_refused_with_those_there_are(self):
        with self.assertRaises(Refused) as caught:
            self.events(service="nonsense")
        self.assertEqual(caught.exception.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("registry", caught.exception.text)

    def test_csictl_tells_the_same_events(self):
        done = csictl(self.server, "events", "watch", "--service", "raci", "--stop-at-end")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("people/p0", done.stdout)

    def test_the_example_of_the_documentation_runs(self):
        with Server() as server:
            api = server.api()
            api.create_person("olga")
            api.close()
            done = subprocess.run(
                [sys.executable, str(ROOT / "docs/clients/python_example.py"), server.address],
                capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            for words in ("registered tenants/demo/people/", "refused: person_id:",
                          "events, the last one csi.raci.v1.PersonRegistered"):
                self.assertIn(words, done.stdout)

    def test_the_example_runs_in_a_fresh_tenant_too(self):
        with Server() as server:
            done = subprocess.run(
                [sys.executable, str(ROOT / "docs/clients/python_example.py"), server.address],
                capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
