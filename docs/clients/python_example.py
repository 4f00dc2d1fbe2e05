#!/usr/bin/env python3
"""A client of the CSI services in Python, without generated code.

    pip install grpcio grpcio-reflection
    csid &                                    # serves 127.0.0.1:7470
    python3 docs/clients/python_example.py [ADDRESS] [TENANT]

The server describes its own services (gRPC reflection), so nothing has to be
generated. Registers a person, makes a repeat of the call, reads the person
back, and follows the events of the directory from the beginning, then again
from the middle.
"""
import sys
import uuid

import grpc
from google.protobuf import descriptor_pool, message_factory
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase)


class Service:
    """The methods of one service; requests are keyword arguments."""

    def __init__(self, channel, pool, name, actor):
        self._channel, self._name = channel, name
        self._descriptor = pool.FindServiceByName(name)
        self._metadata = [("csi-actor", actor)]

    def _call(self, kind, method, fields, timeout):
        found = self._descriptor.methods_by_name[method]
        request = message_factory.GetMessageClass(found.input_type)(**fields)
        answer = message_factory.GetMessageClass(found.output_type)
        stub = kind(f"/{self._name}/{method}",
                    request_serializer=lambda message: message.SerializeToString(),
                    response_deserializer=answer.FromString)
        return stub(request, timeout=timeout, metadata=self._metadata)

    def call(self, method, timeout=10, **fields):
        return self._call(self._channel.unary_unary, method, fields, timeout)

    def stream(self, method, timeout=10, **fields):
        return self._call(self._channel.unary_stream, method, fields, timeout)


def main(address="127.0.0.1:7470", tenant="demo"):
    parent = f"tenants/{tenant}"
    channel = grpc.insecure_channel(address)
    pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
    # Who acts. In a fresh tenant the first person registers herself.
    actor = f"{parent}/people/olga"
    raci = Service(channel, pool, "csi.raci.v1.RaciService", actor)
    events = Service(channel, pool, "csi.common.v1.EventService", actor)

    # The request id makes a repetition safe: after a lost answer, send the
    # same request again and get what was recorded.
    request = {"parent": parent, "person_id": f"example-{uuid.uuid4().hex[:8]}",
               "person": {"display_name": "Erika Example"}, "request_id": uuid.uuid4().hex}
    person = raci.call("CreatePerson", **request)
    assert raci.call("CreatePerson", **request) == person
    assert raci.call("GetPerson", name=person.name).display_name == "Erika Example"
    print("registered", person.name)

    # A refusal says what is wrong and what to do.
    try:
        raci.call("CreatePerson", **{**request, "person_id": "B A D", "request_id": "x"})
    except grpc.RpcError as refusal:
        print("refused:", refusal.details())

    # Everything that happened so far, in order. Without stop_at_end the stream
    # goes on with what happens next.
    seen = []
    for response in events.stream("WatchEvents", service="raci", parent=parent,
                                  stop_at_end=True):
        seen += response.events
    print(f"{len(seen)} events, the last one {seen[-1].type} of {seen[-1].subject}")

    # A reader that keeps the position of its last event goes on from there.
    middle = seen[len(seen) // 2]
    rest = []
    for response in events.stream("WatchEvents", service="raci", parent=parent,
                                  after=middle.position, stop_at_end=True):
        rest += response.events
    assert [e.id for e in rest] == [e.id for e in seen[len(seen) // 2 + 1:]]
    print(f"{len(rest)} of them after number {middle.sequence}")
    channel.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
