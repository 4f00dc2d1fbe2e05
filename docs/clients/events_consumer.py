#!/usr/bin/env python3
"""Follows the public events of one service: from Kafka, or from the service itself.
Longer than 300 lines because it is one file to take away.

    pip install confluent-kafka cloudevents protobuf grpcio grpcio-reflection
    python3 events_consumer.py --kafka localhost:9092 --service raci --reflect HOST:PORT
    python3 events_consumer.py --kafka localhost:9092 --service raci --descriptors api.binpb
    python3 events_consumer.py --watch localhost:7470 --service raci

Prints one line of JSON an event, each event once, whatever is delivered again.
--state FILE keeps the place, so that the next start goes on behind the last
whole record. --stop-at-end ends at the end instead of waiting. Data is decoded
with the types that a running service describes (--reflect, --watch) or that a
descriptor set holds (--descriptors, made by `buf build` or protoc).

Exit code 3: events are missing, or the journal is another one. Then what was
built from the events is not to be trusted: read it anew from the beginning.

`Tracker` is what to take over into a program of your own.
"""
import argparse
import base64
import dataclasses
import json
import os
import sys
import time

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

PROGRESS = "csi.common.v1.Progress"  # no event: it has no number
POLL_SECONDS = 0.5


class Broken(Exception):
    """Going on would be wrong: something is missing or was replaced."""


@dataclasses.dataclass(frozen=True)
class Event:
    id: str
    source: str
    type: str
    journal: str
    offset: int
    index: int
    last: bool
    sequence: int  # 0: a progress mark
    tenant: str = ""
    subject: str = ""
    time: str = ""
    actor: str = ""
    correlation: str = ""
    causation: str = ""
    content_type: str = "application/protobuf"
    data: bytes = b""


class Tracker:
    """How far one source has been read. Not thread-safe.

    A source is one partition of one service: its events have dense numbers and
    rising places (offset, index). What is at or below the place was here before.
    """

    def __init__(self, stored: dict | None = None):
        self.journal, self.place, self.sequence, self.id = None, (-1, 0), 0, None
        if stored:
            self.journal, self.sequence = stored["journal"], stored["sequence"]
            self.place, self.id = tuple(stored["place"]), stored["id"]

    def stored(self) -> dict:
        return {"journal": self.journal, "sequence": self.sequence, "place": self.place,
                "id": self.id}

    def is_new(self, event: Event) -> bool:
        """False for a repetition; raises Broken where events are missing."""
        if self.journal not in (None, event.journal):
            raise Broken(f"{event.source}: journal {event.journal} instead of {self.journal}; "
                         "the service started anew, so read its events from the beginning")
        place = (event.offset, event.index)
        if event.sequence == 0:
            self.journal = event.journal
            self.place = max(self.place, place)
            return False
        if event.sequence <= self.sequence:
            if event.sequence == self.sequence and self.id not in (None, event.id):
                raise Broken(f"{event.source}: number {event.sequence} came with another id")
            return False
        if event.sequence != self.sequence + 1:
            raise Broken(f"{event.source}: number {event.sequence} after {self.sequence}; "
                         f"{event.sequence - self.sequence - 1} events are missing")
        self.journal, self.place = event.journal, place
        self.sequence, self.id = event.sequence, event.id
        return True


class Types:
    """Turns the data of events into JSON by descriptors found at run time."""

    def __init__(self, pool: descriptor_pool.DescriptorPool):
        self._pool = pool

    @staticmethod
    def of_file(path: str) -> "Types":
        pool = descriptor_pool.DescriptorPool()
        with open(path, "rb") as file:
            for each in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
                pool.Add(each)
        return Types(pool)

    @staticmethod
    def of_service(channel) -> "Types":
        from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
            ProtoReflectionDescriptorDatabase)
        return Types(descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel)))

    def message(self, name: str):
        return message_factory.GetMessageClass(self._pool.FindMessageTypeByName(name))

    def data(self, event: Event):
        if event.content_type.startswith("application/json"):
            return json.loads(event.data)
        try:
            message = self.message(event.type).FromString(event.data)
        except KeyError:  # a type of a later release: keep it, do not fail
            return {"base64": base64.b64encode(event.data).decode()}
        return json_format.MessageToDict(message)


def from_kafka(message) -> Event:
    """An event in the binary mode of the CloudEvents Kafka binding."""
    from cloudevents.kafka import KafkaMessage, from_binary
    headers = {name: value for name, value in message.headers() or []}
    found = from_binary(KafkaMessage(headers, message.key(), message.value() or b""),
                        data_unmarshaller=lambda data: data)
    get = found.get
    return Event(
        id=get("id"), source=get("source"), type=get("type"), journal=get("journalid", ""),
        offset=int(get("journaloffset", 0)), index=int(get("recordindex", 0)),
        last=get("recordlast") == "true", sequence=int(get("sequence", 0)),
        # The library puts the record's key in the place of this attribute.
        tenant=headers.get("ce_partitionkey", b"").decode(),
        subject=get("subject", ""), time=get("time", ""), actor=get("actor", ""),
        correlation=get("correlationid", ""),
        causation=get("causationid", ""), data=found.data or b"",
        content_type=get("datacontenttype", "application/protobuf"))


