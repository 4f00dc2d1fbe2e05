"""tools/kafka with real brokers: what was acknowledged outlives kill and restart."""
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

import confluent_kafka
from confluent_kafka import admin

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60
# Three brokers need 600 MB and their time: only where asked for.
THREE = os.environ.get("CSI_KAFKA_BROKERS") == "3"


class Cluster:
    """A cluster of its own, purged at the end whatever happens."""

    def __init__(self, test: unittest.TestCase, *up: str):
        folder = tempfile.TemporaryDirectory(prefix="csi-kafka-")
        test.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "cluster")
        test.addCleanup(self.run, "down", "--purge")
        self.status = json.loads(self.run("up", *up, "--json").stdout)
        self.bootstrap = self.status["bootstrap"]

    def run(self, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess:
        done = subprocess.run([ROOT / "tools/kafka", *arguments, "--data", self.data],
                              text=True, timeout=400, capture_output=True, check=False)
        if done.returncode != expect:
            raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
        return done

    def create(self, topic: str, copies: int) -> None:
        client = admin.AdminClient({"bootstrap.servers": self.bootstrap})
        made = client.create_topics([admin.NewTopic(topic, 1, copies)],
                                    operation_timeout=WAIT_SECONDS)
        made[topic].result(WAIT_SECONDS)

    def produce(self, topic: str, values: list[bytes]) -> None:
        """Returns once the brokers acknowledged all, else raises."""
        failed = []
        producer = confluent_kafka.Producer({
            "bootstrap.servers": self.bootstrap, "acks": "all", "enable.idempotence": True,
            "delivery.timeout.ms": WAIT_SECONDS * 1000})
        for value in values:
            producer.produce(topic, value, on_delivery=lambda error, _: error and failed.append(
                error))
        if producer.flush(WAIT_SECONDS) or failed:
            raise AssertionError(f"not acknowledged: {failed}")

    def read(self, topic: str, count: int) -> list[bytes]:
        consumer = confluent_kafka.Consumer({
            "bootstrap.servers": self.bootstrap, "group.id": f"test-{time.monotonic_ns()}",
            "auto.offset.reset": "earliest"})
        try:
            consumer.subscribe([topic])
            values, end = [], time.monotonic() + WAIT_SECONDS
            while len(values) < count and time.monotonic() < end:
                message = consumer.poll(0.5)
                if message is not None and not message.error():
                    values.append(message.value())
            return values
        finally:
            consumer.close()


class OneBrokerTest(unittest.TestCase):
    def survives(self, version: str):
        cluster = Cluster(self, "1", "--version", version)
        self.assertEqual(cluster.status["version"], version)
        again = json.loads(cluster.run("up", "1", "--version", version, "--json").stdout)
        self.assertEqual(again["brokers"][0]["pid"], cluster.status["brokers"][0]["pid"])

        cluster.create("csi-test", 1)
        cluster.produce("csi-test", [b"one", b"two"])
        self.assertEqual(cluster.read("csi-test", 2), [b"one", b"two"])
        cluster.run("kill", "1")
        cluster.run("status", expect=3)
        cluster.run("restart", "1")
        cluster.produce("csi-test", [b"three"])
        self.assertEqual(cluster.read("csi-test", 3), [b"one", b"two", b"three"])

        other = cluster.run("up", "3", "--version", version, expect=1)
        self.assertIn("down --purge", other.stderr)
        cluster.run("down")
        self.assertEqual(cluster.run("status", expect=3).stdout.count("dead"), 1)
        cluster.run("down", "--purge")
        self.assertFalse(cluster.data.exists())

    def test_kafka_3_9_keeps_records_over_kill_and_restart(self):
        self.survives("3.9.1")

    def test_kafka_4_1_keeps_records_over_kill_and_restart(self):
        self.survives("4.1.0")


@unittest.skipUnless(THREE, "three brokers only with CSI_KAFKA_BROKERS=3")
class ThreeBrokersTest(unittest.TestCase):
    def test_two_of_three_go_on_and_the_third_comes_back(self):
        cluster = Cluster(self, "3", "--version", os.environ.get("CSI_KAFKA_VERSION", "3.9.1"))
        cluster.create("csi-test", 3)
        cluster.produce("csi-test", [b"one"])
        cluster.run("kill", "2")
        cluster.produce("csi-test", [b"two"])
        cluster.run("restart", "2")
        cluster.run("pause", "3")
        cluster.produce("csi-test", [b"three"])
        cluster.run("resume", "3")
        self.assertEqual(cluster.read("csi-test", 3), [b"one", b"two", b"three"])


if __name__ == "__main__":
    unittest.main()
