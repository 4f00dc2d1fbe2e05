"""The CSI register as its manager has it: the old spreadsheet in, lists, and out again."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import SharedServerTest  # noqa: E402

OLD = """Opportunity number;Date raised;Title;Description;Priority;Size;KPI metric;Raised by;\
To be actioned by;Date required by;Status;Lessons;Colour
CSI-1;03/02/2019;Faster restores;Restores take a night;High;M;hours;Olga Berg;Olga Berg;\
31/12/2019;Done;Test restores monthly;red
CSI-2;04/03/2020;Fewer bypassed releases;;Low;S;bypass %;J. Doe;;01/06/2030;Open;;
CSI-3;05/03/2020;;;Low;S;;Olga Berg;;;Open;;
CSI-4;06/03/2020;Bypassed releases fewer;;Low;S;;Olga Berg;;31/31/2030;Open;;
CSI-5;07/03/2020;Shorter queues;;Low;S;;Olga Berg;;01/01/2021;Dropped;;
"""
MAPPING = """
columns: {"Colour": ""}
unknown_person: olga
date_format: "%d/%m/%Y"
"""


class RegisterTest(SharedServerTest):
    PREPARED = (("person", "create", "olga", "--display-name", "Olga Berg"),)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.files / "old.csv").write_text(OLD)
        (cls.files / "mapping.yaml").write_text(MAPPING)

    def entries(self, *words, tenant="demo"):
        shown = self.json("opportunity", "list", *words, tenant=tenant)
        return shown.get("opportunities", [])

    def path(self, name):
        return str(self.files / name)

    def test_1_rg8_the_old_register_comes_in_with_its_history(self):
        words = ("opportunity", "import", self.path("old.csv"), "--mapping",
                 self.path("mapping.yaml"))
        tried = self.call(3, *words, "--dry-run")
        self.assertIn("5 rows: 3 can be imported, 0 already there, 2 refused", tried.stdout)
        self.assertEqual(self.entries(), [])
        done = self.call(3, *words, "--report", self.path("report.csv"))
        self.assertIn("5 rows: 3 imported, 0 already there, 2 refused", done.stdout)
        self.assertIn("line 4: refused, FIELD_INVALID: opportunity.title", done.stderr)
        self.assertIn('line 5: refused, FIELD_INVALID: due_date: "31/31/2030"', done.stderr)
        self.assertIn("line,outcome,number", (self.files / "report.csv").read_text())
        closed = self.entries("--filter", 'external_number = "CSI-1"')[0]
        self.assertEqual(closed["state"], "OPPORTUNITY_STATE_CLOSED")
        self.assertEqual(closed["verdict"]["value"], "NOT_MEASURABLE")
        self.assertEqual(closed["verdict"]["reasons"], ["LEGACY"])
        self.assertEqual(closed["raise_date"], {"year": 2019, "month": 2, "day": 3})
        unknown = self.entries("--filter", 'external_number = "CSI-2"')[0]
        self.assertEqual(unknown["source"]["origin"], "named there: J. Doe")

    def test_2_rg8_run_again_an_import_changes_nothing(self):
        again = self.call(3, "opportunity", "import", self.path("old.csv"), "--mapping",
                          self.path("mapping.yaml"))
        self.assertIn("0 imported, 3 already there", again.stdout)
        # Another file with the same rows: other request ids, the same entries.
        (self.files / "copy.csv").write_text(OLD + "\n")
        copy = self.call(3, "opportunity", "import", self.path("copy.csv"), "--mapping",
                         self.path("mapping.yaml"))
        self.assertIn("0 imported, 3 already there", copy.stdout)
        self.assertEqual(len(self.entries()), 3)

    def import_lines(self, expect: int, *lines: str, flags: tuple = ()):
        (self.files / "lines.csv").write_text("\n".join(("Title;Service;Raised by", *lines)) + "\n")
        return self.call(expect, "opportunity", "import", self.path("lines.csv"), *flags)

    def test_a_row_that_is_too_large_holds_nothing_up(self):
        done = self.import_lines(3, *(f"Row {i};;olga" for i in range(60)), "x" * 1200 + ";;olga",
                                 "The last row;;olga")
        self.assertIn("62 rows: 61 imported, 0 already there, 1 refused", done.stdout)
        self.assertIn("line 62: refused", done.stderr)
        self.assertNotIn("rows[", done.stderr)

    def test_b_what_was_refused_is_tried_anew(self):
        row = "Quieter nights;pager;olga"
        self.assertIn("1 refused", self.import_lines(3, row).stdout)
        self.call(0, "service", "create", "pager", "--display-name", "Pager")
        self.assertIn("1 rows: 1 imported", self.import_lines(0, row).stdout)
        self.assertIn("1 already there", self.import_lines(0, row).stdout)

    def test_c_a_name_that_two_have_means_neither(self):
        for person in ("ivan", "ivan2"):
            self.call(0, "person", "create", person, "--display-name", "Ivan Test")
        done = self.import_lines(3, "Whose is it;;Ivan Test", "His;;ivan2")
        self.assertIn("2 rows: 1 imported, 0 already there, 1 refused", done.stdout)
        self.assertIn('several of the people are called "Ivan Test"', done.stderr)

    def test_d_files_are_not_overwritten_or_misnamed(self):
        (self.files / "own.csv").write_text("Title\nSomething\n")
        for flags in ((), ("--dry-run",)):
            done = self.call(3, "opportunity", "import", self.path("own.csv"), "--report",
                             self.path("own.csv"), *flags)
            self.assertIn("would overwrite what is read", done.stderr)
        self.assertEqual((self.files / "own.csv").read_text(), "Title\nSomething\n")
        done = self.call(3, "opportunity", "export", self.path("out.xlsx"))
        self.assertIn("CSV, Markdown or JSON", done.stderr)
        self.assertFalse((self.files / "out.xlsx").exists())

    def test_e_lists_say_that_there_is_more(self):
        self.assertIn("there are more", self.call(0, "opportunity", "list").stdout)
        self.assertNotIn("there are more", self.call(
            0, "opportunity", "list", "--page-size", "1000").stdout)
        self.assertIn("SIMILARITY", self.call(
            0, "opportunity", "duplicates", "--title", "The last row").stdout)

    def test_3_rg1_duplicates_are_suggested(self):
        found = json.loads(self.call(0, "opportunity", "duplicates", "--title",
                                     "Bypassed releases, fewer of them", "--output",
                                     "json").stdout)["duplicates"]
        self.assertEqual(found[0]["title"], "Fewer bypassed releases")

    def test_4_rg9_views_show_what_needs_care(self):
        def titles(*words):
            return [entry["title"] for entry in self.entries(*words)]
        self.assertEqual(titles("--view", "to-review"), ["Fewer bypassed releases"])
        self.assertEqual(titles("--view", "no-owner"), ["Fewer bypassed releases"])
        self.assertEqual(titles("--view", "mine"), [])
        self.assertEqual(titles("--view", "stale"), [])
        self.assertEqual(titles("--filter", 'text:"RESTORES monthly"'), ["Faster restores"])
        self.call(0, "view", "save", "low", "--title", "Low ones", "--filter", "priority = 4")
        self.assertEqual(titles("--view", "low", "--filter", "open = true"),
                         ["Fewer bypassed releases"])
        shown = self.call(0, "view", "list").stdout
        self.assertIn("Unfinished entries that did not move for too long", shown)
        self.assertIn("Low ones", shown)
        bad = self.call(3, "view", "save", "bad", "--filter", "colour = red")
        self.assertIn('"colour" is unknown here', bad.stderr)
        self.call(3, "view", "delete", "mine")
        self.call(0, "view", "delete", "low")
        self.call(3, "opportunity", "list", "--view", "low")

    def test_5_rg9_the_register_says_for_whom_entries_wait(self):
        waiting = json.loads(self.call(0, "opportunity", "waiting", "--output", "json").stdout)
        self.assertEqual([each["title"] for each in waiting["waiting"]],
                         ["Fewer bypassed releases"])
        self.assertIn("accept, reject or defer it", waiting["waiting"][0]["why"])

    def test_7_rg9_board_print_and_bulk(self):
        board = self.call(0, "opportunity", "board", "--entries", "2").stdout
        self.assertIn("NEW (1)", board)
        self.assertIn("Fewer bypassed releases", board)
        self.assertIn("3 entries", board)
        entry = self.entries("--filter", "state = CLOSED")[0]["name"].split("/")[-1]
        page = self.call(0, "opportunity", "print", entry).stdout
        self.assertIn("Test restores monthly", page)
        self.call(0, "opportunity", "print", entry, self.path("page.html"))
        self.assertIn("<h1>1  Faster restores</h1>", (self.files / "page.html").read_text())
        words = ("opportunity", "bulk", "defer", "--view", "to-review", "--wake-up-date",
                 "2999-01-01", "--reason", "no capacity")
        self.assertIn("1 would be done", self.call(0, *words, "--dry-run").stdout)
        self.assertEqual(len(self.entries("--view", "to-review")), 1)
        self.assertIn("1 entries: 1 done, 0 refused", self.call(0, *words).stdout)
        self.assertEqual(self.entries("--view", "to-review"), [])
        again = self.call(3, "opportunity", "bulk", "defer", "--filter", "open = true",
                          "--wake-up-date", "2999-01-01", "--reason", "again")
        self.assertIn("is DEFERRED and cannot be deferred", again.stderr)
        self.call(2, "opportunity", "bulk", "cancel", "--reason", "all of it")

    def test_8_rg4_rg8_what_would_change_is_said_before(self):
        for title, effort in (("Big", "extra-large"), ("Small", "small")):
            self.call(0, "opportunity", "create", title.lower(), "--title", title, "--effort",
                      effort)
        self.call(0, "prioritization", "open", "may", "--title", "May", "--opportunities", "big",
                  "--opportunities", "small")
        said = self.call(0, "prioritization", "sensitivity", "may").stdout
        self.assertIn("small", said)
        self.assertIn("if effort weighed 0 instead of 15", said)
        preview = json.loads(self.call(
            0, "policy", "preview", "--name", "tenants/demo/policies/register", "--stale-days",
            "7", "--output", "json").stdout)
        self.assertEqual(preview["changed_fields"], ["stale_days"])

    def test_6_rg8_export_then_import_is_identity(self):
        for name in ("register.csv", "register.md"):
            with self.subTest(name):
                tenant = name.replace(".", "-")
                self.call(0, "person", "create", "olga", "--display-name", "Olga Berg",
                          tenant=tenant)
                self.call(0, "opportunity", "export", self.path(name))
                done = self.call(0, "opportunity", "import", self.path(name), tenant=tenant)
                self.assertIn("3 rows: 3 imported", done.stdout)
                self.call(0, "opportunity", "export", self.path("again-" + name), tenant=tenant)
                self.assertEqual((self.files / name).read_text(),
                                 (self.files / ("again-" + name)).read_text())

    def test_g_rg11_large_entries_take_two_people(self):
        tenant = "two"
        for person in ("olga", "piet"):
            self.call(0, "person", "create", person, "--display-name", person.title(),
                      tenant=tenant)
        self.call(0, "policy", "set", "--name", "tenants/two/policies/register",
                  "--approval-rules", '{"size_min": "SIZE_LARGE", "quorum": 2}', tenant=tenant)
        shown = json.loads(self.call(0, "policy", "show", "tenants/two/policies/register",
                                     "--output", "json", tenant=tenant).stdout)
        self.assertEqual(shown["approval_rules"][0]["quorum"], 2)

    def test_f_rg2_an_event_of_another_system_proposes_once(self):
        words = ("opportunity", "propose-from-event", "--source", "//monitoring", "--id", "e-17",
                 "--type", "com.example.ThresholdBreached", "--severity", "major", "--output",
                 "json")
        first = json.loads(self.call(0, *words, tenant="events").stdout)
        self.assertEqual(first["title"], "ThresholdBreached of the whole organisation")
        again = json.loads(self.call(0, *words, tenant="events").stdout)
        self.assertEqual(again["name"], first["name"])
        self.assertEqual(len(self.entries(tenant="events")), 1)

    def test_h_rg15_an_entry_is_shown_as_it_was(self):
        tenant = "past"
        self.call(0, "person", "create", "olga", "--display-name", "Olga Berg", tenant=tenant)
        words = ("opportunity", "show", "queue")
        self.call(0, "opportunity", "create", "queue", "--title", "Shorter queues", tenant=tenant)
        logged = self.json(*words, tenant=tenant)
        self.call(0, "opportunity", "update", "queue", "--title", "No queues", "--priority", "1",
                  "--update-mask", "title,priority", tenant=tenant)
        was = self.json(*words, "--as-of", logged["create_time"], tenant=tenant)
        del logged["etag"]  # nobody can update what was
        self.assertEqual(was, logged)
        now = self.json(*words, tenant=tenant)
        self.assertEqual(self.json(*words, "--as-of", now["update_time"],
                                   tenant=tenant)["title"], "No queues")
        early = self.call(3, *words, "--as-of", "2001-01-01T00:00:00Z", tenant=tenant)
        self.assertIn("was logged at", early.stderr)
        replaced = self.json("opportunity", "history", "queue",
                             tenant=tenant)["history"][1]["replaced"]
        self.assertEqual(replaced["fields"], ["title", "priority"])
        self.assertEqual(replaced["values"]["title"], "Shorter queues")

    def test_9_rg5_a_recommendation_becomes_a_plan_with_its_work(self):
        tenant = "plans"
        self.call(0, "person", "create", "olga", "--display-name", "Olga Berg", tenant=tenant)
        self.call(0, "opportunity", "create", "outages", "--title", "Fewer outages",
                  tenant=tenant)
        self.call(0, "plan", "recommend", "r1", "--title", "Mirror twice", "--text",
                  "One was not enough", "--owner", "olga", "--opportunities", "outages", "--cost",
                  "EUR 5000", "--target-result", "99.9 %", tenant=tenant)
        waits = self.call(0, "recommendation", "list", "--filter", "state = OPEN", tenant=tenant)
        self.assertIn("Mirror twice", waits.stdout)
        self.call(0, "plan", "decide", "r1", "--decision", "accept", tenant=tenant)
        said = json.loads(self.call(0, "recommendation", "show", "r1", "--output", "json",
                                    tenant=tenant).stdout)
        self.assertIn("SELF_APPROVED", said["approvals"][0]["grant"]["exceptions"])
        entry = json.loads(self.call(0, "opportunity", "show", "outages", "--output", "json",
                                     tenant=tenant).stdout)
        self.assertEqual(entry["plan"], "tenants/plans/plans/r1")
        self.call(0, "plan", "task", "r1", "--id", "order", "--title", "Order it",
                  "--owner", "olga", tenant=tenant)
        early = self.call(3, "plan", "close", "r1", "--outcome", "achieved", "--outcome-text",
                          "Two answer", tenant=tenant)
        self.assertIn("1 open tasks", early.stderr)
        self.call(0, "plan", "complete", "r1", "--task-id", "order", tenant=tenant)
        more = self.call(3, "plan", "update", "r1", "--budget", "EUR 6000", "--update-mask",
                         "budget", tenant=tenant)
        self.assertIn("needs a decision", more.stderr)
        above = self.call(3, "plan", "escalate", "r1", "--reason", "late", tenant=tenant)
        self.assertIn("Nobody stands above csi-manager", above.stderr)
        self.call(0, "plan", "close", "r1", "--outcome", "achieved", "--outcome-text",
                  "Two answer", tenant=tenant)
        closed = self.call(0, "plan", "list", "--filter", "state = CLOSED", tenant=tenant)
        self.assertIn("Mirror twice", closed.stdout)


if __name__ == "__main__":
    unittest.main()
