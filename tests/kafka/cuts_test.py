"""Cut and silent networks: nothing passes, nothing is lost, all heals."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import confluent_kafka
from confluent_kafka import admin

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/kafka"))
from cuts import Network  # noqa: E402

WAIT_SECONDS = 60


@unittest.skipUnless(os.environ.get("CSI_KAFKA_BOOTSTRAP"), "tools/test --only kafka")
class CutsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="csi-kafka-")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "cluster")
        self.addCleanup(self.kafka, "down", "--purge")
        self.status = json.loads(self.kafka("up", "1", "--json"))

    def kafka(self, *arguments: str) -> str:
        return subprocess.run([ROOT / "tools/kafka", *arguments, "--data", self.data], text=True,
                              timeout=200, capture_output=True, check=True).stdout

    def producer(self, network: Network) -> confluent_kafka.Producer:
        return confluent_kafka.Producer({
            "bootstrap.servers": network.bootstrap, "acks": "all", "enable.idempotence": True,
            "socket.timeout.ms": 3000, "reconnect.backoff.max.ms": 500})

    def values(self, count: int) -> list[bytes]:
        """Read past the network, by the plain address."""
        consumer = confluent_kafka.Consumer({
            "bootstrap.servers": self.status["bootstrap"], "group.id": "check",
            "enable.partition.eof": False})
        try:
            consumer.assign([confluent_kafka.TopicPartition(
                "cuts", 0, confluent_kafka.OFFSET_BEGINNING)])
            found, end = [], time.monotonic() + WAIT_SECONDS
            while len(found) < count and time.monotonic() < end:
                message = consumer.poll(0.5)
                if message is not None and not message.error():
                    found.append(message.value())
            extra = consumer.poll(1)
            return found + ([extra.value()] if extra is not None and not extra.error() else [])
        finally:
            consumer.close()

    def test_what_is_sent_into_a_cut_or_silent_network_arrives_once_when_it_heals(self):
        client = admin.AdminClient({"bootstrap.servers": self.status["bootstrap"]})
        client.create_topics([admin.NewTopic("cuts", 1, 1)])["cuts"].result(WAIT_SECONDS)
        with Network(self.status) as network:
            producer = self.producer(network)
            producer.produce("cuts", b"before")
            self.assertEqual(producer.flush(WAIT_SECONDS), 0)
            for number, harm in enumerate((network.cut, network.silence)):
                harm(1)
                producer.produce("cuts", f"during {number}".encode())
                self.assertEqual(producer.flush(2), 1, "it must not arrive yet")
                network.heal(1)
                self.assertEqual(producer.flush(WAIT_SECONDS), 0)
        self.assertEqual(self.values(3), [b"before", b"during 0", b"during 1"])


if __name__ == "__main__":
    unittest.main()
