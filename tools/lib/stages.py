"""The stages of tools/test, in the order they run.

A stage takes a Context and returns its cases.  Its budget is what it may take
on a cold machine with two cores; only the sum of all is enforced.
"""
import dataclasses
import pathlib
import shutil
import sys

import cases as c
import checks
import kafka_broker
from runner import ROOT, Runner

MINUTE = 60


@dataclasses.dataclass(frozen=True)
class Context:
    runner: Runner
    preset: str
    jobs: str

    @property
    def build(self) -> pathlib.Path:
        return ROOT / "build" / self.preset


def single(name: str, code: int) -> c.Case:
    """A command that is one case: passed when it exits 0."""
    detail = {0: "", 124: "ended at its time limit"}.get(code, f"exit {code}")
    return c.Case(name, c.FAILED if code else c.PASSED, detail)


def build(context: Context) -> list[c.Case]:
    code = context.runner.run(["tools/build", context.preset])
    # Success is no test case; a broken build is a failure.
    return [single(f"tools/build {context.preset}", code)] if code else []


# Tests with this label need a broker: the stage kafka runs them.
WITHOUT_BROKER = ("--label-exclude", "kafka")


def _ctest(context: Context, folder: pathlib.Path, env=None,
           select=WITHOUT_BROKER) -> list[c.Case]:
    """Every selected test under a folder of a build tree, counted by case."""
    files = c.gtest_result_files(folder, select)
    for path in files.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    junit = folder / "ctest.xml"
    junit.unlink(missing_ok=True)
    code = context.runner.run(
        ["ctest", "--test-dir", folder, "--parallel", context.jobs, "--output-on-failure",
         "--no-tests=error", "--timeout", "600", "--output-junit", junit, *select], env=env)
    if not junit.exists():
        return [c.Case(f"ctest in {folder.relative_to(ROOT)}", c.FAILED,
                       f"left no report: exit {code}")]
    found = c.ctest_cases(c.ctest_outcomes(junit), files)
    if code and not any(case.outcome == c.FAILED for case in found):
        found.append(single(f"ctest in {folder.relative_to(ROOT)}", code))
    return found


def unit(context: Context) -> list[c.Case]:
    return _ctest(context, context.build)


SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1:"
                    f"suppressions={ROOT / 'tests/tsan_suppressions.txt'}",
}


def _named(prefix: str, found: list[c.Case]) -> list[c.Case]:
    return [dataclasses.replace(case, name=f"{prefix} {case.name}") for case in found]


def asan(context: Context) -> list[c.Case]:
    """Address and undefined behaviour, over all that needs no gRPC."""
    code = context.runner.run(["tools/build", "asan"])
    if code:
        return [single("tools/build asan", code)]
    return _named("asan", _ctest(context, ROOT / "build/asan", SANITIZER_ENV))


# Where the engine's tests are: the only code with threads of its own.
ENGINE_TESTS = ("tests/unit/common", "tests/integration", "tests/sim")


def tsan(context: Context) -> list[c.Case]:
    """Data races, over the engine's tests."""
    folders = [name for name in ENGINE_TESTS if (ROOT / name / "CMakeLists.txt").exists()]
    code = context.runner.run(["tools/build", "tsan", *(f"{name}/all" for name in folders)])
    if code:
        return [single("tools/build tsan", code)]
    found = []
    for name in folders:
        found += _ctest(context, ROOT / "build/tsan" / name, SANITIZER_ENV)
    return _named("tsan", found)


def _python_file(context: Context, python, source: pathlib.Path, limit: float,
                 env=None) -> list[c.Case]:
    name = str(source.relative_to(ROOT))
    results = ROOT / "build/test_logs/python"
    results.mkdir(parents=True, exist_ok=True)
    result = results / (name.replace("/", "_") + ".json")
    result.unlink(missing_ok=True)
    code = context.runner.run(
        [python, "tools/lib/unittest_json.py", source, result], limit=limit,
        env={"CSI_BUILD": str(context.build), "PYTHONUNBUFFERED": "1", **(env or {})})
    return c.unittest_cases(name, result, code)


def tools(context: Context) -> list[c.Case]:
    """The tests of the scripts themselves, in tools/**/*_test.py."""
    found = []
    for source in sorted((ROOT / "tools").rglob("*_test.py")):
        found += _python_file(context, sys.executable, source, 5 * MINUTE)
    return found


def lint(context: Context) -> list[c.Case]:
    """Checks of the sources: format, tidy, proto rules, alert rules."""
    found = []
    for check in checks.ALL:
        result = check(context)
        found += result if isinstance(result, list) else [result]
    return found


