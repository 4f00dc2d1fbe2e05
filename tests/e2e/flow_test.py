"""How improvements flow: what reporting knows of them from the register's events alone."""
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import CsictlTest, Server  # noqa: E402

SECONDS = 20


class FlowTest(CsictlTest):
    def test_rp6_ages_and_what_was_logged_and_dropped(self):
        with Server() as self.server:
            self.call(0, "person", "create", "olga", "--display-name", "Olga Berg")
            for name in ("a", "b", "c"):
                self.call(0, "opportunity", "create", name, "--title", f"Idea {name}",
                          "--description", "d", "--justification", "j")
            self.call(0, "opportunity", "reject", "c", "--reason", "there is no need")
            until = time.monotonic() + SECONDS
            while True:  # the events of the register arrive a moment later
                flow = self.json("report", "flow", "--periods", "2")
                now = flow["periods"][-1]
                if int(now.get("dropped", 0)) == 1 or time.monotonic() > until:
                    break
                time.sleep(0.1)
            self.assertEqual([len(flow["periods"]), int(now["logged"]), int(now["dropped"])],
                             [2, 3, 1])
            self.assertEqual({each["state"]: int(each["count"]) for each in now["states"]},
                             {"NEW": 2, "REJECTED": 1})
            self.assertEqual([(each["state"], int(each["count"])) for each in flow["ages"]],
                             [("NEW", 2)])
            self.assertEqual(int(flow["without_due_date"]), 2)
            self.assertIn("WEEK, MONTH or QUARTER", self.call(
                3, "report", "flow", "--frequency", "day").stderr)
            self.assertIn("1 to 120", self.call(3, "report", "flow", "--periods", "121").stderr)


if __name__ == "__main__":
    unittest.main()
