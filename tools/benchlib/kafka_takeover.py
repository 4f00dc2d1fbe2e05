"""How long nobody writes when the leader is killed, and when it is stopped.

3 copies of csi-raci; writers call copies by chance, as the failover test does.
"""
import collections
import datetime
import json
import random
import time

import failover_load as load
from failover_faults import Faults
from live_server import run

COPIES = 3
WRITERS = 4
SETTLE_SECONDS = 3
TENANT = "takeover"


class Writer(load.Writer):
    """Notes when a call failed, at which copy and why."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.failures = []

    def failed(self, copy, reason):
        self.failures.append((time.monotonic(), copy, reason))


def _named(copies, since: datetime.datetime) -> datetime.datetime | None:
    """When the group first named one of these copies to lead."""
    times = []
    for copy in copies:
        for line in copy.log.read_text().splitlines():
            if "named to lead" in line:
                row = json.loads(line)
                times.append(datetime.datetime.fromisoformat(row["time"]))
    return min((t for t in times if t >= since), default=None)


def _kill(faults) -> dict:
    victim = faults.leader()
    rest = [copy for copy in faults.copies if copy is not victim]
    since, begin = datetime.datetime.now(datetime.timezone.utc), time.monotonic()
    victim.kill()
    time.sleep(0.2)  # answers that were on their way
    faults.gap(time.monotonic())
    again = 0.2 + faults.gap(begin + 0.2)
    noticed = _named(rest, since)
    until_named = (noticed - since).total_seconds() if noticed else None
    victim.start()
    return {"seconds_until_writes": round(again, 3),
            "seconds_until_named": until_named and round(until_named, 3),
            "seconds_after_named": until_named and round(again - until_named, 3)}


def _stop(faults) -> dict:
    victim = faults.leader()
    begin = time.monotonic()
    seconds = victim.stop()
    gap = faults.longest_gap(begin)
    time.sleep(0.5)
    failures = [(copy is victim, reason) for writer in faults.writers
                for at, copy, reason in list(writer.failures) if at >= begin]
    victim.start()
    return {"longest_pause_ms": round(1000 * gap, 1), "stop_seconds": round(seconds, 3),
            "failed_calls_elsewhere": dict(collections.Counter(
                reason for own, reason in failures if not own)),
            "failed_calls_at_the_stopping_copy": dict(collections.Counter(
                reason for own, reason in failures if own))}


def measure(cluster, repeats: int) -> dict:
    made = run("csictl", "topics", "apply", "--kafka", cluster.bootstrap)
    if made.returncode:
        raise RuntimeError(made.stderr)
    copies = [load.Copy(cluster.bootstrap) for _ in range(COPIES)]
    writers = [Writer(copies, TENANT, random.Random(i), f"w{i}") for i in range(WRITERS)]
    faults = Faults(cluster, None, copies, writers, random.Random(0))
    result = {"copies": COPIES, "session_ms": load.SESSION_MS, "leader_killed": [],
              "leader_stopped": []}
    try:
        for copy in copies:
            copy.start()
        faults.leader()
        for writer in writers:
            writer.start()
        faults.gap(time.monotonic())
        for _ in range(repeats):
            for name, fault in (("leader_killed", _kill), ("leader_stopped", _stop)):
                time.sleep(SETTLE_SECONDS)
                result[name].append(fault(faults))
        return result
    finally:
        for writer in writers:
            writer.stopping.set()
        for copy in copies:
            copy.__exit__()
