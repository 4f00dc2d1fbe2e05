"""Copies of csi-raci on a real Kafka, and writers that count what they are refused.

What the tests of hand-over, stops and failpoints share. CSI_KAFKA_BOOTSTRAP
names the brokers; every test has a tenant of its own on the same journal.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))
from live_server import Refused, Server, free_port, run  # noqa: E402

BOOTSTRAP = os.environ.get("CSI_KAFKA_BOOTSTRAP", "")
SESSION_MS = 6000
CALL_SECONDS = 10
SETTLED_SECONDS = 3
# Refusals that ask for the same call once more.
AGAIN = {"", "NOT_SERVING", "NOT_LEADER", "OUTCOME_UNKNOWN", "DEADLINE_PASSED"}


class Copy(Server):
    """One copy, with the numbers that it tells of itself."""

    def __init__(self, *flags: str, bootstrap: str = ""):
        self.metrics = free_port()
        super().__init__("--kafka", bootstrap or BOOTSTRAP,
                         "--kafka-session-ms", str(SESSION_MS),
                         "--metrics-listen", f"127.0.0.1:{self.metrics}", *flags,
                         program="csi-raci")

    def gauge(self, name: str) -> float:
        """A metric of the partition; -1 when the copy does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=2) as page:
                found = re.search(rf"^{name}{{[^}}]*}} (\S+)$", page.read().decode(), re.M)
                return float(found.group(1)) if found else -1
        except OSError:
            return -1


class Broker:
    """One broker of a test's own, to be hurt; purged when the test ends."""

    def __init__(self, test):
        folder = tempfile.TemporaryDirectory(prefix="csi-kafka-")
        test.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "cluster")
        test.addCleanup(self.run, "down", "--purge")
        self.bootstrap = json.loads(self.run("up", "1", "--json"))["bootstrap"]

    def run(self, *words: str) -> str:
        """E.g. run("kill", "1"), as tools/kafka takes it."""
        done = subprocess.run([ROOT / "tools/kafka", *words, "--data", self.data], text=True,
                              timeout=200, capture_output=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout


def make_topics(bootstrap: str = "") -> None:
    made = run("csictl", "topics", "apply", "--kafka", bootstrap or BOOTSTRAP)
    assert made.returncode == 0, made.stdout + made.stderr


def leader_of(copies: list[Copy], seconds: float = 60) -> Copy:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for copy in copies:
            if copy.gauge("csi_partition_leading") == 1:
                return copy
        time.sleep(0.02)
    raise AssertionError("no copy leads: " + "".join(
        copy.log.read_text()[-1500:] for copy in copies))


def settled_leader(copies: list[Copy]) -> Copy:
    """The leader, once the group has named everybody who is there."""
    leader, since = leader_of(copies), time.monotonic()
    while time.monotonic() - since < SETTLED_SECONDS:
        time.sleep(0.1)
        now = leader_of(copies)
        if now is not leader:
            leader, since = now, time.monotonic()
    return leader


def wait_equal(copies: list[Copy], seconds: float = 60) -> None:
    """Until all have folded the same stretch of the journal."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ends = {copy.gauge("csi_journal_next_offset") for copy in copies}
        if len(ends) == 1 and -1 not in ends:
            return
        time.sleep(0.05)
    raise AssertionError("the copies do not come to the same offset")


def state_hashes(copies: list[Copy]) -> set[str]:
    """What `csictl state show` says of the folders; the copies must be stopped."""
    shown = set()
    for copy in copies:
        state = run("csictl", "state", "show", str(copy.folder))
        assert state.returncode == 0, state.stdout + state.stderr
        shown.add(state.stdout)
    return shown


class Writer(threading.Thread):
    """Creates people and reads them back at one copy; refusals are kept, not hidden."""

    def __init__(self, copy: Copy, tenant: str, prefix: str, seconds: float = CALL_SECONDS):
        super().__init__(daemon=True)
        self.seconds = seconds  # the deadline of each call
        self.copy, self.tenant, self.prefix = copy, tenant, prefix
        self.times = []         # when each write was acknowledged
        self.acknowledged = []  # ids of the people
        self.refused = []       # (what, status) of calls that failed
        self.stopping = threading.Event()

    def attempt(self, api, what: str, request: dict):
        while not self.stopping.is_set():
            try:
                return api.call("raci", what, request, actor="olga", timeout=self.seconds)
            except Refused as error:
                self.refused.append((what, f"{error.code.name} {error.reason}: {error.text}"))
                if error.reason not in AGAIN:
                    return None
                time.sleep(0.02)
        return None

    def run(self):
        api = self.copy.api(self.tenant)
        number = 0
        while not self.stopping.is_set():
            number += 1
            person = f"{self.prefix}-{number}"
            if self.attempt(api, "CreatePerson", {
                    "parent": f"tenants/{self.tenant}", "person_id": person,
                    "person": {"display_name": person}, "request_id": person}) is None:
                break
            self.times.append(time.monotonic())
            self.acknowledged.append(person)
            self.attempt(api, "GetPerson", {"name": f"tenants/{self.tenant}/people/{person}"})
        api.close()

    def end(self) -> None:
        self.stopping.set()
        self.join(60)
        assert not self.is_alive(), "a writer hangs"


def longest_pause(writers: list[Writer], begin: float, end: float) -> float:
    """Seconds between two acknowledgements, of whichever writer, from `begin` on."""
    times = sorted(t for w in writers for t in list(w.times) if begin <= t <= end)
    return max((b - a for a, b in zip([begin, *times], [*times, end])), default=end - begin)
