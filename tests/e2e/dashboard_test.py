"""The live page in a real browser: what it shows, how it follows, and who can use it.

Screenshots stay in build/web/shots. Without Chromium the test is skipped and says so.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid

import live_server
import story_stage

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "web"))
import web_tools  # noqa: E402

SHOTS = web_tools.ROOT / "build/web/shots"


@unittest.skipUnless(web_tools.chromium(), "chromium is not installed: tools/install test")
class DashboardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="csi-dashboard-"))
        start = subprocess.run([sys.executable, story_stage.PLAY, "--print-start"], check=True,
                               capture_output=True, text=True).stdout.strip()
        cls.port = live_server.free_port()
        cls.server = live_server.Server("--demo-clock", start, "--connect-listen",
                                        f"127.0.0.1:{cls.port}")
        cls.server.start()
        cls.addClassCleanup(cls.server.__exit__)
        played = story_stage.play(cls.server.address, cls.folder)
        assert played.returncode == 0, played.stdout + played.stderr
        web_tools.install()
        SHOTS.mkdir(parents=True, exist_ok=True)

    def log_entry(self):
        api = self.server.api()
        api.call("registry", "CreateOpportunity", {
            "parent": "tenants/demo", "opportunity_id": f"e{uuid.uuid4().hex[:8]}",
            "opportunity": {"title": "Seen at once", "kind": 1},
            "request_id": uuid.uuid4().hex}, actor="mara-lind")
        api.close()

    def next(self):
        line = self.browser.stdout.readline()
        if not line:
            raise AssertionError("the browser stopped: " + self.browser.stderr.read()[-3000:])
        return json.loads(line)

    def go_on(self):
        self.browser.stdin.write("\n")
        self.browser.stdin.flush()

    def test_it_shows_follows_reconnects_and_is_accessible(self):
        with subprocess.Popen(
                [web_tools.NODE, web_tools.INSTALLED / "dashboard.mjs",
                 f"http://127.0.0.1:{self.port}/dashboard", web_tools.chromium(), SHOTS],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                cwd=web_tools.INSTALLED, env=os.environ) as self.browser:
            try:
                self.follow()
                self.audit(self.next())
            finally:
                self.browser.kill()

    def follow(self):
        seen = self.next()
        self.assertEqual((seen["errors"], seen["others"], seen["focus"]), ([], [], "skip"))
        self.assertEqual(seen["charts"], 2)
        self.assertEqual(seen["last"], "No change seen yet.")
        for words in ("Outages", "Petra", "improved", "inconclusive"):
            self.assertIn(words.lower(), seen["text"].lower())
        self.go_on()
        self.log_entry()
        changed = self.next()
        self.assertEqual(int(changed["logged"]), int(seen["logged"]) + 1)
        self.assertIn("Opportunity", changed["last"])
        self.go_on()
        self.server.stop()
        stale = self.next()
        self.assertIn("Not live", stale["words"])
        self.go_on()
        self.server.start()
        self.log_entry()
        back = self.next()
        self.assertEqual(int(back["logged"]), int(changed["logged"]) + 1)
        self.assertIn("Live", back["words"])
        self.go_on()

    def audit(self, seen):
        self.assertEqual(seen["hostile"]["images"], 0)
        self.assertIn("<img", seen["hostile"]["line"])
        for audit in seen["audits"]:
            self.assertEqual(audit["violations"], [], audit["name"])
            self.assertGreater(audit["passes"], 15)
            self.assertLessEqual(audit["wider"], 0, "it scrolls sideways")


if __name__ == "__main__":
    unittest.main()
