"""Tests of tools/run itself, with small stand-ins for the programs it starts."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import textwrap
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent

# Serves while its socket is bound; keeps "state" so that a second start shows.
CSID = """\
    #!/usr/bin/env python3
    import pathlib, signal, socket, sys
    flags = dict(zip(sys.argv[1::2], sys.argv[2::2]))
    state = pathlib.Path(flags["--data-dir"])
    if "--demo-clock" in flags and state.exists():
        sys.exit("csid: --demo-clock wants a fresh folder")
    state.mkdir(exist_ok=True)
    with open(state / "starts", "a") as f:
        f.write(" ".join(sys.argv[1:]) + "\\n")
    if pathlib.Path(__file__).with_name("crash").exists():
        sys.exit("csid: the disk is gone")
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    host, port = flags["--listen"].split(":")
    s.bind((host, int(port)))
    s.listen()
    def stop(*_):
        (state / "stopped").write_text("cleanly")
        sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    while True:
        signal.pause()
    """
CSICTL = """\
    #!/usr/bin/env python3
    import socket, sys
    host, port = sys.argv[2].split(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        sys.exit(4)
    """
PLAY = """\
    #!/usr/bin/env bash
    set -eu
    [ "$1" != --print-start ] || { echo 2024-01-01T00:00:00Z; exit 0; }
    [ ! -f "$(dirname "$0")/fails" ] || { echo "step 3 refused" >&2; exit 3; }
    for f in report.html summary.json next.txt; do echo "played" >"$4/$f"; done
    """
PLAY_ON_KAFKA = """\
    #!/bin/sh
    echo "$@"
    """


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "tools/lib").mkdir(parents=True)
        shutil.copy(TOOLS / "run", self.root / "tools/run")
        shutil.copy(TOOLS / "lib/common.sh", self.root / "tools/lib/common.sh")
        self.script("tools/build", "#!/bin/sh\n")
        self.script("tools/demo/play", PLAY)
        self.script("tools/demo/play_on_kafka", PLAY_ON_KAFKA)
        self.script("tools/install", "#!/bin/sh\n")
        self.script("build/release/bin/csid", CSID)
        self.script("build/release/bin/csictl", CSICTL)
        self.once = self.root / "out"
        self.data = self.root / "data/demo"

    def script(self, path: str, text: str):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), encoding="utf-8")
        target.chmod(0o755)

    def run_tool(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([self.root / "tools/run", *arguments], text=True, timeout=60,
                              capture_output=True, check=False)

    def starts(self, data: pathlib.Path) -> list[str]:
        return (data / "state/starts").read_text(encoding="utf-8").splitlines()

    def test_once_writes_the_report_and_stops_the_server(self):
        done = self.run_tool("--once", self.once, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(path.name for path in self.once.iterdir()),
                         ["report.html", "summary.json"])
        self.assertEqual((self.data / "state/stopped").read_text(encoding="utf-8"), "cleanly")

    def test_once_without_data_keeps_nothing_else(self):
        self.assertEqual(self.run_tool("--once", self.once).returncode, 0)
        self.assertFalse(self.data.exists())

    def test_a_second_start_plays_nothing_and_uses_the_real_clock(self):
        for _ in range(2):
            done = self.run_tool("--once", self.once, "--data", self.data)
            self.assertEqual(done.returncode, 0, done.stderr)
        first, second = self.starts(self.data)
        self.assertIn("--demo-clock 2024-01-01T00:00:00Z", first)
        self.assertNotIn("--demo-clock", second)

    def test_an_interrupted_story_is_set_aside(self):
        fails = self.root / "tools/demo/fails"
        fails.touch()
        broken = self.run_tool("--once", self.once, "--data", self.data)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("step 3 refused", broken.stderr)
        fails.unlink()
        done = self.run_tool("--once", self.once, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(list(self.data.parent.glob("demo.unfinished-*"))), 1)

    def test_data_of_somebody_else_is_left_alone(self):
        (self.data / "state").mkdir(parents=True)
        done = self.run_tool("--data", self.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("did not make", done.stderr)
        self.assertEqual(list((self.data / "state").iterdir()), [])

    def test_data_of_the_demonstration_on_kafka_is_left_alone(self):
        (self.data / "brokers").mkdir(parents=True)
        (self.data / "played").touch()
        done = self.run_tool("--data", self.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("add --kafka", done.stderr)
        self.assertFalse((self.data / "state").exists())

    def test_a_server_that_ends_is_reported_with_its_log(self):
        (self.root / "build/release/bin/crash").touch()
        done = self.run_tool("--once", self.once)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the disk is gone", done.stderr)
        self.assertIn("ended while starting", done.stderr)

    def test_a_failed_first_start_does_not_block_the_next(self):
        crash = self.root / "build/release/bin/crash"
        crash.touch()
        self.assertEqual(self.run_tool("--once", self.once, "--data", self.data).returncode, 1)
        crash.unlink()
        done = self.run_tool("--once", self.once, "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_port_in_use_is_named_and_nothing_is_started(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = str(holder.getsockname()[1])
            done = self.run_tool("--port", port)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"127.0.0.1:{port} is in use", done.stderr)
        self.assertFalse((self.data / "state").exists())

    def test_a_missing_program_is_named(self):
        (self.root / "build/release/bin/csid").unlink()
        done = self.run_tool("--once", self.once)
        self.assertEqual(done.returncode, 1)
        self.assertIn("csid is missing", done.stderr)

    def test_wrong_arguments_are_usage_errors(self):
        for arguments in (("--bogus",), ("--port",), ("--port", "x")):
            self.assertEqual(self.run_tool(*arguments).returncode, 2)

    def test_on_kafka_another_program_takes_over_with_the_same_flags(self):
        begin = f"--programs {self.root}/build/release/bin"
        for arguments, expected in (
                (("--kafka",), f"{begin} --data {self.root}/data/demo-kafka"),
                (("--kafka", "--once", "out"), f"{begin} --once out"),
                (("--once", "out", "--data", "d", "--port", "9000", "--kafka"),
                 f"{begin} --once out --data d --port 9000")):
            done = self.run_tool(*arguments)
            self.assertEqual((done.returncode, done.stdout), (0, expected + "\n"), done.stderr)

    def test_it_stays_up_until_told_to_stop(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        with subprocess.Popen([self.root / "tools/run", "--port", port], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ}) as process:
            for line in process.stdout:
                if line.startswith("Ctrl-C"):
                    break
            socket.create_connection(("127.0.0.1", int(port)), 5).close()
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=20), 0)
        self.assertTrue((self.data / "state/stopped").exists())


if __name__ == "__main__":
    unittest.main()
