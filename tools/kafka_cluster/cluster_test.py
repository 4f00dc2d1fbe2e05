"""tools/kafka without a broker: pins, settings, process identity, wrong use."""
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import uuid
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cluster  # noqa: E402
import jars  # noqa: E402
import process  # noqa: E402
import settings  # noqa: E402
import wire  # noqa: E402

SLEEP = ["sleep", "60"]


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


class ClusterIdTest(unittest.TestCase):
    def test_an_id_that_looks_like_a_flag_is_drawn_again(self):
        drawn = [uuid.UUID(bytes=b"\xf8" + bytes(15)), uuid.UUID(bytes=b"\x04" + bytes(15))]
        found = cluster.new_cluster_id(lambda: drawn.pop(0))
        self.assertEqual(drawn, [])
        self.assertEqual(len(found), 22)
        self.assertFalse(found.startswith("-"))


class JarsTest(Folder):
    def test_every_version_pins_the_server_and_every_jar(self):
        self.assertEqual(jars.versions(), ["3.9.1", "4.1.0"])
        for version in jars.versions():
            pins = jars.pinned(version)
            self.assertIn(f"kafka_2.13-{version}.jar", pins)
            self.assertTrue(all(len(digest) == 64 for digest in pins.values()))

    def test_a_missing_a_strange_and_a_changed_jar_are_named(self):
        (self.folder / "a.jar").write_bytes(b"not what was pinned")
        (self.folder / "c.jar").write_bytes(b"")
        self.assertEqual(jars.problems(self.folder, {"a.jar": "0" * 64, "b.jar": "0" * 64}),
                         ["b.jar is missing", "c.jar is not in the list",
                          "a.jar has another SHA-256"])

    def test_a_changed_jar_in_the_cache_is_never_used(self):
        bad = self.folder / "3.9.1"
        bad.mkdir()
        (bad / "kafka_2.13-3.9.1.jar").write_bytes(b"evil")

        def offline(_version, target):
            (target / "jars").mkdir()
        with mock.patch.dict(os.environ, {"CSI_KAFKA_CACHE": str(self.folder)}), \
                mock.patch.object(jars, "_download", offline), \
                self.assertRaisesRegex(jars.JarError, "not what jars-3.9.1.txt names"):
            jars.ensure("3.9.1", lambda _: None)
        self.assertFalse(bad.exists())


class SettingsTest(unittest.TestCase):
    def test_three_brokers_promise_what_production_promises(self):
        ports = settings.choose_ports(3)
        text = settings.properties("2", ports, "/data", {"message.max.bytes": "2000000"})
        rows = dict(line.split("=", 1) for line in text.splitlines())
        self.assertEqual(rows["min.insync.replicas"], "2")
        self.assertEqual(rows["default.replication.factor"], "3")
        self.assertEqual(rows["unclean.leader.election.enable"], "false")
        self.assertEqual(rows["message.max.bytes"], "2000000")
        self.assertEqual(rows["controller.quorum.voters"].count("@127.0.0.1:"), 3)
        self.assertTrue(rows["advertised.listeners"].endswith(str(ports["2"]["proxy"])))
        numbers = [port for own in ports.values() for port in own.values()]
        self.assertEqual(len(set(numbers)), 12)

    def test_one_broker_asks_for_no_second_copy(self):
        text = settings.properties("1", settings.choose_ports(1), "/data", {})
        self.assertIn("min.insync.replicas=1\n", text)


class ProcessTest(Folder):
    def test_a_process_is_started_paused_and_killed(self):
        broker = process.Broker(self.folder)
        self.assertEqual(broker.state(), process.DEAD)
        broker.start(SLEEP)
        self.assertEqual(broker.state(), process.RUNNING)
        broker.send(signal.SIGSTOP)
        for _ in range(1000):
            if broker.state() == process.PAUSED:
                break
        self.assertEqual(broker.state(), process.PAUSED)
        self.assertTrue(broker.send(signal.SIGKILL))
        self.assertTrue(broker.wait_dead(5))
        self.assertFalse(broker.send(signal.SIGKILL))

    def test_a_process_id_that_now_belongs_to_another_is_left_alone(self):
        other = subprocess.Popen(SLEEP)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        (self.folder / "process.json").write_text(
            json.dumps({"pid": other.pid, "start": 1}), encoding="utf-8")
        broker = process.Broker(self.folder)
        self.assertEqual(broker.state(), process.DEAD)
        self.assertFalse(broker.send(signal.SIGKILL))
        self.assertIsNone(other.poll())


class WireTest(unittest.TestCase):
    def answer(self, body: bytes):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()

            def serve():
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    connection.sendall(struct.pack(">i", len(body)) + body)
            thread = threading.Thread(target=serve)
            thread.start()
            try:
                return wire.brokers("127.0.0.1", server.getsockname()[1])
            finally:
                thread.join()

    def test_brokers_and_controller_are_read(self):
        text = struct.pack(">h", 1) + b"h"
        one = struct.pack(">i", 4) + text + struct.pack(">ih", 9092, -1)
        self.assertEqual(self.answer(struct.pack(">iii", wire.CORRELATION, 0, 1) + one + text
                                     + struct.pack(">i", 4)), ({4}, 4))

    def test_a_short_answer_and_another_answer_are_errors(self):
        for body in (struct.pack(">iii", wire.CORRELATION, 0, 5), struct.pack(">iii", 1, 0, 0)):
            with self.assertRaises(OSError):
                self.answer(body)


class CommandTest(Folder):
    def kafka(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([HERE.parent / "kafka", *arguments, "--data", self.folder / "k"],
                              text=True, timeout=60, capture_output=True, check=False)

    def test_wrong_use_exits_2_and_starts_nothing(self):
        for arguments in ("up 2", "up --version 1.0", "up --set x", "bogus"):
            self.assertEqual(self.kafka(*arguments.split()).returncode, 2)
        self.assertFalse((self.folder / "k").exists())

    def test_without_a_cluster_status_says_so_and_down_is_content(self):
        self.assertEqual(self.kafka("status").returncode, 3)
        self.assertEqual(self.kafka("down").returncode, 0)
        killed = self.kafka("kill", "1")
        self.assertEqual(killed.returncode, 1)
        self.assertIn("tools/kafka up makes one", killed.stderr)

    def test_a_folder_of_somebody_else_is_left_alone(self):
        (self.folder / "k").mkdir()
        (self.folder / "k/letter").write_text("mine", encoding="utf-8")
        done = self.kafka("up", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("holds no cluster", done.stderr)
        self.assertEqual(self.kafka("down", "--purge").returncode, 0)
        self.assertTrue((self.folder / "k/letter").exists())

    def test_a_broker_that_dies_while_starting_is_shown_with_its_log(self):
        held = cluster.Cluster(self.folder / "k", lambda _: None)
        with mock.patch.object(jars, "ensure", lambda *_: self.folder):
            held._create(1, "3.9.1", {}, 64)  # no jars: java ends at once
            (self.folder / "k/1/data").mkdir()
            (self.folder / "k/1/data/meta.properties").touch()
            with self.assertRaisesRegex(cluster.ClusterError, "ended while starting") as caught:
                held.up(1, "3.9.1", {}, 64, 30)
        self.assertIn("kafka.Kafka", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