def from_watch(event) -> Event:
    """An event of the stream WatchEvents."""
    at = event.position
    return Event(
        id=event.id, source=event.source, type=event.type, journal=at.journal_id,
        offset=at.offset, index=at.index, last=at.last, sequence=event.sequence,
        tenant=event.tenant, subject=event.subject, time=event.time.ToJsonString(),
        actor=event.actor, correlation=event.correlation_id, causation=event.causation_id,
        data=event.data)


class State:
    """What --state keeps: the place of each source, written at whole records only."""

    def __init__(self, path: str | None):
        self._path = path
        self._stored = {"sources": {}, "kafka": {}}
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self._stored = json.load(file)
        self.trackers = {source: Tracker(row) for source, row in self._stored["sources"].items()}

    def kafka_offset(self, partition: int, default: int) -> int:
        return self._stored["kafka"].get(str(partition), default)

    def handle(self, event: Event, show) -> None:
        if self.trackers.setdefault(event.source, Tracker()).is_new(event):
            show(event)

    def save(self, event: Event, partition: int | None = None, offset: int = 0) -> None:
        """After a whole record; a crash before it repeats that record."""
        if not event.last:
            return
        self._stored["sources"][event.source] = self.trackers[event.source].stored()
        if partition is not None:
            self._stored["kafka"][str(partition)] = offset + 1
        if self._path:
            with open(self._path + ".part", "w", encoding="utf-8") as file:
                json.dump(self._stored, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._path + ".part", self._path)


def follow_kafka(options, state: State, show) -> None:
    """All partitions, without a consumer group: this program keeps its own place."""
    import confluent_kafka as kafka
    topic = options.topic or f"csi.{options.service}.events"
    consumer = kafka.Consumer({
        "bootstrap.servers": options.kafka, "group.id": "unused", "enable.auto.commit": False,
        "auto.offset.reset": "error", "enable.partition.eof": True, "check.crcs": True})
    try:
        found = consumer.list_topics(topic, timeout=30).topics[topic]
        if found.error is not None or not found.partitions:
            raise Broken(f"topic {topic}: {found.error or 'has no partitions'}")
        consumer.assign([kafka.TopicPartition(
            topic, number, state.kafka_offset(number, kafka.OFFSET_BEGINNING))
            for number in found.partitions])
        waiting = set(found.partitions)
        while waiting or not options.stop_at_end:
            message = consumer.poll(POLL_SECONDS)
            if message is None:
                continue
            if message.error() is None:
                event = from_kafka(message)
                state.handle(event, show)
                state.save(event, message.partition(), message.offset())
            elif message.error().code() == kafka.KafkaError._PARTITION_EOF:
                waiting.discard(message.partition())
            elif message.error().code() == kafka.KafkaError._AUTO_OFFSET_RESET:
                raise Broken(f"{topic}: the place that was kept is no longer there: "
                             f"{message.error().str()}")
            elif not message.error().retriable():
                raise Broken(f"{topic}: {message.error().str()}")
    finally:
        consumer.close()


def follow_watch(options, types: Types, channel, state: State, show) -> None:
    """One stream; a cut one goes on behind the last event."""
    import grpc
    ask, answer = (types.message(f"csi.common.v1.WatchEvents{name}")
                   for name in ("Request", "Response"))
    stream = channel.unary_stream("/csi.common.v1.EventService/WatchEvents",
                                  request_serializer=lambda message: message.SerializeToString(),
                                  response_deserializer=answer.FromString)
    while True:
        request = ask(service=options.service, stop_at_end=options.stop_at_end)
        for tracker in state.trackers.values():
            request.after.journal_id = tracker.journal
            request.after.offset, request.after.index = tracker.place
        try:
            for each in stream(request, metadata=[("csi-actor", options.actor)]):
                for found in each.events:
                    event = from_watch(found)
                    state.handle(event, show)
                    state.save(event)
            return
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.OUT_OF_RANGE:
                raise Broken(error.details()) from error
            if options.stop_at_end or error.code() not in (
                    grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
                raise
            print(f"cut: {error.details()}; again in a second", file=sys.stderr)
            time.sleep(1)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--kafka", metavar="BOOTSTRAP")
    where.add_argument("--watch", metavar="HOST:PORT")
    parser.add_argument("--service", required=True, metavar="NAME")
    parser.add_argument("--topic", help="default csi.SERVICE.events")
    parser.add_argument("--reflect", metavar="HOST:PORT", help="a service that tells its types")
    parser.add_argument("--descriptors", metavar="FILE", help="a descriptor set with the types")
    parser.add_argument("--actor", default="tenants/demo/people/olga", help="who asks (--watch)")
    parser.add_argument("--state", metavar="FILE")
    parser.add_argument("--stop-at-end", action="store_true")
    return parser.parse_args()


def main() -> int:
    options = parse_arguments()
    address = options.watch or options.reflect
    channel = None
    if options.descriptors:
        types = Types.of_file(options.descriptors)
    elif not address:
        sys.exit("events_consumer.py: --kafka needs --reflect or --descriptors")
    if address:
        import grpc
        channel = grpc.insecure_channel(address)
        types = Types.of_service(channel) if not options.descriptors else types

    def show(event: Event) -> None:
        print(json.dumps(dataclasses.asdict(event) | {"data": types.data(event)},
                         ensure_ascii=False), flush=True)

    try:
        state = State(options.state)
        if options.watch:
            follow_watch(options, types, channel, state, show)
        else:
            follow_kafka(options, state, show)
    except Broken as broken:
        print(f"stopped: {broken}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
