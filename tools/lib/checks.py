"""The checks of the lint stage; each returns one case or a list of them."""
import hashlib
import pathlib
import sys

import cases as c
import tree
from runner import ROOT

VENV = ROOT / "build/venv"
REQUIREMENTS = ROOT / "tools/requirements.txt"


def _case(name: str, code: int) -> c.Case:
    return c.Case(name, c.FAILED if code else c.PASSED, f"exit {code}" if code else "")


def venv_python(context) -> pathlib.Path | None:
    """A virtual environment with tools/requirements.txt, made when needed."""
    python = VENV / "bin/python3"
    stamp = VENV / "requirements.sha256"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return python
    for command in ([sys.executable, "-m", "venv", "--clear", VENV],
                    [python, "-m", "pip", "install", "--quiet", "--require-hashes",
                     "--disable-pip-version-check", "-r", REQUIREMENTS]):
        if context.runner.run(command):
            return None
    stamp.write_text(digest, encoding="utf-8")
    return python


def clang_format(context) -> c.Case | list[c.Case]:
    files = tree.files("*.cc", "*.h")
    if not files:
        return []
    command = ["clang-format-14", "--dry-run", "--Werror", *files]
    return _case("clang-format", context.runner.run(command))


def tidy(context) -> c.Case:
    return _case("tools/tidy", context.runner.run([sys.executable, "tools/tidy/tidy.py"]))


ALL = (clang_format,)
