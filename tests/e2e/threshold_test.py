"""Thresholds from outside: written, backtested, approved, watching; alerts, who is told of them
and the entry that they propose."""
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402

SECONDS = 20


class ThresholdTest(unittest.TestCase):
    def call(self, code, *words):
        done = csictl(self.server, *words, "--as", "olga", "--tenant", "demo")
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def read(self, *words):
        return json.loads(self.call(0, *words, "--output", "json").stdout or "{}")

    def until(self, read, wanted):
        end = time.monotonic() + SECONDS
        while True:  # events of another service arrive a moment later
            found = read()
            if wanted(found) or time.monotonic() > end:
                return found
            time.sleep(0.1)

    def prepare(self):
        self.call(0, "person", "create", "olga", "--display-name", "Olga Berg")
        self.call(0, "person", "create", "ina", "--display-name", "Ina Falk")
        self.call(0, "indicator", "create", "bypass", "--title", "Release bypass",
                  "--direction", "lower", "--kind", "process", "--frequency", "month",
                  "--aggregation", "percentage")
        points = [f"2024-{i + 1:02}-01={value},100"
                  for i, value in enumerate((60, 62, 61, 83, 75, 69, 60, 61, 62, 60, 81, 60))]
        self.call(0, "point", "record", "bypass",
                  *[word for point in points for word in ("--point", point)])

    def test_rp10_rp13_n3_from_draft_to_an_alert_that_is_dismissed(self):
        with Server() as self.server:
            self.prepare()
            self.assertIn("threshold.leave_limit", self.call(
                3, "threshold", "create", "high", "--title", "Too many", "--indicator", "bypass",
                "--rule", "limit", "--side", "above", "--enter-limit", "80", "--leave-limit",
                "90").stderr)
            self.call(0, "threshold", "create", "high", "--title", "Too many", "--indicator",
                      "bypass", "--rule", "limit", "--side", "above", "--enter-limit", "80",
                      "--leave-limit", "70", "--severity", "warning", "--people", "ina",
                      "--proposes-entry")
            self.assertIn("backtest", self.call(3, "threshold", "approve", "high").stderr)
            problem = '{"startTime":"2024-03-01T00:00:00Z","endTime":"2024-06-01T00:00:00Z"}'
            tested = self.read("threshold", "backtest", "high", "--problems", problem)
            self.assertEqual([tested["alert_count"], tested["false_share"],
                              tested["mean_delay"]], [2, 0.5, 1])
            self.call(0, "threshold", "keep-backtest", "high", "--problems", problem)
            approved = self.read("threshold", "approve", "high")
            self.assertEqual(approved["state"], "THRESHOLD_STATE_APPROVED")
            self.assertTrue(approved["approved_by"]["exceptions"])  # nobody else is there
            self.assertEqual(self.read("alert", "list").get("alerts", []), [])

            self.call(0, "point", "record", "bypass", "--point", "2025-01-01=85,100")
            alert = self.read("alert", "list")["alerts"][0]
            self.assertEqual([alert["state"], alert["value"], alert["limit"]],
                             ["ALERT_STATE_OPEN", 85, 80])
            told = self.until(
                lambda: csictl(self.server, "inbox", "list", "--view", "told", "--as", "ina",
                               "--tenant", "demo").stdout, lambda text: "names you" in text)
            self.assertIn("Because the threshold names you", told)
            entries = self.until(
                lambda: self.read("opportunity", "list").get("opportunities", []), bool)
            self.assertEqual([entry["title"] for entry in entries],
                             ["Threshold high is breached"])

            self.assertIn("reason", self.call(3, "alert", "dismiss", alert["name"]).stderr)
            self.call(0, "alert", "dismiss", alert["name"], "--reason", "a known peak")
            self.call(0, "point", "record", "bypass", "--point", "2025-02-01=60,100")
            closed = self.read("alert", "restore", alert["name"], "--reason", "it was not known")
            self.assertEqual(closed["state"], "ALERT_STATE_CLOSED")
            self.call(0, "point", "correct", "bypass", "--point", "2025-01-01=78,100",
                      "--reason", "counted twice")
            self.assertEqual(self.read("alert", "show", alert["name"])["state"],
                             "ALERT_STATE_WITHDRAWN")
            self.call(0, "threshold", "retire", "high", "--reason", "the tool is gone")
            self.assertEqual(len(self.read("threshold", "list", "--filter",
                                           'state = "RETIRED"')["thresholds"]), 1)


if __name__ == "__main__":
    unittest.main()
