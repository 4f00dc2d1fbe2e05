"""What all benchmarks use: servers on loopback, something to work on, a load."""
import atexit
import concurrent.futures
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build" / os.environ.get("CSI_PRESET", "release") / "bin"
RUNS_MAX = 256
LOG_TAIL = 3000
AT_ONCE = 8  # clients that make what the load works on


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A program that listens on loopback; stopped by its own process id."""

    def __init__(self, program, *arguments):
        self.address = f"127.0.0.1:{free_port()}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [str(BIN / program), "--listen", self.address, *arguments],
            stdout=self.log, stderr=self.log)
        # Also when the benchmark stops half-way.
        atexit.register(self.process.kill)

    def wait_healthy(self):
        while subprocess.run([str(BIN / "csictl"), "--address", self.address, "health"],
                             capture_output=True).returncode != 0:
            if self.process.poll() is not None:
                sys.exit("csid ended: " + self.log_tail())
            time.sleep(0.005)

    def log_tail(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()[-LOG_TAIL:]

    def resident_mib(self) -> float:
        for line in open(f"/proc/{self.process.pid}/status", encoding="utf-8"):
            if line.startswith("VmRSS:"):
                return round(int(line.split()[1]) / 1024, 1)
        return 0.0

    def cpu_seconds(self) -> dict[str, float]:
        """Processor time so far by name of thread, those of one name together."""
        ticks = os.sysconf("SC_CLK_TCK")
        times = {}
        for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            name, _, rest = task.joinpath("stat").read_text().partition("(")[2].rpartition(")")
            fields = rest.split()  # the third field of proc(5) comes first
            times[name] = times.get(name, 0) + (int(fields[11]) + int(fields[12])) / ticks
        return times

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def ctl(server, *words) -> None:
    done = subprocess.run([str(BIN / "csictl"), "--address", server.address, "--tenant", "bench",
                           "--as", "anna", *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"csictl {' '.join(words)}: {done.stderr}\n{server.log_tail()}")


def found(server, count: int = RUNS_MAX) -> list[str]:
    """One person with all roles that a run needs, and a run per slot."""
    ctl(server, "person", "create", "anna", "--display-name", "Anna")
    ctl(server, "pack", "apply")
    ctl(server, "service", "create", "mail", "--display-name", "Mail")
    for role in ("it-director", "csi-manager", "seven-step-process-owner", "service-manager",
                 "service-level-manager"):
        ctl(server, "assignment", "create", "a-" + role, "--role", role, "--holder", "anna")
    ctl(server, "assignment", "create", "a-owner", "--role", "service-owner", "--holder", "anna",
        "--service", "mail")
    for matrix in ("seven-step-central", "csi-activities"):
        ctl(server, "matrix", "test", matrix)
        ctl(server, "matrix", "deploy", matrix)
    fields = json.dumps({"key": "vision", "text": "Mail in a second."})
    lists = [json.dumps({"key": key, "list": {"items": ["Fewer calls"]}})
             for key in ("business_goals", "success_factors")]

    def one(number: int) -> str:
        entry, run = f"o{number}", f"r{number}"
        ctl(server, "opportunity", "create", entry, "--title", f"Faster {number}",
            "--service", "mail")
        ctl(server, "opportunity", "accept", entry)
        ctl(server, "run", "start", entry, "--run-id", run)
        ctl(server, "run", "record", run, "--step", "1", "--fields", fields,
            "--fields", lists[0], "--fields", lists[1])
        return run

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(count)))


def load(server, method, in_flight, seconds, *more) -> dict:
    done = subprocess.run(
        [str(BIN / "csi_loadgen"), "--address", server.address, "--method", method,
         "--in-flight", str(in_flight), "--seconds", str(seconds), *more],
        capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"csi_loadgen {method}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def journal_bytes(folder) -> tuple[int, int]:
    """Bytes and entries of the workflow's journal, on a stopped folder."""
    done = subprocess.run([str(BIN / "csictl"), "journal", "dump", folder, "--service",
                           "workflow"], capture_output=True, text=True, check=True)
    size = entries = 0
    for line in done.stdout.splitlines():
        record = json.loads(line)
        if "entries" in record:
            size += record["bytes"]
            entries += len(record["entries"])
    return size, entries
