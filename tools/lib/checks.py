"""The checks of the lint stage; each returns one case or a list of them."""
import hashlib
import json
import pathlib
import shutil
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


def tidy(context) -> list[c.Case]:
    """Each rule of tools/tidy is one case."""
    counts = ROOT / "build/test_logs/tidy.json"
    counts.unlink(missing_ok=True)
    code = context.runner.run([sys.executable, "tools/tidy/tidy.py", "--json", counts])
    if not counts.exists():
        return [_case("tidy", code or 1)]
    return [c.Case(f"tidy: {rule}", c.FAILED if found else c.PASSED, f"{found} findings")
            for rule, found in json.loads(counts.read_text(encoding="utf-8")).items()]


GOLDEN_API = ROOT / "tests/golden/api.binpb"


def protos(context) -> list[c.Case]:
    """buf: style of the contracts, and nothing broken since the stored ones."""
    python = venv_python(context)
    if python is None:
        return [c.Case("python environment of buf", c.FAILED, "see the log")]
    buf = python.with_name("buf")
    found = [_case("buf lint", context.runner.run([buf, "lint", "proto"])),
             _case("docs/api.md", context.runner.run(["tools/api_doc", "--check"]))]
    if not GOLDEN_API.exists():
        found.append(c.Case("buf breaking", c.SKIPPED, "nothing frozen: tools/freeze_api"))
        return found
    command = [buf, "breaking", "proto", "--against", GOLDEN_API]
    return found + [_case("buf breaking", context.runner.run(command))]


ALERTS = ROOT / "deploy/prometheus/alerts.yaml"


def alert_rules(context) -> list[c.Case]:
    if not ALERTS.exists():
        return []
    unpacked = ROOT / "build/third_party/debian/prometheus/usr/bin/promtool"
    promtool = unpacked if unpacked.exists() else shutil.which("promtool")
    if promtool is None:
        return [c.Case("promtool check rules", c.SKIPPED,
                       "no promtool here: tools/install test unpacks it")]
    code = context.runner.run([promtool, "check", "rules", ALERTS])
    found = [_case("promtool check rules", code)]
    for tests in sorted(ALERTS.parent.glob("*_test.yaml")):
        found.append(_case(f"promtool test rules {tests.name}",
                           context.runner.run([promtool, "test", "rules", tests])))
    return found


ALL = (clang_format, tidy, protos, alert_rules)
