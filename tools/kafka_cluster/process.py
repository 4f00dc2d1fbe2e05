"""One broker's Java process: started apart, known by its id and start time.

A process id alone may by now belong to somebody else; with the start time the
kernel gives, it cannot. Nothing is ever ended by its name.
"""
import json
import os
import pathlib
import signal
import subprocess
import time

RUNNING, PAUSED, DEAD = "running", "paused", "dead"


def _stat(pid: int) -> tuple[str, int] | None:
    """State letter and start time in clock ticks since boot, or None."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    # The name, in brackets, may hold blanks and brackets itself.
    fields = text.rpartition(")")[2].split()
    return fields[0], int(fields[19])


class Broker:
    """The process of the broker whose folder is given; not thread-safe."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.log = folder / "broker.log"
        self._record = folder / "process.json"

    def _read(self) -> tuple[int, str] | None:
        """Process id and state letter of the live process that we started."""
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        found = _stat(record["pid"])
        if found is None or found[0] in "ZX" or found[1] != record["start"]:
            return None
        return record["pid"], found[0]

    def pid(self) -> int | None:
        found = self._read()
        return found[0] if found else None

    def state(self) -> str:
        found = self._read()
        if found is None:
            return DEAD
        return PAUSED if found[1] in "Tt" else RUNNING

    def start(self, java: list[str]) -> None:
        """Starts it detached, with its output in the log; returns at once."""
        with open(self.log, "ab") as log:
            process = subprocess.Popen(java, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       cwd=self.folder, start_new_session=True)
        found = _stat(process.pid)
        start = found[1] if found else -1  # ended already: no process has this time
        self._record.write_text(json.dumps({"pid": process.pid, "start": start}),
                                encoding="utf-8")

    def send(self, number: signal.Signals) -> bool:
        """False when there is no process of ours any more."""
        pid = self.pid()
        if pid is None:
            return False
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return False
        return True

    def wait_dead(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self.state() != DEAD:
            if time.monotonic() > end:
                return False
            self._reap()
            time.sleep(0.05)
        return True

    def _reap(self) -> None:
        pid = self.pid()
        try:
            if pid is not None:
                os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            pass  # started by an earlier command: not our child

    def log_tail(self, lines: int = 12) -> str:
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return "(no log)"
        return "\n".join(text.splitlines()[-lines:])
