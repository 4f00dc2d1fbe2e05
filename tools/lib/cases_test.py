"""Tests of the counting: nothing that went wrong may count as passed."""
import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cases as c  # noqa: E402


def gtest_json(*tests: dict) -> str:
    return json.dumps({"testsuites": [{"name": "Kv", "testsuite": list(tests)}]})


PASSING = {"name": "Reads", "status": "RUN", "result": "COMPLETED"}
FAILING = {"name": "Writes", "status": "RUN", "result": "COMPLETED",
           "failures": [{"failure": "kv_test.cc:7\nExpected 1"}]}


class CountingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.result = self.folder / "kv_test.json"

    def count(self, reason: str) -> list[c.Case]:
        return c.ctest_cases({"kv_test": reason}, {"kv_test": self.result})

    def test_each_gtest_case_is_one_case(self):
        self.result.write_text(gtest_json(PASSING, FAILING), encoding="utf-8")
        found = self.count("Failed")
        self.assertEqual([case.outcome for case in found], [c.PASSED, c.FAILED])
        self.assertEqual(found[1].name, "kv_test: Kv.Writes")
        self.assertIn("kv_test.cc:7", found[1].detail)

    def test_skipped_and_disabled_cases_are_skipped(self):
        self.result.write_text(gtest_json(
            {"name": "A", "status": "RUN", "result": "SKIPPED"},
            {"name": "B", "status": "NOTRUN", "result": "SUPPRESSED"}), encoding="utf-8")
        self.assertEqual([case.outcome for case in self.count("")], [c.SKIPPED] * 2)

    def test_a_crash_is_a_failure_though_no_file_says_so(self):
        found = self.count("SEGFAULT")
        self.assertEqual([case.outcome for case in found], [c.FAILED])
        self.assertIn("SEGFAULT", found[0].detail)

    def test_a_clean_exit_without_a_result_file_is_a_failure(self):
        self.assertEqual(self.count("")[0].outcome, c.FAILED)

    def test_a_torn_result_file_is_a_failure(self):
        self.result.write_text('{"testsuites": [', encoding="utf-8")
        self.assertEqual([case.outcome for case in self.count("Timeout")], [c.FAILED])

    def test_a_program_without_cases_is_a_failure(self):
        self.result.write_text('{"testsuites": []}', encoding="utf-8")
        self.assertEqual([case.outcome for case in self.count("")], [c.FAILED])

    def test_a_bad_exit_after_passing_cases_is_a_failure(self):
        self.result.write_text(gtest_json(PASSING), encoding="utf-8")
        self.assertEqual([case.outcome for case in self.count("Failed")],
                         [c.PASSED, c.FAILED])

    def test_ctest_outcomes_name_what_was_not_run(self):
        junit = self.folder / "ctest.xml"
        junit.write_text(textwrap.dedent("""\
            <testsuite><testcase name="a" status="run"/>
            <testcase name="b" status="fail"><failure message="Timeout"/></testcase>
            <testcase name="c" status="notrun"/></testsuite>"""), encoding="utf-8")
        self.assertEqual(c.ctest_outcomes(junit), {"a": "", "b": "Timeout", "c": "not run"})

    def test_summary_counts_every_outcome(self):
        found = [c.Case("a", c.PASSED), c.Case("b", c.FAILED)]
        self.assertEqual(c.summary_line(found), "1 passed, 1 failed")
        found.append(c.Case("c", c.SKIPPED))
        self.assertEqual(c.summary_line(found), "1 passed, 1 failed, 1 skipped")


class UnittestRunnerTest(unittest.TestCase):
    def run_file(self, body: str) -> list[c.Case]:
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "sample_test.py")
            source.write_text(textwrap.dedent(body), encoding="utf-8")
            result = pathlib.Path(folder, "result.json")
            code = subprocess.run(
                [sys.executable, HERE / "unittest_json.py", source, result],
                capture_output=True, check=False).returncode
            return c.unittest_cases("sample", result, code)

    def test_outcomes_of_a_file(self):
        found = self.run_file("""\
            import unittest
            class T(unittest.TestCase):
                def test_a(self): pass
                def test_b(self): self.fail("no")
                def test_c(self): self.skipTest("absent")
                def test_d(self):
                    with self.subTest(n=1): self.fail("sub")
            """)
        self.assertEqual([case.outcome for case in found],
                         [c.PASSED, c.FAILED, c.SKIPPED, c.FAILED])

    def test_a_file_that_does_not_import_is_a_failure(self):
        self.assertEqual([case.outcome for case in self.run_file("import nothing_like_this")],
                         [c.FAILED])

    def test_a_file_without_cases_is_a_failure(self):
        self.assertEqual([case.outcome for case in self.run_file("pass")], [c.FAILED])


if __name__ == "__main__":
    unittest.main()
