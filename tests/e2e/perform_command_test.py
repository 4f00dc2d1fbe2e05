"""csictl perform: a file of commands, done once however often it is sent."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402

TENANT = "tenants/demo"


class CsictlPerform(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        csictl(cls.server, "person", "create", "olga", "--display-name", "Olga", "--as", "olga")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def perform(self, lines, *words):
        path = self.server.root / "commands.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return csictl(self.server, "perform", path, "--as", "olga", *words)

    @staticmethod
    def entry(title):
        return json.dumps({"@type": "csi.registry.v1.CreateOpportunityRequest",
                           "parent": TENANT, "opportunity": {"title": title}})

    def test_a_file_is_done_once_however_often_it_is_sent(self):
        lines = [self.entry(f"Idea {n % 40}") for n in range(200)] + [""]
        first = self.perform(lines)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("200 done, 0 done before, 0 refused.", first.stdout)
        # Without the first lines, as somebody would cut off what was done.
        self.assertIn("0 done, 160 done before", self.perform(lines[:160]).stdout)
        again = self.perform(lines + [self.entry("One more")])
        self.assertIn("1 done, 200 done before, 0 refused.", again.stdout)

    def test_each_refused_line_is_named_and_the_rest_is_done(self):
        lines = [self.entry("Good"), "no json", "[1]", json.dumps({"a": 1}),
                 json.dumps({"@type": "csi.registry.v1.ListOpportunitiesRequest"}),
                 json.dumps({"@type": "csi.registry.v1.CreateOpportunityRequest", "titel": 1}),
                 self.entry(""), self.entry("Good too")]
        told = self.perform(lines)
        self.assertEqual(told.returncode, 3)
        for line in range(2, 8):
            self.assertIn(f"line {line}: ", told.stderr)
        self.assertIn("2 done, 0 done before, 6 refused.", told.stdout)
        shown = self.perform(lines, "--output", "json", "--replies")
        rows = {row["line"]: row for row in map(json.loads, shown.stdout.splitlines())}
        self.assertEqual(sorted(rows), list(range(1, 9)))
        self.assertEqual(rows[1]["reply"]["title"], "Good")
        self.assertTrue(rows[7]["message"])

    def test_without_a_server_it_says_what_is_missing(self):
        away = csictl(self.server, "perform", "/no/such/file")
        self.assertEqual(away.returncode, 2)
        path = self.server.root / "one.jsonl"
        path.write_text(self.entry("Never"), encoding="utf-8")
        away = csictl(self.server, "perform", path, "--address", "127.0.0.1:1")
        self.assertEqual(away.returncode, 4)
        self.assertIn("--address", away.stderr)
        self.assertIn("1 commands have no answer", away.stderr)


if __name__ == "__main__":
    unittest.main()
