"""Several partitions of each service: tenants spread over copies, each whole.

Brokers of its own, since the count of a journal's partitions is fixed for ever.
CSI_KAFKA_BOOTSTRAP only says that there may be brokers; skipped without.
"""
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import confluent_kafka
import confluent_kafka.admin

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402
from live_server import Refused, Server, free_port, run  # noqa: E402

PARTITIONS = 4
TENANTS = [f"tenant-{number}" for number in range(12)]
SERVICES = ("raci", "registry", "workflow", "reporting")
WAIT_SECONDS = 90


class Copy(Server):
    """csid with all four services, and which partitions it leads."""

    def __init__(self, bootstrap: str, partitions: int = PARTITIONS,
                 mappings: pathlib.Path = c.ROOT / "deploy/mappings"):
        self.metrics = free_port()
        super().__init__("--kafka", bootstrap, "--partitions", str(partitions),
                         "--kafka-session-ms", str(c.SESSION_MS),
                         "--mappings", str(mappings),
                         "--metrics-listen", f"127.0.0.1:{self.metrics}")

    def figures(self, name: str) -> list[tuple[dict, float]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=2) as page:
                text = page.read().decode()
        except OSError:
            return []
        rows = re.findall(rf"^{name}{{([^}}]*)}} (\S+)$", text, re.M)
        return [(dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value))
                for labels, value in rows]

    def leads(self) -> set[tuple[str, int]]:
        return {(labels["service"], int(labels["partition"]))
                for labels, value in self.figures("csi_partition_leading") if value == 1}

    def inputs(self, service: str) -> int:
        return sum(int(value) for labels, value in self.figures("csi_inputs_total")
                   if labels["service"] == service)


