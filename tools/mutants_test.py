"""tools/mutants fails whenever a mutant lives or a test proves nothing."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import tempfile
import unittest
from unittest import mock

PATH = str(pathlib.Path(__file__).resolve().parent / "mutants")
LOADER = importlib.machinery.SourceFileLoader("mutants", PATH)
mutants = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutants", LOADER))
LOADER.exec_module(mutants)

TEST = "some_test: Suite.Case"
# Writes the report that gtest would: $1 is the filter, $2 the report.
PROGRAM = """#!/bin/sh
for word in "$@"; do case $word in --gtest_output=json:*) out=${word#*json:};; esac; done
[ "$CSI_MUTANT" != crash ] || exit 134
failures=; code=0
if [ "$CSI_MUTANT" = caught ]; then
  failures=', "failures": [{"failure": "x_test.cc:7 Expected"}]'; code=1
fi
echo '{"testsuites": [{"name": "Suite", "testsuite": [
  {"name": "Case", "status": "RUN", "result": "COMPLETED"'"$failures"'}]}]}' > "$out"
exit $code
"""


class MutantsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = pathlib.Path(folder.name, "bin/some_test")
        program.parent.mkdir()
        program.write_text(PROGRAM, encoding="utf-8")
        program.chmod(0o755)
        patch = mock.patch.object(mutants, "BUILD", pathlib.Path(folder.name))
        patch.start()
        self.addCleanup(patch.stop)

    def rows(self, name: str, test: str = TEST) -> list[tuple[str, str]]:
        with mock.patch.object(mutants, "KILLERS", {name: [test]}), \
                contextlib.redirect_stdout(io.StringIO()):
            return [(row["outcome"], row["detail"]) for row in mutants.run_all([name]).rows]

    def test_a_mutant_that_turns_its_test_red_is_caught(self):
        self.assertEqual(self.rows("caught"),
                         [("passed", "passes"), ("passed", "caught x_test.cc:7 Expected")])

    def test_a_mutant_that_kills_the_program_is_caught(self):
        found = self.rows("crash")
        self.assertEqual(found[1][0], "passed")
        self.assertIn("died with 134", found[1][1])

    def test_a_mutant_that_lives_is_a_failure(self):
        self.assertEqual(self.rows("harmless"),
                         [("passed", "passes"), ("failed", "SURVIVED")])

    def test_a_case_that_is_missing_is_a_failure_and_not_run_again(self):
        found = self.rows("caught", "some_test: Suite.Other")
        self.assertEqual([outcome for outcome, _ in found], ["failed"])
        self.assertIn("no such case", found[0][1])

    def test_a_program_that_is_missing_is_a_failure(self):
        found = self.rows("caught", "other_test: Suite.Case")
        self.assertEqual([outcome for outcome, _ in found], ["failed"])

    def test_a_test_that_is_red_by_itself_is_a_failure(self):
        with mock.patch.object(mutants, "run_test", return_value=(mutants.RED, "why")):
            self.assertEqual(self.rows("caught"), [("failed", "RED BY ITSELF why")])

    def test_a_test_that_does_not_end_catches_nothing(self):
        answers = [(mutants.PASSED, ""), (mutants.HUNG, "no end")]
        with mock.patch.object(mutants, "run_test", side_effect=answers):
            self.assertEqual(self.rows("caught")[1], ("failed", "DID NOT END no end"))

    def test_every_mutant_has_tests_and_the_other_way_round(self):
        self.assertEqual(sorted(mutants.defined_mutants()), sorted(mutants.KILLERS))
        self.assertTrue(all(mutants.KILLERS.values()))


if __name__ == "__main__":
    unittest.main()
