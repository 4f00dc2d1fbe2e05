"""Inputs from Kafka: taken once, parked or rejected visibly, over kill -9.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import json
import os
import pathlib
import re
import sys
import time
import unittest
import urllib.request

import confluent_kafka
from confluent_kafka import admin

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))
from live_server import Refused, Server, free_port, run  # noqa: E402

BOOTSTRAP = os.environ.get("CSI_KAFKA_BOOTSTRAP", "")
TENANT = f"inputs-{os.getpid()}-{int(time.time())}"
WAIT_SECONDS = 60
CHANGES = 300
KILLS = 3


def change(number: int, tenant: str = TENANT) -> dict:
    """News about a change that no run knows: it is parked."""
    return {"headers": {"content-type": "application/json", "ce_specversion": "1.0",
                        "ce_id": f"{tenant}-{number}", "ce_source": "//itop/prod",
                        "ce_type": "csi.workflow.v1.ChangeEvent"},
            "value": json.dumps({"tenant": tenant, "externalSystem": "itop",
                                 "externalId": f"C-{number}", "status": "APPROVED"})}


def points(tenant: str = TENANT) -> dict:
    return {"headers": {"content-type": "application/json", "ce_specversion": "1.0",
                        "ce_id": f"p-{tenant}", "ce_source": "//dwh/nightly",
                        "ce_type": "csi.reporting.v1.Points", "ce_partitionkey": tenant},
            "value": json.dumps({"indicator": "no-such-indicator", "points": [
                {"periodStartTime": "2024-02-01T00:00:00Z", "value": 4.5, "count": 120}]})}


@unittest.skipUnless(BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class InputsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = run("csictl", "topics", "apply", "--kafka", BOOTSTRAP)
        assert made.returncode == 0, made.stdout + made.stderr
        cls.producer = confluent_kafka.Producer({"bootstrap.servers": BOOTSTRAP, "acks": "all"})

    def send(self, topic: str, *inputs: dict) -> None:
        for each in inputs:
            self.producer.produce(topic, each["value"], key=TENANT,
                                  headers=list(each["headers"].items()))
        self.assertEqual(self.producer.flush(WAIT_SECONDS), 0)

    def dlq(self, *words: str, expect: int = 0):
        done = run("csictl", "dlq", *words, "--kafka", BOOTSTRAP, "--output", "json")
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stderr if expect else done.stdout

    def letters(self, *flags: str) -> list[dict]:
        """Those of this test: letters of others may be there."""
        return [each for each in json.loads(self.dlq("list", *flags))["letters"]
                if TENANT in json.dumps(json.loads(self.dlq("show", each["letter"])))]

    def wait(self, what, seconds: float = WAIT_SECONDS):
        until = time.monotonic() + seconds
        while True:
            try:
                found = what()
                if found:
                    return found
            except Refused:
                pass
            if time.monotonic() > until:
                raise AssertionError("it does not come: " + self.server.log.read_text()[-3000:])
            time.sleep(0.1)

    def parked(self) -> list[str]:
        found, token = [], ""
        while True:
            page = self.api.call("workflow", "ListParkedChanges", {
                "parent": f"tenants/{TENANT}", "page_size": 200, "page_token": token},
                actor="olga")
            found += [each.event.event_id for each in page.parked_changes]
            token = page.next_page_token
            if not token:
                return found

    def test_inputs_are_taken_once_over_kills_and_poison_is_seen(self):
        flags = ("--kafka", BOOTSTRAP, "--kafka-session-ms", "6000",
                 "--kafka-instance", TENANT, "--mappings", str(ROOT / "deploy/mappings"))
        with Server(*flags) as self.server:
            self.api = self.server.api(TENANT)
            poison = [{"headers": change(0)["headers"], "value": f"no json {TENANT}"},
                      {"headers": {**change(0)["headers"], "ce_source": "//unknown",
                                   "ce_type": "unknown"}, "value": change(0)["value"]}]
            third = CHANGES // KILLS
            for part in range(KILLS):
                numbers = range(part * third, (part + 1) * third)
                self.send("itsm.change.events", *(change(n) for n in numbers))
                self.server.kill()
                # Sent twice, and while nobody reads.
                self.send("itsm.change.events", *(change(n) for n in numbers), *poison[:part])
                self.server.start()
            large = points()
            large["value"] += " " * 950_000
            self.send("itsm.measurements", large, points())
            self.api = self.server.api(TENANT)
            self.wait(lambda: len(self.parked()) >= KILLS * third)
            found = self.wait(lambda: len(self.letters()) >= 4 and self.letters())
            self.assertEqual(sorted(self.parked()),
                             sorted(f"{TENANT}-{n}" for n in range(KILLS * third)))
            too_large = [each["letter"] for each in json.loads(self.dlq("list"))["letters"]
                         if each["reason"] == "TOO_LARGE"]
            self.assertTrue(too_large)
            self.assertFalse(json.loads(self.dlq("show", too_large[-1]))["whole"])
            self.assertEqual(sorted(each["reason"] for each in found),
                             ["NOT_FOUND", "NOT_JSON", "NOT_JSON", "NO_MAPPING"])
            self.decisions(found)
            self.assertLess(self.server.stop(), 15)

    def trouble(self) -> float:
        """1 while the input has stopped; -1 while it is not told."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=5) as answer:
                page = answer.read().decode()
        except OSError:  # the program starts
            return -1
        found = re.search(r'^csi_input_trouble{[^}]*input="itsm.measurements/0"[^}]*} (\S+)$',
                          page, re.M)
        return float(found.group(1)) if found else -1

    def test_records_that_are_gone_stop_the_input_until_somebody_looked(self):
        self.metrics = free_port()
        flags = ("--kafka", BOOTSTRAP, "--kafka-session-ms", "6000", "--kafka-instance",
                 f"gap-{TENANT}", "--mappings", str(ROOT / "deploy/mappings"),
                 "--metrics-listen", f"127.0.0.1:{self.metrics}")
        first, second = points(f"{TENANT}-a"), points(f"{TENANT}-b")
        with Server(*flags) as self.server:
            self.send("itsm.measurements", points(f"{TENANT}-0"))
            before = self.wait(lambda: [each for each in self.letters("--all")
                                        if f"p-{TENANT}-0" in self.dlq("show", each["letter"])])
            self.server.stop()
            self.send("itsm.measurements", first, second)
            end = int(before[0]["letter"].rsplit("/", 1)[1]) + 2
            place = confluent_kafka.TopicPartition("itsm.measurements", 0, end)
            client = admin.AdminClient({"bootstrap.servers": BOOTSTRAP})
            client.delete_records([place])[place].result(WAIT_SECONDS)

            self.server.start()
            self.wait(lambda: self.trouble() == 1)
            self.assertIn(f"from offset {end - 1} to {end - 1} were deleted",
                          self.server.log.read_text())
            self.assertNotIn(f"{TENANT}-b", str(self.values()))
            self.server.stop()
            self.server.flags = (*flags, "--input-accept-gap")
            self.server.start()
            self.wait(lambda: f"{TENANT}-b" in str(self.values()))
            self.assertNotIn(f"{TENANT}-a", str(self.values()))
            self.assertEqual(self.trouble(), 0)

    def values(self) -> list:
        return [json.loads(self.dlq("show", each["letter"]))["headers"].get("ce_id")
                for each in self.letters("--all")]

    def decisions(self, found: list[dict]) -> None:
        by_reason = {each["reason"]: each["letter"] for each in found}
        shown = json.loads(self.dlq("show", by_reason["NOT_JSON"]))
        self.assertEqual(shown["value"], f"no json {TENANT}")
        self.assertEqual(shown["headers"]["ce_type"], "csi.workflow.v1.ChangeEvent")
        self.assertEqual((shown["service"], shown["stage"]), ("csi-workflow", "VALUE_CONVERTER"))

        self.assertIn("--reason", self.dlq("discard", by_reason["NOT_JSON"], expect=3))
        self.dlq("discard", by_reason["NOT_JSON"], "--reason", "a test", "--by", "olga")
        shown = json.loads(self.dlq("show", by_reason["NOT_JSON"]))
        self.assertEqual(shown["state"], "discarded")
        self.assertEqual(shown["decisions"][0]["by"], "olga")

        self.dlq("replay", by_reason["NOT_FOUND"], "--reason", "the indicator is there now")
        self.assertIn("--again", self.dlq("replay", by_reason["NOT_FOUND"], "--reason", "x",
                                          expect=3))
        # It is not: the same input is a letter of its own.
        again = self.wait(lambda: [
            each for each in self.letters()
            if each["reason"] == "NOT_FOUND" and each["letter"] != by_reason["NOT_FOUND"]])
        headers = json.loads(self.dlq("show", again[0]["letter"]))["headers"]
        self.assertEqual(headers["csi_replay_of"], by_reason["NOT_FOUND"])
        self.assertEqual({each["letter"] for each in self.letters()},
                         {by_reason["NO_MAPPING"], again[0]["letter"]}
                         | {each["letter"] for each in found if each["reason"] == "NOT_JSON"
                            and each["letter"] != by_reason["NOT_JSON"]})


if __name__ == "__main__":
    unittest.main()
