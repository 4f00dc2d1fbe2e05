"""A leader whose files are damaged lets another lead, folds anew and joins again.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import pathlib
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

PEOPLE = 400
WAIT_SECONDS = 60


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class DamagedCopy(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.tenant = f"damage-{uuid.uuid4().hex[:8]}"
        self.copies = [c.Copy(), c.Copy()]
        self.addCleanup(lambda: [copy.__exit__() for copy in self.copies])
        for copy in self.copies:
            copy.start()

    def until(self, holds, what):
        end = time.monotonic() + WAIT_SECONDS
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(what + "".join(
                    copy.log.read_text()[-3000:] for copy in self.copies))
            time.sleep(0.05)

    def damage(self, copy):
        """Every block of every table; the log beside them stays whole."""
        tables = list(copy.folder.rglob("0/*.sst"))
        self.assertTrue(tables)
        for table in tables:
            data = bytearray(table.read_bytes())
            for at in range(0, len(data) // 2, 40):
                data[at] ^= 0x5a
            with table.open("r+b") as file:
                file.write(data)

    def list_people(self, copy):
        api = copy.api(self.tenant)
        try:
            names, token = [], ""
            while not names or token:
                page = api.call("raci", "ListPeople", {
                    "parent": f"tenants/{self.tenant}", "page_size": 1000, "page_token": token})
                names += [person.name for person in page.people]
                token = page.next_page_token
            return names
        finally:
            api.close()

    def test_another_leads_until_its_rows_are_folded_anew(self):
        api = self.copies[0].api(self.tenant)
        for number in range(PEOPLE):
            api.call("raci", "CreatePerson", {
                "parent": f"tenants/{self.tenant}", "person_id": f"p{number}",
                "person": {"display_name": f"P {number}"}, "request_id": f"p{number}"},
                actor="olga")
        api.close()
        # A clean stop writes the tables, and after a start nothing is in memory.
        for copy in self.copies:
            copy.stop()
        for copy in self.copies:
            copy.start()
        victim = c.settled_leader(self.copies)
        other = next(copy for copy in self.copies if copy is not victim)
        self.damage(victim)

        def read_damage():
            try:
                self.list_people(victim)
            except c.Refused as refused:
                self.assertIn(refused.reason, c.AGAIN | {"JOURNAL_DAMAGED"}, str(refused))
            return "state set aside" in victim.log.read_text()
        self.until(read_damage, "the damage is not noticed")
        self.until(lambda: other.gauge("csi_partition_leading") == 1
                   or "joins the leadership group again" in victim.log.read_text(),
                   "nobody leads")
        self.until(lambda: "joins the leadership group again" in victim.log.read_text(),
                   "it does not join again")
        c.wait_equal(self.copies)
        for copy in self.copies:
            self.assertEqual(len(self.list_people(copy)), PEOPLE)
        self.assertIn("leaves the leadership group", victim.log.read_text())
        self.assertTrue(list(victim.folder.rglob("0.aside")))
        for copy in self.copies:
            copy.stop()
        # The second to stop may have claimed behind what the first one saw.
        shown = c.state_hashes(self.copies)
        self.assertEqual(len({each.rpartition("state ")[2] for each in shown}), 1, shown)


if __name__ == "__main__":
    unittest.main(verbosity=2)
