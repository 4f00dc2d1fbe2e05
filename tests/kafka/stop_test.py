"""A stop while Kafka is away ends in seconds and answers every open call.

The only broker is frozen or killed while a write is on its way, so that nobody
can know whether it counts. SIGTERM then ends the program with exit code 0, and
the write is answered by OUTCOME_UNKNOWN rather than by a broken connection.
"""
import os
import pathlib
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

STOP_MAX_SECONDS = 5.0
WRITE_SECONDS = 40


class Write(threading.Thread):
    """One write and how it was answered."""

    def __init__(self, copy: c.Copy, person: str):
        super().__init__(daemon=True)
        self.api, self.person, self.answer = copy.api("stop"), person, None
        # Descriptors are fetched while all is well.
        self.method = self.api.method("raci", "CreatePerson")

    def run(self):
        try:
            self.answer = self.api.call("raci", "CreatePerson", {
                "parent": "tenants/stop", "person_id": self.person,
                "person": {"display_name": self.person}, "request_id": self.person},
                actor="olga", timeout=WRITE_SECONDS)
        except c.Refused as refused:
            self.answer = refused


@unittest.skipUnless(os.environ.get("CSI_KAFKA_BOOTSTRAP"), "tools/test --only kafka")
class Stop(unittest.TestCase):
    def setUp(self):
        self.cluster = c.Broker(self)
        c.make_topics(self.cluster.bootstrap)

    def stop_without_brokers(self, harm: str, *, copies: int, before: float):
        """Seconds of a stop `before` seconds after the brokers went, and the open write."""
        running = [c.Copy(bootstrap=self.cluster.bootstrap) for _ in range(copies)]
        try:
            for copy in running:
                copy.start()
            leader = c.settled_leader(running)
            first = Write(leader, f"first-{harm}-{copies}")
            first.start()
            first.join(WRITE_SECONDS)
            self.assertNotIsInstance(first.answer, c.Refused)
            # Taken in by any copy; the leader has it.
            write = Write(running[-1], f"open-{harm}-{copies}")
            self.cluster.run(harm, "1")
            write.start()
            time.sleep(before)
            self.assertIsNone(write.answer)
            took = leader.stop()  # asserts exit code 0
            write.join(5)
            answer = write.answer
            print(f"{harm}, {copies} copies, {before} s before: stopped in {took:.2f} s, "
                  f"the open write was answered: {answer}", flush=True)
            self.assertIsInstance(answer, c.Refused)
            self.assertEqual(answer.reason, "OUTCOME_UNKNOWN", str(answer))
            self.assertLess(took, STOP_MAX_SECONDS)
            for copy in running:
                if copy is not leader:
                    self.assertLess(copy.stop(), STOP_MAX_SECONDS)
        finally:
            for copy in running:
                copy.__exit__()
            self.cluster.run("resume" if harm == "pause" else "restart", "1")

    def test_while_an_append_is_under_way(self):
        self.stop_without_brokers("pause", copies=1, before=1.0)

    def test_after_an_append_has_timed_out(self):
        self.stop_without_brokers("kill", copies=1, before=7.0)

    def test_of_one_of_two_copies(self):
        self.stop_without_brokers("pause", copies=2, before=7.0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
