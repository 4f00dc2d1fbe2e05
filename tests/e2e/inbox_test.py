"""The inbox of a person over the wire: what was told and why, read, preferred, sent on."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import CsictlTest, Server, SharedServerTest, csictl  # noqa: E402


class InboxTest(SharedServerTest):
    PREPARED = (("pack", "apply"),
                ("person", "create", "olga", "--display-name", "Olga Berg"),
                ("person", "create", "omar", "--display-name", "Omar"),
                ("service", "create", "mail", "--display-name", "Mail"),
                ("assignment", "create", "a1", "--role", "service-owner", "--holder",
                 "omar", "--service", "mail"),
                ("assignment", "create", "a2", "--role", "csi-manager", "--holder", "olga"))

    def ingest(self, event_id, kind="KIND_MAJOR_INCIDENT"):
        return self.json("service-event", "ingest", "--event.source", "snow", "--event.event-id",
                         event_id, "--event.kind", kind, "--event.service",
                         "tenants/demo/services/mail", "--event.title", "Mail is down")

    def told(self, *words):
        return self.json("inbox", "list", "--view", "told", *words, actor="omar")

    def test_n4_a_major_incident_is_told_once_read_and_stays_after_a_restart(self):
        self.assertEqual(self.ingest("INC1")["told"], ["tenants/demo/people/omar"])
        self.assertTrue(self.ingest("INC1")["duplicate"])
        items = [item for item in self.told()["inbox_items"]
                 if item["rule"] == "N4" and "INC1" in item["what"]]
        self.assertEqual(len(items), 1)
        self.assertIn("service owner", items[0]["why"].lower())
        shown = self.call(0, "inbox", "show", items[0]["name"].rsplit("/", 1)[1],
                          actor="omar").stdout
        self.assertIn("INC1", shown)
        refused = self.call(3, "inbox", "acknowledge", items[0]["name"])
        self.assertIn("Only omar may acknowledge", refused.stderr)
        self.call(0, "inbox", "acknowledge", items[0]["name"], actor="omar")
        self.server.kill()
        self.server.start()
        again = [item for item in self.told()["inbox_items"] if item["name"] == items[0]["name"]]
        self.assertIn("acknowledge_time", again[0])
        self.assertIn("PersonNotified", csictl(
            self.server, "events", "watch", "--service", "workflow", "--stop-at-end", "--tenant",
            "demo").stdout)

    def test_digest_and_all_read(self):
        self.ingest("INC2", "KIND_PROBLEM")
        self.assertIn("INC2", self.call(0, "inbox", "digest", actor="omar").stdout)
        self.call(0, "inbox", "acknowledge-all", "omar", actor="omar")
        self.assertEqual(self.told("--unread").get("inbox_items", []), [])
        self.assertIn("N12", self.call(0, "inbox", "rules").stdout)

    def test_preferences_and_channels_are_ones_own(self):
        preferences = self.json("inbox", "prefer", "omar", "--preferences.mode",
                                "NOTIFICATION_MODE_DIGEST", actor="omar")
        self.assertEqual(preferences["mode"], "NOTIFICATION_MODE_DIGEST")
        self.call(0, "channel", "set", "omars", "--channel.kind", "KIND_SMTP", "--channel.target",
                  "omar@example.com", "--channel.person", "tenants/demo/people/omar",
                  actor="omar")
        self.assertIn("omar@example.com", self.call(0, "channel", "list").stdout)
        self.call(0, "channel", "delete", "omars", actor="omar")

    def test_news_that_reach_nobody_are_said_to(self):
        self.call(0, "service", "create", "fax", "--display-name", "Fax")
        words = ("service-event", "ingest", "--event.source", "snow", "--event.event-id", "F1",
                 "--event.kind", "KIND_INCIDENT", "--event.service", "fax", "--event.title", "Out")
        self.assertIn("nobody was told", self.call(0, *words).stderr)
        self.assertIn("taken before", self.call(0, *words).stderr)


class NextTest(CsictlTest):
    """What is overdue is judged by the server's time, here a demonstration's of 2016."""

    def test_next_says_overdue_by_the_time_of_the_server(self):
        with Server("--demo-clock", "2016-01-04T09:00:00Z") as self.server:
            matrix = self.server.root / "own.csv"
            matrix.write_text("Activity,Service owner,Seven-step process owner\n"
                              "Review and prioritise,R,A\nDeliver improvement,A,R\n")
            for words in (("pack", "apply"),
                          ("person", "create", "olga", "--display-name", "Olga Berg"),
                          ("service", "create", "mail", "--display-name", "Mail"),
                          ("assignment", "create", "a1", "--role", "seven-step-process-owner",
                           "--holder", "olga"),
                          ("assignment", "create", "a2", "--role", "service-owner", "--holder",
                           "olga", "--service", "mail"),
                          ("raci", "import", str(matrix), "--id", "own"),
                          *(("matrix", verb, name) for name in ("seven-step-central", "own")
                            for verb in ("test", "deploy")),
                          ("opportunity", "create", "--opportunity-id", "o", "--title", "Improve",
                           "--scope.service", "mail", "--justification", "It fails", "--size",
                           "medium", "--timescale", "medium", "--kpi-metric", "failures"),
                          ("opportunity", "accept", "o"),
                          ("run", "start", "o", "--run-id", "r")):
                self.call(0, *words)
            first = self.call(0, "next").stdout
            self.assertIn("due 2016-01-", first)
            self.assertNotIn("OVERDUE", first)
            self.call(0, "demo", "advance-clock", "2016-03-01T09:00:00Z")
            self.assertIn("OVERDUE since 2016-01-", self.call(0, "next").stdout)


if __name__ == "__main__":
    unittest.main()
