"""A broker that is too old for what is needed: said in the log and by csictl, no crash.

The broker is a stand-in that knows the requests of Kafka 0.10 only.
"""
import pathlib
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from live_server import Server, run  # noqa: E402

API_VERSIONS, METADATA = 18, 3
UNSUPPORTED_VERSION = 35
# Request key: lowest and highest version of it.
KNOWN = {0: (0, 2), 1: (0, 2), 2: (0, 0), METADATA: (0, 1), 8: (0, 2), 9: (0, 1), 10: (0, 0),
         11: (0, 0), 12: (0, 0), 13: (0, 0), 14: (0, 0), 15: (0, 0), 16: (0, 0),
         API_VERSIONS: (0, 0)}
TOPIC = "csi.raci.journal"
SAYS_SECONDS = 30


def text(value: str) -> bytes:
    return struct.pack(">h", len(value)) + value.encode()


def versions(asked: int) -> bytes:
    error = UNSUPPORTED_VERSION if asked > 0 else 0
    return struct.pack(">hi", error, len(KNOWN)) + b"".join(
        struct.pack(">hhh", key, *span) for key, span in KNOWN.items())


def metadata(port: int) -> bytes:
    """Version 1: one broker, one topic with one partition."""
    broker = struct.pack(">ii", 1, 1) + text("127.0.0.1") + struct.pack(">ih", port, -1)
    partition = struct.pack(">ihiiiiii", 1, 0, 0, 1, 1, 1, 1, 1)
    return (broker + struct.pack(">iih", 1, 1, 0) + text(TOPIC) + b"\0" + partition)


class OldBroker(socketserver.BaseRequestHandler):
    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            part = self.request.recv(size - len(taken))
            if not part:
                raise ConnectionError
            taken += part
        return taken

    def handle(self):
        try:
            while True:
                request = self.take(struct.unpack(">i", self.take(4))[0])
                key, version, correlation = struct.unpack(">hhi", request[:8])
                if key == API_VERSIONS:
                    body = versions(version)
                elif key == METADATA:
                    body = metadata(self.server.server_address[1])
                else:
                    return
                answer = struct.pack(">i", correlation) + body
                self.request.sendall(struct.pack(">i", len(answer)) + answer)
        except (ConnectionError, OSError):
            return


class Brokers(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    address_family = socket.AF_INET


class OldBrokerTest(unittest.TestCase):
    def setUp(self):
        self.broker = Brokers(("127.0.0.1", 0), OldBroker)
        threading.Thread(target=self.broker.serve_forever, daemon=True).start()
        self.addCleanup(self.broker.server_close)
        self.addCleanup(self.broker.shutdown)
        self.bootstrap = f"127.0.0.1:{self.broker.server_address[1]}"

    def check(self, said: str):
        self.assertIn("the brokers are too old", said)
        self.assertIn("3.9", said)

    def test_csictl_says_what_is_needed(self):
        done = run("csictl", "topics", "check", "--kafka", self.bootstrap)
        self.assertNotEqual(done.returncode, 0)
        self.check(done.stdout + done.stderr)

    def test_a_service_says_so_and_waits(self):
        server = Server("--kafka", self.bootstrap, program="csi-raci")
        self.addCleanup(server.__exit__)
        with server.log.open("ab") as log:
            server.process = subprocess.Popen(server.command(), stdout=log, stderr=log)
        until = time.monotonic() + SAYS_SECONDS
        while "too old" not in server.log.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        self.check(server.log.read_text())
        self.assertIsNone(server.process.poll(), "it ended")
        self.assertFalse(server.serves(), "health says that it serves")


if __name__ == "__main__":
    unittest.main(verbosity=2)
