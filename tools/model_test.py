"""tools/model: how an answer is read, and that a wrong one is not a good one."""
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
from unittest import mock

TOOL = pathlib.Path(__file__).resolve().parent / "model"
loader = importlib.machinery.SourceFileLoader("model", str(TOOL))
spec = importlib.util.spec_from_loader("model", loader)
model = importlib.util.module_from_spec(spec)
loader.exec_module(model)


class VerdictTest(unittest.TestCase):
    def test_only_a_complete_search_without_errors_holds(self):
        self.assertEqual(model.verdict("State-vector 156 byte, depth 9, errors: 0\n"), model.HOLDS)
        self.assertEqual(model.verdict(
            "pan:1: assertion violated (a==b) (at depth 9)\nx, errors: 1\n"), model.REFUTED)
        for output in ("", "error: max search depth too small\n, errors: 0\n",
                       "pan: out of memory\n, errors: 0\n",
                       "Warning: Search not completed\n, errors: 0\n",
                       "pan:1: invalid end state (at depth 3)\n, errors: 1\n"):
            self.assertNotIn(model.verdict(output), (model.HOLDS, model.REFUTED), output)

    def test_every_switch_of_the_model_is_checked(self):
        text = model.MODEL.read_text(encoding="utf-8")
        used = {define for check in model.CHECKS for define in check.defines}
        for switch in set(re.findall(r"\bBAD_\w+", text)) - {"BAD_"}:
            self.assertIn(switch, used)
        for define in used:
            self.assertIn(define.partition("=")[0], text)

    def test_the_document_names_every_bad_variant(self):
        text = (model.MODEL.parent / "README.md").read_text(encoding="utf-8")
        for check in model.CHECKS:
            if check.expected == model.REFUTED:
                self.assertIn(f"`{check.name}`", text)


@unittest.skipUnless(shutil.which("spin"), "spin is not installed")
class CheckTest(unittest.TestCase):
    def test_a_variant_that_survives_is_a_failure(self):
        harmless = model.Check("harmless", ("CLAIMS=1", "BATCHES=1"))
        outcome = model.run(harmless, 60)
        self.assertEqual(outcome.found, model.HOLDS)
        self.assertFalse(outcome.good)
        self.assertIn("must be: refuted", model.row(outcome))

    def test_a_model_that_does_not_parse_gives_no_answer(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder, "broken.pml")
            broken.write_text("init { nonsense }\n", encoding="utf-8")
            with mock.patch.object(model, "MODEL", broken):
                outcome = model.run(model.CHECKS[0], 60)
        self.assertFalse(outcome.good)
        self.assertIn("spin:", outcome.found)

    def test_one_check_can_be_run_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            result = pathlib.Path(folder, "result.json")
            done = subprocess.run([TOOL, "old_end", "--json", result], timeout=60, text=True,
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(json.loads(result.read_text(encoding="utf-8"))[0]["outcome"], "passed")
        self.assertEqual(subprocess.run([TOOL, "nonsense"], timeout=60, capture_output=True,
                                        check=False).returncode, 1)


if __name__ == "__main__":
    unittest.main()
