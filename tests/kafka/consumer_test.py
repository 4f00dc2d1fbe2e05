"""The example consumer on a real broker: repetitions, restarts, gaps, two partitions."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid

import confluent_kafka
from confluent_kafka import admin
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/events"), str(ROOT / "tools/eventsdoc")]
import contracts  # noqa: E402
from filler import Filler  # noqa: E402

CONSUMER = ROOT / "docs/clients/events_consumer.py"
BOOTSTRAP = os.environ.get("CSI_KAFKA_BOOTSTRAP", "")
WAIT_SECONDS = 60
TYPE = "csi.raci.v1.PersonLeft"


@unittest.skipUnless(BOOTSTRAP, "no broker: tools/test --only kafka")
class ConsumerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.descriptors = ROOT / "build/api.binpb"
        subprocess.run([ROOT / "build/venv/bin/buf", "build", "proto", "-o", cls.descriptors],
                       cwd=ROOT, check=True, timeout=120)
        cls.pool = descriptor_pool.DescriptorPool()
        for file in descriptor_pb2.FileDescriptorSet.FromString(
                cls.descriptors.read_bytes()).file:
            cls.pool.Add(file)

    def message(self, name: str):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = pathlib.Path(folder.name, "state.json")
        self.topic = f"csi.test.{uuid.uuid4().hex}"
        self.journals = [uuid.uuid4().hex, uuid.uuid4().hex]
        client = admin.AdminClient({"bootstrap.servers": BOOTSTRAP})
        client.create_topics([admin.NewTopic(self.topic, 2, 1)])[self.topic].result(WAIT_SECONDS)
        self.addCleanup(lambda: client.delete_topics([self.topic])[self.topic].result(
            WAIT_SECONDS))
        self.producer = confluent_kafka.Producer({
            "bootstrap.servers": BOOTSTRAP, "acks": "all", "enable.idempotence": True})

    def publish(self, partition: int, sequence: int, offset: int, index: int = 0,
                last: bool = True, data=None):
        if data is None:
            data = self.message(TYPE)
            data.person, data.revision = f"tenants/demo/people/p{sequence}", sequence
        headers = {
            "content-type": "application/protobuf", "ce_specversion": "1.0",
            "ce_id": f"{partition}-{offset}-{index}", "ce_type": data.DESCRIPTOR.full_name,
            "ce_source": f"//csi/test/raci/{partition}", "ce_time": "2024-02-29T12:00:00Z",
            "ce_subject": f"tenants/demo/people/p{sequence}", "ce_partitionkey": "demo",
            "ce_sequence": str(sequence),
            "ce_journalid": self.journals[partition], "ce_journaloffset": str(offset),
            "ce_recordindex": str(index), "ce_recordlast": "true" if last else "false"}
        self.producer.produce(self.topic, data.SerializeToString(), "demo", partition,
                              headers=list(headers.items()))

    def mark(self, partition: int, offset: int):
        """What an idle publisher sends: no key, no value, no number."""
        headers = {
            "ce_specversion": "1.0", "ce_id": f"progress-{offset}",
            "ce_type": "csi.common.v1.Progress", "ce_source": f"//csi/test/raci/{partition}",
            "ce_journalid": self.journals[partition], "ce_journaloffset": str(offset),
            "ce_recordindex": "0", "ce_recordlast": "true"}
        self.producer.produce(self.topic, None, None, partition, headers=list(headers.items()))

    def consume(self, expect: int = 0) -> list[dict]:
        self.assertEqual(self.producer.flush(WAIT_SECONDS), 0)
        done = subprocess.run(
            [sys.executable, CONSUMER, "--kafka", BOOTSTRAP, "--service", "raci", "--topic",
             self.topic, "--descriptors", self.descriptors, "--state", self.state,
             "--stop-at-end"], text=True, timeout=120, capture_output=True, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        self.said = done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_each_event_comes_once_over_repetitions_and_restarts(self):
        self.publish(0, 1, 3)
        self.publish(0, 2, 4, 0, last=False)
        self.publish(0, 3, 4, 1)
        self.mark(1, 7)
        self.publish(1, 1, 8)
        self.mark(1, 20)
        self.publish(0, 2, 4, 0, last=False)  # a new leader says it again
        self.publish(0, 3, 4, 1)
        found = self.consume()
        self.assertEqual(sorted((row["source"][-1], row["sequence"]) for row in found),
                         [("0", 1), ("0", 2), ("0", 3), ("1", 1)])
        self.assertEqual(found[0]["data"]["person"], found[0]["subject"])
        self.assertEqual(self.consume(), [])
        self.publish(0, 3, 4, 1)
        self.publish(0, 4, 5)
        self.assertEqual([row["sequence"] for row in self.consume()], [4])

    def test_every_event_type_is_read_with_all_its_fields(self):
        found = contracts.load(self.descriptors)
        sent = [Filler(number).fill(self.message(event.name)) for number, event in enumerate(
            event for service in contracts.SERVICES for event in found.events(service))]
        for number, data in enumerate(sent, 1):
            self.publish(0, number, number, data=data)
        rows = self.consume()
        self.assertEqual([row["type"] for row in rows],
                         [data.DESCRIPTOR.full_name for data in sent])
        for row, data in zip(rows, sent):
            self.assertEqual(row["data"], json.loads(json_format.MessageToJson(data)))

    @unittest.skipUnless(shutil.which("kcat"), "no kcat here: tools/install test")
    def test_kcat_reads_the_headers_and_bytes_of_every_type(self):
        found = contracts.load(self.descriptors)
        sent = [Filler(number).fill(self.message(event.name)) for number, event in enumerate(
            event for service in contracts.SERVICES for event in found.events(service))]
        for number, data in enumerate(sent, 1):
            self.publish(1, number, number, data=data)
        self.assertEqual(self.producer.flush(WAIT_SECONDS), 0)
        # A record: length of the value, the value, headers; all ends are told, not guessed.
        done = subprocess.run(
            ["kcat", "-b", BOOTSTRAP, "-t", self.topic, "-C", "-e", "-q",
             "-f", "%S\n%s\n%k\n%h\n"], capture_output=True, timeout=60, check=True)
        left, rows = done.stdout, []
        while left:
            size, _, left = left.partition(b"\n")
            value, left = left[:int(size)], left[int(size) + 1:]
            key, headers, left = left.split(b"\n", 2)
            rows.append((value, key.decode(), dict(
                each.split("=", 1) for each in headers.decode().split(","))))
        self.assertGreater(len(rows), 50)
        for number, (row, data) in enumerate(zip(rows, sent, strict=True), 1):
            value, key, headers = row
            self.assertEqual(
                (key, headers["ce_type"], headers["ce_sequence"]),
                ("demo", data.DESCRIPTOR.full_name, str(number)))
            self.assertEqual(type(data).FromString(value), data)

    def test_a_gap_ends_it_with_code_3(self):
        self.publish(0, 1, 3)
        self.publish(0, 3, 5)
        self.assertEqual([row["sequence"] for row in self.consume(expect=3)], [1])
        self.assertIn("1 events are missing", self.said)

    def test_a_topic_that_is_not_there_is_named(self):
        self.topic, there = self.topic + "x", self.topic
        self.consume(expect=3)
        self.assertIn(f"topic {self.topic}", self.said)
        self.topic = there


if __name__ == "__main__":
    unittest.main()
