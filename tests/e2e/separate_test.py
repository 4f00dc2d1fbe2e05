"""The four services as four programs that know each other by --peer.

The story is played through them as through csid; a peer that is killed and
comes back is caught up with; without a peer a service serves reads, refuses
what needs the view, and says so in its health.
"""
import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import BIN, Refused, Server, run  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAY = ROOT / "tools/demo/play"
PLAY_SECONDS = 300
PROGRAMS = {"raci": "csi-raci", "registry": "csi-register",
            "workflow": "csi-workflow", "reporting": "csi-reporting"}
TENANT = "tenants/demo"
VIEW_LAG_SECONDS = 30
UNAVAILABLE = grpc.StatusCode.UNAVAILABLE


class Four:
    """Four programs, each with the other three as peers. A context manager."""

    def __init__(self, *flags: str, without: dict | None = None):
        """`without` names peers that a service is not told of."""
        self.servers = {name: Server(program=program) for name, program in PROGRAMS.items()}
        for name, server in self.servers.items():
            peers = []
            for peer, other in self.servers.items():
                if peer != name and peer not in (without or {}).get(name, ()):
                    peers += ["--peer", f"{peer}={other.address}"]
            server.flags = (*flags, *peers)

    def __enter__(self):
        try:
            for server in self.servers.values():
                server.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.__exit__()

    def __getitem__(self, name: str) -> Server:
        return self.servers[name]

    @property
    def addresses(self) -> str:
        """As csictl takes them."""
        return ",".join(f"{name}={server.address}" for name, server in self.servers.items())

    def csictl(self, *words: str) -> subprocess.CompletedProcess:
        return run("csictl", "--address", self.addresses, *words,
                   env={"XDG_STATE_HOME": str(self["raci"].root)})

    def ok(self, *words: str) -> dict:
        done = self.csictl("--output", "json", *words)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start = subprocess.run([sys.executable, str(PLAY), "--print-start"], check=True,
                               capture_output=True, text=True).stdout.strip()
        cls.four = Four("--demo-clock", start)
        cls.four.__enter__()
        cls.out = cls.four["raci"].root / "out"
        cls.played = subprocess.run(
            [sys.executable, str(PLAY), "--csictl", str(BIN / "csictl"),
             "--address", cls.four.addresses, "--out", str(cls.out)],
            capture_output=True, text=True, timeout=PLAY_SECONDS, check=False)

    @classmethod
    def tearDownClass(cls):
        cls.four.__exit__()

    def test_the_story_comes_out_as_in_one_process(self):
        self.assertEqual(self.played.returncode, 0,
                         self.played.stdout[-3000:] + self.played.stderr)
        summary = json.loads((self.out / "summary.json").read_text())
        bypass, sla = summary["improvements"]
        self.assertEqual(bypass["verdict"]["value"], "IMPROVED")
        self.assertEqual(bypass["verdict"]["after_state"], "STILL_CHANGING")
        self.assertEqual(sla["verdict"]["value"], "INCONCLUSIVE")
        # The register moved by events of the workflow and of reporting alone.
        self.assertEqual(bypass["state"], "CLOSED")
        self.assertEqual(bypass["run"]["state"], "COMPLETED")
        self.assertGreaterEqual(len(summary["refusals"]), 8)
        self.assertIn("<svg", (self.out / "report.html").read_text())

    def test_every_journal_is_whole_after_a_stop(self):
        self.assertEqual(self.played.returncode, 0)
        for name, server in self.four.servers.items():
            with self.subTest(name):
                self.assertLess(server.stop(), 5)
                for verb in (("journal", "verify"), ("state", "verify")):
                    done = run("csictl", *verb, str(server.folder))
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                server.start()
        health = self.four.csictl("health", "--wait", "20")
        self.assertEqual(health.returncode, 0, health.stdout + health.stderr)


