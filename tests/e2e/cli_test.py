"""csictl as a user has it: imports, checks, the inbox, the report."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import BIN, Server, csictl, run  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("CSI_SHARED", ROOT.parent / "shared"))
LOG = SHARED / "data/incident-log/incident_event_log.zip"
# Of the public log, as its description counts them.
LOG_ROWS = 141712
LOG_INCIDENTS = 24918
LOG_MADE_SLA = 15803
LOG_P1_SLA = (5, 270)
ROWS = 30000


class CliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.files = cls.server.root
        cls.ok("person", "create", "olga", "--display-name", "Olga")
        cls.ok("indicator", "create", "bypass", "--title", "Release bypass", "--direction",
               "lower", "--kind", "process", "--frequency", "month", "--aggregation",
               "percentage")
        cls.ok("indicator", "create", "daily", "--title", "Opened", "--direction", "lower",
               "--kind", "process", "--frequency", "day", "--aggregation", "sum")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    @classmethod
    def ok(cls, *words, **options):
        done = csictl(cls.server, *words, "--as", "olga", **options)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def ends(self, code, *words):
        done = csictl(self.server, *words, "--as", "olga")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def file(self, name, text, mode="w"):
        path = self.files / name
        with path.open(mode) as out:
            out.write(text)
        return str(path)

    def point_count(self, indicator):
        return int(json.loads(self.ok("indicator", "show", indicator, "--output", "json"))
                   .get("point_count", 0))


class Health(CliTest):
    def test_health_tells_by_its_exit_code(self):
        self.assertIn(self.server.address, self.ends(0, "health").stdout)
        begin = time.monotonic()
        away = run("csictl", "--address", "127.0.0.1:1", "health", "--wait", "1")
        self.assertEqual(away.returncode, 4)
        self.assertIn("127.0.0.1:1", away.stderr)
        self.assertGreaterEqual(time.monotonic() - begin, 0.8)
        self.assertEqual(self.ends(2, "health", "--wait", "soon").stdout, "")

    def test_wait_ends_as_soon_as_the_server_serves(self):
        with Server() as other:
            other.kill()
            waiting = subprocess.Popen([str(BIN / "csictl"), "--address", other.address,
                                        "health", "--wait", "60"], stdout=subprocess.PIPE)
            other.start()
            self.assertEqual(waiting.wait(60), 0)
            waiting.stdout.close()


class Points(CliTest):
    def test_points_can_be_written_on_the_command_line(self):
        self.ok("point", "record", "bypass", "--point", "2024-01-01=80,100", "--point",
                "2024-02=82.5")
        points = json.loads(self.ok("point", "list", "bypass", "--output", "json"))["points"]
        first, second = points[0], points[1]
        self.assertEqual((first["value"], first["numerator"], first["denominator"]),
                         (80, 80, 100))
        self.assertEqual(second["period_start_time"], "2024-02-01T00:00:00Z")
        self.assertNotIn("denominator", second)
        wrong = self.ends(2, "point", "record", "bypass", "--point", "yesterday=80")
        self.assertIn("2025-01-01=80,100", wrong.stderr)

    def test_refused_rows_are_told_with_line_and_reason_and_the_rest_counts(self):
        path = self.file("points.csv", "period_start,value,n\n2025-03-01,79,100\n"
                         "2025-04-01,nan,100\n2025-06-31,80,100\n2025-07-15,80,100\n"
                         "2025-08-01,60,100\n")
        done = self.ends(3, "point", "import", path, "--indicator", "bypass")
        for words in ("line 3: BAD_VALUE", "line 4: BAD_PERIOD", "line 5: BAD_PERIOD"):
            self.assertIn(words, done.stderr)
        self.assertIn("2 recorded", done.stdout)
        self.assertIn("3 refused", done.stdout)
        self.assertNotIn("[", done.stderr, "a progress bar without a terminal")
        again = self.ends(3, "point", "import", path, "--indicator", "bypass")
        self.assertIn("imported already", again.stderr)
        self.assertIn("line 3: BAD_VALUE", again.stderr)

    def test_a_file_that_is_no_table_of_points_records_nothing(self):
        before = self.point_count("daily")
        for text, words in (
                ("period_start,value,colour\n2025-01-01,1,red\n", ("colour", "leave")),
                ("value\n1\n", ("period_start",)), ("period_start\n2025-01-01\n", ("value",)),
                ("", ("empty", "period_start")),
                ('period_start,value\n2025-01-01,"1\n', ("line 2", "quote")),
                ("period_start,value,value\n", ("value",)),
                ("period_start,value,n,count\n2025-01-01,1,2,3\n", ("n and count",))):
            with self.subTest(text):
                path = self.file("bad.csv", text)
                done = self.ends(3, "point", "import", path, "--indicator", "daily")
                for word in words:
                    self.assertIn(word, done.stderr)
        self.assertIn("absent.csv", self.ends(3, "point", "import", "absent.csv", "--indicator",
                                              "daily").stderr)
        self.assertEqual(self.point_count("daily"), before)

    def test_an_import_that_is_killed_goes_on_where_it_was(self):
        days = "".join(f"{1900 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},{n}\n"
                       for n in range(ROWS))
        path = self.file("long.csv", "period_start,value\n" + days)
        before = self.point_count("daily")
        words = [str(BIN / "csictl"), "--address", self.server.address, "--as", "olga", "point",
                 "import", path, "--indicator", "daily"]
        first = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while self.point_count("daily") < before + 2000 and time.monotonic() < deadline:
            self.assertIsNone(first.poll(), "it was done before it could be killed")
        first.send_signal(signal.SIGKILL)
        first.wait()
        half = self.point_count("daily") - before
        self.assertTrue(0 < half < ROWS, half)
        done = self.ends(0, "point", "import", path, "--indicator", "daily")
        self.assertIn("Going on after", done.stderr)
        self.assertIn(f"{ROWS} rows sent, {ROWS} recorded", done.stdout)
        self.assertEqual(self.point_count("daily"), before + ROWS)


class Checks(CliTest):
    def test_a_matrix_is_checked_without_a_server(self):
        path = self.file("matrix.csv", "Activity,CSI Manager,Service Owner\nPlan,A,A\nDo,R,\n")
        done = run("csictl", "--address", "127.0.0.1:1", "raci", "check", path)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("CSI Manager and Service Owner", done.stdout)
        found = json.loads(run("csictl", "raci", "check", path, "--output", "json").stdout)
        rules = [(each["rule"], each["place"]) for each in found["findings"]]
        self.assertIn(("H1", "activity plan"), rules)
        self.assertIn(("H1", "activity do"), rules)
        self.assertFalse(found.get("passed", False))
        self.assertEqual(found["roles"], ["CSI Manager", "Service Owner"])
        self.assertEqual(found["activities"][0], {
            "name": "Plan", "A": ["CSI Manager", "Service Owner"], "R": [], "C": [], "I": []})
        self.assertEqual(found["findings"][0]["activity"], "Plan")
        turned = self.file("turned.csv", "Role,Plan,Do\nCSI manager,A,1\nService owner,R,A/R\n")
        found = json.loads(run("csictl", "raci", "check", turned, "--output", "json").stdout)
        self.assertEqual(found["activities"][1], {
            "name": "Do", "A": ["Service owner"], "R": ["Service owner"], "C": [],
            "I": ["CSI manager"]})
        self.assertEqual([(each["from"], each["to"]) for each in found["repairs"]], [("1", "I")])
        broken = self.file("broken.xlsx", "PK\x03\x04 cut off")
        self.assertIn("cut off or damaged", run("csictl", "raci", "check", broken).stderr)
        good = self.file("good.csv", "Activity,CSI Manager,Service Owner\nPlan,A,R\nDo,I,A/R\n")
        done = run("csictl", "raci", "check", good)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("absent", run("csictl", "raci", "check", "absent.csv").stderr)

    def test_a_matrix_goes_to_files_and_back(self):
        path = self.file("draft.csv",
                         "Activity,Service owner,Process owner\nPlan,A,R\nDo,R,A\n")
        dry = self.ends(0, "raci", "import", path, "--id", "files", "--create-missing-roles",
                        "--dry-run")
        self.assertIn("+ activity plan", dry.stdout)
        self.assertIn("nothing was changed", dry.stdout)
        self.ends(3, "matrix", "show", "files")
        self.ends(0, "raci", "import", path, "--id", "files", "--create-missing-roles")
        for ending in ("csv", "tsv", "md", "xlsx", "json"):
            out = f"{path}.{ending}"
            self.ends(0, "raci", "export", "files", "--out", out)
            back = self.ends(0, "raci", "import", out, "--id", "files", "--replace-draft",
                             "--dry-run")
            self.assertIn(": 0 differences", back.stdout)

    def test_an_empty_inbox_says_so(self):
        self.assertEqual(self.ends(0, "next").stdout, "Nothing waits for olga.\n")
        self.assertEqual(csictl(self.server, "next").returncode, 2)

    def test_completion_is_a_shell_script(self):
        for shell in ("bash", "zsh"):
            script = run("csictl", "completion", shell).stdout
            self.assertIn("complete -F _csictl csictl", script)
            self.assertIn("health", script)
        check = subprocess.run(["bash", "-n"], input=run("csictl", "completion", "bash").stdout,
                               text=True, check=False)
        self.assertEqual(check.returncode, 0)


@unittest.skipUnless(LOG.exists(), "the public incident log is not beside the sources")
class IncidentLog(CliTest):
    def test_a_dry_run_reports_and_records_nothing(self):
        before = self.ok("indicator", "list", "--page-size", "1000", "--output", "json")
        done = self.ends(0, "import", "incident-log", str(LOG), "--dry-run", "--output", "json")
        report = json.loads(done.stdout)
        text = json.dumps(report)
        self.assertIn(str(LOG_ROWS), text)
        self.assertIn(str(LOG_INCIDENTS), text)
        self.assertEqual(
            self.ok("indicator", "list", "--page-size", "1000", "--output", "json"), before)

    def test_the_figures_are_recorded_once_however_often_it_is_run(self):
        done = self.ends(0, "import", "incident-log", str(LOG))
        self.assertIn("24 indicators defined", done.stdout)
        self.assertIn(" 0 refused", done.stdout)
        opened = json.loads(self.ok(
            "point", "list", "incident-log-opened-month", "--output", "json"))["points"]
        self.assertEqual(sum(point["value"] for point in opened), LOG_INCIDENTS)
        sla = json.loads(self.ok(
            "point", "list", "incident-log-made-sla-pct-month", "--output", "json"))["points"]
        self.assertEqual(sum(point["numerator"] for point in sla), LOG_MADE_SLA)
        self.assertEqual(sum(point["denominator"] for point in sla), LOG_INCIDENTS)
        again = self.ends(0, "import", "incident-log", str(LOG))
        self.assertIn("imported already", again.stderr)
        self.assertIn("0 indicators defined", again.stdout)
        urgent = json.loads(self.ok(
            "point", "list", "incident-log-made-sla-pct-month", "--dimensions",
            '{"name":"priority","value":"p1"}', "--output", "json"))["points"]
        self.assertEqual((sum(point.get("numerator", 0) for point in urgent),
                          sum(point["denominator"] for point in urgent)), LOG_P1_SLA)


if __name__ == "__main__":
    unittest.main(verbosity=2)
