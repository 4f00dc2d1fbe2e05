"""Runs csictl step by step and tells what happened.

Every call has a fixed request id made from the key of its step, so a call that
is repeated gets the recorded reply. A reply other than the story expects ends
it with the server's words.
"""
import json
import os
import subprocess
import tempfile
import time

TENANT = "demo"
REFUSED = 3
UNAVAILABLE = 4
TRIES_MAX = 20
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
    """csictl against one server. Use it as a context manager."""

    def __init__(self, csictl, address):
        self.csictl = str(csictl)
        self.address = address
        self._base = [str(csictl), "--address=" + address,
                      "--tenant=" + TENANT, "--output=json", "--timeout=30"]
        # Positions of an earlier server on this address must not count.
        self._state = tempfile.TemporaryDirectory(prefix="csi-story-")
        self.refusals = []
        self.steps = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._state.cleanup()

    def _run(self, person, words, flags):
        command = list(self._base)
        if person:
            command.append("--as=" + person)
        command += words
        for name, value in flags.items():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, (dict, bool)):
                    item = json.dumps(item)
                command.append(f"--{name.replace('_', '-')}={item}")
        environment = dict(os.environ, XDG_STATE_HOME=self._state.name)
        for _ in range(TRIES_MAX):
            done = subprocess.run(command, capture_output=True, text=True,
                                  env=environment, check=False)
            if done.returncode != UNAVAILABLE:
                break
            time.sleep(0.2)
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
        """Moves the demo clock."""
        self.call("", "demo advance-clock " + when)
        self.act(f"{when.replace('T', ' ').removesuffix(':00Z')}  {why}")

    @staticmethod
    def act(title):
        print(f"\n{title}", flush=True)

    @staticmethod
    def tell(told, person=""):
        print(f"  - {person + ': ' if person else ''}{told}", flush=True)
