"""Runs one unittest file and writes its cases: unittest_json.py FILE RESULT.json

Exit code 0 when all passed, 1 otherwise.  Imports of the file are resolved
from its own folder first.
"""
import importlib.util
import json
import pathlib
import sys
import unittest


class Recorder(unittest.TextTestResult):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {}

    def _record(self, test, outcome, detail=""):
        # A failed subtest or tearDown must not be hidden by a later success.
        known = self.rows.get(test.id())
        if known is None or known["outcome"] != "failed":
            self.rows[test.id()] = {"name": test.id(), "outcome": outcome, "detail": detail}

    def addSuccess(self, test):
        super().addSuccess(test)
        self._record(test, "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._record(test, "failed", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self._record(test, "failed", self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._record(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._record(test, "skipped", reason)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._record(test, "failed", "expected to fail, passed")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._record(test, "passed")


def main() -> int:
    source, result_path = (pathlib.Path(argument) for argument in sys.argv[1:3])
    sys.path.insert(0, str(source.resolve().parent))
    spec = importlib.util.spec_from_file_location(source.stem, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[source.stem] = module
    spec.loader.exec_module(module)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Recorder)
    result = runner.run(suite)
    result_path.write_text(json.dumps(list(result.rows.values()), indent=1), encoding="utf-8")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
