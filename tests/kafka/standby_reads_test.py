"""Queries that a copy which follows may answer itself, and says how old its rows are.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import os
import pathlib
import signal
import sys
import time
import unittest
import uuid

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402

ANY = [("csi-read", "any")]
# A follower that is read looks every second; a busy machine may take longer.
LAG_MAX_MS = 5000


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class StandbyReads(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.tenant = f"reads-{uuid.uuid4().hex[:8]}"
        self.copies = [c.Copy(), c.Copy()]
        self.addCleanup(lambda: [copy.__exit__() for copy in self.copies])
        for copy in self.copies:
            copy.start()
        self.leader = c.settled_leader(self.copies)
        self.other = next(copy for copy in self.copies if copy is not self.leader)

    def read(self, copy, metadata, timeout=10.0):
        """The person's display name, and the lag that the answer tells."""
        api = copy.api(self.tenant)
        self.addCleanup(api.close)
        method = api.method("raci", "GetPerson")
        call = api.channel.unary_unary(
            f"/{method.containing_service.full_name}/GetPerson",
            request_serializer=lambda r: r.SerializeToString(),
            response_deserializer=lambda data: data)
        data, made = call.with_call(
            api.request("raci", "GetPerson", {"name": f"tenants/{self.tenant}/people/p"}),
            metadata=metadata, timeout=timeout)
        self.assertIn(b"Petra", data)
        told = dict(made.trailing_metadata())
        return int(told["csi-read-lag-ms"]) if "csi-read-lag-ms" in told else None

    def test_only_where_it_is_asked_for_and_with_its_lag(self):
        api = self.leader.api(self.tenant)
        self.addCleanup(api.close)
        api.call("raci", "CreatePerson", {
            "parent": f"tenants/{self.tenant}", "person_id": "p",
            "person": {"display_name": "Petra"}, "request_id": "p"}, actor="olga")
        c.wait_equal(self.copies)
        time.sleep(1)
        self.assertIsNone(self.read(self.other, []), "the leader answers by default")
        self.assertIsNone(self.read(self.leader, ANY), "the leader is not behind")
        lags = []
        for _ in range(20):
            lags.append(self.read(self.other, ANY))
            time.sleep(0.2)
        print(f"lags told by a copy that follows, in ms: {lags}", flush=True)
        self.assertNotIn(None, lags)
        self.assertLess(max(lags[10:]), LAG_MAX_MS)
        with self.assertRaises(grpc.RpcError) as caught:
            self.read(self.other, [("csi-read", "fresh")])
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        # While the leader is frozen such a read is answered, any other waits.
        self.leader.process.send_signal(signal.SIGSTOP)
        try:
            self.assertIsNotNone(self.read(self.other, ANY))
            with self.assertRaises(grpc.RpcError):
                self.read(self.other, [], timeout=1.0)
        finally:
            os.kill(self.leader.process.pid, signal.SIGCONT)


if __name__ == "__main__":
    unittest.main(verbosity=2)
