"""Calls per second on Kafka beside a bare producer and the embedded mode; what a
standby needs: events per second until a lost disk is folded anew, and memory."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request

import confluent_kafka
from confluent_kafka import admin
from servers import BIN, Server, found, free_port, journal_bytes, load

SERVICES = ("raci", "registry", "workflow", "reporting")
WAIT_SECONDS = 120
WARM_IN_FLIGHT, WARM_SECONDS = 16, 3
BARE_TOPIC = "csi-bench-bare"
TAIL_MESSAGES = 100  # of an events topic: among so many there is an event


class Copy(Server):
    """csid, with its metrics by name and service."""

    def __init__(self, data, *arguments):
        self.metrics = free_port()
        super().__init__("csid", "--data-dir", str(data), "--metrics-listen",
                         f"127.0.0.1:{self.metrics}", *arguments)

    def gauges(self, name: str) -> dict[str, float]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics",
                                        timeout=5) as page:
                text = page.read().decode()
        except OSError:
            return {}
        return {re.search(r'service="(\w+)"', labels)[1]: float(value) for labels, value in
                re.findall(rf"^{name}{{([^}}]*)}} (\S+)$", text, re.M)}

    def wait(self, done, what: str):
        until = time.monotonic() + WAIT_SECONDS
        while not done():
            if self.process.poll() is not None or time.monotonic() > until:
                sys.exit(f"csid: not {what}: {self.log_tail()}")
            time.sleep(0.01)

    def leads(self) -> bool:
        led = self.gauges("csi_partition_leading")
        return len(led) == len(SERVICES) and all(value == 1 for value in led.values())


def embedded(folder: pathlib.Path, in_flight: int):
    """A csid of its own journals, its load, and the journal bytes of a transition."""
    data = folder / "embedded"
    csid = Copy(data)
    csid.wait_healthy()
    more = ("--tenant", "bench", "--actor", "anna", "--runs", ",".join(found(csid, in_flight)))
    csid.stop()
    before = journal_bytes(str(data))
    csid = Copy(data)
    csid.wait_healthy()
    load(csid, "transitions", min(16, in_flight), 1, *more)
    csid.stop()
    after = journal_bytes(str(data))
    csid = Copy(data)
    csid.wait_healthy()
    return csid, more, (after[0] - before[0]) // max(1, after[1] - before[1])


def apply_topics(cluster, brokers: int):
    """The topics of the services, and one for the bare producer."""
    subprocess.run([str(BIN / "csictl"), "topics", "apply", "--kafka", cluster.bootstrap],
                   check=True, capture_output=True, timeout=WAIT_SECONDS)
    client = admin.AdminClient({"bootstrap.servers": cluster.bootstrap})
    client.create_topics([admin.NewTopic(BARE_TOPIC, 1, min(3, brokers))])[BARE_TOPIC].result(60)


def producer(cluster, in_flight, seconds, size) -> dict:
    done = subprocess.run(
        [str(BIN / "csi_bare_producer"), "--kafka", cluster.bootstrap, "--topic", BARE_TOPIC,
         "--bytes", str(size), "--in-flight", str(in_flight), "--seconds", str(seconds)],
        capture_output=True, text=True, timeout=seconds + WAIT_SECONDS)
    if done.returncode:
        sys.exit(f"csi_bare_producer: {done.stderr}")
    return json.loads(done.stdout)


def throughput(cluster, kafka, more, local, local_more, size, in_flights, seconds) -> list[dict]:
    rows = []
    for in_flight in in_flights:
        print(f"bench: {cluster.brokers} broker(s), {in_flight} in flight", file=sys.stderr,
              flush=True)
        bare = producer(cluster, in_flight, seconds, size)
        here = load(kafka, "transitions", in_flight, seconds, *more)
        own = load(local, "transitions", in_flight, seconds, *local_more)
        rows.append({
            "in_flight": in_flight, "producer": bare, "csid_kafka": here, "csid_embedded": own,
            "p99_kafka_to_producer": round(here["p99_us"] / max(1, bare["p99_us"]), 2),
            "per_second_kafka_to_producer": round(here["per_second"] / bare["per_second"], 3),
            "per_second_kafka_to_embedded": round(here["per_second"] / own["per_second"], 3)})
    return rows


def events_count(cluster) -> int:
    """Of all services: the numbers of the last events in the topics."""
    consumer = confluent_kafka.Consumer({
        "bootstrap.servers": cluster.bootstrap, "group.id": "bench", "enable.partition.eof": True})
    total = 0
    try:
        for service in SERVICES:
            place = confluent_kafka.TopicPartition(f"csi.{service}.events", 0)
            low, high = consumer.get_watermark_offsets(place, timeout=30)
            place.offset = max(low, high - TAIL_MESSAGES)
            consumer.assign([place])
            last = 0
            while True:
                message = consumer.poll(30)
                if message is None or message.error():
                    break  # the end
                number = dict(message.headers() or ()).get("ce_sequence")
                last = max(last, int(number or 0))
            total += last
    finally:
        consumer.close()
    return total


def standby(cluster, leader, folder: pathlib.Path) -> dict:
    """A second copy loses its disk: how fast it folds all anew, what memory it takes."""
    data = folder / "standby"
    events, ends = events_count(cluster), leader.gauges("csi_journal_next_offset")
    result = {"events": events, "records": int(sum(ends.values()))}
    for name in ("first_start", "lost_disk"):
        begin = time.monotonic()
        copy = Copy(data, "--kafka", cluster.bootstrap)

        def caught_up(copy=copy):
            there = copy.gauges("csi_journal_next_offset")
            return all(there.get(service, -1) >= end for service, end in ends.items())
        copy.wait(caught_up, "caught up")
        seconds = time.monotonic() - begin
        result[name] = {"seconds": round(seconds, 2), "events_per_second": round(events / seconds),
                        "resident_mib": copy.resident_mib()}
        copy.stop()
        shutil.rmtree(data)
    result["leader_resident_mib"] = leader.resident_mib()
    return result


def measure(cluster, folder: pathlib.Path, local, local_more, size, in_flights, seconds) -> dict:
    """All of this module on one cluster."""
    apply_topics(cluster, cluster.brokers)
    kafka = Copy(folder / f"kafka-{cluster.brokers}", "--kafka", cluster.bootstrap)
    kafka.wait(kafka.leads, "leading")
    more = (*local_more[:-1], ",".join(found(kafka, max(in_flights))))
    # Java compiles what is used often: cold, a broker is many times slower.
    producer(cluster, WARM_IN_FLIGHT, WARM_SECONDS, size)
    load(kafka, "transitions", min(WARM_IN_FLIGHT, max(in_flights)), WARM_SECONDS, *more)
    rows = throughput(cluster, kafka, more, local, local_more, size, in_flights, seconds)
    result = {"brokers": cluster.brokers, "transitions": rows,
              "standby": standby(cluster, kafka, folder)}
    kafka.stop()
    return result
