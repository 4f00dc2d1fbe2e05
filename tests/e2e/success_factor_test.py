"""The tree of goals, critical success factors, KPIs and metrics, from outside."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402

KPI = '{"indicator":"tenants/demo/indicators/bypass"}'


class SuccessFactorTest(unittest.TestCase):
    def call(self, code, *words):
        done = csictl(self.server, *words, "--as", "olga", "--tenant", "demo")
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def tree(self):
        return json.loads(self.call(0, "success-factor", "tree", "--output", "json").stdout)

    def test_rp4_rp9_the_tree_says_where_it_stands_and_what_is_missing(self):
        with Server() as self.server:
            self.call(0, "person", "create", "olga", "--display-name", "Olga Berg")
            self.call(0, "indicator", "create", "bypass", "--title", "Release bypass",
                      "--direction", "lower", "--kind", "process", "--frequency", "month",
                      "--aggregation", "percentage", "--source", "release calendar")
            words = ("success-factor", "set", "known-way", "--title", "Releases go the known way",
                     "--goal", "Safe changes")
            self.call(0, *words)
            self.assertEqual([f["rule"] for f in self.tree()["findings"]], ["CSF_WITHOUT_KPI"])
            self.call(0, *words, "--kpis", KPI)
            rules = [f["rule"] for f in self.tree()["findings"]]
            self.assertIn("KPI_WITHOUT_TARGET", rules)
            self.assertNotIn("KPI_WITHOUT_SOURCE", rules)
            self.call(0, "target", "set", "few", "--indicator", "bypass", "--value", "40")
            self.call(0, "point", "record", "bypass", "--point", "2025-01-01=60,100")
            tree = self.tree()
            self.assertEqual(tree["lines"], [
                "goal Safe changes: MISSED, 0 of 1 factors met",
                "  csf Releases go the known way: MISSED, 0 of 1 KPIs met",
                "    kpi Release bypass: MISSED, 60, target 40"])
            self.assertNotIn("KPI_WITHOUT_TARGET", [f["rule"] for f in tree["findings"]])
            self.assertIn("tenants/demo/indicators/none", self.call(
                3, *words, "--kpis", KPI.replace("bypass", "none")).stderr)
            first = json.loads(self.call(0, "success-factor", "show", "known-way", "--version",
                                         "1", "--output", "json").stdout)
            self.assertEqual(first.get("kpis", []), [])
            self.assertIn("known-way", self.call(0, "success-factor", "list").stdout)
            self.assertIn("Safe changes: MISSED", self.call(0, "success-factor", "tree").stdout)


if __name__ == "__main__":
    unittest.main()
