"""Evidence: what is noted is found again, and a range goes on behind it."""
import argparse
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import evidence  # noqa: E402


class TableTest(unittest.TestCase):
    def test_lines_are_found_again_with_their_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            table = evidence.Table(pathlib.Path(folder, "deep/notes.md"), ("seeds", "failed"),
                                   "# Runs\n\nOf something.")
            self.assertEqual(table.rows(), [])
            table.add({"seeds": "1..20", "failed": 0})
            table.add({"seeds": "21..30", "failed": 2})
            self.assertEqual(table.rows(), [{"seeds": "1..20", "failed": "0"},
                                            {"seeds": "21..30", "failed": "2"}])

    def test_totals_name_the_commits(self):
        rows = [{"failed": "1", "commit": "a"}, {"failed": 2, "commit": "b"},
                {"failed": "0", "commit": "a"}]
        self.assertEqual(evidence.totals(rows, ("failed",)),
                         "3 failed; at a (2 lines), b (1 lines)")


class SeedsTest(unittest.TestCase):
    def test_both_ends_are_included(self):
        self.assertEqual(evidence.seeds("3..5"), range(3, 6))
        for bad in ("5..3", "7", "a..b", "1..2x"):
            with self.assertRaises(argparse.ArgumentTypeError):
                evidence.seeds(bad)

    def test_the_next_block_is_the_first_that_is_not_done(self):
        wanted = range(1, 101)
        self.assertEqual(evidence.next_block(wanted, [], 40), range(1, 41))
        self.assertEqual(evidence.next_block(wanted, [range(1, 41)], 40), range(41, 81))
        self.assertEqual(evidence.next_block(wanted, [range(1, 91)], 40), range(91, 101))
        self.assertIsNone(evidence.next_block(wanted, [range(60, 200), range(1, 60)], 40))

    def test_a_hole_is_filled_up_to_its_end(self):
        self.assertEqual(evidence.next_block(range(1, 101), [range(1, 11), range(31, 41)], 40),
                         range(11, 31))


if __name__ == "__main__":
    unittest.main()
