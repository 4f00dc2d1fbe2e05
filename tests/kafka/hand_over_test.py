"""A leader that is stopped hands over first: no call fails, writes hardly pause.

Writers call the other copies only and take every refusal as a failure. The
leader is stopped by SIGTERM, comes back, and the next one is stopped: both
leaving and joining move the lead.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without. CSI_HAND_OVERS: how often (3).
"""
import os
import pathlib
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

TURNS = int(os.environ.get("CSI_HAND_OVERS", "3"))
COPIES = 3
WRITERS_EACH = 2
# The aim is 0.3 s; a machine that is shared may take longer.
PAUSE_MAX_SECONDS = 2.0
STOP_MAX_SECONDS = 8.0


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class HandOver(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.copies = [c.Copy() for _ in range(COPIES)]
        self.writers = []
        self.addCleanup(self.end)
        for copy in self.copies:
            copy.start()

    def end(self):
        for writer in self.writers:
            writer.stopping.set()
        for copy in self.copies:
            copy.__exit__()

    def load(self, copies, turn):
        """Writers at these copies, all of them under way."""
        tenant = f"hand-over-{uuid.uuid4().hex[:8]}"
        self.writers = [c.Writer(copy, tenant, f"w{turn}-{i}-{k}")
                        for i, copy in enumerate(copies) for k in range(WRITERS_EACH)]
        for writer in self.writers:
            writer.start()
        until = time.monotonic() + 60
        while not all(len(w.times) > 5 for w in self.writers) and time.monotonic() < until:
            time.sleep(0.05)
        return tenant

    def finish(self):
        for writer in self.writers:
            writer.end()
        return [refusal for writer in self.writers for refusal in writer.refused]

    def check_people(self, tenant):
        wanted = {person for writer in self.writers for person in writer.acknowledged}
        c.wait_equal(self.copies)
        for copy in self.copies:
            api = copy.api(tenant)
            found, token = [], ""
            while not found or token:
                page = api.call("raci", "ListPeople", {
                    "parent": f"tenants/{tenant}", "page_size": 1000, "page_token": token})
                found += [person.name.rsplit("/", 1)[1] for person in page.people]
                token = page.next_page_token
            api.close()
            self.assertEqual(len(found), len(set(found)), "listed twice")
            self.assertEqual(set(found), wanted)

    def test_a_stopped_leader_and_one_that_comes_back_cost_no_call(self):
        for turn in range(TURNS):
            leader = c.settled_leader(self.copies)
            others = [copy for copy in self.copies if copy is not leader]
            tenant = self.load(others, turn)
            begin = time.monotonic()
            stopped = leader.stop()
            time.sleep(1)
            away = c.longest_pause(self.writers, begin, time.monotonic())
            begin = time.monotonic()
            leader.start()
            time.sleep(5)  # the group names whom it likes, maybe the one that came
            back = c.longest_pause(self.writers, begin, time.monotonic())
            refused = self.finish()
            print(f"hand-over {turn}: stopped in {stopped:.2f} s, writes paused {away:.3f} s when "
                  f"it left and {back:.3f} s when it came back, "
                  f"{sum(len(w.times) for w in self.writers)} writes, {len(refused)} failed calls",
                  flush=True)
            self.assertEqual(refused, [], "".join(
                f"\n{copy.address}:\n{copy.log.read_text()[-3000:]}" for copy in self.copies) +
                f"\nfailed calls: {refused[:5]}")
            self.assertLess(max(away, back), PAUSE_MAX_SECONDS)
            self.assertLess(stopped, STOP_MAX_SECONDS)
            self.check_people(tenant)


if __name__ == "__main__":
    unittest.main(verbosity=2)