class Peers(unittest.TestCase):
    """What needs another service's view, while that service is away."""

    def accept(self, api):
        """A decision of the register that needs the directory."""
        api.call("registry", "AcceptOpportunity", {"name": f"{TENANT}/opportunities/idea"},
                 actor="olga")

    def create(self, four):
        four["raci"].api().create_person("olga")
        four["registry"].api().call("registry", "CreateOpportunity", {
            "parent": TENANT, "opportunity_id": "idea",
            "opportunity": {"title": "Fewer bypasses"}}, actor="olga")

    def refusal(self, call) -> Refused:
        with self.assertRaises(Refused) as caught:
            call()
        return caught.exception

    def eventually(self, holds, seconds=20.0, what=""):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.1)

    def test_without_a_peer_reads_are_served_and_decisions_refused(self):
        with Four(without={"workflow": ("raci",), "reporting": ("registry",)}) as four:
            self.create(four)
            api = four["workflow"].api()
            self.assertEqual(len(api.call("workflow", "ListRuns", {"parent": TENANT}).runs), 0)
            error = self.refusal(lambda: api.call("workflow", "StartRun", {
                "parent": TENANT, "opportunity": f"{TENANT}/opportunities/idea"}, actor="olga"))
            self.assertEqual((error.code, error.reason), (UNAVAILABLE, "VIEW_STALE"), error)
            self.assertIn("raci: never seen", error.text)
            # Of the register as well, when that one is the one that is away.
            self.assertFalse(four["reporting"].serves(
                "csi.reporting.v1.ReportingService/views/registry"))
            error = self.refusal(lambda: four["reporting"].api().call(
                "reporting", "RenderReport", {"parent": TENANT, "report": {
                    "title": "Report", "opportunity": f"{TENANT}/opportunities/idea"}},
                actor="olga"))
            self.assertEqual((error.code, error.reason), (UNAVAILABLE, "VIEW_STALE"), error)
            self.assertTrue(four["workflow"].serves())
            self.assertTrue(four["workflow"].serves("csi.workflow.v1.WorkflowService"))
            self.assertFalse(four["workflow"].serves(
                "csi.workflow.v1.WorkflowService/views/raci"))
            self.assertTrue(four["workflow"].serves(
                "csi.workflow.v1.WorkflowService/views/registry"))
            health = four.csictl("health")
            self.assertEqual(health.returncode, 0)
            self.assertIn("workflow: what it knows of raci is too old", health.stdout)
            self.assertNotIn("registry: what", health.stdout)
            self.assertIn("no --peer for a view", four["workflow"].log.read_text())
            api.close()

    def test_a_killed_peer_comes_back_and_is_caught_up_with(self):
        with Four() as four:
            self.create(four)
            api = four["registry"].api()
            # Nobody is accountable: the view was asked, and answered.
            self.assertEqual(self.refusal(lambda: self.accept(api)).reason, "VACANT")
            four["raci"].kill()
            # Its knowledge is young enough for a while.
            self.assertEqual(self.refusal(lambda: self.accept(api)).reason, "VACANT")
            four["raci"].start()
            directory = four["raci"].api()
            directory.create_person("rita")
            found = four.ok("person", "show", "rita")
            self.assertEqual(found["name"], f"{TENANT}/people/rita")
            # csictl carries the position; the register waits until it has seen it.
            four.ok("role", "create", "--role-id", "csi-manager",
                    "--display-name", "CSI manager", "--as", "olga")
            four.ok("opportunity", "list")
            self.assertEqual(self.refusal(lambda: self.accept(api)).reason, "VACANT")
            api.close()
            directory.close()

    def test_a_call_at_the_wrong_program_says_which_one_is_meant(self):
        with Server(program="csi-raci") as raci:
            done = run("csictl", "opportunity", "list", "--address", raci.address)
            self.assertEqual(done.returncode, 1)
            self.assertIn("--address registry=HOST:PORT", done.stderr)

    def test_a_peer_that_is_away_or_silent_for_too_long_is_not_relied_on(self):
        view = "csi.registry.v1.RegistryService/views/raci"
        with Four() as four:
            self.create(four)
            api = four["registry"].api()
            self.assertEqual(self.refusal(lambda: self.accept(api)).reason, "VACANT")
            self.eventually(lambda: four["registry"].serves(view), 20,
                            "the view is not said to be ready")
            # Paused: its connections stay open and say nothing.
            four["raci"].process.send_signal(signal.SIGSTOP)
            try:
                self.eventually(lambda: not four["registry"].serves(view),
                                VIEW_LAG_SECONDS + 7, "a silent peer passes for a live one")
                error = self.refusal(lambda: self.accept(api))
                self.assertEqual((error.code, error.reason), (UNAVAILABLE, "VIEW_STALE"))
                self.assertEqual(len(api.call("registry", "ListOpportunities",
                                              {"parent": TENANT}).opportunities), 1)
            finally:
                four["raci"].process.send_signal(signal.SIGCONT)
            self.eventually(lambda: four["registry"].serves(view), 20,
                            "the view is not caught up")
            self.assertEqual(self.refusal(lambda: self.accept(api)).reason, "VACANT")
            api.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
