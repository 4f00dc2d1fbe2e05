"""Definitions as data: checked, tailored, told and drawn, through csictl and gRPC."""
import json
import pathlib
import sys
import unittest
import xml.dom.minidom

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import SharedServerTest  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = {"seven-step": ROOT / "services/workflow/definitions/seven_step.textproto",
        "quick-win": ROOT / "services/workflow/definitions/quick_win.textproto"}
MATRIX = """Activity,Service owner,Seven-step process owner
Deliver improvement,A,R
Override step,R,A
Review and prioritise,R,A
"""


class DefinitionTest(SharedServerTest):
    PREPARED = (("pack", "apply"),
                ("person", "create", "olga", "--display-name", "Olga Berg"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The first actor does all until there is a CSI manager.
        cls.call(cls, 0, "assignment", "create", "--assignment-id", "owner",
                 "--role", "seven-step-process-owner", "--holder", "olga")
        cls.call(cls, 0, "service", "create", "mail", "--display-name", "Mail")
        cls.call(cls, 0, "assignment", "create", "--assignment-id", "mail-owner",
                 "--role", "service-owner", "--holder", "olga", "--scope.service", "mail")
        own = cls.write(cls, "own.csv", MATRIX)
        cls.call(cls, 0, "raci", "import", own, "--id", "own")
        for matrix in ("seven-step-central", "own"):
            cls.call(cls, 0, "matrix", "test", matrix)
            cls.call(cls, 0, "matrix", "deploy", matrix)

    def test_wf12_the_pages_and_pictures_of_the_pack_are_current(self):
        for name, path in PACK.items():
            docs = ROOT / "docs/definitions"
            page = self.call(0, "definition", "document", str(path)).stdout
            self.assertEqual(page, (docs / f"{name}.md").read_text())
            picture = self.call(0, "definition", "draw", str(path)).stdout
            self.assertEqual(picture, (docs / f"{name}.svg").read_text())
            svg = xml.dom.minidom.parseString(picture)
            boxes = [g for g in svg.getElementsByTagName("g")
                     if g.getAttribute("id").startswith("step-")]
            shown = self.json("definition", "show", name)
            self.assertEqual(len(boxes), len(shown["steps"]))
            # What is stored tells the same as the file.
            self.assertEqual(page, self.call(0, "definition", "document", name).stdout)

    def test_wf13_a_tenant_tailors_a_definition(self):
        text = PACK["seven-step"].read_text()
        path = self.write("own.textproto", text.replace("due_days: 30", "due_days: 45"))
        self.assertIn("no findings", self.call(0, "definition", "check", path).stdout)
        self.assertIn("no findings", self.call(0, "definition", "check", path, "--server").stdout)
        self.assertIn("revision 2", self.call(0, "definition", "put", path).stdout)
        diff = self.json("definition", "diff", "seven-step")
        self.assertEqual([(c["place"], c["before"], c["after"]) for c in diff["changes"]],
                         [("step gather / due_days", "30", "45")])
        # A draft changes nothing for runs.
        self.assertEqual(self.json("definition", "show", "seven-step")["revision"], 1)
        self.call(0, "definition", "publish", "seven-step", "--reason", "slow sources")
        self.assertEqual(self.json("definition", "show", "seven-step")["revision"], 2)
        revisions = self.json("definition", "revisions", "seven-step")["definitions"]
        self.assertEqual([r["revision"] for r in revisions], [1, 2])

    def test_wf13_what_is_not_fit_is_refused_with_reasons(self):
        text = PACK["quick-win"].read_text()
        broken = self.write("broken.textproto", text.replace(
            "approve: LETTER_ACCOUNTABLE", "approve: LETTER_INFORMED", 1).replace(
            'activity: "step-7"', 'activity: "step-70"', 1))
        offline = self.call(3, "definition", "check", broken).stdout
        self.assertIn("nobody accountable can approve it", offline)
        self.assertNotIn("step-70", offline)
        online = self.call(3, "definition", "check", broken, "--server").stdout
        self.assertIn("no matrix in force has the activity step-70", online)
        self.call(0, "definition", "put", broken)
        refused = self.call(3, "definition", "publish", "quick-win", "--reason", "try").stderr
        self.assertIn("not fit for runs", refused)
        self.assertEqual(self.json("definition", "show", "quick-win")["revision"], 1)
        nonsense = self.write("nonsense.textproto", "steps { nubmer: 1 }")
        self.assertIn("line 1, column", self.call(3, "definition", "check", nonsense).stderr)

    def start(self, name):
        self.call(0, "opportunity", "create", "--opportunity-id", name,
                  "--title", f"Improve {name}",
                  "--scope.service", "mail", "--justification", "It fails", "--size", "medium",
                  "--timescale", "medium", "--kpi-metric", "failures")
        self.call(0, "opportunity", "accept", name)
        return self.json("run", "start", name, "--run-id", name)

    def test_wf7_wf12_migration_and_operators(self):
        self.assertEqual(self.start("a")["state"], "STATE_RUNNING")
        self.start("b")
        before = self.json("definition", "show", "seven-step")["revision"]
        text = self.call(0, "definition", "show", "seven-step", "--output", "json").stdout
        longer = json.loads(text)
        longer["steps"][0]["due_days"] = 60
        path = self.write("longer.json", json.dumps(longer))
        self.call(0, "definition", "put", path, "--id", "seven-step")
        self.call(0, "definition", "publish", "seven-step", "--reason", "more time")
        words = ("definition", "migrate", "seven-step", "--reason", "more time for all")
        dry = self.json(*words, "--dry-run")
        self.assertEqual(dry["done"], 2)
        self.assertEqual(self.json("run", "show", "a")["definition_revision"], before)
        self.assertEqual(self.json(*words)["done"], 2)
        self.assertEqual(self.json("run", "show", "a")["definition_revision"], before + 1)
        # The same through gRPC, by reflection: nothing is left to do.
        api = self.server.api("demo")
        left = api.call("workflow", "MigrateRuns", {
            "name": "tenants/demo/definitions/seven-step", "reason": "again"}, actor="olga")
        self.assertEqual(len(left.outcomes), 0)

        bulk = ("run", "bulk", "--filter", "step = 1 AND state = RUNNING", "--reason", "known",
                "--operation", '{"move": {"to_step": 3}}')
        self.assertEqual(self.json(*bulk, "--dry-run")["done"], 2)
        self.assertEqual(self.json("run", "show", "b")["step"], 1)
        self.assertEqual(self.json(*bulk)["done"], 2)
        self.assertEqual(self.json("run", "show", "b")["step_key"], "gather")
        shown = self.json("run", "list", "--filter", "step = 3 AND flag = OVERRIDDEN")
        self.assertEqual(len(shown["runs"]), 2)
        self.assertIn("may not be left out", self.call(
            3, "run", "move", "a", "--to-step", "7", "--reason", "now").stderr)
        stuck = api.call("workflow", "ListStuckRuns", {"parent": "tenants/demo"})
        self.assertEqual(stuck.total_size, 0)
        forecast = self.json("run", "forecast", "a")
        self.assertIn("Too little evidence", forecast["basis"])
        api.close()


    def test_files_that_are_not_there_and_flags_without_one(self):
        missing = str(self.files / "no-such-file.textproto")
        self.assertIn("no-such-file", self.call(1, "definition", "put", missing).stderr)
        self.assertIn("no-such-file", self.call(1, "definition", "check", missing).stderr)
        for words in (("definition", "draw", "quick-win", "--out"),
                      ("definition", "document", "quick-win", "--out"),
                      ("raci", "export", "own", "--out"), ("report", "render", "--out")):
            # --out is last but for the flags that every call gets.
            self.assertIn("--out FILE", self.call(2, *words).stderr)

if __name__ == "__main__":
    unittest.main()
