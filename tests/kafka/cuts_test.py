"""Cut and silent networks: nothing passes, nothing is lost, all heals."""
import json
import os
import pathlib
import socket
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


class OtherProcess:
    """A process with one connection, which sends what it is told to."""

    CODE = """import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
while data := sys.stdin.buffer.readline():
    s.sendall(data.strip())
"""

    def __init__(self, port: int):
        self.process = subprocess.Popen([sys.executable, "-c", self.CODE, str(port)],
                                        stdin=subprocess.PIPE)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()

    def send(self, data: bytes):
        self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()


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


class ProcessesTest(unittest.TestCase):
    def test_one_process_is_cut_off_or_silenced_and_others_are_not(self):
        """A plain listener in place of the broker: only the passage counts here."""
        with socket.create_server(("127.0.0.1", 0)) as broker, socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d"
            port = held.getsockname()[1]
            held.close()
            network = Network({"brokers": [{
                "broker": 1, "proxy": address % port,
                "proxied": address % broker.getsockname()[1]}]})
            with network, OtherProcess(port) as other, socket.create_connection(
                    ("127.0.0.1", port)) as own:
                sides = {}
                for _ in range(2):
                    side, _ = broker.accept()
                    self.addCleanup(side.close)
                    side.settimeout(1)
                    own.sendall(b"own")
                    other.send(b"other")
                    sides[side.recv(5)[:2]] = side
                self.drain(*sides.values())
                network.silence_process(other.pid)
                time.sleep(0.3)
                own.sendall(b"a")
                other.send(b"b")
                self.assertEqual(sides[b"ow"].recv(9), b"a")
                with self.assertRaises(TimeoutError):
                    sides[b"ot"].recv(9)
                network.heal_process(other.pid)
                self.assertEqual(sides[b"ot"].recv(9), b"b")
                network.cut_process(other.pid)
                self.assertEqual(sides[b"ot"].recv(9), b"")
                own.sendall(b"c")
                self.assertEqual(sides[b"ow"].recv(9), b"c")

    @staticmethod
    def drain(*sides: socket.socket):
        for side in sides:
            side.settimeout(0.3)
            try:
                while side.recv(99):
                    pass
            except TimeoutError:
                side.settimeout(1)


if __name__ == "__main__":
    unittest.main()
