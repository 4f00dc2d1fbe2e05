"""A leader that dies or freezes costs its callers time and no failed call.

Writers call the copies that follow and take every refusal as a failure. The
leader is killed, or frozen beyond its session, with calls under way: they are
put again at the copy that leads next, with the same request ids.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import os
import pathlib
import signal
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

COPIES = 3
WRITERS_EACH = 2
# Longer than a session, a claim and a hop to somebody who hangs.
DEADLINE_SECONDS = 30
BACK_SECONDS = 45


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class DeadLeader(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.copies = [c.Copy() for _ in range(COPIES)]
        self.writers = []
        self.addCleanup(self.end)
        for copy in self.copies:
            copy.start()
        self.leader = c.settled_leader(self.copies)
        self.others = [copy for copy in self.copies if copy is not self.leader]
        self.tenant = f"dead-{uuid.uuid4().hex[:8]}"

    def end(self):
        for writer in self.writers:
            writer.stopping.set()
        for copy in self.copies:
            copy.__exit__()

    def load(self):
        self.writers = [c.Writer(copy, self.tenant, f"w{i}-{k}", DEADLINE_SECONDS)
                        for i, copy in enumerate(self.others) for k in range(WRITERS_EACH)]
        for writer in self.writers:
            writer.start()
        until = time.monotonic() + 60
        while not all(len(w.times) > 5 for w in self.writers) and time.monotonic() < until:
            time.sleep(0.05)

    def wait_until_all_write_again(self, what: str):
        begin = time.monotonic()
        while (not all(w.times[-1] > begin + 0.5 for w in self.writers)
               and time.monotonic() < begin + BACK_SECONDS):
            time.sleep(0.05)
        pause = c.longest_pause(self.writers, begin, time.monotonic())
        for writer in self.writers:
            writer.end()
        refused = [refusal for writer in self.writers for refusal in writer.refused]
        print(f"leader {what}: writes paused {pause:.2f} s, "
              f"{sum(len(w.times) for w in self.writers)} writes, {len(refused)} failed calls",
              flush=True)
        self.assertEqual(refused, [], "".join(
            f"\n{copy.address}:\n{copy.log.read_text()[-3000:]}" for copy in self.others))
        self.assertLess(pause, BACK_SECONDS)

    def check_each_person_stands_once(self):
        """What was put again has had one effect: nobody stands twice, nobody is missing."""
        wanted = {person for writer in self.writers for person in writer.acknowledged}
        api = self.others[0].api(self.tenant)
        found, token = [], ""
        while not found or token:
            page = api.call("raci", "ListPeople", {
                "parent": f"tenants/{self.tenant}", "page_size": 1000, "page_token": token})
            found += [person.name.rsplit("/", 1)[1] for person in page.people]
            token = page.next_page_token
        api.close()
        self.assertEqual(sorted(found), sorted(wanted))

    def test_killed(self):
        self.load()
        self.leader.kill()
        self.wait_until_all_write_again("killed")
        self.check_each_person_stands_once()

    def test_frozen(self):
        self.load()
        os.kill(self.leader.process.pid, signal.SIGSTOP)
        try:
            self.wait_until_all_write_again("frozen")
            self.check_each_person_stands_once()
        finally:
            os.kill(self.leader.process.pid, signal.SIGCONT)


if __name__ == "__main__":
    unittest.main(verbosity=2)
