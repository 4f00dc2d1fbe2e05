"""kill -9 of csid at random moments under load.

Writers in several threads create people and record what was acknowledged. The
server is killed and started again; every acknowledged write is there, with
what was acknowledged, and a repeat under its request id changes nothing. A
write whose answer was lost is there once or not at all, and its repeat settles
it. At the end the stored state equals a fold of the journal from zero.

CSI_KILL_CYCLES: how often (50). CSI_KILL_SEED: to run one failure again.
"""
import os
import pathlib
import random
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, run  # noqa: E402

CYCLES = int(os.environ.get("CSI_KILL_CYCLES", "50"))
SEED = int(os.environ.get("CSI_KILL_SEED", str(random.SystemRandom().randrange(2**32))))
WRITERS = 4
RUN_SECONDS_MAX = 0.8
TENANTS = ("demo", "second")


def content(message) -> bytes:
    """To compare messages of different connections, which have classes of their own."""
    return message.SerializeToString(deterministic=True)


class Writer(threading.Thread):
    """Creates people until the server is gone."""

    def __init__(self, server, tenant, prefix):
        super().__init__()
        self.server, self.tenant, self.prefix = server, tenant, prefix
        self.ready = threading.Event()
        self.acknowledged = {}  # person id -> content of the answer
        self.unknown = None     # the write whose answer was lost
        self.strange = None     # a refusal that must not come

    def run(self):
        api = self.server.api(self.tenant)
        try:
            api.method("raci", "CreatePerson")  # asks the server for its descriptors
            self.ready.set()
            number = 0
            while True:
                number += 1
                person = f"{self.prefix}-{number}"
                self.unknown = person
                try:
                    answer = api.create_person(person, request_id=person)
                except Refused as error:
                    if error.reason not in ("", "NOT_SERVING", "OUTCOME_UNKNOWN"):
                        self.strange = error
                    return
                self.acknowledged[person] = content(answer)
                self.unknown = None
        finally:
            api.close()


class Kill(unittest.TestCase):
    def people(self, api):
        found, token = {}, ""
        while True:
            page = api.call("raci", "ListPeople", {
                "parent": f"tenants/{api.tenant}", "page_size": 1000, "page_token": token})
            for person in page.people:
                key = person.name.rsplit("/", 1)[1]
                self.assertNotIn(key, found, "listed twice")
                found[key] = content(person)
            token = page.next_page_token
            if not token:
                return found

    def events(self, api):
        """How often each person was created, as the event stream tells it."""
        counts = {}
        for response in api.watch({"service": "raci", "parent": f"tenants/{api.tenant}",
                                   "stop_at_end": True}):
            for event in response.events:
                if event.type.endswith(".PersonRegistered"):
                    counts[event.subject] = counts.get(event.subject, 0) + 1
        return counts

    def check(self, server, tenant, acknowledged, unknown):
        api = server.api(tenant)
        try:
            found = self.people(api)
            for person, answer in acknowledged.items():
                self.assertEqual(found.get(person), answer, f"{person} was acknowledged")
            for person in found:
                self.assertTrue(person in acknowledged or person in unknown, person)
            # The repeat of a lost call gives what was recorded, or records it now.
            for person in sorted(unknown):
                answer = content(api.create_person(person, request_id=person))
                if person in found:
                    self.assertEqual(answer, found[person])
                acknowledged[person] = answer
            for person in random.Random(SEED).sample(sorted(acknowledged),
                                                     min(5, len(acknowledged))):
                self.assertEqual(content(api.create_person(person, request_id=person)),
                                 acknowledged[person])
            counts = self.events(api)
            self.assertEqual(set(counts.values()) - {1}, set(), "created twice")
            self.assertEqual({name.rsplit("/", 1)[1] for name in counts}, set(acknowledged))
        finally:
            api.close()

    def test_no_acknowledged_write_is_lost_and_none_counts_twice(self):
        print(f"CSI_KILL_SEED={SEED} CSI_KILL_CYCLES={CYCLES}", flush=True)
        chance = random.Random(SEED)
        acknowledged = {tenant: {} for tenant in TENANTS}
        with Server() as server:
            for cycle in range(CYCLES):
                writers = [Writer(server, TENANTS[i % len(TENANTS)], f"c{cycle}w{i}")
                           for i in range(WRITERS)]
                for writer in writers:
                    writer.start()
                for writer in writers:
                    self.assertTrue(writer.ready.wait(60), "a writer cannot connect")
                time.sleep(chance.uniform(0.01, RUN_SECONDS_MAX))
                server.kill()
                for writer in writers:
                    writer.join(60)
                    self.assertFalse(writer.is_alive(), "a writer hangs")
                    self.assertIsNone(writer.strange)
                server.start()
                for tenant in TENANTS:
                    mine = [w for w in writers if w.tenant == tenant]
                    for writer in mine:
                        acknowledged[tenant].update(writer.acknowledged)
                    with self.subTest(cycle=cycle, tenant=tenant, seed=SEED):
                        self.check(server, tenant, acknowledged[tenant],
                                   {w.unknown for w in mine if w.unknown})
            total = sum(len(each) for each in acknowledged.values())
            print(f"{CYCLES} kills, {total} acknowledged writes", flush=True)
            self.assertGreater(total, CYCLES)
            self.assertLess(server.stop(), 5)
            for verb in (("journal", "verify"), ("state", "verify")):
                done = run("csictl", *verb, str(server.folder))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
