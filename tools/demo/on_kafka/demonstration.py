"""The order of the demonstration on Kafka, from the brokers' start to their end."""
import contextlib
import dataclasses
import fcntl
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from on_kafka import copies as c
from on_kafka.brokers import ROOT, Brokers
from on_kafka.leader_kill import LeaderKill
from on_kafka.terminal import RunError, say, tail
from story import acts, ctl, outlook

sys.path.insert(0, str(ROOT / "tools/kafka_cluster"))
import settings  # noqa: E402  (ports of tools/kafka)

RESULTS = ("report.html", "summary.json")
DEFAULT_PORT = 7470
FIRST_TIME = "2016-03-01T08:05:00Z"
SHOW_SECONDS = 60
LOOK_SECONDS = 0.5


@dataclasses.dataclass(frozen=True)
class Options:
    programs: pathlib.Path
    data: pathlib.Path
    once: pathlib.Path | None
    port: int | None


class Told(Exception):
    """A signal told us to stop."""

    def __init__(self, number: int):
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


def _raise_told(number, _frame):
    _heed_signals(False)  # whoever is told again stops already
    raise Told(number)


def _heed_signals(heed: bool) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_told if heed else signal.SIG_IGN)


def lock(data: pathlib.Path):
    """The folder is ours until the file that is returned is closed."""
    held = open(data / "lock", "a", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise RunError(f"another tools/run --kafka runs on {data}; stop it or choose another "
                       "--data") from None
    return held


def set_aside_unfinished(data: pathlib.Path) -> None:
    """A story that was interrupted is kept, but not gone on with: clocks do not go back."""
    brokers = (data / "brokers").exists()
    # Nothing yet, or a story played to its end; a "state" is that of one process.
    if brokers == (data / "played").exists() and not (data / "state").exists():
        return
    if not brokers or not (data / "playing").exists():
        raise RunError(f"{data} holds data that tools/run --kafka did not make; "
                       "use another --data")
    Brokers(data / "brokers").stop()
    aside = data.with_name(data.name + time.strftime(".unfinished-%Y%m%dT%H%M%SZ", time.gmtime()))
    say(f"the last start was interrupted while it played; moving it to {aside}")
    data.rename(aside)
    data.mkdir()


class Demonstration:
    def __init__(self, options: Options):
        self.options = options
        self.data = options.data
        self.csictl = options.programs / "csictl"
        self.brokers = Brokers(self.data / "brokers")
        self.copies = None
        self._held = None
        self._began = False  # nobody else's brokers are to be stopped

    def _place(self) -> c.Copies:
        port = self.options.port
        if port is None and self.options.once is None:
            port = DEFAULT_PORT
        ports = c.ports_from(port) if port else settings.free_ports(len(c.ports_from(0)))
        return c.Copies(c.Place(self.options.programs, self.data, self.brokers.bootstrap), ports)

    def run(self) -> None:
        """Everything but the end; `end` is to be called whatever happens."""
        self._held = lock(self.data)
        set_aside_unfinished(self.data)
        if not (self.data / "lock").exists():  # it was set aside
            self._held.close()
            self._held = lock(self.data)
        played = (self.data / "played").exists()
        if not played:
            (self.data / "playing").touch()
        self._began = True
        self.brokers.start()
        self.brokers.topics(self.csictl, *([] if played else ["plan", "apply"]), "check")
        self.copies = self._place()
        if played:
            self.copies.start()
            say(f"everything is as it was in {self.data}")
        else:
            self.copies.start("--demo-clock", acts.START)
            self._play()
        if self.options.once:
            for name in RESULTS:
                shutil.copy(self.data / name, self.options.once)
            self._compare_copies()
        else:
            self._stay_up()

    def _play(self) -> None:
        with ctl.Client(self.csictl, *self.copies.addresses(), clocks=self._clocks) as client:
            try:
                # They did not start in the same instant.
                client.move(FIRST_TIME)
                acts.play(client, self.data, LeaderKill(self.copies, client).interludes())
            except ctl.StoryError as error:
                ends = "\n".join(f"the end of {copy.log}:\n{tail(copy.log, 4)}"
                                 for copy in self.copies.all)
                raise RunError(f"the story stopped: {error}\n{ends}") from None
        (self.data / "playing").rename(self.data / "played")

    def _clocks(self) -> list[str]:
        """The directory last: nothing it says may lie in another's future.

        They are moved one after the other, so that each is a little behind the
        one before; a person who has left shall have left everywhere.
        """
        order = list(reversed(c.PROGRAMS))
        return [copy.address for copy in sorted(
            self.copies.running(), key=lambda copy: order.index(copy.service))]

    def _compare_copies(self) -> None:
        """Stops the copies and compares what each pair has folded, row by row."""
        for service in c.PROGRAMS:
            self.copies.wait_equal(service)
        self._stop_copies()
        for service in c.PROGRAMS:
            shown = {copy.name: self._state(copy) for copy in self.copies.of(service)}
            if len(set(shown.values())) != 1:
                raise RunError(f"the copies of {service} hold different states:\n" + "\n".join(
                    f"{name}: {text}" for name, text in shown.items()))
            print(f"  - both copies hold the same: {next(iter(shown.values()))}", flush=True)

    def _state(self, copy: c.Copy) -> str:
        done = subprocess.run([self.csictl, "state", "show", copy.folder], capture_output=True,
                              text=True, check=False, timeout=SHOW_SECONDS)
        if done.returncode != 0:
            raise RunError(f"csictl state show {copy.folder}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _stay_up(self) -> None:
        # Not those of the story's end: the ports may be others by now.
        following = "\n".join("  " + line for line in outlook.commands(
            self.csictl, self.copies.addresses()[0]))
        rows = "\n".join(f"  {copy.name:<12} {copy.address}  metrics http://{copy.metrics}/metrics"
                         f"  process {copy.process.pid}" for copy in self.copies.all)
        print(f"""
Three brokers run at {self.brokers.bootstrap}
and two copies of each service, with their data in {self.data}:
{rows}
Kill any of these processes, a leader too: the other copy goes on. And a broker:
  tools/kafka kill 1 --data {self.brokers.folder}
Report: {self.data}/report.html
Next commands to try, in another terminal:
{following}
Ctrl-C stops all of it; tools/run --kafka starts it again as it was.""", flush=True)
        gone = set()
        while True:
            time.sleep(LOOK_SECONDS)
            for copy in self.copies.all:
                if not copy.runs() and copy.name not in gone:
                    gone.add(copy.name)
                    say(f"{copy.name} ended with code {copy.process.poll()} and stays so; the "
                        f"other copy goes on. Its log is {copy.log}")

    def _stop_copies(self) -> None:
        say("stopping the copies")
        bad = self.copies.stop()
        if bad:
            raise RunError(f"did not stop cleanly: {', '.join(bad)}; their logs are "
                           f"{self.data}/NAME.log")

    def end(self, keep: bool) -> None:
        """Stops everything that was started, by the ids of the processes."""
        try:
            if self.copies and self.copies.running():
                self._stop_copies()
        finally:
            if self._began:
                say("stopping the brokers, up to 10 s")
                self.brokers.stop(purge=not keep)
            if self._held:
                self._held.close()


def _guarded(step) -> int:
    """The exit code of a step; what went wrong is told. Signals wait for the end after it."""
    try:
        try:
            step()
        finally:
            _heed_signals(False)
    except Told as told:
        return told.exit_code
    except (RunError, OSError) as error:
        say(f"error: {error}")
        return 1
    return 0


def run(options: Options) -> int:
    """The exit code. A folder made for --once is kept when something failed."""
    temporary = None
    if options.data is None:
        temporary = pathlib.Path(tempfile.mkdtemp(prefix="csi-run-kafka-"))
        options = dataclasses.replace(options, data=temporary)
    _heed_signals(True)
    shown = Demonstration(options)
    code = _guarded(shown.run)
    up = (options.data / "played").exists() and not options.once
    if up and code > 128:
        code = 0  # what Ctrl-C is for
    code = _guarded(lambda: shown.end(keep=temporary is None or code == 1)) or code
    if temporary and code == 1:
        say(f"data and logs are kept in {temporary} for a look; delete it when done")
    elif temporary:
        with contextlib.suppress(OSError):
            shutil.rmtree(temporary)
    if code == 0 and options.once:
        say("wrote " + " and ".join(str(options.once / name) for name in RESULTS))
    return code
