"""The load of the failover test: copies of csi-raci, and who calls them.

A Writer creates people and repeats each under the same request id, at one copy
after another, until it is acknowledged. A Recorder changes and reads single
people and notes when each operation began, when it ended and what was answered;
what nobody knows the outcome of stays open (tests/linearizability).
"""
import collections
import json
import pathlib
import re
import sys
import threading
import time
import types
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from live_server import Refused, Server, free_port  # noqa: E402

SESSION_MS = 6000
# What a call may be answered that is to be repeated.
AGAIN = {"", "NOT_SERVING", "NOT_LEADER", "OUTCOME_UNKNOWN", "DEADLINE_PASSED"}
CALL_SECONDS = 4  # so that a call to a frozen copy does not hide the next leader
PAUSE_SECONDS = 0.004  # of a writer between two people: the machine is shared
REGISTER = "register-"  # ids of the people that Recorders change
OPERATIONS_PER_REGISTER = 250
GIVE_UP_SHARE = 0.1
# What a peek finds at a copy that has not yet seen the register made.
NOT_YET = types.SimpleNamespace(display_name="", revision=0)


def content(message) -> bytes:
    return message.SerializeToString(deterministic=True)


class Copy(Server):
    def __init__(self, bootstrap: str, *flags: str, program: str = "csi-raci"):
        self.metrics = free_port()
        super().__init__("--kafka", bootstrap, "--kafka-session-ms", str(SESSION_MS),
                         "--metrics-listen", f"127.0.0.1:{self.metrics}", *flags,
                         program=program)

    def gauge(self, name: str) -> float:
        """A metric of the partition; -1 when the copy does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=2) as page:
                found = re.search(rf"^{name}{{[^}}]*}} (\S+)$", page.read().decode(), re.M)
                return float(found.group(1)) if found else -1
        except OSError:
            return -1


class Caller(threading.Thread):
    """Calls copies by chance; one connection to each."""

    def __init__(self, copies, tenant, chance):
        super().__init__(daemon=True)
        self.copies, self.tenant, self.chance = copies, tenant, chance
        self.refusals = collections.Counter()
        self.strange = None  # an answer that must not be
        self.stopping = threading.Event()
        self._apis = {}

    def attempt(self, method, request):
        """An answer of any copy; None when it is to be repeated; raises Refused."""
        copy = self.chance.choice(self.copies)
        try:
            if copy not in self._apis:
                self._apis[copy] = copy.api(self.tenant)
            return self._apis[copy].call("raci", method, request, actor="olga",
                                         timeout=CALL_SECONDS)
        except Refused as error:
            self.refusals[error.reason or error.code.name] += 1
            self.failed(copy, error.reason or error.code.name)
            if error.reason not in AGAIN:
                error.args = (f"{method}: {error}",)
                raise
            time.sleep(0.02)
        except Exception:  # the copy is away: its descriptors cannot be had
            self.failed(copy, "no connection")
            api = self._apis.pop(copy, None)
            if api:
                api.close()
            time.sleep(0.02)
        return None

    def failed(self, copy, reason):
        """Whoever wants to know overrides this."""

    def insist(self, method, request, give_up=lambda: False):
        """The answer, after however many attempts; None when it gave up."""
        answer = self.attempt(method, request)
        while answer is None and not (self.stopping.is_set() or give_up()):
            answer = self.attempt(method, request)
        return answer


class Writer(Caller):
    def __init__(self, copies, tenant, chance, prefix):
        super().__init__(copies, tenant, chance)
        self.prefix = prefix
        self.acknowledged = {}
        self.attempted = ""
        self.times = []  # when each acknowledgement came

    def run(self):
        try:
            while not self.stopping.is_set():
                person = f"{self.prefix}-{len(self.times) + 1}"
                self.attempted = person
                answer = self.insist("CreatePerson", {
                    "parent": f"tenants/{self.tenant}", "person_id": person,
                    "person": {"display_name": person}, "request_id": person})
                if answer is None:
                    return
                self.acknowledged[person] = content(answer)
                self.times.append(time.monotonic())
                time.sleep(PAUSE_SECONDS)
        except Refused as error:
            self.strange = error


class Registers:
    """People whose display name is a register; a new one after so many operations."""

    def __init__(self):
        self._lock = threading.Lock()
        self._operations = 0
        self.history = []

    def current(self) -> str:
        with self._lock:
            self._operations += 1
            return f"{REGISTER}{self._operations // OPERATIONS_PER_REGISTER}"

    def note(self, row: dict):
        with self._lock:
            self.history.append(row)

    def write(self, path: pathlib.Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as lines:
            for row in self.history:
                lines.write(json.dumps(row) + "\n")


class Recorder(Caller):
    """Writes, compares-and-sets and reads registers, all operations noted.

    A query is answered by whoever believes to lead (`peek`: it may be old). What
    needs no belief is a refusal: `look` compares with a revision that never is,
    and is told the current one.
    """

    def __init__(self, copies, tenant, chance, number, registers):
        super().__init__(copies, tenant, chance)
        self.number, self.registers = number, registers
        self._seen = {}   # register -> (etag, revision) as last seen
        self._made = 0
        self._outdated = False  # what was seen: the last comparison was refused

    def run(self):
        try:
            while not self.stopping.is_set():
                register = self.registers.current()
                if register not in self._seen:
                    self._create(register)
                else:
                    self._operate(register)
                time.sleep(PAUSE_SECONDS)
        except Refused as error:
            self.strange = error

    def _path(self, register):
        return f"tenants/{self.tenant}/people/{register}"

    def _value(self):
        self._made += 1
        return f"{self.number}.{self._made}"

    def _create(self, register):
        """All clients say the same, under one request id: one of them creates it."""
        answer = self.insist("CreatePerson", {
            "parent": f"tenants/{self.tenant}", "person_id": register,
            "person": {"display_name": "new"}, "request_id": register})
        if answer is not None:
            self._seen[register] = (answer.etag, answer.revision)

    def _operate(self, register):
        kind = self.chance.choices(("peek", "look", "write", "cas"), (2, 2, 1, 4))[0]
        if self._outdated:
            kind = "peek"
        etag, revision = self._seen[register] if kind != "look" else ('"r0"', 0)
        row = {"client": self.number, "key": register, "op": kind}
        if kind == "peek":
            method, request = "GetPerson", {"name": self._path(register)}
        else:
            row["value"] = self._value()
            person = {"name": self._path(register), "display_name": row["value"]}
            if kind in ("cas", "look"):
                row |= {"op": "cas", "expected": revision}
                person["etag"] = etag
            method, request = "UpdatePerson", {
                "person": person, "update_mask": {"paths": ["display_name"]},
                "request_id": f"{register}-{row['value']}"}
        gives_up = self.chance.random() < GIVE_UP_SHARE
        row["call"] = time.monotonic_ns()
        try:
            answer = self.insist(method, request, lambda: gives_up)
            row["outcome"] = "unknown" if answer is None else "ok"
        except Refused as error:
            if kind == "peek" and error.code.name == "NOT_FOUND":
                answer, row["outcome"] = NOT_YET, "ok"
            elif error.reason == "ETAG_MISMATCH":
                # Also of a repetition: had an earlier attempt been done, its answer
                # would have come again.
                row["outcome"] = "refused"
                row["revision"] = int(error.metadata["etag"].strip('"r'))
                self._outdated = True
            else:
                raise
        row["return"] = time.monotonic_ns()
        if row["outcome"] == "ok":
            row["found"], row["revision"] = answer.display_name, answer.revision
            if answer is not NOT_YET:
                self._seen[register] = (answer.etag, answer.revision)
                self._outdated = False
        elif row["outcome"] == "unknown":
            del row["return"]
            if kind == "peek":
                return  # says nothing
        self.registers.note(row)
