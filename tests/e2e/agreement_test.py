"""Agreements as a user has them: a tree, an SLA, outages, and the month's report with causes."""
import datetime
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402

SECONDS = 20


def instant(time_of):
    return time_of.strftime("%Y-%m-%dT%H:%M:%SZ")


class AgreementTest(unittest.TestCase):
    def call(self, code, *words):
        done = csictl(self.server, *words, "--as", "olga", "--tenant", "demo")
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def json(self, *words):
        return json.loads(self.call(0, *words, "--output", "json").stdout)

    def await_people(self):
        """The directory's events arrive a moment later."""
        until = time.monotonic() + SECONDS
        while True:
            done = csictl(self.server, "service-node", "set", "web1", "--title", "Web server 1",
                          "--kind", "component", "--effective-month", self.month,
                          "--as", "olga", "--tenant", "demo")
            if done.returncode == 0 or time.monotonic() > until:
                self.assertEqual(done.returncode, 0, done.stderr)
                return
            time.sleep(0.1)

    def node(self, name, kind, *parts):
        words = [word for part in parts for word in ("--parts", part)]
        self.call(0, "service-node", "set", name, "--title", name.title(), "--kind", kind,
                  "--effective-month", self.month, *words)

    def agree(self, name, kind, node, target, *more):
        self.call(0, "agreement", "set", name, "--title", f"{kind} {name}", "--kind", kind,
                  "--node", node, "--availability-target", target, "--effective-month",
                  self.month, *more)

    def down(self, code, node, key, start, hours, *more):
        end = () if hours is None else (
            "--end-time", instant(start + datetime.timedelta(hours=hours)))
        return self.call(code, "outage", "record", "--node", node, "--source", "monitor",
                         "--source-id", key, "--start-time", instant(start), *end, *more)

    def prepare(self):
        """A shop on two web servers and a database; the month is the one before this."""
        now = datetime.datetime.now(datetime.timezone.utc)
        self.first = (now.replace(day=1) - datetime.timedelta(days=1)).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0)
        self.month = self.first.strftime("%Y-%m")
        self.call(0, "person", "create", "olga", "--display-name", "Olga Berg")
        self.await_people()
        self.node("web2", "component")
        self.node("database", "component")
        self.node("web", "parallel", "web1", "web2")
        self.node("shop", "series", "web", "database")
        self.agree("database-ola", "ola", "database", "99.9")
        self.agree("shop-sla", "sla", "shop", "99.5", "--underpinned-by", "database-ola")

    def test_rp1_rp3_a_month_with_its_causes(self):
        with Server() as self.server:
            self.prepare()
            noon = self.first + datetime.timedelta(days=4, hours=12)
            self.down(0, "web1", "a", noon, 8)
            self.assertEqual(self.json("agreement", "report", "shop-sla", "--month",
                                       self.month)["standing"], "AGREEMENT_STANDING_MET")
            self.down(0, "database", "b", noon, 5, "--summary", "disk full")
            self.down(0, "database", "b", noon, 5)  # told again
            self.assertIn("ALREADY_EXISTS", self.down(3, "database", "b", noon, 6).stderr)
            report = self.json("agreement", "report", "shop-sla", "--month", self.month)
            self.assertEqual(report["standing"], "AGREEMENT_STANDING_BREACHED")
            self.assertEqual(report["full_month"]["downtime"], "18000s")
            self.assertEqual([each["counted"] for each in report["outages"]], ["18000s"])
            below = report["underpinning"][0]
            self.assertTrue(below["caused"])
            self.assertEqual([below["share"], below["share_percent"]], ["18000s", 100])
            page = self.call(0, "agreement", "report", "shop-sla", "--month", self.month).stdout
            for words in ("BREACHED", "full month", "disk full", "database-ola", "RED",
                          "ola database-ola was breached too"):
                self.assertIn(words, page)
            self.assertEqual(len(self.json("agreement", "breaches", "shop-sla")["breaches"]), 1)
            self.correct(noon)

    def correct(self, noon):
        """The correction undoes the breach, and a watcher hears of both."""
        outages = self.json("outage", "list", "--filter",
                            'node = "tenants/demo/serviceNodes/database"')["outages"]
        name = outages[0]["name"].rsplit("/", 1)[1]
        self.assertIn("reason", self.call(3, "outage", "correct", name, "--withdraw").stderr)
        self.call(0, "outage", "correct", name, "--end-time",
                  instant(noon + datetime.timedelta(hours=1)), "--reason", "the clock was wrong")
        self.assertEqual(self.json("outage", "show", name)["changes"][0]["reason"],
                         "the clock was wrong")
        breach = self.json("agreement", "breaches", "shop-sla")["breaches"][0]
        self.assertTrue(breach["withdrawn"])
        heard = self.call(0, "events", "watch", "--service", "reporting", "--stop-at-end").stdout
        for event in ("AgreementSet", "ServiceNodeSet", "OutageRecorded", "OutageCorrected",
                      "AgreementBreached", "AgreementBreachCorrected"):
            self.assertIn(event, heard)

    def test_running_month_and_refusals(self):
        with Server() as self.server:
            self.prepare()
            now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
            self.down(0, "shop", "open", now - datetime.timedelta(minutes=5), None)
            report = self.json("agreement", "report", "shop-sla", "--months", "2")
            self.assertTrue(report["running"])
            self.assertIn("elapsed", report)
            self.assertEqual(len(report["months"]), 2)
            self.assertIn("time zone", self.call(
                3, "agreement", "set", "odd", "--title", "Odd", "--kind", "sla", "--node", "shop",
                "--hours", '{"time_zone": "Mars/Olympus"}').stderr)
            self.assertIn("cannot be a part of it", self.call(
                3, "service-node", "set", "web", "--title", "Web", "--kind", "series",
                "--parts", "shop").stderr)
            self.assertIn("is not a month", self.call(
                3, "agreement", "report", "shop-sla", "--month", "soon").stderr)


if __name__ == "__main__":
    unittest.main()
