"""The inbox of a person over the wire: what was told and why, read, preferred, sent on."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server, csictl  # noqa: E402


class InboxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        for words in (("pack", "apply"),
                      ("person", "create", "olga", "--display-name", "Olga Berg"),
                      ("person", "create", "omar", "--display-name", "Omar"),
                      ("service", "create", "mail", "--display-name", "Mail"),
                      ("assignment", "create", "a1", "--role", "service-owner", "--holder",
                       "omar", "--service", "mail"),
                      ("assignment", "create", "a2", "--role", "csi-manager", "--holder", "olga")):
            cls.call(cls, 0, *words)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def call(self, code, *words, actor="olga"):
        done = csictl(self.server, *words, "--as", actor, "--tenant", "demo")
        assert done.returncode == code, f"{words}: {done.stdout}{done.stderr}"
        return done

    def json(self, *words, actor="olga"):
        return json.loads(self.call(0, *words, "--output", "json", actor=actor).stdout)

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


if __name__ == "__main__":
    unittest.main()
