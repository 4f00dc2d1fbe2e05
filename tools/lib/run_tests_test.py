"""A stage that breaks, or that runs nothing, is counted as a failure."""
import contextlib
import io
import pathlib
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import cases as c  # noqa: E402
import run_tests  # noqa: E402
import stages  # noqa: E402
from runner import Deadline  # noqa: E402

ARGUMENTS = types.SimpleNamespace(preset="release", only=None, quick=False)


def broken(_context):
    raise FileNotFoundError("ctest is not there")


class RunTestsTest(unittest.TestCase):
    def outcome_of(self, name: str, body) -> list[c.Case]:
        stage = stages.Stage(name, body, 60)
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(run_tests, "ROOT", pathlib.Path(folder)), \
                contextlib.redirect_stdout(io.StringIO()):
            found, seconds = run_tests.run_stage(stage, ARGUMENTS, Deadline(60))
        self.assertGreaterEqual(seconds, 0)
        return found

    def test_a_stage_that_raises_is_one_failure(self):
        found = self.outcome_of("unit", broken)
        self.assertEqual([case.outcome for case in found], [c.FAILED])
        self.assertIn("ctest is not there", found[0].detail)
        self.assertEqual(c.summary_line(found), "0 passed, 1 failed")

    def test_a_stage_without_a_case_is_one_failure(self):
        self.assertEqual(self.outcome_of("unit", lambda _: [])[0].outcome, c.FAILED)

    def test_a_build_that_works_is_no_case(self):
        self.assertEqual(self.outcome_of("build", lambda _: []), [])

    def test_all_stages_have_a_budget_within_the_whole(self):
        self.assertLessEqual(sum(stage.budget for stage in stages.ALL),
                             run_tests.TOTAL_LIMIT_SECONDS)

    def test_the_quick_form_leaves_out_what_is_slow(self):
        quick = types.SimpleNamespace(only=None, quick=True)
        left_out = {stage.name for stage in run_tests.chosen_stages(ARGUMENTS)} - {
            stage.name for stage in run_tests.chosen_stages(quick)}
        self.assertEqual(left_out, {"kafka", "mutants", "analyze", "asan", "tsan"})


if __name__ == "__main__":
    unittest.main()
