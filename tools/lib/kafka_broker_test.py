"""The stage's cluster is purged before and after, whatever happens in between."""
import json
import pathlib
import sys
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import kafka_broker  # noqa: E402

STATUS = {"bootstrap": "127.0.0.1:9", "version": "3.9.1", "brokers": [{}]}


class KafkaBrokerTest(unittest.TestCase):
    def setUp(self):
        self.done = []
        patch = mock.patch.object(kafka_broker.subprocess, "run", self.command)
        patch.start()
        self.addCleanup(patch.stop)

    def command(self, words, **_more):
        self.done.append(words[1])
        return types.SimpleNamespace(stdout=json.dumps(STATUS), returncode=0)

    def runner(self, code: int):
        def run(words, limit):
            self.assertEqual(limit, kafka_broker.UP_SECONDS)
            self.done.append(words[1])
            return code
        return types.SimpleNamespace(run=run)

    def test_tests_get_the_address_and_the_cluster_goes(self):
        with kafka_broker.running(self.runner(0)) as env:
            self.assertEqual(env, {"CSI_KAFKA_BOOTSTRAP": "127.0.0.1:9",
                                   "CSI_KAFKA_VERSION": "3.9.1", "CSI_KAFKA_BROKERS": "1"})
        self.assertEqual(self.done, ["down", "up", "status", "down"])

    def test_it_goes_when_a_test_raises(self):
        with self.assertRaises(KeyboardInterrupt), kafka_broker.running(self.runner(0)):
            raise KeyboardInterrupt
        self.assertEqual(self.done[-1], "down")

    def test_a_cluster_that_does_not_come_up_is_said(self):
        with kafka_broker.running(self.runner(1)) as env:
            self.assertIsNone(env)
        self.assertEqual(self.done, ["down", "up", "down"])


if __name__ == "__main__":
    unittest.main()
