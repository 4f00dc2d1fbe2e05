"""Copies of one service on a real Kafka, whose leader dies, freezes and stops.

Writers create people at any copy and repeat under the same request id until
they are acknowledged. Meanwhile the leader is killed with SIGKILL, frozen
beyond its session and thawed, or stopped as an operator does it. At the end
every acknowledged write is there once, with what was acknowledged, its event
came once at every copy, and the rows of all copies have the same hash.

With CSI_KAFKA_COMMAND, a program that takes `kill K` and `restart K`, a broker
of three is killed too and comes back.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without. CSI_FAILOVER_FAULTS: how
often (6). CSI_FAILOVER_KINDS: which (kill freeze stop). CSI_FAILOVER_SEED: to
run one failure again.
"""
import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from live_server import Refused, Server, free_port, run  # noqa: E402

BOOTSTRAP = os.environ.get("CSI_KAFKA_BOOTSTRAP", "")
FAULTS = int(os.environ.get("CSI_FAILOVER_FAULTS", "6"))
SEED = int(os.environ.get("CSI_FAILOVER_SEED", str(random.SystemRandom().randrange(2**32))))
BROKERS = os.environ.get("CSI_KAFKA_COMMAND", "")
KINDS = os.environ.get("CSI_FAILOVER_KINDS",
                       "kill freeze stop" + (" broker" if BROKERS else "")).split()
COPIES = 3
WRITERS = 4
SESSION_MS = 6000
TENANT = f"failover-{SEED}"
# What a call may be answered that is to be repeated.
AGAIN = {"", "NOT_SERVING", "NOT_LEADER", "OUTCOME_UNKNOWN", "DEADLINE_PASSED"}


def content(message) -> bytes:
    return message.SerializeToString(deterministic=True)