def records(bootstrap: str, topic: str) -> list:
    """All that the topic holds now."""
    reader = confluent_kafka.Consumer({
        "bootstrap.servers": bootstrap, "group.id": "partitions-test",
        "enable.auto.commit": False, "enable.partition.eof": True})
    count = len(reader.list_topics(topic, timeout=20).topics[topic].partitions)
    reader.assign([confluent_kafka.TopicPartition(topic, p, 0) for p in range(count)])
    found, ended = [], set()
    while len(ended) < count:
        message = reader.poll(20)
        assert message is not None, f"{topic} does not answer"
        if message.error():
            ended.add(message.partition())
        else:
            found.append(message)
    reader.close()
    return found


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
class Partitions(unittest.TestCase):
    def setUp(self):
        self.broker = c.Broker(self)
        made = run("csictl", "topics", "apply", "--partitions", str(PARTITIONS),
                   "--kafka", self.broker.bootstrap)
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
        self.copies = []

    def start_copies(self, *mappings: pathlib.Path):
        for each in mappings or 2 * [c.ROOT / "deploy/mappings"]:
            self.copies.append(Copy(self.broker.bootstrap, mappings=each))
            self.addCleanup(self.copies[-1].__exit__)
            self.copies[-1].start()

    def eventually(self, attempt, seconds: float = WAIT_SECONDS):
        until = time.monotonic() + seconds
        while True:
            try:
                return attempt()
            except (Refused, AssertionError):
                if time.monotonic() > until:
                    print("".join(copy.log.read_text()[-3000:] for copy in self.copies))
                    raise
                time.sleep(0.2)

    def log_an_entry(self, copy: Copy, tenant: str, number: int) -> None:
        """Somebody new whom the register knows from the directory's events only."""
        api = copy.api(tenant)
        try:
            person, entry = f"olga-{number}", f"entry-{number}"
            self.eventually(lambda: api.call("raci", "CreatePerson", {
                "parent": f"tenants/{tenant}", "person_id": person, "request_id": person,
                "person": {"display_name": person}}, actor="olga-0"))
            self.eventually(lambda: api.call("registry", "CreateOpportunity", {
                "parent": f"tenants/{tenant}", "opportunity_id": entry, "request_id": entry,
                "opportunity": {"title": f"{tenant} {number}", "description": "d",
                                "justification": "j"}}, actor=person))
        finally:
            api.close()

    def people_of(self, copy: Copy, tenant: str) -> list[str]:
        api = copy.api(tenant)
        try:
            page = api.call("raci", "ListPeople", {"parent": f"tenants/{tenant}",
                                                   "page_size": 100})
            return sorted(person.name for person in page.people)
        finally:
            api.close()

    def check_shared_out(self):
        led = [copy.leads() for copy in self.copies]
        self.assertEqual(led[0] & led[1], set(), "led twice")
        self.assertEqual(led[0] | led[1],
                         {(service, p) for service in SERVICES for p in range(PARTITIONS)})
        self.assertTrue(led[0] and led[1], "one copy leads all")

    def check_events(self):
        """A tenant's events stand where Kafka's own partitioner puts its key."""
        admin = confluent_kafka.admin.AdminClient({"bootstrap.servers": self.broker.bootstrap})
        for made in admin.create_topics([confluent_kafka.admin.NewTopic(
                "scratch", PARTITIONS, 1)]).values():
            made.result(30)
        producer = confluent_kafka.Producer({"bootstrap.servers": self.broker.bootstrap,
                                             "partitioner": "murmur2_random"})
        for tenant in TENANTS:
            producer.produce("scratch", tenant, key=tenant)
        self.assertEqual(producer.flush(30), 0)
        wanted = {m.key().decode(): m.partition() for m in
                  records(self.broker.bootstrap, "scratch")}
        self.assertEqual(len(set(wanted.values())), PARTITIONS, "not all partitions are used")
        for service in ("raci", "registry"):
            numbers = collections.defaultdict(list)
            seen = collections.Counter()
            for message in records(self.broker.bootstrap, f"csi.{service}.events"):
                headers = {key: value.decode() for key, value in message.headers() or []}
                if not message.key():
                    continue
                tenant = message.key().decode()
                self.assertEqual(message.partition(), wanted[tenant], tenant)
                self.assertTrue(headers["ce_source"].endswith(
                    f"/{service}/{message.partition()}"), headers)
                numbers[message.partition()].append(headers["ce_id"])
                seen[tenant] += 1
            self.assertEqual(set(seen), set(TENANTS), service)
            for ids in numbers.values():
                self.assertEqual(len(ids), len(set(ids)), "an event is there twice")

    def check_inputs(self):
        """Each tenant's change is parked once, and what nobody can read is one letter."""
        self.send_changes("tenant")
        producer = confluent_kafka.Producer({"bootstrap.servers": self.broker.bootstrap})
        producer.produce("itsm.change.events", "no json")
        self.assertEqual(producer.flush(30), 0)
        self.eventually(lambda: self.assertEqual(
            self.parked(), sorted(f"{tenant}-tenant" for tenant in TENANTS)))
        # Every partition turns it away, since another copy may have read it.
        self.eventually(lambda: self.assertEqual(
            len(records(self.broker.bootstrap, "csi.dlq")), PARTITIONS))
        letters = run("csictl", "dlq", "list", "--kafka", self.broker.bootstrap,
                      "--output", "json")
        self.assertEqual(len(json.loads(letters.stdout)["letters"]), 1, letters.stdout)
        self.eventually(lambda: self.assertEqual(
            sum(copy.inputs("workflow") for copy in self.copies), len(TENANTS) + 1))

    def send_changes(self, field: str):
        """A change for each tenant, who is named in that field of the data."""
        producer = confluent_kafka.Producer({"bootstrap.servers": self.broker.bootstrap})
        for tenant in TENANTS:
            headers = {"content-type": "application/json", "ce_specversion": "1.0",
                       "ce_id": f"{tenant}-{field}", "ce_source": "//itop/prod",
                       "ce_type": "csi.workflow.v1.ChangeEvent"}
            producer.produce("itsm.change.events", json.dumps(
                {field: tenant, "externalSystem": "itop", "externalId": f"C-{field}",
                 "status": "APPROVED"}), headers=list(headers.items()))
        self.assertEqual(producer.flush(30), 0)

    def parked(self) -> list[str]:
        found = []
        for tenant in TENANTS:
            api = self.copies[0].api(tenant)
            try:
                page = api.call("workflow", "ListParkedChanges",
                                {"parent": f"tenants/{tenant}"}, actor="olga-0")
            finally:
                api.close()
            found += [each.event.event_id for each in page.parked_changes]
        return sorted(found)

    def check_watch(self):
        api = self.copies[0].api("any")
        try:
            with self.assertRaises(Refused) as refused:
                list(api.watch({"service": "raci", "stop_at_end": True}))
            self.assertIn("0 to 3", refused.exception.text)
            tenants = set()
            for partition in range(PARTITIONS):
                for response in api.watch({"service": "raci", "stop_at_end": True,
                                           "partition": partition}):
                    tenants |= {event.tenant for event in response.events}
            self.assertEqual(tenants, set(TENANTS))
            own = [event.tenant for response in api.watch(
                {"service": "raci", "stop_at_end": True, "parent": "tenants/tenant-3"})
                for event in response.events]
            self.assertEqual(set(own), {"tenant-3"})
        finally:
            api.close()

    def test_copies_with_different_mappings_pass_over_nothing(self):
        other = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copytree(c.ROOT / "deploy/mappings", other, dirs_exist_ok=True)
        plain = other / "changes/plain.yaml"
        text = plain.read_text()
        self.assertEqual(text.count("path: /tenant"), 1)
        plain.write_text(text.replace("path: /tenant", "path: /customer"))
        self.start_copies(c.ROOT / "deploy/mappings", other)
        self.eventually(self.check_shared_out)
        for tenant in TENANTS:
            self.log_an_entry(self.copies[0], tenant, 0)
        for field in ("tenant", "customer"):
            self.send_changes(field)
        sent = {f"{tenant}-{field}" for tenant in TENANTS for field in ("tenant", "customer")}

        def all_there():
            rejected = {dict(m.headers())["ce_id"].decode()
                        for m in records(self.broker.bootstrap, "csi.dlq")}
            parked = set(self.parked())
            self.assertEqual(parked | rejected, sent)
            self.assertTrue(parked)
            self.assertTrue(rejected)
        self.eventually(all_there, 30)

    def test_tenants_are_spread_over_partitions_and_copies(self):
        self.start_copies()
        self.eventually(self.check_shared_out)
        for number, tenant in enumerate(TENANTS):
            self.log_an_entry(self.copies[number % 2], tenant, 0)
        self.check_inputs()
        self.check_watch()

        killed, left = self.copies
        killed.kill()
        for tenant in TENANTS:
            self.log_an_entry(left, tenant, 1)
        everything = {(service, p) for service in SERVICES for p in range(PARTITIONS)}
        self.eventually(lambda: self.assertEqual(left.leads(), everything))
        killed.start()
        self.eventually(self.check_shared_out)
        for tenant in TENANTS:
            wanted = [f"tenants/{tenant}/people/olga-{n}" for n in range(2)]
            for copy in self.copies:
                self.assertEqual(self.people_of(copy, tenant), wanted)
        self.eventually(self.check_events)
        for copy in self.copies:
            copy.stop()
        shown = [run("csictl", "state", "show", str(copy.folder)).stdout for copy in self.copies]
        self.assertEqual(shown[0], shown[1])
        self.assertEqual(len(shown[0].splitlines()), len(SERVICES) * PARTITIONS, shown[0])

    def test_a_copy_with_another_count_says_so_and_serves_nothing(self):
        self.start_copies()
        self.eventually(self.check_shared_out)
        checked = run("csictl", "topics", "check", "--kafka", self.broker.bootstrap)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("it has 4 partitions, 1 are needed", checked.stdout)
        other = Copy(self.broker.bootstrap, partitions=2)
        self.addCleanup(other.__exit__)
        with other.log.open("ab") as log:
            other.process = subprocess.Popen(other.command(), stdout=log, stderr=log)
        self.eventually(lambda: self.assertIn("it has 4 partitions, 2 are needed",
                                              other.log.read_text()))
        self.assertFalse(other.serves())
        self.assertEqual(other.leads(), set())
        self.assertNotIn("joins the leadership group", other.log.read_text())
        self.log_an_entry(self.copies[0], "tenant-0", 0)  # the others go on


if __name__ == "__main__":
    unittest.main(verbosity=2)
