"""Tests csi_incident_log_tool as a user starts it: output, files, exit codes."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("CSI_BUILD", ROOT / "build/release"))
TOOL = BUILD / "bin/csi_incident_log_tool"
HEADER = ("number,opened_at,resolved_at,closed_at,made_sla,priority,"
          "reopen_count,reassignment_count\n")
ROWS = (
    "A,1/3/2016 08:00,1/3/2016 10:00,2/3/2016 08:00,true,1 - Critical,0,2\n"
    "B,1/3/2016 08:00,?,2/3/2016 09:00,false,3 - Moderate,1,0\n"
    "C,31/2/2016 08:00,?,?,false,3 - Moderate,1,0\n")


class IncidentLogToolTest(unittest.TestCase):
    def setUp(self):
        self.assertTrue(TOOL.exists(), f"{TOOL} is not built")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = self.folder / "log.csv"
        self.log.write_text(HEADER + ROWS, encoding="utf-8")

    def run_tool(self, *arguments):
        return subprocess.run([TOOL, *arguments], capture_output=True, text=True, timeout=60)

    def test_prints_a_report_for_people(self):
        done = self.run_tool(self.log)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("line 4: not a time", done.stdout)
        self.assertIn("made their SLA: 1 (50.00 %)", done.stdout)

    def test_prints_json_that_parses(self):
        done = self.run_tool(self.log, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["rows"]["read"], 3)
        self.assertEqual(report["rows"]["refused_by_reason"]["BAD_TIME"], 1)
        self.assertEqual(report["rows"]["first_refusals"][0]["line"], 4)
        self.assertEqual(report["incidents"]["total"], 2)
        self.assertEqual([row["made_sla"] for row in report["incidents"]["by_priority"]], [1, 0])

    def test_derives_the_same_table_from_csv_and_zip(self):
        packed = self.folder / "log.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(self.log, "log.csv")
        tables = []
        for source in (self.log, packed):
            table = self.folder / "out.csv"
            done = self.run_tool(source, "--derive-made-sla", table)
            self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
            tables.append(table.read_text(encoding="utf-8"))
        self.assertEqual(tables[0], tables[1])
        self.assertIn("week,2016-02-29,50,2,1,", tables[0])

    def test_fails_with_a_message(self):
        for bad, word in ((self.folder / "absent.csv", "cannot open"), (self.folder, "not a file")):
            done = self.run_tool(bad)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(word, done.stderr)
        done = self.run_tool(self.log, "--derive-made-sla", self.folder / "no/such/folder.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write", done.stderr)

    def test_explains_its_use(self):
        for arguments in ((), ("--unknown",), (self.log, self.log),
                          (self.log, "--derive-made-sla")):
            done = self.run_tool(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage:", done.stderr)


if __name__ == "__main__":
    unittest.main()