def mutants(context: Context) -> list[c.Case]:
    """tools/mutants: a case for each named test, without and with its mutant."""
    result = ROOT / "build/test_logs/mutants.json"
    result.unlink(missing_ok=True)
    code = context.runner.run([sys.executable, "tools/mutants", "--json", result])
    return c.unittest_cases("mutants", result, code) + _no_mutants_in(context.build / "bin/csid")


def _no_mutants_in(program: pathlib.Path) -> list[c.Case]:
    """What is delivered cannot be told to misbehave."""
    if not program.exists():
        return []
    found = b"CSI_MUTANT" in program.read_bytes()
    return [single(f"no mutants in {program.relative_to(ROOT)}", int(found))]


def model(context: Context) -> list[c.Case]:
    """tools/model: the protocol holds, and each known-bad variant is refuted."""
    result = ROOT / "build/test_logs/model.json"
    result.unlink(missing_ok=True)
    code = context.runner.run([sys.executable, "tools/model", "--quick", "--json", result])
    return c.unittest_cases("model", result, code)


def analyze(context: Context) -> list[c.Case]:
    """clang-tidy, and clang's check of the lock annotations."""
    return [single("clang-tidy", context.runner.run(
        [sys.executable, "tools/tidy/clang_tidy.py", "--build", context.build,
         "--jobs", context.jobs]))]


def e2e(context: Context) -> list[c.Case]:
    """tests/e2e/*_test.py: programs and an independent client, over gRPC only."""
    sources = sorted((ROOT / "tests/e2e").glob("*_test.py"))
    if not sources:
        return []
    python = checks.venv_python(context)
    if python is None:
        return [c.Case("python environment of the e2e tests", c.FAILED, "see the log")]
    found = []
    for source in sources:
        found += _python_file(context, python, source, 10 * MINUTE)
    return found


def events(context: Context) -> list[c.Case]:
    """The event documents: up to date, and right in the eyes of public validators."""
    python = checks.venv_python(context)
    if python is None:
        return [c.Case("python environment of the event documents", c.FAILED, "see the log")]
    found = []
    for source in sorted((ROOT / "tests/events").glob("*_test.py")):
        found += _python_file(context, python, source, 5 * MINUTE)
    return found


def deploy(context: Context) -> list[c.Case]:
    """tests/deploy/*_test.py: image, chart and compose file, with the tools for them."""
    if context.runner.run([sys.executable, "tools/lib/deploy_tools.py", "prepare"]):
        return [c.Case("tools of the deploy tests", c.FAILED, "see the log")]
    python = ROOT / "build/deploy_tools/venv/bin/python3"
    found = []
    for source in sorted((ROOT / "tests/deploy").glob("*_test.py")):
        found += _python_file(context, python, source, 5 * MINUTE)
    return found


def kafka(context: Context) -> list[c.Case]:
    """What is labelled kafka, in C++ and in tests/kafka, on one cluster of real brokers.

    CSI_KAFKA_BROKERS=3 and CSI_KAFKA_VERSION choose another cluster.
    """
    python = checks.venv_python(context)
    if python is None:
        return [c.Case("python environment of the kafka tests", c.FAILED, "see the log")]
    with kafka_broker.running(context.runner) as env:
        if env is None:
            return [c.Case("tools/kafka up", c.FAILED, "see the log")]
        found = []
        select = ("--label-regex", "^kafka$")
        if not (context.build / "CTestTestfile.cmake").exists():
            found.append(c.Case("C++ tests on Kafka", c.SKIPPED, "not built: tools/build"))
        elif c.gtest_result_files(context.build, select):
            found += _ctest(context, context.build, env, select)
        for source in sorted((ROOT / "tests/kafka").glob("*_test.py")):
            found += _python_file(context, python, source, 10 * MINUTE, env)
    return found


def clean_results(preset: str) -> None:
    """Old results must not be counted as new ones."""
    shutil.rmtree(ROOT / "build" / preset / "test_results", ignore_errors=True)


@dataclasses.dataclass(frozen=True)
class Stage:
    name: str
    run: object
    budget: float
    quick: bool = True


ALL = (
    Stage("build", build, 18 * MINUTE),
    Stage("lint", lint, 1 * MINUTE),
    Stage("tools", tools, 2 * MINUTE),
    Stage("events", events, 1 * MINUTE),
    Stage("model", model, 2 * MINUTE),
    Stage("unit", unit, 5 * MINUTE),
    Stage("e2e", e2e, 5 * MINUTE),
    Stage("kafka", kafka, 10 * MINUTE, quick=False),
    Stage("deploy", deploy, 2 * MINUTE),
    Stage("analyze", analyze, 10 * MINUTE, quick=False),
    Stage("mutants", mutants, 4 * MINUTE, quick=False),
    Stage("asan", asan, 12 * MINUTE, quick=False),
    Stage("tsan", tsan, 3 * MINUTE, quick=False),
)
