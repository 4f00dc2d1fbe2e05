"""The example consumer on the stream of a server, and its data before the schemas."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/e2e"), str(ROOT / "tests/events")]
import validators  # noqa: E402
from live_server import Server  # noqa: E402

CONSUMER = ROOT / "docs/clients/events_consumer.py"
SCHEMAS = ROOT / "docs/schemas/events"


class Consumer(unittest.TestCase):
    def consume(self, server, state: str) -> list[dict]:
        done = subprocess.run(
            [sys.executable, CONSUMER, "--watch", server.address, "--service", "raci",
             "--state", state, "--stop-at-end"],
            text=True, timeout=120, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_it_reads_each_event_once_and_goes_on_where_it_was(self):
        with Server() as server, tempfile.TemporaryDirectory() as folder:
            state = str(pathlib.Path(folder, "state.json"))
            api = server.api()
            api.create_person("olga")
            first = self.consume(server, state)
            api.create_person("paul")
            second = self.consume(server, state)
            api.close()
            self.assertIn("tenants/demo/people/olga", [row["subject"] for row in first])
            self.assertEqual([row["subject"] for row in second], ["tenants/demo/people/paul"])
            numbers = [row["sequence"] for row in first + second]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            self.assertEqual(self.consume(server, state), [])
            questions = [{"schema": str(SCHEMAS / f"{row['type']}.json"), "data": row["data"]}
                         for row in first + second]
            self.assertEqual(validators.ask(questions), [None] * len(questions))


if __name__ == "__main__":
    unittest.main(verbosity=2)
