"""A strict read is never old, also at a leader that does not know that it was replaced.

The leader is frozen beyond its session; another copy leads and changes a person; the
old leader is thawed and asked at once, by many callers. CSI_KAFKA_BOOTSTRAP: the
brokers; skipped without. CSI_STRICT_TURNS: how often (1).
"""
import os
import pathlib
import signal
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402
from live_server import Refused  # noqa: E402

TURNS = int(os.environ.get("CSI_STRICT_TURNS", "1"))
READERS = 8
READ_SECONDS = 1.5
STRICT = (("csi-read", "strict"),)


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class StrictReads(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.tenant = f"strict-{uuid.uuid4().hex[:8]}"
        self.copies = [c.Copy() for _ in range(2)]
        for copy in self.copies:
            self.addCleanup(copy.__exit__)
            copy.start()

    def name(self, api, **more) -> str:
        return api.call("raci", "GetPerson", {"name": f"tenants/{self.tenant}/people/p"},
                        **more).display_name

    def rename(self, api, name: str) -> None:
        """Until it is acknowledged: nobody leads for some seconds."""
        request = uuid.uuid4().hex
        until = time.monotonic() + 60
        while True:
            try:
                api.call("raci", "UpdatePerson", {
                    "person": {"name": f"tenants/{self.tenant}/people/p", "display_name": name},
                    "update_mask": {"paths": ["display_name"]}, "request_id": request},
                    actor="p", timeout=10)
                return
            except Refused as refused:
                if time.monotonic() > until or refused.reason not in c.AGAIN:
                    raise

    def readers(self, copy, seen: list, errors: list):
        """Threads that read at the copy, each with a connection that is there already."""
        apis = [copy.api(self.tenant) for _ in range(READERS)]
        for api in apis:
            self.addCleanup(api.close)
            self.name(api)
        begin = threading.Event()

        def read(api):
            begin.wait()
            until = time.monotonic() + READ_SECONDS
            while time.monotonic() < until:
                try:
                    seen.append(self.name(api, metadata=STRICT, timeout=20))
                except Refused as refused:
                    errors.append(f"{refused.reason}: {refused.text}")
        threads = [threading.Thread(target=read, args=(api,)) for api in apis]
        for thread in threads:
            thread.start()
        return begin, threads

    def test_a_leader_that_was_frozen_answers_nothing_old(self):
        for turn in range(TURNS):
            old = c.settled_leader(self.copies)
            other = next(copy for copy in self.copies if copy is not old)
            api = other.api(self.tenant)
            self.addCleanup(api.close)
            if turn == 0:
                api.call("raci", "CreatePerson", {
                    "parent": f"tenants/{self.tenant}", "person_id": "p",
                    "person": {"display_name": "before"}, "request_id": "p"}, actor="p")
            self.assertEqual(self.name(api, metadata=STRICT), self.name(api))
            seen, errors = [], []
            begin, threads = self.readers(old, seen, errors)
            old.process.send_signal(signal.SIGSTOP)
            try:
                begin.set()  # they wait at the frozen copy, and go on when it is thawed
                self.rename(api, f"after {turn}")
            finally:
                os.kill(old.process.pid, signal.SIGCONT)
            thawed = time.monotonic()
            for thread in threads:
                thread.join(60)
            print(f"turn {turn}: {len(seen)} reads, {len(errors)} refused, "
                  f"{time.monotonic() - thawed:.1f} s", flush=True)
            self.assertEqual(errors, [])
            self.assertEqual(set(seen), {f"after {turn}"})
            self.assertEqual(self.name(api, metadata=STRICT), f"after {turn}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
