"""Three brokers by tools/kafka, and the topics on them by csictl."""
import json
import os
import pathlib
import subprocess
import time

from on_kafka.terminal import RunError, say

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOOL = ROOT / "tools/kafka"
COUNT = 3
# The first start may have to get the jars.
UP_SECONDS = 600
DOWN_SECONDS = 60
TOPICS_SECONDS = 120
VISIBLE_SECONDS = 30
PAUSE_SECONDS = 0.5


class Brokers:
    """The cluster in a folder of its own; it outlives this object."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.bootstrap = ""

    def _kafka(self, *words: str, seconds: float) -> subprocess.CompletedProcess:
        """Its progress and errors go to the terminal, its answer comes back."""
        command = [TOOL, *words, "--data", self.folder]
        try:
            return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False,
                                  timeout=seconds, stdin=subprocess.DEVNULL,
                                  start_new_session=words[0] == "down")
        except subprocess.TimeoutExpired:
            raise RunError(f"tools/kafka {words[0]} took over {seconds:.0f} s; the brokers' "
                           f"logs are {self.folder}/N/broker.log") from None

    def start(self) -> None:
        say(f"starting {COUNT} brokers of Apache Kafka in {self.folder}")
        version = os.environ.get("CSI_KAFKA_VERSION")
        done = self._kafka("up", str(COUNT), *(["--version", version] if version else []),
                           "--json", seconds=UP_SECONDS)
        if done.returncode != 0:
            raise RunError("the brokers did not start, for the reason above; their logs are "
                           f"{self.folder}/N/broker.log")
        status = json.loads(done.stdout)
        self.bootstrap = status["bootstrap"]
        say(f"Apache Kafka {status['version']} runs at {self.bootstrap}")

    def stop(self, purge: bool = False) -> None:
        done = self._kafka("down", *(["--purge"] if purge else []), seconds=DOWN_SECONDS)
        if done.returncode != 0:
            raise RunError(f"the brokers in {self.folder} were not stopped; try\n"
                           f"  tools/kafka down --data {self.folder}")

    def topics(self, csictl: pathlib.Path, *verbs: str) -> None:
        """As an operator does it: plan, apply, check."""
        for verb in verbs:
            say(f"csictl topics {verb} --kafka {self.bootstrap}")
            until = time.monotonic() + VISIBLE_SECONDS
            while True:
                done = subprocess.run([csictl, "topics", verb, "--kafka", self.bootstrap],
                                      capture_output=True, text=True, check=False,
                                      timeout=TOPICS_SECONDS)
                # A topic that one broker has made is known to the others a moment later.
                if done.returncode == 0 or verb != "check" or time.monotonic() > until:
                    break
                time.sleep(PAUSE_SECONDS)
            for line in done.stdout.splitlines():
                print("  " + line, flush=True)
            if done.returncode != 0:
                raise RunError(f"csictl topics {verb} failed; what is wrong stands above. "
                               f"{done.stderr.strip()}\n"
                               f"The brokers' logs are {self.folder}/N/broker.log")
