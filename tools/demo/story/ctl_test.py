"""Calls that nobody takes are repeated at the next copies, under the same request id."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import textwrap
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from story import ctl  # noqa: E402

# Answers what the file beside it says, one line a call: exit code and words.
CSICTL = """\
    import hashlib, json, os, pathlib, sys
    here = pathlib.Path(__file__).parent
    address = sys.argv[1].split("=", 1)[1]
    kept = pathlib.Path(os.environ["XDG_STATE_HOME"], "csictl",
                        "positions-" + hashlib.sha256(address.encode()).hexdigest()[:16])
    seen = kept.read_text() if kept.exists() else ""
    with open(here / "calls", "a") as calls:
        calls.write(json.dumps({"address": address, "words": sys.argv[2:], "seen": seen}) + "\\n")
    answers = (here / "answers").read_text().splitlines()
    (here / "answers").write_text("\\n".join(answers[1:]))
    code, _, words = answers[0].partition(" ")
    if code == "0":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(seen + "x")
        print(words)
    else:
        print("error: " + words, file=sys.stderr)
    sys.exit(int(code))
    """


class ClientTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.csictl = self.folder / "csictl"
        self.csictl.write_text(f"#!{sys.executable} -SE\n" + textwrap.dedent(CSICTL),
                               encoding="utf-8")
        self.csictl.chmod(0o755)
        for name, value in (("PAUSE_SECONDS", 0), ("TOLD_SECONDS", 0)):
            patch = mock.patch.object(ctl, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.told = io.StringIO()

    def client(self, *answers, addresses=("raci=a:1,workflow=a:2", "raci=b:1,workflow=b:2"),
               clocks=None):
        (self.folder / "answers").write_text("\n".join(answers), encoding="utf-8")
        client = ctl.Client(self.csictl, *addresses, clocks=clocks)
        self.addCleanup(client.__exit__)
        return client

    def calls(self):
        text = (self.folder / "calls").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def call(self, client, key="start"):
        with contextlib.redirect_stdout(self.told):
            return client.call("mara-lind", "run start made-sla", key)

    def test_a_call_nobody_takes_goes_to_the_next_copies_with_its_request_id(self):
        client = self.client("4 no server answers at a:2", "4 no leader", '0 {"state": "RUNNING"}')
        self.assertEqual(self.call(client), {"state": "RUNNING"})
        calls = self.calls()
        self.assertEqual([call["address"] for call in calls],
                         ["raci=a:1,workflow=a:2", "raci=b:1,workflow=b:2",
                          "raci=a:1,workflow=a:2"])
        self.assertEqual(len({json.dumps(call["words"]) for call in calls}), 1)
        self.assertIn("--request-id=story-start", calls[0]["words"])
        self.assertIn("asked again with the same request id: no server answers",
                      self.told.getvalue())
        self.assertIn("at attempt 3", self.told.getvalue())

    def test_the_next_copies_must_have_seen_what_these_have(self):
        client = self.client("0 {}", "0 {}", "4 away", "0 {}")
        for key in ("one", "two", "three"):
            self.call(client, key)
        self.assertEqual([call["seen"] for call in self.calls()], ["", "x", "xx", "xx"])
        self.assertTrue(client.positions().exists())

    def test_copies_that_answered_last_are_asked_first(self):
        client = self.client("4 away", "0 {}", "0 {}")
        self.call(client, "one")
        self.call(client, "two")
        self.assertEqual(self.calls()[2]["address"], "raci=b:1,workflow=b:2")

    def test_a_refusal_is_not_repeated(self):
        client = self.client("3 not authorized", "0 {}")
        with self.assertRaisesRegex(ctl.StoryError, "not authorized"):
            self.call(client)
        self.assertEqual(len(self.calls()), 1)

    def test_patience_ends(self):
        with mock.patch.object(ctl, "COPIES_PATIENCE_SECONDS", -1):
            with self.assertRaisesRegex(ctl.StoryError, "no leader"):
                self.call(self.client("4 no leader", "0 {}"))

    def test_what_is_to_be_done_meanwhile_is_done_once(self):
        client = self.client("4 away", "0 {}", "0 {}")
        done = []
        client.meanwhile = lambda: done.append(len(done))
        for key in ("one", "two"):
            self.call(client, key)
        self.assertEqual(done, [0])

    def test_every_clock_is_moved_in_the_order_given(self):
        client = self.client("0 {}", "4 starts", "0 {}", clocks=lambda: ["b:2", "a:1"])
        client.move("2016-04-01T00:00:00Z")
        self.assertEqual([call["address"] for call in self.calls()], ["b:2", "a:1", "a:1"])
        self.assertEqual(self.calls()[0]["words"][-2:],
                         ["advance-clock", "2016-04-01T00:00:00Z"])
        self.assertEqual(client.time, "2016-04-01T00:00:00Z")


if __name__ == "__main__":
    unittest.main()
