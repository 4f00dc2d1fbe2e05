"""What the failover test does to copies, brokers and the network between them.

A fault is done, writes must be acknowledged again, then it is healed. `gap` is
how long no write was acknowledged. The brokers are a cluster of the test's own
(tools/kafka), the copies enter it through forwarders that can be cut (cuts.py).
"""
import json
import pathlib
import signal
import subprocess
import time

import failover_load as load

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRITES_SECONDS = 90
CLUSTER_SECONDS = 240
BEYOND_SESSION = load.SESSION_MS / 1000 + 2


class Stuck(Exception):
    """Nothing goes on any more; says where the logs are."""


class Cluster:
    """tools/kafka on a folder of its own; deleted at the end."""

    def __init__(self, folder: pathlib.Path, brokers: int, version: str = ""):
        self.folder, self.brokers, self.version = folder, brokers, version
        self.status = {}

    def __enter__(self):
        self.run("down", "--purge")  # what an interrupted run has left
        self.up()
        return self

    def __exit__(self, *_):
        self.run("down", "--purge")

    def run(self, *words: str) -> str:
        done = subprocess.run([ROOT / "tools/kafka", *words, "--data", self.folder], text=True,
                              capture_output=True, timeout=CLUSTER_SECONDS, check=False)
        if done.returncode:
            raise Stuck(f"tools/kafka {' '.join(words)}: {done.stderr}")
        return done.stdout

    def up(self):
        version = ("--version", self.version) if self.version else ()
        self.status = json.loads(self.run("up", str(self.brokers), *version, "--json"))

    @property
    def bootstrap(self) -> str:
        return self.status["bootstrap"]

    def kill_all(self):
        for broker in range(1, self.brokers + 1):
            self.run("kill", str(broker))


class Faults:
    """The kinds by name; `do` returns the seconds without an acknowledged write."""

    KINDS = ("kill_leader", "freeze_leader", "stop_leader", "kill_copy", "kill_broker",
             "cut_leader", "silence_leader", "cut_broker", "silence_broker", "kill_all_brokers")
    # Drawn again and again; all brokers away and back takes half a minute.
    OFTEN = KINDS[:-1]
    QUICK = ("kill_leader", "stop_leader", "kill_copy", "cut_broker", "silence_broker")

    def __init__(self, cluster, network, copies, writers, chance):
        self.cluster, self.network = cluster, network
        self.copies, self.writers, self.chance = copies, writers, chance

    def do(self, kind: str) -> float:
        return getattr(self, "_" + kind)()

    def leader(self, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for copy in self.copies:
                if copy.gauge("csi_partition_leading") == 1:
                    return copy
            time.sleep(0.05)
        raise Stuck("no copy leads: " + self._logs())

    def gap(self, begin: float) -> float:
        """Seconds from `begin` to the first acknowledgement after it."""
        until = time.monotonic() + WRITES_SECONDS
        while time.monotonic() < until:
            times = [t for w in self.writers for t in w.times[-50:] if t > begin]
            if times:
                return min(times) - begin
            for writer in self.writers:
                if writer.strange:
                    raise Stuck(f"a writer was answered {writer.strange}")
            time.sleep(0.01)
        raise Stuck("no write is acknowledged any more: " + self._logs())

    def longest_gap(self, begin: float) -> float:
        """The longest time between two acknowledgements since `begin`."""
        self.gap(time.monotonic())
        times = sorted(t for w in self.writers for t in list(w.times) if t > begin)
        return max((b - a for a, b in zip([begin] + times, times)), default=0)

    def _logs(self) -> str:
        return "".join(f"\n{copy.log}:\n{copy.log.read_text()[-1500:]}" for copy in self.copies)

    def _kill(self, victim) -> float:
        begin = time.monotonic()
        victim.kill()
        time.sleep(0.2)  # answers that were on their way
        self.gap(time.monotonic())
        time.sleep(self.chance.uniform(0, 1))
        gap = self.longest_gap(begin)
        victim.start()
        return gap

    def _kill_leader(self):
        return self._kill(self.leader())

    def _kill_copy(self):
        return self._kill(self.chance.choice(self.copies))

    def _freeze_leader(self):
        victim, begin = self.leader(), time.monotonic()
        victim.process.send_signal(signal.SIGSTOP)
        try:
            # Other copies pass calls on to the frozen one until it is replaced.
            time.sleep(BEYOND_SESSION)
            return self.longest_gap(begin)
        finally:
            victim.process.send_signal(signal.SIGCONT)

    def _stop_leader(self):
        victim, begin = self.leader(), time.monotonic()
        victim.stop()
        gap = self.longest_gap(begin)
        victim.start()
        return gap

    def _away(self, harm, heal) -> float:
        """Of the network: shorter than the session, or longer."""
        begin = time.monotonic()
        harm()
        try:
            time.sleep(self.chance.choice((1, 2.5, BEYOND_SESSION)))
        finally:
            heal()
        return self.longest_gap(begin)

    def _cut_leader(self):
        pid = self.leader().process.pid
        return self._away(lambda: self.network.cut_process(pid),
                          lambda: self.network.heal_process(pid))

    def _silence_leader(self):
        pid = self.leader().process.pid
        return self._away(lambda: self.network.silence_process(pid),
                          lambda: self.network.heal_process(pid))

    def _broker(self) -> int:
        return self.chance.randint(1, self.cluster.brokers)

    def _cut_broker(self):
        broker = self._broker()
        return self._away(lambda: self.network.cut(broker), lambda: self.network.heal(broker))

    def _silence_broker(self):
        broker = self._broker()
        return self._away(lambda: self.network.silence(broker), lambda: self.network.heal(broker))

    def _kill_broker(self):
        broker, begin = self._broker(), time.monotonic()
        self.cluster.run("kill", str(broker))
        if self.cluster.brokers > 1:
            self.gap(time.monotonic())
        self.cluster.run("restart", str(broker))
        return self.longest_gap(begin)

    def _kill_all_brokers(self):
        begin = time.monotonic()
        self.cluster.kill_all()
        time.sleep(self.chance.uniform(0, 2))
        self.cluster.up()
        return self.longest_gap(begin)
