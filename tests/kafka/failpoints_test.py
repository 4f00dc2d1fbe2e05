"""The leader dies at each point of a write's life: nothing is lost, nothing doubled.

A copy that is alone and leads is told to end as by a power cut when it reaches a
point for the Nth time (--failpoint). A second copy takes over, the first comes
back, and a writer repeats each write until it is acknowledged. Then both hold
every acknowledged write once, announced it once, and have equal rows; and the
events topic holds each event without a gap.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without. CSI_FAILPOINTS: which (all).
"""
import collections
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

POINTS = os.environ.get(
    "CSI_FAILPOINTS", "before-append after-append before-apply after-apply before-acknowledge "
    "after-acknowledge before-publish after-publish").split()
TIMES = 25
WAIT_SECONDS = 60


class Stubborn(threading.Thread):
    """Creates one person after the other, each repeated at any copy until it is done."""

    def __init__(self, tenant: str):
        super().__init__(daemon=True)
        self.tenant, self.copies, self.acknowledged = tenant, [], []
        self.attempted, self.strange = 0, None
        self.stopping = threading.Event()

    def create(self, person: str) -> bool:
        while not self.stopping.is_set():
            for copy in list(self.copies):
                try:
                    api = copy.api(self.tenant)
                    try:
                        api.call("raci", "CreatePerson", {
                            "parent": f"tenants/{self.tenant}", "person_id": person,
                            "person": {"display_name": person}, "request_id": person},
                            actor="olga", timeout=c.CALL_SECONDS)
                        return True
                    finally:
                        api.close()
                except c.Refused as refused:
                    if refused.reason not in c.AGAIN:
                        self.strange = refused
                        return False
                except Exception:  # the copy is away: its descriptors cannot be had
                    pass
                time.sleep(0.02)
        return False

    def run(self):
        while not self.stopping.is_set() and self.strange is None:
            self.attempted += 1
            person = f"p{self.attempted}"
            if self.create(person):
                self.acknowledged.append(person)


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class Failpoints(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        os.environ["CSI_DEVELOPMENT"] = "1"
        self.copies = []
        self.tenant = f"failpoints-{uuid.uuid4().hex[:8]}"
        self.writer = Stubborn(self.tenant)
        self.addCleanup(self.end)

    def end(self):
        self.writer.stopping.set()
        for copy in self.copies:
            copy.__exit__()

    def until(self, holds, what: str):
        end = time.monotonic() + WAIT_SECONDS
        while not holds():
            self.assertIsNone(self.writer.strange, str(self.writer.strange))
            if time.monotonic() > end:
                raise AssertionError(what + "".join(
                    copy.log.read_text()[-1500:] for copy in self.copies))
            time.sleep(0.02)

    def check(self):
        """Every acknowledged person once, announced once, in both copies."""
        acknowledged = set(self.writer.acknowledged)
        c.wait_equal(self.copies)
        for copy in self.copies:
            api = copy.api(self.tenant)
            found, token = [], ""
            while not found or token:
                page = api.call("raci", "ListPeople", {
                    "parent": f"tenants/{self.tenant}", "page_size": 1000, "page_token": token})
                found += [person.name.rsplit("/", 1)[1] for person in page.people]
                token = page.next_page_token
            told = collections.Counter(
                event.subject.rsplit("/", 1)[1]
                for answer in api.watch({"service": "raci", "parent": f"tenants/{self.tenant}",
                                         "stop_at_end": True})
                for event in answer.events if event.type.endswith(".PersonRegistered"))
            api.close()
            self.assertEqual(acknowledged - set(found), set(), "acknowledged and lost")
            self.assertLessEqual(set(found) - acknowledged, {f"p{self.writer.attempted}"})
            self.assertEqual(told, collections.Counter(found), "announced otherwise than once")
        return set(found)

    def topic_people(self) -> collections.Counter | None:
        """How often each person's event stands on the topic; its numbers have no gap."""
        if not shutil.which("kcat"):
            return None
        read = subprocess.run(
            ["kcat", "-b", c.BOOTSTRAP, "-t", "csi.raci.events", "-C", "-e", "-q", "-f", "%h\n"],
            capture_output=True, text=True, timeout=120, check=True)
        last, people = 0, collections.Counter()
        for line in read.stdout.splitlines():
            event = dict(pair.partition("=")[::2] for pair in line.split(","))
            number = int(event.get("ce_sequence", 0))
            if number <= last:
                continue  # a mark, or published once more
            self.assertEqual(number, last + 1, "a gap in the events topic")
            last = number
            subject = event.get("ce_subject", "")
            if event["ce_type"].endswith(".PersonRegistered") and subject.startswith(
                    f"tenants/{self.tenant}/"):
                people[subject.rsplit("/", 1)[1]] += 1
        return people

    def die_at(self, point: str):
        armed = c.Copy("--failpoint", f"{point}:{TIMES}")
        self.copies = [armed]
        armed.start()
        c.leader_of(self.copies)
        self.writer.copies = [armed]
        self.writer.start()
        self.until(lambda: armed.process.poll() is not None, f"{point} was never reached")
        self.assertEqual(armed.process.returncode, -signal.SIGKILL)
        before = len(self.writer.acknowledged)
        armed.flags = armed.flags[:-2]
        other = c.Copy()
        self.copies.append(other)
        other.start()
        self.writer.copies = [other, armed]
        armed.start()
        self.until(lambda: len(self.writer.acknowledged) > before + 10, "no writes any more")
        self.writer.stopping.set()
        self.writer.join(WAIT_SECONDS)
        people = self.check()
        self.until(lambda: self.topic_people() in (None, collections.Counter(people)),
                   "the events topic does not hold each event once")
        for copy in self.copies:
            self.assertLess(copy.stop(), 10)
        shown = c.state_hashes(self.copies)
        self.assertEqual(len(shown), 1, shown)
        print(f"{point}: died after {before} acknowledged writes, {len(people)} people at the end, "
              "none lost, none doubled", flush=True)

    def test_a_failpoint_needs_a_development_environment(self):
        del os.environ["CSI_DEVELOPMENT"]
        refused = c.run("csi-raci", "--kafka", c.BOOTSTRAP, "--failpoint", "after-append")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("CSI_DEVELOPMENT=1", refused.stderr)


def _case(point: str):
    return lambda self: self.die_at(point)


for _point in POINTS:
    setattr(Failpoints, f"test_nothing_is_lost_{_point.replace('-', '_')}", _case(_point))


if __name__ == "__main__":
    unittest.main(verbosity=2)
