"""Waiting tells what is missing, and ends in words."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from on_kafka import terminal  # noqa: E402


class WaitTest(unittest.TestCase):
    def test_it_ends_when_nothing_is_missing_and_tells_meanwhile(self):
        answers = ["a leader", "a leader", ""]
        told = io.StringIO()
        with mock.patch.object(terminal, "PROGRESS_SECONDS", 0), \
                contextlib.redirect_stderr(told):
            took = terminal.wait(5, "starting", lambda: answers.pop(0))
        self.assertEqual(answers, [])
        self.assertLess(took, 5)
        self.assertIn("run: starting: waiting for a leader", told.getvalue())

    def test_what_does_not_come_is_named(self):
        with self.assertRaisesRegex(terminal.RunError, "starting: not within 0 s.*a leader"):
            terminal.wait(0, "starting", lambda: "a leader")


class TailTest(unittest.TestCase):
    def test_the_last_lines_of_a_log_or_that_there_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder, "x.log")
            self.assertIn("nothing was written", terminal.tail(log))
            log.write_text("one\ntwo\nthree\n", encoding="utf-8")
            self.assertEqual(terminal.tail(log, 2), "  two\n  three")


if __name__ == "__main__":
    unittest.main()
