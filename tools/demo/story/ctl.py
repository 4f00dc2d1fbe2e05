"""Runs csictl step by step and tells what happened.

Every call has a fixed request id made from the key of its step, so a call that
is repeated gets the recorded reply. A call that nobody could take is repeated,
at the next copies where there are several. A reply other than the story expects
ends it with the server's words.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

TENANT = "demo"
REFUSED = 3
UNAVAILABLE = 4
PATIENCE_SECONDS = 10
# Beyond the time in which a dead leader is noticed and replaced.
COPIES_PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.2
# A call that is repeated for longer is told of.
TOLD_SECONDS = 1
EVENTUALLY_SECONDS = 30


class StoryError(Exception):
    """Something went other than the story says."""


def parse_error(text):
    """The sentence and the reason of csictl's error output."""
    message, reason = [], ""
    for line in text.strip().splitlines():
        if line.startswith("reason: "):
            reason = line[len("reason: "):].strip()
        elif not line.startswith("("):
            message.append(line.removeprefix("error: "))
    return " ".join(message), reason


class Client:
    """csictl against servers. Use it as a context manager.

    Each of `addresses` is what csictl takes as --address and reaches all four
    services; where there are several, each names other copies. `clocks()` gives
    the addresses of the servers whose clock is to be moved.
    """

    def __init__(self, csictl, *addresses, clocks=None):
        self.csictl = str(csictl)
        self.addresses = addresses
        self.address = addresses[0]
        self.time = None  # what the clock was moved to last
        self.meanwhile = None  # done once, while the next call is under way
        self._patience = COPIES_PATIENCE_SECONDS if len(addresses) > 1 else PATIENCE_SECONDS
        self._clocks = clocks or (lambda: [self.address])
        # Positions of an earlier server on this address must not count.
        self._state = tempfile.TemporaryDirectory(prefix="csi-story-")
        self.refusals = []
        self.steps = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._state.cleanup()

    def positions(self):
        """Where csictl keeps what the servers at `address` must have seen."""
        digest = hashlib.sha256(self.address.encode()).hexdigest()
        return pathlib.Path(self._state.name, "csictl", "positions-" + digest[:16])

    def _turn(self):
        """To the next copies: they must have seen as much."""
        seen = self.positions()
        following = self.addresses.index(self.address) + 1
        self.address = self.addresses[following % len(self.addresses)]
        if seen.exists() and seen != self.positions():
            shutil.copyfile(seen, self.positions())

    def _try(self, address, arguments):
        command = [self.csictl, "--address=" + address, "--tenant=" + TENANT,
                   "--output=json", "--timeout=30", *arguments]
        environment = dict(os.environ, XDG_STATE_HOME=self._state.name)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.PIPE, env=environment) as process:
            meanwhile, self.meanwhile = self.meanwhile, None
            if meanwhile:
                meanwhile()
            out, errors = process.communicate()
        return command, subprocess.CompletedProcess(
            command, process.returncode, out, errors)

    def _run(self, person, words, flags):
        arguments = ["--as=" + person] if person else []
        arguments += words
        for name, value in flags.items():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, (dict, bool)):
                    item = json.dumps(item)
                arguments.append(f"--{name.replace('_', '-')}={item}")
        begin, attempts, told = time.monotonic(), 1, False
        while True:
            command, done = self._try(self.address, arguments)
            waited = time.monotonic() - begin
            if done.returncode != UNAVAILABLE or waited > self._patience:
                break
            if waited > TOLD_SECONDS and not told:
                told = True
                print(f"      (asked again with the same request id: "
                      f"{parse_error(done.stderr)[0]})", flush=True)
            self._turn()
            attempts += 1
            time.sleep(PAUSE_SECONDS)
        if told and done.returncode != UNAVAILABLE:
            print(f"      (answered after {waited:.1f} s, at attempt {attempts})",
                  flush=True)
        return command, done

    def call(self, person, words, key=None, /, **flags):
        """The reply as a dictionary; StoryError when it is refused."""
        if key:
            flags["request_id"] = "story-" + key
        command, done = self._run(person, words.split(), flags)
        if done.returncode != 0:
            raise StoryError("refused, though the story needs it:\n  "
                             + " ".join(command) + "\n  "
                             + done.stderr.strip())
        try:
            return json.loads(done.stdout)
        except ValueError:
            return {"text": done.stdout}

    def do(self, key, person, words, told, /, **flags):
        """A step of the story that is told in one line."""
        reply = self.call(person, words, key, **flags)
        self.tell(told, person)
        self.steps.append({"step": key, "person": person, "what": told})
        return reply

    def refused(self, key, person, words, told, /, *, naming=(), **flags):
        """A step that must be refused; the server's words are shown."""
        flags["request_id"] = "story-" + key
        command, done = self._run(person, words.split(), flags)
        if done.returncode == 0:
            raise StoryError("done, though it must be refused:\n  "
                             + " ".join(command))
        message, reason = parse_error(done.stderr)
        if done.returncode != REFUSED:
            raise StoryError("failed instead of being refused:\n  "
                             + " ".join(command) + "\n  " + message)
        for name in naming:
            if name not in message:
                raise StoryError(f"the refusal does not name {name}:\n  "
                                 + " ".join(command) + "\n  " + message)
        self.tell(told, person)
        print(f"      REFUSED ({reason}): {message}", flush=True)
        self.refusals.append({"step": key, "person": person, "what": told,
                              "reason": reason, "message": message})

    def exists(self, noun, name):
        """Whether a resource is there."""
        _, done = self._run("", [noun, "show", name], {})
        return done.returncode == 0

    def eventually(self, words, holds, what):
        """Reads until `holds(reply)`: views follow within moments."""
        deadline = time.monotonic() + EVENTUALLY_SECONDS
        while True:
            reply = self.call("", words)
            if holds(reply):
                return reply
            if time.monotonic() > deadline:
                raise StoryError(f"{what} did not come about: csictl {words} "
                                 f"says {json.dumps(reply)[:800]}")
            time.sleep(0.05)

    def advance(self, when, why):
        """Moves the demo clock, in the order that `clocks` gives."""
        self.move(when)
        self.act(f"{when.replace('T', ' ').removesuffix(':00Z')}  {why}")

    def move(self, when):
        self.time = when
        for address in self._clocks():
            self.set_clock(address)

    def set_clock(self, address):
        """Gives a server the story's time, as soon as it answers."""
        end = time.monotonic() + self._patience
        while True:
            command, done = self._try(address, ["demo", "advance-clock", self.time])
            if done.returncode == 0:
                return
            if done.returncode != UNAVAILABLE or time.monotonic() > end:
                raise StoryError("the clock could not be moved:\n  "
                                 + " ".join(command) + "\n  " + done.stderr.strip())
            time.sleep(PAUSE_SECONDS)

    @staticmethod
    def act(title):
        print(f"\n{title}", flush=True)

    @staticmethod
    def tell(told, person=""):
        print(f"  - {person + ': ' if person else ''}{told}", flush=True)
