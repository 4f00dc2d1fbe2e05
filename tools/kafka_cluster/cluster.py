"""A local Kafka cluster in one folder: what tools/kafka does.

Every step is bounded. Commands on one folder exclude each other by a lock, and
up is idempotent: it starts only what does not run.
"""
import base64
import contextlib
import fcntl
import json
import pathlib
import shutil
import signal
import subprocess
import time
import uuid
from concurrent import futures

import jars
import settings
import wire
from process import DEAD, PAUSED, RUNNING, Broker

FORMAT_SECONDS = 60
# KRaft nodes that stop together lose their quorum and then hang.
STOP_SECONDS = 8
KILL_SECONDS = 10
LOCK_SECONDS = 180
BROKERS = (1, 3)


def new_cluster_id(make=uuid.uuid4) -> str:
    """22 characters of base64; never a leading "-", which the format tool takes for a flag."""
    while True:
        drawn = base64.urlsafe_b64encode(make().bytes).decode().rstrip("=")
        if not drawn.startswith("-"):
            return drawn


class ClusterError(Exception):
    """What went wrong and what to do, for the person at the terminal."""


class Cluster:
    """The cluster of one folder; use inside its own `locked()`."""

    def __init__(self, folder: pathlib.Path, say):
        self.folder = folder
        self._say = say
        self._file = folder / "cluster.json"
        self._about = None
        if self._file.exists():
            self._about = json.loads(self._file.read_text(encoding="utf-8"))

    @contextlib.contextmanager
    def locked(self):
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        path = self.folder.parent / f".{self.folder.name}.lock"
        with open(path, "a", encoding="utf-8") as lock:
            end = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise ClusterError(f"another command holds {path}") from None
                    time.sleep(0.2)
            self.__init__(self.folder, self._say)  # what the other one has changed
            yield self

    # -- what there is -------------------------------------------------------

    def exists(self) -> bool:
        return self._about is not None

    def _numbers(self) -> list[str]:
        return list(self._about["ports"])

    def _broker(self, number: str) -> Broker:
        return Broker(self.folder / number)

    def _one(self, number: str) -> Broker:
        if not self.exists():
            raise ClusterError(f"there is no cluster in {self.folder}; tools/kafka up makes one")
        if number not in self._numbers():
            raise ClusterError(f"no broker {number}; there are: {', '.join(self._numbers())}")
        return self._broker(number)

    def bootstrap(self) -> str:
        return ",".join(f"{settings.HOST}:{p['plain']}" for p in self._about["ports"].values())

    def _members(self) -> set[str]:
        """Brokers that answer, and that all who answer count as in service.

        Asking one alone would do no good: for some seconds it still believes in
        a broker that was killed and is only starting again.
        """
        answers = {}
        for number, ports in self._about["ports"].items():
            if self._broker(number).state() != RUNNING:
                continue
            with contextlib.suppress(OSError):
                found, controller = wire.brokers(settings.HOST, ports["plain"])
                answers[number] = {str(member) for member in found} if controller >= 0 else set()
        return set.intersection(set(answers), *answers.values())

    def status(self) -> dict:
        if not self.exists():
            return {"folder": str(self.folder), "brokers": [], "ready": False}
        members = self._members()
        rows = []
        for number, ports in self._about["ports"].items():
            broker = self._broker(number)
            rows.append({"broker": int(number), "state": broker.state(), "pid": broker.pid(),
                         "in_service": number in members, "log": str(broker.log),
                         "address": f"{settings.HOST}:{ports['plain']}",
                         "proxied": f"{settings.HOST}:{ports['proxied']}",
                         "proxy": f"{settings.HOST}:{ports['proxy']}"})
        return {"folder": str(self.folder), "version": self._about["version"],
                "bootstrap": self.bootstrap(), "brokers": rows,
                "ready": all(row["in_service"] and row["state"] == RUNNING for row in rows)}

    # -- starting ------------------------------------------------------------

    def up(self, count: int, version: str, extra: dict[str, str], heap: int,
           seconds: float) -> dict:
        if not self.exists():
            self._create(count, version, extra, heap)
        elif len(self._numbers()) != count or self._about["version"] != version or (
                extra and extra != self._about["extra"]):
            raise ClusterError(
                f"{self.folder} holds {len(self._numbers())} broker(s) of "
                f"{self._about['version']}, with other settings than asked for; "
                "'tools/kafka down --purge' deletes it, --data DIR makes another")
        self._start([n for n in self._numbers() if self._broker(n).state() == DEAD], seconds)
        return self.status()

    def _create(self, count: int, version: str, extra: dict[str, str], heap: int) -> None:
        if count not in BROKERS:
            raise ClusterError(f"{count} brokers: must be one of {BROKERS}")
        if self.folder.exists() and any(self.folder.iterdir()):
            raise ClusterError(f"{self.folder} is not empty and holds no cluster; use --data DIR")
        jars.ensure(version, self._say)
        cluster_id = new_cluster_id()
        about = {"version": version, "cluster_id": cluster_id, "heap": heap, "extra": extra,
                 "ports": settings.choose_ports(count)}
        self.folder.mkdir(parents=True, exist_ok=True)
        for number in about["ports"]:
            folder = self.folder / number
            folder.mkdir()
            (folder / "server.properties").write_text(
                settings.properties(number, about["ports"], str(folder / "data"), extra),
                encoding="utf-8")
        self._file.write_text(json.dumps(about, indent=1), encoding="utf-8")
        self._about = about

    def _java(self, main: str, *arguments: str) -> list[str]:
        folder = jars.ensure(self._about["version"], self._say)
        return ["java", f"-Xmx{self._about['heap']}m", "-Xms64m", "-XX:+UseSerialGC",
                "-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
                "-cp", f"{folder}/*", main, *arguments]

    def _format(self, number: str) -> None:
        """Gives a new broker its storage."""
        command = self._java("kafka.tools.StorageTool", "format", "-t",
                             self._about["cluster_id"], "-c",
                             str(self.folder / number / "server.properties"))
        try:
            done = subprocess.run(command, timeout=FORMAT_SECONDS, text=True, check=False,
                                  stdin=subprocess.DEVNULL, capture_output=True)
        except FileNotFoundError:
            raise ClusterError("java is missing: tools/install kafka installs it") from None
        except subprocess.TimeoutExpired:
            raise ClusterError(f"formatting broker {number} took over {FORMAT_SECONDS} s") from None
        if done.returncode:
            tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
            raise ClusterError(f"formatting the storage of broker {number} failed:\n{tail}")

    def _start(self, numbers: list[str], seconds: float) -> None:
        """Starts these and waits until all brokers that run are in service."""
        fresh = [n for n in numbers if not (self.folder / n / "data/meta.properties").exists()]
        if fresh:
            self._say(f"formatting the storage of {len(fresh)} new broker(s)")
            with futures.ThreadPoolExecutor(len(fresh)) as pool:
                list(pool.map(self._format, fresh))
        try:
            for number in numbers:
                self._broker(number).start(self._java("kafka.Kafka", "server.properties"))
            self._wait_ready(seconds)
        except BaseException:
            for number in numbers:  # only what this very command has started
                self._broker(number).send(signal.SIGKILL)
            raise

    def _wait_ready(self, seconds: float) -> None:
        started = told = time.monotonic()
        wanted = {n for n in self._numbers() if self._broker(n).state() not in (DEAD, PAUSED)}
        while not wanted <= (members := self._members()):
            now = time.monotonic()
            for number in wanted:
                broker = self._broker(number)
                if broker.state() == DEAD:
                    raise ClusterError(f"broker {number} ended while starting; the end of "
                                       f"{broker.log}:\n{broker.log_tail()}")
            missing = ", ".join(sorted(wanted - members))
            if now - started > seconds:
                raise ClusterError(f"broker {missing} not in service within {seconds:.0f} s; "
                                   f"see {self.folder}/N/broker.log")
            if now - told > 3:
                told = now
                self._say(f"waiting for broker {missing} ({now - started:.0f} s)")
            time.sleep(0.25)
        if wanted:
            self._say(f"{len(wanted)} broker(s) ready after {time.monotonic() - started:.1f} s")

    # -- stopping and faults -------------------------------------------------

    def kill(self, number: str) -> None:
        broker = self._one(number)
        if not broker.send(signal.SIGKILL):
            raise ClusterError(f"broker {number} does not run")
        if not broker.wait_dead(KILL_SECONDS):
            raise ClusterError(f"broker {number} outlived SIGKILL by {KILL_SECONDS} s")

    def restart(self, number: str, seconds: float) -> dict:
        """Stops it in good order if it runs, and starts it on its data."""
        self._stop([self._one(number)])
        self._start([number], seconds)
        return self.status()

    def signal(self, number: str, sent: signal.Signals) -> None:
        if not self._one(number).send(sent):
            raise ClusterError(f"broker {number} does not run")

    def _stop(self, brokers: list[Broker]) -> None:
        for broker in brokers:
            broker.send(signal.SIGCONT)  # a paused one could not obey
            broker.send(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for broker in brokers:
            if not broker.wait_dead(max(0.0, end - time.monotonic())):
                broker.send(signal.SIGKILL)
                broker.wait_dead(KILL_SECONDS)

    def down(self, purge: bool) -> None:
        """Stops all; with purge at once, since the data goes too."""
        if not self.exists():
            return
        brokers = [self._broker(number) for number in self._numbers()]
        if purge:
            for broker in brokers:
                broker.send(signal.SIGKILL)
            for broker in brokers:
                broker.wait_dead(KILL_SECONDS)
            shutil.rmtree(self.folder)
        else:
            self._stop(brokers)
