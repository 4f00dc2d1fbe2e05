"""One run of the failover test: a load, faults drawn from a seed, then the checks."""
import collections
import dataclasses
import pathlib
import random
import shutil
import time

import failover_checks as checks
import failover_load as load
from cuts import Network
from failover_faults import Cluster, Faults, Stuck
from live_server import run

COPIES = 3
WRITERS = 4
RECORDERS = 3


@dataclasses.dataclass
class Result:
    """What a seed came to; `history` is for tests/linearizability."""
    seed: int
    brokers: int
    faults: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    gaps: list = dataclasses.field(default_factory=list)  # (kind, seconds)
    acknowledged: int = 0
    operations: int = 0
    repeated_events: int = 0
    refusals: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    found: checks.Findings = dataclasses.field(default_factory=checks.Findings)
    state: str = ""
    seconds: float = 0
    clean: bool = False  # it came to its end and nothing was found


def chosen(chance: random.Random, count: int, kinds, often) -> list[str]:
    """Every kind once if there is room, the rest of `often`; in an order by chance."""
    kinds = list(kinds)
    chance.shuffle(kinds)
    often = [kind for kind in kinds if kind in often] or kinds
    faults = (kinds + [chance.choice(often) for _ in range(count)])[:count]
    chance.shuffle(faults)
    return faults


def _finish(threads):
    for thread in threads:
        thread.stopping.set()
    for thread in threads:
        thread.join(60)
        if thread.is_alive():
            raise Stuck(f"{thread} hangs")
        if thread.strange:
            raise Stuck(f"a call was answered {thread.strange}")


def _check(result: Result, cluster: Cluster, copies, writers, tenant):
    if not checks.wait_equal(copies):
        result.found.note("divergent", "the copies do not come to the same offset")
    people = set()
    for copy in copies:
        people = checks.check_copy(copy, writers, tenant, result.found)
    checks.wait_published(cluster.bootstrap, copies)
    result.repeated_events = checks.check_topic(cluster.bootstrap, tenant, people, result.found)
    checks.wait_equal(copies)
    for copy in copies:
        copy.kill()
    result.state = checks.check_hashes(copies, result.found)


def _keep_logs(copies, folder: pathlib.Path):
    folder.mkdir(parents=True, exist_ok=True)
    for number, copy in enumerate(copies, 1):
        if copy.log.exists():
            shutil.copy(copy.log, folder / f"copy-{number}.log")


def play(result: Result, count: int, kinds, often, cluster: Cluster, history: pathlib.Path,
         say=print) -> None:
    """On a cluster without topics of csi-raci; raises Stuck when nothing goes on.

    What it came to is in `result`, also of a run that did not get to its end.
    The history, and the logs of a run that was not clean, go where `history` is.
    """
    begin, seed = time.monotonic(), result.seed
    chance, tenant = random.Random(seed), f"failover-{seed}"
    made = run("csictl", "topics", "apply", "--kafka", cluster.bootstrap)
    if made.returncode != 0:
        raise Stuck(made.stdout + made.stderr)
    threads, registers = [], load.Registers()
    with Network(cluster.status) as network:
        copies = [load.Copy(network.bootstrap) for _ in range(COPIES)]
        try:
            for copy in copies:
                copy.start()
            writers = [load.Writer(copies, tenant, random.Random(seed + i), f"w{i}")
                       for i in range(WRITERS)]
            recorders = [load.Recorder(copies, tenant, random.Random(~seed - i), i, registers)
                         for i in range(RECORDERS)]
            threads = writers + recorders
            faults = Faults(cluster, network, copies, writers, chance)
            faults.leader()
            for thread in threads:
                thread.start()
            faults.gap(time.monotonic())
            for number, kind in enumerate(chosen(chance, count, kinds, often), 1):
                time.sleep(chance.uniform(0.2, 1))
                gap = faults.do(kind)
                result.faults[kind] += 1
                result.gaps.append((kind, gap))
                say(f"seed {seed} fault {number} of {count}: {kind}, "
                    f"at most {gap:.2f} s without an acknowledged write")
            time.sleep(1)
            _finish(threads)
            result.acknowledged = sum(len(writer.acknowledged) for writer in writers)
            result.operations = len(registers.history)
            result.refusals = sum((thread.refusals for thread in threads), collections.Counter())
            registers.write(history)
            _check(result, cluster, copies, writers, tenant)
            result.clean = not result.found.counts
        finally:
            for thread in threads:
                thread.stopping.set()
            if not result.clean:
                _keep_logs(copies, history.parent)
            for copy in copies:
                copy.__exit__()
    result.seconds = time.monotonic() - begin
