"""The body of tools/test: runs stages, prints times and the final count.

The last line is always "N passed, N failed[, N skipped]"; the exit code is 0
only when nothing failed and at least one case passed.
"""
import argparse
import json
import os
import pathlib
import signal
import sys
import time

import cases as c
import stages
from runner import ROOT, Deadline, Runner

# A run that takes longer is a failure in itself: nobody waits for it.
TOTAL_LIMIT_SECONDS = 75 * 60


def parse_arguments() -> argparse.Namespace:
    names = [stage.name for stage in stages.ALL]
    parser = argparse.ArgumentParser(prog="tools/test", allow_abbrev=False)
    parser.add_argument("--quick", action="store_true",
                        help="no mutants, analyzer, sanitizers, Kafka")
    parser.add_argument("--only", action="append", choices=names, metavar="STAGE",
                        help="one stage alone, repeatable: " + ", ".join(names))
    parser.add_argument("--preset", default="release")
    parser.add_argument("--list", action="store_true", help="name the stages")
    return parser.parse_args()


def chosen_stages(arguments: argparse.Namespace) -> list[stages.Stage]:
    if arguments.only:
        return [stage for stage in stages.ALL if stage.name in arguments.only]
    return [stage for stage in stages.ALL if stage.quick or not arguments.quick]


def run_stage(stage, arguments, deadline) -> tuple[list[c.Case], float]:
    print(f"\n=== {stage.name}", flush=True)
    started = time.monotonic()
    runner = Runner(ROOT / "build/test_logs" / f"{stage.name}.log", deadline)
    context = stages.Context(runner, arguments.preset, os.environ.get("CSI_JOBS", "2"))
    try:
        found = stage.run(context)
    except Exception as error:  # a broken stage is a failure, not the end
        found = [c.Case(f"stage {stage.name}", c.FAILED, f"{type(error).__name__}: {error}")]
    finally:
        runner.close()
    if not found and stage.name != "build":
        found = [c.Case(f"stage {stage.name}", c.FAILED, "ran no test at all")]
    return found, time.monotonic() - started


def print_failures(cases: list[c.Case]) -> None:
    for outcome in (c.SKIPPED, c.FAILED):
        for case in cases:
            if case.outcome == outcome:
                first = case.detail.strip().splitlines()[:1]
                print(f"{outcome.upper()} {case.name}" + (f": {first[0]}" if first else ""))


def write_report(cases: list[c.Case], times: dict[str, float]) -> None:
    path = ROOT / "build/test_report.json"
    path.parent.mkdir(exist_ok=True)
    rows = [vars(case) for case in cases]
    report = {"seconds": {k: round(v, 1) for k, v in times.items()}, "cases": rows}
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")


def main() -> int:
    # As Ctrl-C does: what a stage has started ends with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = parse_arguments()
    if arguments.list:
        print("\n".join(stage.name for stage in stages.ALL))
        return 0
    deadline = Deadline(TOTAL_LIMIT_SECONDS)
    stages.clean_results(arguments.preset)
    cases, times = [], {}
    for stage in chosen_stages(arguments):
        found, times[stage.name] = run_stage(stage, arguments, deadline)
        cases += found
        if stage.name == "build" and found:
            break  # nothing to run
    total = sum(times.values())
    if total > TOTAL_LIMIT_SECONDS:
        cases.append(c.Case("time", c.FAILED, f"took {total / 60:.0f} minutes, allowed are "
                            f"{TOTAL_LIMIT_SECONDS // 60}"))
    write_report(cases, times)
    print("\n=== result")
    print_failures(cases)
    for stage in stages.ALL:
        if stage.name in times:
            over = "  over its budget" if times[stage.name] > stage.budget else ""
            print(f"{stage.name:8} {times[stage.name]:7.1f} s of {stage.budget:5.0f} s{over}")
    print(f"{'total':8} {total:7.1f} s of {TOTAL_LIMIT_SECONDS:5d} s")
    print(c.summary_line(cases), flush=True)
    passed = any(case.outcome == c.PASSED for case in cases)
    failed = any(case.outcome == c.FAILED for case in cases)
    only_build = list(times) == ["build"]
    return 0 if not failed and (passed or only_build) else 1


if __name__ == "__main__":
    sys.exit(main())
