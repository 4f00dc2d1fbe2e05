"""What a test run found: cases, read from the results that runners leave.

A case is counted where it was seen to finish.  Whatever hides cases counts as
failed: a program that dies leaves no result file, so its name stands for all
that it held; a test program without a single case is a failure too.
"""
import dataclasses
import json
import pathlib
import subprocess
import xml.etree.ElementTree as ElementTree

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    outcome: str
    detail: str = ""


def gtest_cases(program: str, path: pathlib.Path) -> list[Case]:
    """Cases of one gtest JSON file; raises ValueError when it is unusable."""
    report = json.loads(path.read_text(encoding="utf-8"))
    cases = []
    for suite in report.get("testsuites", []):
        for test in suite.get("testsuite", []):
            name = f"{program}: {suite['name']}.{test['name']}"
            if test.get("failures"):
                detail = test["failures"][0].get("failure", "")
                cases.append(Case(name, FAILED, detail))
            elif test.get("status") == "NOTRUN":
                cases.append(Case(name, SKIPPED, "disabled"))
            elif test.get("result") == "SKIPPED":
                cases.append(Case(name, SKIPPED))
            else:
                cases.append(Case(name, PASSED))
    return cases


def ctest_outcomes(junit: pathlib.Path) -> dict[str, str]:
    """Test name -> "" where it passed, or why it did not."""
    outcomes = {}
    for test in ElementTree.parse(junit).getroot().iter("testcase"):
        status = test.get("status")
        if status == "run":
            reason = ""
        elif status == "disabled":
            reason = "disabled"
        else:
            failure = test.find("failure")
            reason = (failure.get("message") if failure is not None else "") or "not run"
        outcomes[test.get("name")] = reason
    return outcomes


def gtest_result_files(test_folder: pathlib.Path, select=()) -> dict[str, pathlib.Path]:
    """Which ctest tests promise a gtest result file, and where."""
    shown = subprocess.run(
        ["ctest", "--test-dir", str(test_folder), "--show-only=json-v1", *select],
        check=True, capture_output=True, text=True).stdout
    files = {}
    for test in json.loads(shown)["tests"]:
        for prop in test.get("properties", []):
            if prop["name"] != "ENVIRONMENT":
                continue
            for entry in prop["value"]:
                if entry.startswith("GTEST_OUTPUT=json:"):
                    files[test["name"]] = pathlib.Path(entry.split(":", 1)[1])
    return files


def ctest_cases(outcomes: dict[str, str], files: dict[str, pathlib.Path]) -> list[Case]:
    """Joins ctest's view of programs with the cases that each one reported."""
    cases = []
    for program, reason in sorted(outcomes.items()):
        path = files.get(program)
        if path is None:
            cases.append(Case(program, FAILED if reason else PASSED, reason))
            continue
        try:
            found = gtest_cases(program, path)
        except (OSError, ValueError, KeyError):
            cases.append(Case(program, FAILED, f"left no result file: {reason or 'exit 0'}"))
            continue
        if not found:
            found = [Case(program, FAILED, "has no test case")]
        elif reason and not any(case.outcome == FAILED for case in found):
            found.append(Case(program, FAILED, f"all cases passed, then: {reason}"))
        cases += found
    return cases


def unittest_cases(program: str, path: pathlib.Path, exit_code: int) -> list[Case]:
    """Cases of a file written by unittest_json.py."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        cases = [Case(f"{program}: {row['name']}", row["outcome"], row["detail"])
                 for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return [Case(program, FAILED, f"left no result file: exit {exit_code}")]
    if not cases:
        return [Case(program, FAILED, "has no test case")]
    if exit_code != 0 and not any(case.outcome == FAILED for case in cases):
        cases.append(Case(program, FAILED, f"all cases passed, then: exit {exit_code}"))
    return cases


def summary_line(cases: list[Case]) -> str:
    count = {outcome: 0 for outcome in (PASSED, FAILED, SKIPPED)}
    for case in cases:
        count[case.outcome] += 1
    line = f"{count[PASSED]} passed, {count[FAILED]} failed"
    return line + (f", {count[SKIPPED]} skipped" if count[SKIPPED] else "")