class Copy(Server):
    def __init__(self):
        self.metrics = free_port()
        super().__init__("--kafka", BOOTSTRAP, "--kafka-session-ms", str(SESSION_MS),
                         "--metrics-listen", f"127.0.0.1:{self.metrics}", program="csi-raci")

    def gauge(self, name: str) -> float:
        """A metric of the partition; -1 when the copy does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=2) as page:
                found = re.search(rf"^{name}{{[^}}]*}} (\S+)$", page.read().decode(), re.M)
                return float(found.group(1)) if found else -1
        except OSError:
            return -1


class Writer(threading.Thread):
    """Creates people, each repeated at one copy after another until it is done."""

    def __init__(self, copies, prefix, chance):
        super().__init__(daemon=True)
        self.copies, self.prefix, self.chance = copies, prefix, chance
        self.acknowledged = {}
        self.times = []       # when each acknowledgement came
        self.refusals = collections.Counter()
        self.strange = None
        self.stopping = threading.Event()
        self.apis = {}

    def api(self, copy):
        if copy not in self.apis:
            self.apis[copy] = copy.api(TENANT)
        return self.apis[copy]

    def create(self, person):
        """One person, however many attempts it takes."""
        while not self.stopping.is_set():
            copy = self.chance.choice(self.copies)
            try:
                return self.api(copy).call("raci", "CreatePerson", {
                    "parent": f"tenants/{TENANT}", "person_id": person,
                    "person": {"display_name": person}, "request_id": person},
                    actor="olga", timeout=10)
            except Refused as error:
                self.refusals[error.reason or error.code.name] += 1
                if error.reason not in AGAIN:
                    self.strange = error
                    return None
                time.sleep(0.02)
            except Exception:  # the copy is away: its descriptors cannot be had
                self.apis.pop(copy, None)
        return None

    def run(self):
        number = 0
        while not self.stopping.is_set() and self.strange is None:
            number += 1
            person = f"{self.prefix}-{number}"
            answer = self.create(person)
            if answer is None:
                return
            self.acknowledged[person] = content(answer)
            self.times.append(time.monotonic())


@unittest.skipUnless(BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class KafkaFailover(unittest.TestCase):
    def leader(self, copies, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for copy in copies:
                if copy.gauge("csi_partition_leading") == 1:
                    return copy
            time.sleep(0.05)
        raise AssertionError("no copy leads: " + "".join(
            copy.log.read_text()[-1500:] for copy in copies))

    def gap(self, writers, begin):
        """Seconds from `begin` to the first acknowledgement after it."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            times = [t for w in writers for t in w.times[-50:] if t > begin]
            if times:
                return min(times) - begin
            for writer in writers:
                self.assertIsNone(writer.strange)
            time.sleep(0.01)
        raise AssertionError("no write is acknowledged any more: " + "".join(
            copy.log.read_text()[-1500:] for copy in writers[0].copies))

    def broker_fault(self, writers):
        broker = str(1 + int(time.monotonic()) % 3)
        subprocess.run([BROKERS, "kill", broker], check=True, capture_output=True)
        gap = self.gap(writers, time.monotonic())
        subprocess.run([BROKERS, "restart", broker], check=True, capture_output=True)
        print(f"broker {broker}: writes again after {gap:.2f} s", flush=True)

    def fault(self, kind, copies, writers):
        if kind == "broker":
            return self.broker_fault(writers)
        victim = self.leader(copies)
        if kind == "kill":
            victim.kill()
            gap = self.gap(writers, time.monotonic())
            time.sleep(0.5)
            victim.start()
        elif kind == "freeze":
            victim.process.send_signal(signal.SIGSTOP)
            begin = time.monotonic()
            # Other copies pass calls on to the frozen one until it is replaced.
            time.sleep(SESSION_MS / 1000 + 2)
            self.gap(writers, time.monotonic())
            gap = time.monotonic() - begin
            victim.process.send_signal(signal.SIGCONT)
        else:
            begin = time.monotonic()
            victim.stop()
            self.gap(writers, time.monotonic())
            # Nobody is kept waiting: the longest pause between two answers.
            times = sorted(t for w in writers for t in list(w.times) if t > begin)
            gap = max((b - a for a, b in zip([begin] + times, times)), default=0)
            victim.start()
        print(f"{kind}: writes again after {gap:.2f} s", flush=True)

    def wait_equal(self, copies):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            ends = {copy.gauge("csi_journal_next_offset") for copy in copies}
            if len(ends) == 1 and -1 not in ends:
                return
            time.sleep(0.1)
        raise AssertionError("the copies do not come to the same offset")

    def check_people(self, copy, acknowledged, attempted):
        api = copy.api(TENANT)
        try:
            found, token = {}, ""
            while not found or token:
                page = api.call("raci", "ListPeople", {
                    "parent": f"tenants/{TENANT}", "page_size": 1000, "page_token": token})
                for person in page.people:
                    key = person.name.rsplit("/", 1)[1]
                    self.assertNotIn(key, found, "listed twice")
                    found[key] = content(person)
                token = page.next_page_token
            for person, answer in acknowledged.items():
                self.assertEqual(found.get(person), answer, f"{person} was acknowledged")
            self.assertLessEqual(set(found) - set(acknowledged), attempted)
            counts = collections.Counter()
            for response in api.watch({"service": "raci", "parent": f"tenants/{TENANT}",
                                       "stop_at_end": True}):
                for event in response.events:
                    if event.type.endswith(".PersonRegistered"):
                        counts[event.subject.rsplit("/", 1)[1]] += 1
            self.assertEqual({p for p, n in counts.items() if n != 1}, set(), "created twice")
            self.assertEqual(set(counts), set(found))
            return set(found)
        finally:
            api.close()

    def check_topic(self, people):
        """The events topic as a consumer reads it: dense numbers, each person once."""
        if not shutil.which("kcat"):
            print("kcat is not here: the events topic was not read", flush=True)
            return
        read = subprocess.run(
            ["kcat", "-b", BOOTSTRAP, "-t", "csi.raci.events", "-C", "-e", "-q", "-f", "%h\n"],
            capture_output=True, text=True, timeout=120, check=True)
        last, repeated, ids, created = 0, 0, set(), collections.Counter()
        for line in read.stdout.splitlines():
            event = dict(pair.partition("=")[::2] for pair in line.split(","))
            if "ce_sequence" not in event:
                continue  # a progress mark
            number = int(event["ce_sequence"])
            if number <= last:
                repeated += 1
                self.assertIn(event["ce_id"], ids, "an old number with a new id")
                continue
            self.assertEqual(number, last + 1, "a gap")
            last = number
            ids.add(event["ce_id"])
            subject = event.get("ce_subject", "")
            if (event["ce_type"].endswith(".PersonRegistered")
                    and subject.startswith(f"tenants/{TENANT}/")):
                created[subject.rsplit("/", 1)[1]] += 1
        self.assertEqual(set(created.values()), {1})
        self.assertEqual(set(created), people)
        print(f"events topic: {last} events without a gap, {repeated} repeated", flush=True)

    def test_no_acknowledged_write_is_lost_and_none_counts_twice(self):
        print(f"CSI_FAILOVER_SEED={SEED} CSI_FAILOVER_FAULTS={FAULTS}", flush=True)
        made = run("csictl", "topics", "apply", "--kafka", BOOTSTRAP)
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
        chance = random.Random(SEED)
        copies = [Copy() for _ in range(COPIES)]
        writers = []
        try:
            for copy in copies:
                copy.start()
            self.leader(copies)
            writers = [Writer(copies, f"w{i}", random.Random(SEED + i)) for i in range(WRITERS)]
            for writer in writers:
                writer.start()
            self.gap(writers, time.monotonic())
            kinds = KINDS
            for number in range(FAULTS):
                time.sleep(chance.uniform(0.3, 1.5))
                self.fault(kinds[number] if number < len(kinds) else chance.choice(kinds),
                           copies, writers)
            time.sleep(1)
            for writer in writers:
                writer.stopping.set()
            for writer in writers:
                writer.join(60)
                self.assertFalse(writer.is_alive(), "a writer hangs")
                self.assertIsNone(writer.strange)
            acknowledged = {}
            for writer in writers:
                acknowledged.update(writer.acknowledged)
            attempted = {f"{w.prefix}-{len(w.acknowledged) + 1}" for w in writers}
            self.assertGreater(len(acknowledged), 10 * FAULTS)
            self.wait_equal(copies)
            for copy in copies:
                people = self.check_people(copy, acknowledged, attempted)
            time.sleep(2)  # what was committed last is being published
            self.check_topic(people)
            self.wait_equal(copies)
            for copy in copies:
                copy.kill()
            shown = set()
            for copy in copies:
                state = run("csictl", "state", "show", str(copy.folder))
                self.assertEqual(state.returncode, 0, state.stdout + state.stderr)
                shown.add(state.stdout)
            self.assertEqual(len(shown), 1, shown)
            refusals = sum((w.refusals for w in writers), collections.Counter())
            print(f"{FAULTS} faults, {len(acknowledged)} acknowledged writes, none lost, none "
                  f"doubled; repeated after {dict(refusals)}\n{shown.pop()}", flush=True)
        finally:
            for writer in writers:
                writer.stopping.set()
            for copy in copies:
                copy.__exit__()


if __name__ == "__main__":
    unittest.main(verbosity=2)
