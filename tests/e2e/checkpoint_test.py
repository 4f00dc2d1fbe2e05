"""Checkpoints: made under load, verified, restored into a new folder.

A checkpoint that was tampered with, or a file of it, is refused with its place
by csictl and by a server that is started on it.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, csictl, run  # noqa: E402

TENANT = "tenants/demo"
SERVICES = ("raci", "registry", "workflow", "reporting")
WRITERS = 3


class Writer(threading.Thread):
    """Creates people in one service and entries in another until told to stop."""

    def __init__(self, server, number):
        super().__init__()
        self.api = server.api()
        self.number = number
        self.enough = threading.Event()
        self.acknowledged = []

    def run(self):
        count = 0
        while not self.enough.is_set():
            count += 1
            name = f"w{self.number}-{count}"
            self.api.create_person(name)
            self.api.call("registry", "CreateOpportunity", {
                "parent": TENANT, "opportunity_id": name,
                "opportunity": {"title": name}}, actor=name)
            self.acknowledged.append(name)
        self.api.close()


def people(api) -> set[str]:
    found, token = set(), ""
    while True:
        page = api.call("raci", "ListPeople",
                        {"parent": TENANT, "page_size": 1000, "page_token": token})
        found |= {person.name.rsplit("/", 1)[1] for person in page.people}
        token = page.next_page_token
        if not token:
            return found


def manifest(checkpoint: pathlib.Path, service: str) -> pathlib.Path:
    return checkpoint / service / "0/checkpoint.json"


class Checkpoint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.server.api().create_person("olga")
        writers = [Writer(cls.server, number) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(1)
        cls.before = {name for writer in writers for name in list(writer.acknowledged)}
        cls.made = csictl(cls.server, "state", "checkpoint", "--id", "first")
        cls.behind = sum(len(writer.acknowledged) for writer in writers)
        time.sleep(0.5)
        for writer in writers:
            writer.enough.set()
        for writer in writers:
            writer.join(30)
        cls.after = {name for writer in writers for name in writer.acknowledged}
        cls.folder = cls.server.folder / "checkpoints/first"

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def copy(self) -> pathlib.Path:
        """A copy to tamper with."""
        folder = self.server.root / self.id().rsplit(".", 1)[1]
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder

    def refused(self, folder: pathlib.Path, *words: str):
        """By csictl, before anything is copied, and by a server's start."""
        goal = folder.with_name(folder.name + "-goal")
        done = run("csictl", "state", "restore", str(folder), str(goal))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for word in ("JOURNAL_DAMAGED", *words):
            self.assertIn(word, done.stderr)
        self.assertFalse(goal.exists(), "something was copied")
        server = Server(folder=folder)
        started = subprocess.run(server.command(), capture_output=True, text=True, timeout=60,
                                 check=False)
        self.assertEqual(started.returncode, 1, started.stdout + started.stderr)
        for word in words:
            self.assertIn(word, started.stderr)
        server.__exit__()

    def test_it_is_made_while_calls_go_on(self):
        self.assertEqual(self.made.returncode, 0, self.made.stderr)
        self.assertIn(str(self.folder), self.made.stdout)
        self.assertGreater(len(self.after), self.behind, "the writers stood still")
        for service in SERVICES:
            content = json.loads(manifest(self.folder, service).read_text())
            self.assertEqual(content["service"], service)
            self.assertIn(f"{service}: {content['next_offset']} records, head "
                          f"{content['head']}, state {content['state_hash']}",
                          self.made.stdout)

    def test_a_restored_one_has_the_same_state_and_serves(self):
        goal = self.server.root / "restored"
        done = run("csictl", "state", "restore", str(self.folder), str(goal))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for service in SERVICES:
            content = json.loads(manifest(self.folder, service).read_text())
            self.assertIn(f"state {content['state_hash']}", done.stdout)
        # The fold of its journal is its state, and so is the hash of its rows.
        for words in (("journal", "verify", str(goal)), ("state", "verify", str(goal)),
                      ("state", "restore", str(goal), "--verify-only")):
            each = run("csictl", *words)
            self.assertEqual(each.returncode, 0, each.stdout + each.stderr)
        again = run("csictl", "state", "restore", str(self.folder), str(goal))
        self.assertEqual(again.returncode, 2)
        self.assertIn("not empty", again.stderr)
        server = Server(folder=goal)
        server.start()
        try:
            self.assertFalse(manifest(goal, "raci").exists(), "it would be compared for ever")
            api = server.api()
            there = people(api)
            self.assertLessEqual(self.before, there, "acknowledged before, and not in it")
            self.assertLessEqual(there, self.after | {"olga"} | {f"w{n}-{len(self.after)}"
                                                                 for n in range(WRITERS)})
            # Views and journals fit together: the register knows who decides.
            name = sorted(self.before)[0]
            with self.assertRaises(Refused) as caught:
                api.call("registry", "AcceptOpportunity",
                         {"name": f"{TENANT}/opportunities/{name}"}, actor=name)
            self.assertIn(caught.exception.reason, ("VACANT", "NOT_AUTHORIZED"),
                          caught.exception)
            api.create_person("after-the-restore")
            api.close()
            server.stop()
            verified = run("csictl", "state", "verify", str(goal))
            self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        finally:
            server.__exit__()

    def test_a_changed_manifest_is_refused(self):
        for field, value in (("next_offset", "7"), ("head", "ab" * 32),
                             ("state_hash", "cd" * 16), ("sha256", "ef" * 32)):
            with self.subTest(field):
                folder = self.copy()
                path = manifest(folder, "raci")
                content = json.loads(path.read_text())
                content[field] = value
                path.write_text(json.dumps(content))
                self.refused(folder, str(path), "sha256")
        folder = self.copy()
        manifest(folder, "registry").write_text("{")
        self.refused(folder, str(manifest(folder, "registry")))

    def test_a_flipped_byte_in_any_table_file_is_refused_with_the_file(self):
        tables = sorted((self.folder / "raci/0").glob("*.sst"))
        self.assertGreaterEqual(len(tables), 4)
        for table in tables:
            with self.subTest(table.name):
                folder = self.copy()
                path = folder / "raci/0" / table.name
                data = bytearray(path.read_bytes())
                data[len(data) // 3] ^= 0x20
                path.write_bytes(data)
                self.refused(folder, str(path))

    def test_a_missing_or_shorter_file_is_refused_with_its_name(self):
        for name in ("CURRENT", "MANIFEST-*", "*.sst"):
            for shorten in (False, True):
                with self.subTest(name=name, shorten=shorten):
                    folder = self.copy()
                    path = sorted((folder / "workflow/0").glob(name))[0]
                    if shorten:
                        path.write_bytes(path.read_bytes()[:-1])
                    else:
                        path.unlink()
                    self.refused(folder, str(path))

    def test_names_are_checked_and_not_taken_twice(self):
        again = csictl(self.server, "state", "checkpoint", "--id", "first")
        self.assertEqual(again.returncode, 3)
        self.assertIn("ALREADY_EXISTS", again.stderr)
        bad = csictl(self.server, "state", "checkpoint", "--id", "../../etc")
        self.assertEqual(bad.returncode, 3)
        self.assertIn("checkpoint_id", bad.stderr)
        unnamed = csictl(self.server, "state", "checkpoint")
        self.assertEqual(unnamed.returncode, 0, unnamed.stderr)
        away = run("csictl", "state", "restore", str(self.server.root), "--verify-only")
        self.assertEqual(away.returncode, 2)
        self.assertIn("no checkpoint", away.stderr)

    def test_it_is_not_offered_to_an_open_network(self):
        server = Server("--insecure-network")
        server.start()
        try:
            done = csictl(server, "state", "checkpoint")
            self.assertEqual(done.returncode, 2)
            self.assertIn("loopback", done.stderr)
        finally:
            server.__exit__()


if __name__ == "__main__":
    unittest.main(verbosity=2)
