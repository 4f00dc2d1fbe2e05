"""The directory beside its matrices: tables of responsibility, coverage, settings, duties."""
import datetime
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import SharedServerTest, csictl  # noqa: E402

TABLE = """responsibility,section,activities,csi-manager,customer
Writes the reports,Work,report,P,
Reads the reports,Work,,S,?
"""
MATRIX = """Activity,CSI manager,Customer
Report,A,R
"""


class DirectoryTest(SharedServerTest):
    PROGRAM = "csid"
    PREPARED = (("pack", "apply"),
                ("person", "create", "olga", "--display-name", "Olga Berg"),
                ("service", "create", "mail", "--display-name", "Mail"))

    def test_rc12_tables_of_responsibility_go_out_and_in(self):
        self.assertIn("service-roles", self.call(0, "raci", "table", "list").stdout)
        shown = self.call(0, "raci", "table", "show", "service-roles").stdout
        self.assertRegex(shown, r"innovation +\? +\? +\? +\?")
        self.assertRegex(shown, r"statistics +P +S +S +S")
        out = self.files / "table.csv"
        self.call(0, "raci", "table", "export", "service-roles", "--out", str(out))
        self.call(0, "raci", "table", "import", str(out), "--id", "copy")
        again = self.call(0, "raci", "table", "export", "copy").stdout
        self.assertEqual(again, out.read_text())
        wrong = self.write("wrong.csv", TABLE.replace(",P,", ",X,"))
        self.assertIn('"X" is none of P, S', self.call(
            2, "raci", "table", "import", wrong, "--id", "wrong").stderr)

    def test_rc12_p8_sets_letters_against_the_table(self):
        self.call(0, "raci", "table", "import", self.write("own.csv", TABLE), "--id", "own")
        self.call(0, "raci", "import", self.write("matrix.csv", MATRIX), "--id", "reports")
        found = self.json("raci", "findings", "reports")["findings"]
        p8 = [finding for finding in found if finding["rule"] == "P8"]
        self.assertEqual([finding["place"] for finding in p8], ["report"])
        self.assertIn('no part in "Writes the reports"', p8[0]["message"])
        settings = self.write("settings.json", '{"rules": [{"rule": "P8", "off": true}]}')
        self.call(0, "rules", "set", "--settings", settings, "--comment", "not judged here")
        self.assertIn("not judged here", self.call(0, "rules", "show").stdout)
        found = self.json("raci", "findings", "reports")["findings"]
        self.assertNotIn("P8", [finding["rule"] for finding in found])

    def test_wf4_coverage_names_the_gaps(self):
        shown = self.call(0, "raci", "coverage", "--service", "mail").stdout
        self.assertIn("0 of 4 covered, 0.0 %", shown)
        self.assertIn("mail: Nobody has stated that it is measured.", shown)
        self.call(3, "service", "cover", "mail", "--aspect", "measured", "--covered")
        self.call(0, "service", "cover", "mail", "--aspect", "measured", "--covered",
                  "--evidence", "monthly figures")
        self.assertIn("1 of 4 covered, 25.0 %",
                      self.call(0, "raci", "coverage", "--service", "mail").stdout)
        self.assertEqual(len(self.json("raci", "coverage")["rows"]), 13)

    def until_listed(self, title: str) -> dict:
        """The entry of the register that follows from something in the directory."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for entry in self.json("opportunity", "list").get("opportunities", []):
                if entry["title"] == title:
                    return entry
            time.sleep(0.1)
        raise AssertionError(f"no entry {title!r} came")

    def test_duties_are_due_done_and_put_off(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        self.call(0, "duty", "create", "audit", "--display-name", "Audit of changes", "--kind",
                  "audit", "--accountable-role", "process-owner", "--process",
                  "change-management", "--first-date", str(today), "--recurrence.unit", "week",
                  "--recurrence.count", "2")
        listed = self.call(0, "duty", "list", "--filter", "state = DUE").stdout
        self.assertIn("Audit of changes", listed)
        self.assertIn(str(today), listed)
        later = today + datetime.timedelta(days=3)
        self.call(0, "duty", "postpone", "audit", "--until-date", str(later), "--reason", "ill")
        self.assertIn(str(later), self.call(0, "duty", "show", "audit").stdout)
        done = self.json("duty", "complete", "audit", "--evidence", "minutes", "--findings",
                         "Changes go past the process")
        self.assertEqual(done["last_completion"]["findings"], ["Changes go past the process"])
        entry = self.until_listed("Changes go past the process")
        self.assertEqual(entry["source"]["event_source"], "tenants/demo/duties/audit")
        week = today + datetime.timedelta(days=14)
        self.assertEqual(done["due_date"],
                         {"year": week.year, "month": week.month, "day": week.day})
        events = csictl(self.server, "events", "watch", "--service", "raci", "--stop-at-end",
                        "--tenant", "demo").stdout
        for event in ("DutyDue", "DutyPostponed", "DutyCompleted"):
            self.assertIn(event, events)

    def test_lists_show_scope_and_end_and_a_lost_scope_is_said(self):
        done = self.call(0, "assignment", "create", "a1", "--role", "seven-step-process-owner",
                         "--holder", "olga", "--process", "seven-step-improvement")
        self.assertIn("its scope is left out", done.stderr)
        self.call(0, "assignment", "create", "a2", "--role", "service-owner", "--holder", "olga",
                  "--service", "mail")
        listed = self.call(0, "assignment", "list").stdout
        self.assertIn("SCOPE", listed)
        self.assertIn("service mail", listed)
        self.assertIn("process change-management", self.call(0, "raci", "vacancies").stdout)

    def test_n6_n7_people_are_told_and_it_shows_who_has_read_it(self):
        self.call(0, "person", "create", "pia", "--display-name", "Pia Roth")
        self.call(0, "strategy", "create", "calm", "--kind", "vision", "--display-name",
                  "No surprises", "--owner", "olga")
        self.call(0, "strategy", "create", "fast", "--kind", "goal", "--display-name",
                  "Every call within an hour", "--owner", "pia", "--parent-strategy", "calm")
        self.assertIn("is a VISION", self.call(
            3, "strategy", "create", "x", "--kind", "vision", "--display-name", "X", "--owner",
            "pia", "--parent-strategy", "calm").stderr)
        self.call(0, "notice", "publish", "n1", "--kind", "vision", "--title", "No surprises",
                  "--text", "We measure before we change.", "--subject",
                  "tenants/demo/strategies/calm", "--audience.everyone")
        unread = ["notice", "list", "--filter", "unread = true"]
        self.assertIn("No surprises", self.call(0, *unread).stdout)
        self.call(0, "notice", "acknowledge", "n1")
        self.assertNotIn("No surprises", self.call(0, *unread).stdout)
        shown = self.json("notice", "receipts", "n1", "--missing-only")
        self.assertEqual([each["display_name"] for each in shown["receipts"]], ["Pia Roth"])
        self.assertIn("does not change", self.call(
            3, "notice", "publish", "n1", "--kind", "vision", "--title", "Again", "--text", "t",
            "--audience.everyone").stderr)

    def test_rc17_rc18_a_service_passes_to_another_provider(self):
        self.call(0, "party", "create", "netco", "--kind", "external-provider",
                  "--display-name", "Netco")
        self.call(0, "function", "create", "service-desk", "--display-name", "Service desk",
                  "--lead", "olga")
        day = datetime.date.today() + datetime.timedelta(days=40)
        done = self.call(0, "transfer", "announce", "move", "--service", "mail", "--to-party",
                         "netco", "--transfer-date", str(day), "--reason", "cheaper",
                         "--from-matrix", "csi-activities", "--matrix-id", "mail-netco")
        self.assertIn("mail-netco", done.stdout)
        self.assertIn("DRAFT", self.call(0, "matrix", "show", "mail-netco").stdout)
        listed = self.call(0, "transfer", "list").stdout
        self.assertIn("ANNOUNCED", listed)
        self.assertIn("is a draft only", listed)
        self.call(0, "transfer", "cancel", "move", "--reason", "too dear")
        self.assertIn("CANCELLED", self.call(0, "transfer", "list").stdout)


if __name__ == "__main__":
    unittest.main()
