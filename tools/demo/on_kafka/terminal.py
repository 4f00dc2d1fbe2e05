"""What the demonstration tells the person at the terminal, and its one error."""
import sys
import time

PROGRESS_SECONDS = 3


class RunError(Exception):
    """What was wrong, where, and what to do next."""


def say(text: str) -> None:
    """Progress on stderr, as of the other tools."""
    print(f"run: {text}", file=sys.stderr, flush=True)


def tail(path, lines: int = 12) -> str:
    """The end of a log, indented; words of its own when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = "(nothing was written)"
    return "\n".join("  " + line for line in text.splitlines()[-lines:])


def wait(seconds: float, what: str, missing) -> float:
    """Waits until `missing()` is empty and tells of it now and then.

    `missing()` says in words what is not there yet. Returns the seconds it
    took; raises RunError with those words when they were too many.
    """
    begin = told = time.monotonic()
    while still := missing():
        now = time.monotonic()
        if now - begin > seconds:
            raise RunError(f"{what}: not within {seconds:.0f} s; still missing: {still}")
        if now - told > PROGRESS_SECONDS:
            told = now
            say(f"{what}: waiting for {still} ({now - begin:.0f} s)")
        time.sleep(0.05)
    return time.monotonic() - begin
