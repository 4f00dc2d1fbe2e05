"""Two copies of a service in the hardened image, on a broker of their own: what an
orchestrator sees by its probes while a copy stops and while the broker is away."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/deploy"))
import containers as c  # noqa: E402

TAG = f"localhost/csi-kafka-test:{os.getpid()}"
# With room for a machine on which everything else runs too.
WAIT_SECONDS = 60
STOP_SECONDS = 20
UNAVAILABLE = 4  # csictl: away or busy, repeat with the same request id


class CopiesInContainersTest(unittest.TestCase):
    def setUp(self):
        c.engine()
        programs = c.need_programs()
        if "--kafka " not in c.run(programs / "csi-raci", "--help").stdout:
            self.skipTest("csi-raci has no option --kafka")
        folder = tempfile.TemporaryDirectory(prefix="csi-kafka-")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "cluster")
        self.client_state = folder.name
        self.addCleanup(c.run, "podman", "rmi", "--force", TAG)
        built = c.run("tools/image", "--from-host", "--tag", TAG, timeout=300,
                      env={**os.environ, "CSI_BUILD": str(c.BUILD)})
        self.assertEqual(built.returncode, 0, built.stderr)
        self.addCleanup(self.kafka, "down", "--purge")
        self.bootstrap = self.kafka("up", "1").split()[-1]

    def kafka(self, *words: str) -> str:
        done = c.run("tools/kafka", *words, "--data", self.data, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def copy(self, address: str):
        return c.container(TAG, "--listen", address, "--advertise", address, "--kafka",
                           self.bootstrap, "--deployment", "test",
                           flags=("--entrypoint", "/usr/bin/csi-raci"))

    def csictl(self, address: str, *words: str) -> subprocess.CompletedProcess:
        return c.run(c.BUILD / "bin/csictl", "--address", f"raci={address}", "--as", "olga", *words,
                     env={**os.environ, "XDG_STATE_HOME": self.client_state})

    def wait_ready(self, *addresses: str):
        for address in addresses:
            c.wait_for(lambda a=address: c.probe(a, "ready") == "SERVING", WAIT_SECONDS,
                       f"{address} is ready")

    def assert_chart_makes_the_same(self, made: str):
        """Strimzi gets the topics' settings from the chart, everybody else from csictl."""
        chart = (ROOT / "deploy/helm/csi/templates/kafkatopics.yaml").read_text(encoding="utf-8")
        in_chart = dict(re.findall(r"^    ([a-z]+(?:\.[a-z]+)+): ([-\w]+)$",
                                   chart.partition("  config:\n")[2], re.MULTILINE))
        for line in made.splitlines():
            name, _, words = line.removeprefix("made ").partition(": ")
            wanted = dict(word.split("=") for word in words.split())
            if name.startswith("itsm."):
                continue  # they belong to those who write them
            self.assertRegex(
                name, r"^csi\.((raci|registry|workflow|reporting)\.(journal|events)|dlq)$")
            self.assertEqual(wanted.pop("partitions"), "1")
            for of_the_cluster in ("replication", "min.insync.replicas"):
                wanted.pop(of_the_cluster)
            self.assertEqual(wanted, in_chart)

    def test_probes_while_a_copy_stops_and_while_the_broker_is_away(self):
        made = c.run(*c.engine(), "run", "--rm", "--network", "host", *c.RUN_FLAGS,
                     "--entrypoint", "/usr/bin/csictl", TAG, "topics", "apply", "--kafka",
                     self.bootstrap, "--replication", "1")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assert_chart_makes_the_same(made.stdout)
        first, second = (f"127.0.0.1:{c.free_port()}" for _ in range(2))
        with self.copy(first) as leader:
            self.wait_ready(first)
            with self.copy(second) as follower:
                self.wait_ready(first, second)
                # Whichever leads: each passes on what it cannot do itself.
                for number, address in enumerate((first, second)):
                    done = self.csictl(address, "person", "create", f"p{number}",
                                       "--display-name", f"Person {number}")
                    self.assertEqual(done.returncode, 0, done.stderr)

                c.run("podman", "kill", "--signal", "TERM", leader)
                code = c.run("podman", "wait", leader, timeout=STOP_SECONDS).stdout.strip()
                self.assertEqual(code, "0")
                self.wait_ready(second)
                for number in range(2):
                    shown = self.csictl(second, "person", "show", f"p{number}")
                    self.assertIn(f"Person {number}", shown.stdout, shown.stderr)

                c.run("tools/kafka", "kill", "1", "--data", self.data, timeout=60)
                lost = self.csictl(second, "--timeout", "8", "person", "create", "p2",
                                   "--display-name", "Person 2", "--request-id", "r2")
                self.assertEqual(lost.returncode, UNAVAILABLE, lost.stdout + lost.stderr)
                self.assertEqual(c.probe(second, "live"), "SERVING")
                self.kafka("restart", "1")
                self.wait_ready(second)
                running = c.run("podman", "inspect", "--format", "{{.State.Running}}", follower)
                self.assertEqual(running.stdout.strip(), "true")
                done = self.csictl(second, "person", "create", "p2", "--display-name", "Person 2",
                                   "--request-id", "r2")
                self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
