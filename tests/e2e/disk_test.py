"""A full disk and damaged files: nothing acknowledged is lost, nothing crashes.

The full disk is a small file system of its own in memory; that needs root.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, csictl, run  # noqa: E402

TENANT = "tenants/demo"
DISK_MIB = 160  # four write-ahead logs of 20 MiB are set aside at the start
LOW_MIB = 48
TEXT = "x" * 20000
CALLS_MAX = 3000
WRITES = "csi.registry.v1.RegistryService/writes"
EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED


class SmallDisk:
    """A tmpfs with a data folder and a ballast file on it."""

    def __init__(self, mib: int):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="csi-disk-"))
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mib}m", "csi-test",
                               str(self.root)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.root.rmdir()
            raise unittest.SkipTest("a file system cannot be mounted: " + done.stderr.strip())
        self.data = self.root / "data"
        self.ballast = self.root / "ballast"

    def free(self) -> int:
        stat = os.statvfs(self.root)
        return stat.f_bavail * stat.f_frsize

    def fill(self, leave: int):
        with self.ballast.open("ab", buffering=0) as file:
            while self.free() > leave:
                try:
                    file.write(b"\0" * min(1 << 20, max(4096, self.free() - leave)))
                except OSError:
                    return

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.root)], check=False)
        self.root.rmdir()


@unittest.skipUnless(os.geteuid() == 0, "a small disk can be mounted by root only")
class FullDisk(unittest.TestCase):
    def serve(self, *flags: str):
        disk = SmallDisk(DISK_MIB)
        self.addCleanup(disk.close)
        server = Server(*flags, folder=disk.data)
        self.addCleanup(server.__exit__)
        server.start()
        api = server.api()
        self.addCleanup(api.close)
        api.create_person("olga")
        return disk, server, api

    def write(self, api, number: int, timeout=10.0):
        return api.call("registry", "CreateOpportunity", {
            "parent": TENANT, "opportunity_id": f"e{number}", "request_id": f"e{number}",
            "opportunity": {"title": f"Entry {number}", "description": TEXT,
                            "justification": TEXT}}, actor="olga", timeout=timeout)

    def eventually(self, holds, seconds, what):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def test_below_the_free_minimum_writes_are_refused_and_reads_served(self):
        disk, server, api = self.serve("--disk-free-min-mib", str(LOW_MIB))
        self.write(api, 1)
        disk.fill(leave=LOW_MIB << 18)
        self.eventually(lambda: not server.serves(WRITES), 10, "health does not say so")
        with self.assertRaises(Refused) as caught:
            self.write(api, 2)
        error = caught.exception
        self.assertEqual((error.code, error.reason), (EXHAUSTED, "DISK_LOW"), error)
        self.assertIn(f"{LOW_MIB} MiB", error.text)
        self.assertTrue(server.serves(), "reads go on")
        api.call("registry", "GetOpportunity", {"name": f"{TENANT}/opportunities/e1"})
        self.assertIn("registry: the data disk is nearly full",
                      csictl(server, "health").stdout)
        disk.ballast.unlink()
        self.eventually(lambda: server.serves(WRITES), 10, "it does not notice the space")
        self.write(api, 2)

    def test_a_write_that_finds_no_space_loses_nothing_that_was_acknowledged(self):
        disk, server, api = self.serve("--disk-free-min-mib", "0")
        acknowledged, lost, stuck = {}, {}, None
        for number in range(CALLS_MAX):
            # Opening again may free some space, so the disk is filled up again.
            disk.fill(leave=0)
            begin = time.monotonic()
            try:
                acknowledged[number] = self.write(api, number).SerializeToString()
            except Refused as error:
                lost[number] = error
                if error.reason == "NOT_SERVING" and "No space left" in error.text:
                    stuck = error
                    break
        self.assertIsNotNone(stuck, f"the disk never was full: {list(lost.values())[-3:]}")
        self.assertLess(time.monotonic() - begin, 5, "not refused at once")
        self.assertIsNone(server.process.poll(), "it crashed")
        self.assertGreater(len(acknowledged), 10)
        for error in lost.values():
            self.assertIn((error.code.name, error.reason), (
                ("UNAVAILABLE", "OUTCOME_UNKNOWN"), ("UNAVAILABLE", "NOT_SERVING"),
                ("DEADLINE_EXCEEDED", "")), error)
        # The service that met it says so; the others go on.
        self.assertFalse(server.serves("csi.registry.v1.RegistryService"))
        self.assertIn("No space left", server.log.read_text())
        api.call("raci", "GetPerson", {"name": f"{TENANT}/people/olga"})
        disk.ballast.unlink()
        self.eventually(server.serves, 30, "it does not recover")
        for number in lost:  # the same request id: there once, whatever happened
            self.write(api, number)
        self.write(api, CALLS_MAX)
        for known, answer in acknowledged.items():
            found = api.call("registry", "GetOpportunity",
                             {"name": f"{TENANT}/opportunities/e{known}"})
            self.assertEqual(found.SerializeToString(), answer)
        listed = api.call("registry", "ListOpportunities",
                          {"parent": TENANT, "page_size": 1000}).opportunities
        self.assertEqual(len(listed), min(1000, len(acknowledged) + len(lost) + 1))
        self.assertLess(server.stop(), 5)
        for verb in (("journal", "verify"), ("state", "verify")):
            done = run("csictl", *verb, str(disk.data))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class DamagedTable(unittest.TestCase):
    """A flipped byte in a table file stops the service it belongs to, and no other."""

    PEOPLE = 200

    @classmethod
    def setUpClass(cls):
        cls.source = Server()
        cls.source.start()
        api = cls.source.api()
        for number in range(cls.PEOPLE):
            api.create_person(f"p{number}", request_id=f"r{number}")
        api.close()
        cls.source.stop()  # flushes: all is in table files now

    @classmethod
    def tearDownClass(cls):
        cls.source.__exit__()

    def read_all(self, api):
        """Everything that the directory can be asked for, until it refuses."""
        listed = api.call("raci", "ListPeople", {"parent": TENANT, "page_size": 1000}).people
        self.assertEqual(len(listed), self.PEOPLE, "rows are missing without a word")
        events = sum(len(response.events) for response in api.watch(
            {"service": "raci", "stop_at_end": True}, timeout=10))
        self.assertEqual(events, self.PEOPLE, "events are missing without a word")
        for number in range(self.PEOPLE):
            api.create_person(f"p{number}", request_id=f"r{number}")

    def test_it_says_where_and_the_other_services_go_on(self):
        tables = sorted((self.source.folder / "raci/0").glob("*.sst"))
        self.assertGreaterEqual(len(tables), 3)
        for table in tables:
            with self.subTest(table.name):
                self.check(table.name)

    def check(self, name: str):
        server = Server()
        try:
            shutil.copytree(self.source.folder, server.folder)
            path = server.folder / "raci/0" / name
            data = bytearray(path.read_bytes())
            data[len(data) // 4] ^= 0x10
            path.write_bytes(data)
            verified = run("csictl", "state", "verify", str(server.folder))
            self.assertNotEqual(verified.returncode, 0, "not noticed by csictl")
            with server.log.open("ab") as log:
                server.process = subprocess.Popen(server.command(), stdout=log, stderr=log)
            end = time.monotonic() + 60
            while (server.process.poll() is None and time.monotonic() < end
                   and not server.serves("csi.registry.v1.RegistryService")):
                time.sleep(0.05)
            if server.process.poll() is not None:
                # Met while the folder was opened: nothing is served from it.
                self.assertEqual(server.process.returncode, 1, server.log.read_text())
                self.assertIn(name, server.log.read_text())
                return
            api = server.api()
            with self.assertRaises(Refused) as caught:
                self.read_all(api)
            self.assertIn(caught.exception.reason, ("JOURNAL_DAMAGED", "PARTITION_HALTED"),
                          caught.exception)
            self.assertIn(name, caught.exception.text)
            end = time.monotonic() + 10
            while server.serves("csi.raci.v1.RaciService") and time.monotonic() < end:
                time.sleep(0.05)
            self.assertFalse(server.serves("csi.raci.v1.RaciService"))
            self.assertIn(name, server.log.read_text(), "the log does not name the file")
            with self.assertRaises(Refused) as caught:
                api.create_person("new")
            self.assertEqual(caught.exception.reason, "PARTITION_HALTED")
            self.assertTrue(server.serves("csi.registry.v1.RegistryService"))
            api.call("registry", "ListOpportunities", {"parent": TENANT})
            api.close()
        finally:
            server.__exit__()


if __name__ == "__main__":
    unittest.main(verbosity=2)
