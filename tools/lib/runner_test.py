"""Tests of the command runner: limits hold, also for children of children."""
import os
import pathlib
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from runner import Deadline, Runner  # noqa: E402


class RunnerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = self.folder / "stage.log"

    def runner(self, seconds: float = 60) -> Runner:
        runner = Runner(self.log, Deadline(seconds))
        self.addCleanup(runner.close)
        return runner

    def test_exit_code_and_output_come_back(self):
        code = self.runner().run(["sh", "-c", "echo out; echo err >&2; exit 3"])
        self.assertEqual(code, 3)
        text = self.log.read_text(encoding="utf-8")
        self.assertIn("out\n", text)
        self.assertIn("err\n", text)

    def test_a_hanging_command_is_ended_with_its_children(self):
        child = self.folder / "child"
        started = time.monotonic()
        code = self.runner().run(
            ["sh", "-c", f"sleep 300 & echo $! > {child}; wait"], limit=1)
        self.assertEqual(code, 124)
        self.assertLess(time.monotonic() - started, 20)
        pid = int(child.read_text(encoding="utf-8"))
        for _ in range(100):
            state = pathlib.Path(f"/proc/{pid}/stat")
            if not state.exists() or ") Z " in state.read_text(encoding="utf-8"):
                return
            time.sleep(0.05)
        os.kill(pid, 9)
        self.fail("the child outlived its parent")

    def test_the_deadline_of_the_run_bounds_each_command(self):
        self.assertEqual(self.runner(0.5).run(["sleep", "300"]), 124)


if __name__ == "__main__":
    unittest.main()
