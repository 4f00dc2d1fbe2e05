"""Copies of one service on a cluster of their own, to which everything happens.

Writers create people at any copy and repeat under the same request id until they
are acknowledged. Meanwhile copies are killed, frozen beyond their session,
stopped as an operator does it and cut off from the brokers; brokers are killed,
all at once too, and cut off from the copies. At the end every acknowledged write
is there once, with what was acknowledged, its event came once at every copy and
in the topic, without a gap, and the rows of all copies have the same hash. What
others did to single people at the same time is linearizable.

CSI_FAILOVER_FAULTS: how many (20). CSI_FAILOVER_KINDS: which, of those in
failover_faults.py. CSI_FAILOVER_BROKERS: 1 or 3 (3). CSI_FAILOVER_SEED: to run
one failure again; tools/failover runs many.
"""
import os
import pathlib
import random
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/kafka"), str(ROOT / "tests/e2e")]
import failover_history  # noqa: E402
import failover_run  # noqa: E402
from failover_faults import Cluster, Faults  # noqa: E402

FAULTS = int(os.environ.get("CSI_FAILOVER_FAULTS", "20"))
BROKERS = int(os.environ.get("CSI_FAILOVER_BROKERS", "3"))
SEED = int(os.environ.get("CSI_FAILOVER_SEED", str(random.SystemRandom().randrange(2**32))))
KINDS = os.environ.get("CSI_FAILOVER_KINDS", " ".join(Faults.KINDS)).split()
WRITES_PER_FAULT = 10
HISTORY = ROOT / "build/failover/history.jsonl"


@unittest.skipUnless(os.environ.get("CSI_KAFKA_BOOTSTRAP"), "tools/test --only kafka")
class KafkaFailover(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f"CSI_FAILOVER_SEED={SEED} CSI_FAILOVER_FAULTS={FAULTS}", flush=True)
        HISTORY.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix="csi-kafka-") as folder, Cluster(
                pathlib.Path(folder, "cluster"), BROKERS,
                os.environ.get("CSI_KAFKA_VERSION", "")) as cluster:
            cls.result = failover_run.Result(SEED, BROKERS)
            failover_run.play(cls.result, FAULTS, KINDS, Faults.QUICK, cluster, HISTORY,
                              lambda text: print(text, flush=True))
        print(cls.result, flush=True)

    def test_no_acknowledged_write_is_lost_and_none_counts_twice(self):
        found = self.result.found
        self.assertEqual(dict(found.counts), {}, found.examples)
        self.assertGreater(self.result.acknowledged, WRITES_PER_FAULT * FAULTS)

    def test_what_is_done_to_one_entity_is_linearizable(self):
        self.assertGreater(self.result.operations, WRITES_PER_FAULT * FAULTS)
        verdict, said = failover_history.check(HISTORY)
        print(said, flush=True)
        self.assertEqual(verdict, "yes", said)


class LinearizabilityChecker(unittest.TestCase):
    def test_known_bad_histories_are_refuted(self):
        done = failover_history.go("test", "./...")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
