"""Runs commands for tools/test: output to the terminal and a log, with limits.

A command gets its own process group, so that one that overstays is ended with
all its children, and nothing else is.
"""
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Some commands name every file of the tree.
SHOWN_CHARACTERS_MAX = 300


class Deadline:
    """The time that the whole run may still take."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        return max(0.0, self._end - time.monotonic())


class Runner:
    """One log file; every command of a stage is appended to it."""

    def __init__(self, log: pathlib.Path, deadline: Deadline):
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = open(log, "wb")
        self._deadline = deadline

    def close(self) -> None:
        self._log.close()

    def run(self, command, env=None, limit: float | None = None) -> int:
        """The exit code; 124 when the command had to be ended at its limit."""
        seconds = self._deadline.remaining()
        if limit is not None:
            seconds = min(seconds, limit)
        shown = " ".join(map(str, command))
        if len(shown) > SHOWN_CHARACTERS_MAX:
            shown = f"{shown[:SHOWN_CHARACTERS_MAX]} ... ({len(command)} words)"
        self._write(f"$ {shown}\n".encode())
        process = subprocess.Popen(
            [str(word) for word in command], cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, **(env or {})})
        expired = threading.Event()

        def end():
            expired.set()
            _end_group(process)

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            while chunk := process.stdout.read1(65536):
                self._write(chunk)
            code = process.wait()
        except BaseException:
            _end_group(process)
            raise
        finally:
            timer.cancel()
        if expired.is_set():
            self._write(f"ended after {seconds:.0f} s, its limit\n".encode())
            return 124
        return code

    def _write(self, data: bytes) -> None:
        self._log.write(data)
        self._log.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _end_group(process: subprocess.Popen) -> None:
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sent)
            process.wait(timeout=5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
