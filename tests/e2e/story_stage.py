"""A fresh server on which the demonstration is played once, for many questions.

CSI_BUILD names the build folder that holds bin/ (else the newest one is used).
"""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAY = ROOT / "tools" / "demo" / "play"
START_SECONDS = 60
PLAY_SECONDS = 300


def build_folder():
    """The build to test, None if there is none."""
    named = os.environ.get("CSI_BUILD")
    if named:
        return pathlib.Path(named).resolve()
    found = [p.parent.parent for p in ROOT.glob("build/*/bin/csid")]
    return max(found, key=lambda p: p.stat().st_mtime, default=None)


BUILD = build_folder()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A csid of its own on a free port."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.process = None

    def start(self, *flags):
        with (self.folder / "csid.log").open("ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "bin" / "csid", "--data-dir", self.folder / "state",
                 "--listen", self.address, *flags], stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(
                    "csid did not start:\n"
                    + (self.folder / "csid.log").read_text()[-2000:])
            time.sleep(0.05)

    def stop(self):
        """Exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def play(address, out):
    return subprocess.run(
        [sys.executable, PLAY, "--csictl", BUILD / "bin" / "csictl",
         "--address", address, "--out", out],
        capture_output=True, text=True, timeout=PLAY_SECONDS, check=False)


class PlayedStory(unittest.TestCase):
    """One playing; the questions go to a second start."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="csi-story-test-")
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.server = Server(cls.folder)
        clock = subprocess.run([sys.executable, PLAY, "--print-start"],
                               capture_output=True, text=True, check=True)
        try:
            cls.server.start("--demo-clock", clock.stdout.strip())
            cls.out = cls.folder / "out"
            cls.first = play(cls.server.address, cls.out)
            if cls.first.returncode != 0:
                raise AssertionError(cls.first.stdout[-3000:]
                                     + cls.first.stderr)
            # All questions go to a second start, on the real clock.
            code = cls.server.stop()
            if code != 0:
                raise AssertionError(f"csid ended with {code} after SIGTERM")
            cls.dumped = subprocess.run(
                [BUILD / "bin" / "csictl", "journal", "dump", cls.folder / "state"],
                capture_output=True, text=True, check=True)
            cls.verified = subprocess.run(
                [BUILD / "bin" / "csictl", "state", "verify", cls.folder / "state"],
                capture_output=True, text=True, check=False)
            cls.server.start()
        except BaseException:
            if cls.server.process:
                cls.server.stop()
            cls.temporary.cleanup()
            raise
        cls.summary = json.loads((cls.out / "summary.json").read_text())
        cls.bypass, cls.sla = cls.summary["improvements"]

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.temporary.cleanup()
        if code != 0:
            raise AssertionError(f"csid ended with {code} after SIGTERM")

    def ctl(self, *words):
        done = subprocess.run(
            [BUILD / "bin" / "csictl", "--address", self.server.address,
             "--output", "json", *words],
            capture_output=True, text=True, timeout=60, check=False,
            env=dict(os.environ, XDG_STATE_HOME=str(self.folder)))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refusal(self, step):
        found = [r for r in self.summary["refusals"] if r["step"] == step]
        self.assertEqual(len(found), 1, f"refusal {step}")
        return found[0]

    def assert_refused(self, step, reason, *names):
        refusal = self.refusal(step)
        self.assertEqual(refusal["reason"], reason)
        for name in names:
            self.assertIn(name, refusal["message"])
