"""Runs the program of tests/linearizability, which is built here when needed."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests/linearizability"
PROGRAM = ROOT / "build/linearizability/checker"
GO_SECONDS = 300
# The Go that is here, and the modules as they are pinned.
GO = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false"}
EXIT_CODES = {0: "yes", 1: "NO", 3: "undecided"}


def go(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(["go", *words], cwd=SOURCES, env=GO, text=True, capture_output=True,
                          timeout=GO_SECONDS, check=False)


def check(history: pathlib.Path) -> tuple[str, str]:
    """Whether it is linearizable (yes, NO, undecided), and what the checker said."""
    built = go("build", "-o", str(PROGRAM), ".")
    if built.returncode:
        raise RuntimeError(f"go build: {built.stderr}")
    done = subprocess.run([PROGRAM, history], text=True, capture_output=True, timeout=GO_SECONDS,
                          check=False)
    if done.returncode not in EXIT_CODES:
        raise RuntimeError(f"{done.stdout}{done.stderr}")
    return EXIT_CODES[done.returncode], done.stdout.strip()
