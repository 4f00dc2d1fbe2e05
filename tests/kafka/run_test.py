"""tools/run --kafka as a user runs it, beside tools/run in one process.

Both play the same story; on Kafka a leader is killed half-way. What comes out
must be the same: verdicts, states, figures, refusals, and the report; times of
day and journal positions may differ. Nothing may be left running.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRESET = pathlib.Path(os.environ.get("CSI_BUILD", "build/release")).name
LIMIT_SECONDS = 300
# The minute at which something happened, in what the services say.
MINUTES = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}):\d{2}")


def run(once: pathlib.Path, *flags: str) -> subprocess.CompletedProcess:
    begin = time.monotonic()
    once.mkdir()
    done = subprocess.run([ROOT / "tools/run", *flags, "--once", once], text=True, check=False,
                          capture_output=True, timeout=LIMIT_SECONDS,
                          env={**os.environ, "CSI_PRESET": PRESET, "TMPDIR": str(once.parent)})
    print(f"tools/run {' '.join(flags)}: {time.monotonic() - begin:.1f} s", flush=True)
    return done


def summary(once: pathlib.Path):
    text = (once / "summary.json").read_text(encoding="utf-8")
    return json.loads(MINUTES.sub(r"\1:MM", text))


def report_pieces(once: pathlib.Path) -> collections.Counter:
    """The report without times, positions and the hashes over both; acts of one
    second at different services may stand in another order."""
    text = (once / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<time [^>]*>[^<]*</time>", "TIME", text)
    text = re.sub(r"read up to position \d+", "read up to position N", text)
    text = re.sub(r'title="[0-9a-f]{64}">[0-9a-f]+', "HASH", text)
    return collections.Counter(filter(None, (piece.strip() for piece in re.split(
        r"</?(?:tr|tbody|thead)>|\n", text))))


def processes_of(folder: pathlib.Path) -> list[str]:
    """Those that were started with the folder in their words, or in it, as brokers are."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
            where = os.readlink(process / "cwd")
        except OSError:
            continue
        if str(folder) in words or where.startswith(str(folder)):
            found.append(words)
    return found


class RunOnKafka(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="csi-run-test-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.one, cls.kafka = cls.folder / "one", cls.folder / "kafka"
        for once, flags in ((cls.one, ()), (cls.kafka, ("--kafka",))):
            done = run(once, *flags)
            if done.returncode != 0:
                raise AssertionError(f"exit {done.returncode}\n{done.stdout[-3000:]}"
                                     f"{done.stderr[-3000:]}")
        cls.told, cls.progress = done.stdout, done.stderr

    def test_the_summary_is_that_of_one_process(self):
        self.maxDiff = None
        self.assertEqual(summary(self.kafka), summary(self.one))
        self.assertEqual([row["verdict"]["value"] for row in summary(self.kafka)["improvements"]],
                         ["IMPROVED", "INCONCLUSIVE"])

    def test_the_report_is_that_of_one_process(self):
        on_kafka, in_one = report_pieces(self.kafka), report_pieces(self.one)
        self.assertEqual(list(in_one - on_kafka), [], "missing on Kafka")
        self.assertEqual(list(on_kafka - in_one), [], "only on Kafka")
        self.assertGreater(sum(in_one.values()), 100)

    def test_a_leader_was_killed_and_the_story_went_on_without_it(self):
        victim = re.search(r"(workflow-[12]) at \S+ leads the workflow: epoch (\d+)", self.told)
        self.assertIsNotNone(victim, self.told)
        killed = self.told.index("kill -9")
        self.assertLess(victim.start(), killed)
        # Its calls waited for the next leader, put again by a copy or by the story itself.
        self.assertIn("submits it", self.told[killed:])
        heir = re.search(r"(workflow-[12]) leads since: epoch (\d+)", self.told[killed:])
        self.assertNotEqual(heir.group(1), victim.group(1))
        self.assertGreater(int(heir.group(2)), int(victim.group(2)))
        self.assertIn(f"{victim.group(1)} has caught up", self.told)

    def test_both_copies_of_every_service_end_with_the_same_rows(self):
        same = re.findall(r"both copies hold the same: (\w+): \d+ records", self.told)
        self.assertEqual(same, ["raci", "registry", "workflow", "reporting"])

    def test_topics_were_made_as_in_production(self):
        made = re.findall(r"made csi\.(\w+)\.journal: partitions=1 replication=3 .*"
                          r"min\.insync\.replicas=2", self.told)
        self.assertEqual(made, ["raci", "registry", "workflow", "reporting"])

    def test_only_the_results_are_left(self):
        self.assertEqual(processes_of(self.folder), [])
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["kafka", "one"])
        self.assertEqual(sorted(path.name for path in self.kafka.iterdir()),
                         ["report.html", "summary.json"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
