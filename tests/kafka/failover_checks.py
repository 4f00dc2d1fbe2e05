"""What must hold after the faults: counts of what does not, and an example each.

lost: acknowledged and not there, or not as it was acknowledged, at some copy.
doubled: an event that came twice, by a copy's WatchEvents or, with another id,
in the events topic. gaps: missing numbers in the events topic. divergent:
copies whose rows have another hash than the first. unasked: is there although
nobody asked for it.
"""
import collections
import dataclasses
import time

import confluent_kafka
import failover_load as load
from live_server import run

SAME_OFFSET_SECONDS = 60
PUBLISHED_SECONDS = 60


@dataclasses.dataclass
class Findings:
    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    examples: list = dataclasses.field(default_factory=list)

    def note(self, what: str, example: str):
        self.counts[what] += 1
        if self.counts[what] <= 3:
            self.examples.append(f"{what}: {example}")


def wait_equal(copies) -> bool:
    """Whether all copies came to the same offset of the journal."""
    until = time.monotonic() + SAME_OFFSET_SECONDS
    while time.monotonic() < until:
        ends = {copy.gauge("csi_journal_next_offset") for copy in copies}
        if len(ends) == 1 and -1 not in ends:
            return True
        time.sleep(0.1)
    return False


def _listed(api, tenant, found: Findings) -> dict[str, bytes]:
    people, token, more = {}, "", True
    while more:
        page = api.call("raci", "ListPeople", {
            "parent": f"tenants/{tenant}", "page_size": 1000, "page_token": token})
        for person in page.people:
            key = person.name.rsplit("/", 1)[1]
            if key in people:
                found.note("doubled", f"{key} is listed twice")
            people[key] = load.content(person)
        token = page.next_page_token
        more = bool(token)
    return people


def _created(api, tenant) -> collections.Counter:
    counts = collections.Counter()
    for response in api.watch({"service": "raci", "parent": f"tenants/{tenant}",
                               "stop_at_end": True}, timeout=120):
        for event in response.events:
            if event.type.endswith(".PersonRegistered"):
                counts[event.subject.rsplit("/", 1)[1]] += 1
    return counts


def check_copy(copy, writers, tenant, found: Findings) -> set[str]:
    """Holds the acknowledged writes against one copy; the people it has."""
    api = copy.api(tenant)
    try:
        people = _listed(api, tenant, found)
        asked = {writer.attempted for writer in writers}
        for writer in writers:
            asked |= set(writer.acknowledged)
            for person, answer in writer.acknowledged.items():
                if people.get(person) != answer:
                    found.note("lost", f"{person} was acknowledged, at {copy.address}")
        counts = _created(api, tenant)
        for person in people:
            if person not in asked and not person.startswith(load.REGISTER):
                found.note("unasked", person)
            if counts[person] == 0:
                found.note("lost", f"the event of {person} at {copy.address}")
        for person, count in counts.items():
            if count > 1:
                found.note("doubled", f"{person} was created {count} times")
            if person not in people:
                found.note("lost", f"{person}, of whom there is an event")
        return set(people)
    finally:
        api.close()


def _messages(bootstrap: str, topic: str):
    """All that is in the topic's only partition now."""
    consumer = confluent_kafka.Consumer({
        "bootstrap.servers": bootstrap, "group.id": "check", "enable.partition.eof": True,
        "auto.offset.reset": "error"})
    try:
        consumer.assign([confluent_kafka.TopicPartition(
            topic, 0, confluent_kafka.OFFSET_BEGINNING)])
        until = time.monotonic() + PUBLISHED_SECONDS
        while time.monotonic() < until:
            message = consumer.poll(1)
            if message is None:
                continue
            if message.error():
                if message.error().code() == confluent_kafka.KafkaError._PARTITION_EOF:
                    return
                continue  # a broker that is still coming back
            yield message
        raise AssertionError(f"{topic} has no end")
    finally:
        consumer.close()


def check_topic(bootstrap, tenant, people, found: Findings) -> int:
    """Dense numbers, old ones with old ids only, each person once; how many repeated."""
    last, repeated, ids, created = 0, 0, set(), collections.Counter()
    for message in _messages(bootstrap, "csi.raci.events"):
        event = {key: value.decode() for key, value in message.headers() or ()}
        if "ce_sequence" not in event:
            continue  # a progress mark
        number = int(event["ce_sequence"])
        if number <= last:
            repeated += 1
            if event["ce_id"] not in ids:
                found.note("doubled", f"event {number} with a new id {event['ce_id']}")
            continue
        if number != last + 1:
            found.note("gaps", f"event {last + 1} is missing")
        last = number
        ids.add(event["ce_id"])
        if (event["ce_type"].endswith(".PersonRegistered")
                and event.get("ce_subject", "").startswith(f"tenants/{tenant}/")):
            created[event["ce_subject"].rsplit("/", 1)[1]] += 1
    for person in people:
        if created[person] == 0:
            found.note("lost", f"{person} in the events topic")
        elif created[person] > 1:
            found.note("doubled", f"{person} in the events topic")
    for person in set(created) - people:
        found.note("unasked", f"{person} in the events topic")
    return repeated


def wait_published(bootstrap, copies) -> None:
    """Until nothing has been added to the events topic for a second."""
    consumer = confluent_kafka.Consumer({"bootstrap.servers": bootstrap, "group.id": "check"})
    try:
        place, before = confluent_kafka.TopicPartition("csi.raci.events", 0), None
        until = time.monotonic() + PUBLISHED_SECONDS
        while time.monotonic() < until:
            end = consumer.get_watermark_offsets(place, timeout=10)[1]
            if end == before:
                return
            before = end
            time.sleep(1)
    finally:
        consumer.close()


def check_hashes(copies, found: Findings) -> str:
    """Of stopped copies: the rows of all have one hash. What csictl said of the first."""
    shown = []
    for copy in copies:
        state = run("csictl", "state", "show", str(copy.folder))
        if state.returncode != 0:
            found.note("divergent", f"csictl state show: {state.stdout}{state.stderr}")
        else:
            shown.append(state.stdout)
    for each in shown:
        if each != shown[0]:
            found.note("divergent", f"{shown[0]} and {each}")
    return shown[0] if shown else ""
