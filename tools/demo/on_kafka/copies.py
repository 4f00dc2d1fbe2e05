"""Two copies of each service, as processes that this one started.

A copy is asked through its metrics whether it leads or follows and how far it
has folded the journal. Nothing is ended but by the id of its process.
"""
import ctypes
import dataclasses
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.request

from on_kafka.terminal import RunError, say, tail, wait

PROGRAMS = {"raci": "csi-raci", "registry": "csi-register",
            "workflow": "csi-workflow", "reporting": "csi-reporting"}
NUMBERS = (1, 2)
HOST = "127.0.0.1"
# The smallest that brokers allow by default: a dead leader is replaced after it.
SESSION_MS = 6000
READY_SECONDS = 90
STOP_SECONDS = 20
ASK_SECONDS = 2


PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Linux tells the new process to stop when this one is gone, however it went."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def ports_from(base: int) -> list[int]:
    """The ports of all copies: base + 11 to 14 and 21 to 24, metrics 100 above."""
    return [base + 10 * number + place + offset
            for number in NUMBERS for place in range(1, 1 + len(PROGRAMS))
            for offset in (0, 100)]


@dataclasses.dataclass(frozen=True)
class Place:
    """What all copies have in common."""
    programs: pathlib.Path  # the folder of the built programs
    data: pathlib.Path
    bootstrap: str


class Copy:
    def __init__(self, place: Place, service: str, number: int, port: int, metrics: int):
        self.place, self.service, self.number = place, service, number
        self.name = f"{service}-{number}"
        self.address, self.metrics = f"{HOST}:{port}", f"{HOST}:{metrics}"
        self.folder = place.data / self.name
        self.log = place.data / f"{self.name}.log"
        self.process = None

    def start(self, *flags: str) -> None:
        """Returns at once; the copy then joins by itself."""
        for address in (self.address, self.metrics):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, int(address.rpartition(":")[2])))
                except OSError:
                    raise RunError(f"{self.name}: {address} is in use; stop what runs there "
                                   "or choose another --port") from None
        # No --kafka-instance: a copy that is told to stop leaves its group at once.
        command = [self.place.programs / PROGRAMS[self.service], "--kafka", self.place.bootstrap,
                   "--kafka-session-ms", str(SESSION_MS),
                   "--data-dir", self.folder, "--listen", self.address,
                   "--advertise", self.address, "--metrics-listen", self.metrics, *flags]
        with open(self.log, "ab") as log:
            # A session of its own: Ctrl-C is for tools/run, which stops it in order.
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, start_new_session=True,
                                            preexec_fn=_end_with_parent)

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As a power cut would: SIGKILL."""
        self.process.kill()
        self.process.wait()

    def tell_to_stop(self) -> None:
        if self.runs():
            self.process.send_signal(signal.SIGTERM)

    def wait_stopped(self) -> bool:
        """Whether it ended by itself, in good order."""
        if self.process is None:
            return True
        try:
            return self.process.wait(STOP_SECONDS) == 0
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def metric(self, name: str) -> int | None:
        """A metric of the partition; None when the copy does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.metrics}/metrics",
                                        timeout=ASK_SECONDS) as page:
                text = page.read().decode()
        except OSError:
            return None
        found = re.search(rf"^{name}{{[^}}]*}} (\S+)$", text, re.MULTILINE)
        return int(float(found.group(1))) if found else None

    def leads(self) -> bool:
        return self.metric("csi_partition_leading") == 1

    def follows(self) -> bool:
        return self.metric("csi_partition_following") == 1

    def check_runs(self) -> None:
        if not self.runs():
            raise RunError(f"{self.name} ended with code {self.process.poll()}; the end of "
                           f"{self.log}:\n{tail(self.log)}")


class Copies:
    """All of them. Started ones are stopped by `stop`, whatever happened."""

    def __init__(self, place: Place, ports: list[int]):
        pairs = iter(zip(ports[::2], ports[1::2]))
        self.place = place
        self.all = [Copy(place, service, number, *next(pairs))
                    for number in NUMBERS for service in PROGRAMS]

    def addresses(self) -> list[str]:
        """As csictl takes them: one text for the first copies, one for the second."""
        return [",".join(f"{copy.service}={copy.address}" for copy in self.all
                         if copy.number == number) for number in NUMBERS]

    def of(self, service: str) -> list[Copy]:
        return [copy for copy in self.all if copy.service == service]

    def running(self) -> list[Copy]:
        return [copy for copy in self.all if copy.runs()]

    def leader(self, service: str) -> Copy | None:
        return next((copy for copy in self.of(service) if copy.leads()), None)

    def start(self, *flags: str) -> None:
        """Returns once each service has one copy that leads and one that follows."""
        say(f"starting {len(self.all)} copies, two of each service; their logs are "
            f"{self.place.data}/SERVICE-N.log")
        for copy in self.all:
            copy.start(*flags)
        took = wait(READY_SECONDS, "starting the copies", self._missing)
        say(f"all copies are ready after {took:.1f} s")

    def _missing(self) -> str:
        missing = []
        for service in PROGRAMS:
            for copy in self.of(service):
                copy.check_runs()
            if not self.leader(service):
                missing.append(f"a leader of {service}")
            elif not any(copy.follows() for copy in self.of(service)):
                missing.append(f"a follower of {service}")
        return ", ".join(missing)

    def wait_equal(self, service: str) -> float:
        """Waits until one leads, one follows, and both have folded as much."""
        def missing() -> str:
            for copy in self.of(service):
                copy.check_runs()
            if self.leader(service) is None:
                return f"a leader of {service}"
            ends = {copy.name: copy.metric("csi_journal_next_offset")
                    for copy in self.of(service)}
            same = len(set(ends.values())) == 1 and None not in ends.values()
            followed = any(copy.follows() for copy in self.of(service))
            return "" if same and followed else ", ".join(
                f"{name} at record {end}" for name, end in ends.items())
        return wait(READY_SECONDS, f"the copies of {service} become equal", missing)

    def stop(self) -> list[str]:
        """Followers first, so that nobody hands over for nothing.

        Returns the names of those that did not end in good order.
        """
        running = self.running()
        leaders = [copy for copy in running if copy.leads()]
        bad = []
        for group in ([copy for copy in running if copy not in leaders], leaders):
            for copy in group:
                copy.tell_to_stop()
            bad += [copy.name for copy in group if not copy.wait_stopped()]
        return bad
