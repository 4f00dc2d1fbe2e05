"""A copy whose disk is nearly full lets another lead; the last one says so and serves reads.

Each copy keeps its data on a small file system of its own, which needs root.
CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import os
import pathlib
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402
from disk_test import DISK_MIB, LOW_MIB, SmallDisk  # noqa: E402
from live_server import Refused  # noqa: E402

MOVES_SECONDS = 40


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
@unittest.skipUnless(os.geteuid() == 0, "a small disk can be mounted by root only")
class FullDisk(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.tenant = f"disk-{uuid.uuid4().hex[:8]}"
        self.copies, self.disks = [], {}
        for _ in range(2):
            disk = SmallDisk(DISK_MIB)
            self.addCleanup(disk.close)
            copy = c.Copy("--disk-free-min-mib", str(LOW_MIB))
            self.addCleanup(copy.__exit__)
            copy.folder = disk.data
            copy.start()
            self.copies.append(copy)
            self.disks[copy] = disk
        self.apis = {copy: copy.api(self.tenant) for copy in self.copies}
        for api in self.apis.values():
            self.addCleanup(api.close)
        self.first = c.settled_leader(self.copies)
        self.second = next(copy for copy in self.copies if copy is not self.first)

    def write(self, copy, person: str):
        return self.apis[copy].call("raci", "CreatePerson", {
            "parent": f"tenants/{self.tenant}", "person_id": person,
            "person": {"display_name": person}, "request_id": person}, actor="olga")

    def fill(self, copy):
        self.disks[copy].fill(leave=LOW_MIB << 18)

    def leads(self, copy) -> bool:
        return copy.gauge("csi_partition_leading") == 1

    def eventually(self, holds, what: str):
        until = time.monotonic() + MOVES_SECONDS
        while not holds():
            self.assertLess(time.monotonic(), until, what + "".join(
                f"\n{copy.address}:\n{copy.log.read_text()[-2000:]}" for copy in self.copies))
            time.sleep(0.1)

    def test_the_lead_goes_where_there_is_space(self):
        self.write(self.first, "before")
        self.fill(self.first)
        self.eventually(lambda: self.leads(self.second) and not self.leads(self.first),
                        "the lead did not move")
        self.assertIn("the data disk is nearly full", self.first.log.read_text())
        for copy in self.copies:  # the full one passes the call on
            self.write(copy, f"at-{copy.port}")

        self.fill(self.second)
        self.eventually(lambda: self.second.gauge("csi_disk_low") == 1, "it does not notice")
        time.sleep(6)  # longer than it asks for somebody else
        for copy in self.copies:
            with self.assertRaises(Refused) as caught:
                self.write(copy, f"full-{copy.port}")
            self.assertEqual(caught.exception.reason, "DISK_LOW", caught.exception)
            self.apis[copy].call("raci", "GetPerson",
                                 {"name": f"tenants/{self.tenant}/people/before"})
        self.assertTrue(self.leads(self.second), "the last one stays and says why it refuses")

        self.disks[self.first].ballast.unlink()
        self.eventually(lambda: self.leads(self.first) and not self.leads(self.second),
                        "space again, and nobody uses it")
        self.write(self.second, "after")

    def test_nobody_else_is_left(self):
        """Who had given way leads again, so that reads are served and refusals are clear."""
        self.write(self.first, "before")
        self.fill(self.first)
        self.eventually(lambda: self.leads(self.second), "the lead did not move")
        self.second.kill()
        self.eventually(lambda: self.leads(self.first), "nobody leads")
        self.apis[self.first].call("raci", "GetPerson",
                                   {"name": f"tenants/{self.tenant}/people/before"})
        with self.assertRaises(Refused) as caught:
            self.write(self.first, "full")
        self.assertEqual(caught.exception.reason, "DISK_LOW", caught.exception)


if __name__ == "__main__":
    unittest.main(verbosity=2)
