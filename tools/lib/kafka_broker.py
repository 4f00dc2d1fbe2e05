"""The cluster that the stage kafka shares among its tests.

Tests find it by CSI_KAFKA_BOOTSTRAP and make topics of their own; whoever
wants to hurt brokers starts a cluster of his own by tools/kafka --data.
"""
import contextlib
import json
import os
import subprocess

from runner import ROOT

FOLDER = ROOT / "build/kafka_tests"
UP_SECONDS, PURGE_SECONDS = 600, 60


def _command(*arguments: str) -> list[str]:
    return ["tools/kafka", *arguments, "--data", str(FOLDER)]


@contextlib.contextmanager
def running(runner):
    """Yields the environment for the tests, or None when no cluster came up."""
    _purge()  # what an interrupted run has left
    version = os.environ.get("CSI_KAFKA_VERSION")
    try:
        code = runner.run(_command("up", os.environ.get("CSI_KAFKA_BROKERS", "1"),
                                   *(("--version", version) if version else ())), limit=UP_SECONDS)
        yield None if code else _environment()
    finally:
        _purge()


def _purge() -> None:
    """Not by the runner: this must be done when no time is left, too."""
    subprocess.run(_command("down", "--purge"), cwd=ROOT, timeout=PURGE_SECONDS, check=True)


def _environment() -> dict[str, str]:
    shown = subprocess.run(_command("status", "--json"), cwd=ROOT, timeout=60, check=False,
                           capture_output=True, text=True)
    status = json.loads(shown.stdout)
    return {"CSI_KAFKA_BOOTSTRAP": status["bootstrap"], "CSI_KAFKA_VERSION": status["version"],
            "CSI_KAFKA_BROKERS": str(len(status["brokers"]))}
