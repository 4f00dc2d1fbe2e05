"""Reports for audiences in every form, as a user has them; PDF by a headless browser."""
import csv
import io
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402

BROWSER = os.environ.get("CSI_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.server = Server()
        cls.server.__enter__()
        for words in (
                ("person", "create", "olga", "--display-name", "Olga Berg"),
                ("indicator", "create", "bypass", "--title", "Release bypass",
                 "--direction", "lower", "--kind", "process", "--frequency", "month",
                 "--aggregation", "percentage", "--source", "release calendar"),
                ("success-factor", "set", "known-way", "--title", "Releases go the known way",
                 "--goal", "Safe changes", "--kpis",
                 '{"indicator":"tenants/demo/indicators/bypass"}'),
                ("target", "set", "few", "--indicator", "bypass", "--value", "40"),
                ("point", "record", "bypass", "--point", "2025-01-01=60,100")):
            done = csictl(cls.server, *words, "--as", "olga", "--tenant", "demo")
            assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)
        cls.folder.cleanup()

    def render(self, code, *words, name="report"):
        path = pathlib.Path(self.folder.name) / name
        done = csictl(self.server, "report", "render", "--out", str(path), "--as", "olga",
                      "--tenant", "demo", *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return path, done

    def test_rp17_each_audience_has_a_report_of_its_own(self):
        seen = set()
        for audience in ("senior-management", "service-owner", "process-owner", "csi-manager",
                         "customer-review", "sla-review", "reporting-analyst"):
            path, _ = self.render(0, "--audience", audience, "--format", "html")
            page = path.read_text(encoding="utf-8")
            self.assertIn("What matters most", page)
            seen.add(page)
        self.assertEqual(len(seen), 7)

    def test_markdown_csv_and_json_hold_the_same_figures(self):
        words = ("--audience", "process-owner")
        text = self.render(0, *words, "--format", "md")[0].read_text(encoding="utf-8")
        self.assertIn("| Releases go the known way | Safe changes | Release bypass | missed |",
                      text)
        rows = list(csv.DictReader(io.StringIO(
            self.render(0, *words, "--format", "csv")[0].read_text(encoding="utf-8"))))
        self.assertIn("60", [row["value"] for row in rows
                             if row["section"] == "success_tree"
                             and row["column"] == "Newest figure"])
        model = json.loads(self.render(0, *words, "--format", "json")[0].read_text())
        self.assertEqual([each["section"] for each in model["sections"]][:2],
                         ["key_messages", "success_tree"])

    def test_sections_and_depth_are_the_readers_choice(self):
        path, _ = self.render(0, "--sections", "flow", "--depth", "brief", "--format", "json")
        self.assertEqual([each["section"] for each in json.loads(path.read_text())["sections"]],
                         ["flow"])

    def test_an_unknown_form_and_a_missing_browser_say_what_to_do(self):
        _, done = self.render(2, "--format", "docx")
        self.assertIn("docx", done.stderr)
        path, done = self.render(1, "--format", "pdf", "--chromium", "/no/such", name="none.pdf")
        self.assertIn("Install the Debian package chromium", done.stderr)
        self.assertFalse(path.exists())

    @unittest.skipUnless(BROWSER, "needs the Debian package chromium (or CSI_CHROMIUM)")
    def test_pdf_is_printed_without_a_network_and_senior_management_fits_one_page(self):
        path, _ = self.render(0, "--audience", "senior-management", "--format", "pdf",
                              "--chromium", BROWSER, name="one.pdf")
        pdf = path.read_bytes()
        self.assertTrue(pdf.startswith(b"%PDF-"))
        pages = pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")
        self.assertEqual(pages, 1)
        left = sorted(each.name for each in path.parent.iterdir() if each.name.startswith("one"))
        self.assertEqual(left, ["one.pdf"])

    def test_a_subscription_is_set_rests_and_ends(self):
        def call(*words):
            done = csictl(self.server, "report-subscription", *words, "--as", "olga",
                          "--tenant", "demo", "--output", "json")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            return json.loads(done.stdout)

        made = call("set", "weekly", "--rhythm", "weekly", "--day", "1", "--hour", "7",
                    "--report", '{"report_audience":"REPORT_AUDIENCE_SENIOR_MANAGEMENT"}')
        self.assertEqual(made["person"], "tenants/demo/people/olga")
        self.assertIn("next_time", made)
        self.assertNotIn("next_time", call("pause", "weekly"))
        self.assertIn("next_time", call("pause", "weekly", "--resume"))
        call("delete", "weekly")
        self.assertNotIn("weekly", json.dumps(call("list")))


if __name__ == "__main__":
    unittest.main()
