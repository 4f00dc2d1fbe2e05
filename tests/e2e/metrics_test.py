"""What a running csid publishes under --metrics-listen, read as Prometheus does.

Every quantity that an operator is promised is there, and moves when the thing
that it measures happens.
"""
import pathlib
import re
import socket
import sys
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, free_port, run  # noqa: E402

SAMPLE = re.compile(r'(\w+)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="([^"]*)"')
SERVICES = ("raci", "registry", "workflow", "reporting")
SETTLE_SECONDS_MAX = 20

# What is promised, and the metric that keeps the promise.
PER_PARTITION = {
    "queue": "csi_queue_calls",
    "batch size": "csi_batch_commands",
    "batches": "csi_batches_total",
    "append time": "csi_append_seconds_total",
    "decide time": "csi_decide_seconds_total",
    "replay position": "csi_journal_next_offset",
    "replayed records": "csi_replayed_records_total",
    "dead records": "csi_dead_records_total",
    "disk free": "csi_disk_free_bytes",
    "refusals": "csi_refusals_total",
}


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.address = f"127.0.0.1:{free_port()}"
        cls.server = Server("--metrics-listen", cls.address)
        cls.server.start()
        cls.api = cls.server.api()
        cls.api.create_person("olga")

    @classmethod
    def tearDownClass(cls):
        cls.api.close()
        cls.server.__exit__()

    def text(self, address: str = "") -> str:
        url = f"http://{address or self.address}/metrics"
        with urllib.request.urlopen(url, timeout=10) as answer:
            self.assertIn("text/plain", answer.headers["Content-Type"])
            return answer.read().decode()

    def scrape(self, address: str = "") -> dict:
        """(metric, labels) -> value."""
        found = {}
        for line in self.text(address).splitlines():
            if line and not line.startswith("#"):
                name, labels, value = SAMPLE.match(line).groups()
                found[name, frozenset(LABEL.findall(labels or ""))] = float(value)
        return found

    def of(self, name: str, address: str = "", **labels) -> float:
        """The one sample with (at least) these labels; fails when there is none."""
        wanted = set(labels.items())
        found = [value for (metric, has), value in self.scrape(address).items()
                 if metric == name and wanted <= has]
        self.assertEqual(len(found), 1, f"{name}{labels}: {found}")
        return found[0]

    def settled(self, name: str, wanted, address: str = "", **labels) -> float:
        """The sample once it is as wanted: figures follow within a second or two."""
        deadline = time.monotonic() + SETTLE_SECONDS_MAX
        while True:
            value = self.of(name, address, **labels)
            if wanted(value):
                return value
            self.assertLess(time.monotonic(), deadline, f"{name}{labels} is still {value}")
            time.sleep(0.05)

    def test_every_partition_publishes_what_was_promised(self):
        found = self.scrape()
        for service in SERVICES:
            labels = frozenset({("service", service), ("partition", "0")})
            for promise, name in PER_PARTITION.items():
                with self.subTest(service=service, promise=promise):
                    self.assertIn((name, labels), found)
        self.assertGreater(self.of("csi_disk_free_bytes", service="raci"), 1 << 20)
        self.assertEqual(self.of("csi_dead_records_total", service="raci"), 0)
        self.assertEqual(self.of("csi_partition_leading", service="raci"), 1)

    def test_each_sample_has_a_type_and_a_help_text(self):
        text = self.text()
        for name in sorted({name for name, _ in self.scrape()
                            if name.startswith("csi_")}):
            with self.subTest(name):
                kind = "counter" if name.endswith("_total") else "gauge"
                self.assertIn(f"# TYPE {name} {kind}\n", text)
                self.assertRegex(text, rf"# HELP {name} \w+")

    def test_a_write_moves_position_batches_and_times(self):
        names = ("csi_journal_next_offset", "csi_batches_total",
                 "csi_commands_total", "csi_events_total",
                 "csi_append_seconds_total", "csi_decide_seconds_total")
        before = {name: self.of(name, service="raci") for name in names}
        self.api.create_person("paul")
        for name in names:
            with self.subTest(name):
                self.settled(name, lambda value, n=name: value > before[n], service="raci")
        self.assertGreaterEqual(self.of("csi_batch_commands", service="raci"), 1)

    def test_a_refusal_is_counted_by_its_reason(self):
        refused = self.of("csi_refusals_total", service="raci")
        with self.assertRaises(Refused) as caught:
            self.api.create_person("olga")
        self.assertEqual(caught.exception.reason, "ALREADY_EXISTS")
        self.assertEqual(self.of("csi_calls_total", method="CreatePerson",
                                 reason="ALREADY_EXISTS"), 1)
        self.settled("csi_refusals_total", lambda value: value == refused + 1, service="raci")

    def test_the_lag_of_every_view_is_known_and_small(self):
        for service in ("registry", "workflow", "reporting"):
            with self.subTest(service):
                self.settled("csi_view_lag_seconds", lambda value: value < 5,
                             service=service, source="raci")

    def test_the_workflow_tells_how_many_runs_are_stuck(self):
        self.assertEqual(self.of("csi_workflow_stuck_runs", service="workflow",
                                 partition="0"), 0)

    def test_the_position_goes_on_over_a_crash(self):
        address = f"127.0.0.1:{free_port()}"
        with Server("--metrics-listen", address) as server:
            api = server.api()
            for number in range(5):
                api.create_person(f"p{number}", actor="p0")
            api.close()
            # A genesis, a claim and five batches; then the next claim.
            self.settled("csi_journal_next_offset", lambda value: value == 7, address,
                         service="raci")
            server.kill()
            server.start()
            self.settled("csi_journal_next_offset", lambda value: value == 8, address,
                         service="raci")

    def test_an_address_in_use_is_said_at_the_start(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            done = run("csid", "--data-dir", str(self.server.root / "other"),
                       "--listen", f"127.0.0.1:{free_port()}",
                       "--metrics-listen", address)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(address, done.stderr)
        self.assertIn("--metrics-listen", done.stderr)


if __name__ == "__main__":
    unittest.main()
