"""A csid of one's own for a test, and its API by reflection.

The client knows nothing of the sources: it asks the server which services
there are and builds its messages from the answer.
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import uuid

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.rpc import error_details_pb2  # noqa: F401  (details by their type)
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase)
from grpc_status import rpc_status

BUILD = pathlib.Path(os.environ.get("CSI_BUILD", "build/dev")).resolve()
BIN = BUILD / "bin"
START_SECONDS = 60
STOP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refused(Exception):
    """A call that the server refused, with what it said."""

    def __init__(self, error: grpc.RpcError):
        super().__init__(f"{error.code().name}: {error.details()}")
        self.code = error.code()
        self.text = error.details()
        self.reason = ""
        self.fields = []
        self.metadata = {}
        status = rpc_status.from_call(error)
        for detail in status.details if status else []:
            if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                info = error_details_pb2.ErrorInfo()
                detail.Unpack(info)
                self.reason = info.reason
                self.metadata = dict(info.metadata)
            elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
                bad = error_details_pb2.BadRequest()
                detail.Unpack(bad)
                self.fields += [v.field for v in bad.field_violations]


class Api:
    """Calls by name; a request is a dictionary or bytes."""

    def __init__(self, address: str, tenant: str = "demo"):
        self.tenant = tenant
        self.channel = grpc.insecure_channel(
            # A connection of its own: one that is shared remembers for seconds that a
            # server which is back was away.
            address, options=[("grpc.use_local_subchannel_pool", 1),
                              ("grpc.max_send_message_length", -1),
                              ("grpc.max_receive_message_length", -1)])
        self.pool = descriptor_pool.DescriptorPool(
            ProtoReflectionDescriptorDatabase(self.channel))
        self._methods = {}

    def close(self):
        self.channel.close()

    def method(self, service: str, name: str):
        """E.g. method("raci", "CreatePerson")."""
        found = self._methods.get((service, name))
        if found is None:
            full = {"raci": "csi.raci.v1.RaciService",
                    "registry": "csi.registry.v1.RegistryService",
                    "workflow": "csi.workflow.v1.WorkflowService",
                    "reporting": "csi.reporting.v1.ReportingService",
                    "events": "csi.common.v1.EventService",
                    "commands": "csi.common.v1.CommandService"}[service]
            found = self.pool.FindServiceByName(full).methods_by_name[name]
            self._methods[(service, name)] = found
        return found

    def request(self, service: str, name: str, fields: dict):
        kind = message_factory.GetMessageClass(self.method(service, name).input_type)
        return kind(**fields)

    def call(self, service: str, name: str, request, *, actor="", timeout=30.0,
             metadata=()):
        """The answer; raises Refused."""
        method = self.method(service, name)
        answer = message_factory.GetMessageClass(method.output_type)
        pairs = list(metadata)
        if actor:
            pairs.append(("csi-actor", f"tenants/{self.tenant}/people/{actor}"))
        if isinstance(request, dict):
            request = self.request(service, name, request)
        stub = self.channel.unary_unary(
            f"/{method.containing_service.full_name}/{name}",
            request_serializer=lambda r: r if isinstance(r, bytes) else r.SerializeToString(),
            response_deserializer=answer.FromString)
        try:
            return stub(request, timeout=timeout, metadata=pairs)
        except grpc.RpcError as error:
            raise Refused(error) from None

    def watch(self, fields: dict, timeout=30.0):
        """Iterates over the responses of WatchEvents."""
        method = self.method("events", "WatchEvents")
        answer = message_factory.GetMessageClass(method.output_type)
        stub = self.channel.unary_stream(
            "/csi.common.v1.EventService/WatchEvents",
            request_serializer=lambda r: r.SerializeToString(),
            response_deserializer=answer.FromString)
        try:
            yield from stub(self.request("events", "WatchEvents", fields), timeout=timeout)
        except grpc.RpcError as error:
            raise Refused(error) from None

    def create_person(self, person: str, actor="olga", **more):
        return self.call("raci", "CreatePerson", {
            "parent": f"tenants/{self.tenant}", "person_id": person,
            "person": {"display_name": person.title()},
            "request_id": uuid.uuid4().hex, **more}, actor=actor)


class Server:
    """A server program on a free port and a folder of its own."""

    def __init__(self, *flags: str, folder: pathlib.Path | None = None, program: str = "csid"):
        self.program = program
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="csi-e2e-"))
        self.folder = folder or self.root / "data"
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.flags = flags
        self.process = None
        self.log = self.root / f"{program}.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def command(self) -> list[str]:
        return [str(BIN / self.program), "--data-dir", str(self.folder), "--listen", self.address,
                *self.flags]

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self.serves():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{self.program} did not start: "
                                     + self.log.read_text()[-2000:])
            time.sleep(0.02)

    def serves(self, name: str = "") -> bool:
        """Whether health says so, of the whole or of a service or what it can do."""
        request = b"\x0a" + bytes([len(name)]) + name.encode() if name else b""
        with grpc.insecure_channel(self.address) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            try:
                return check(request, timeout=5) == b"\x08\x01"
            except grpc.RpcError:
                return False

    def kill(self):
        """As a power cut: SIGKILL."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> float:
        """As an operator does: SIGTERM. The seconds that it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        assert code == 0, f"{self.program} ended with {code}: {self.log.read_text()[-2000:]}"
        return time.monotonic() - begin

    def api(self, tenant: str = "demo") -> Api:
        return Api(self.address, tenant)


def run(program: str, *words: str, timeout: float = 60, env=None) -> subprocess.CompletedProcess:
    """A program of the build, with its output as text."""
    return subprocess.run([str(BIN / program), *words], capture_output=True, text=True,
                          timeout=timeout, check=False, env={**os.environ, **(env or {})})


def csictl(server: Server, *words: str, **options) -> subprocess.CompletedProcess:
    return run("csictl", "--address", server.address, *words,
               env={"XDG_STATE_HOME": str(server.root)}, **options)


class CsictlTest(unittest.TestCase):
    """Types commands to `self.server`, by default as olga; `self.files` is a folder for them."""

    def call(self, code, *words, actor="olga", tenant="demo"):
        done = csictl(self.server, *words, "--as", actor, "--tenant", tenant)
        assert done.returncode == code, f"{words}: {done.stdout}{done.stderr}"
        return done

    def json(self, *words, **options):
        return json.loads(self.call(0, *words, "--output", "json", **options).stdout)

    def write(self, name, text):
        (self.files / name).write_text(text)
        return str(self.files / name)


class SharedServerTest(CsictlTest):
    """One server for all tests of a class, filled by the commands of `PREPARED`."""
    PROGRAM = "csid"
    PREPARED = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(program=cls.PROGRAM)
        cls.server.start()
        cls.addClassCleanup(cls.server.__exit__)
        cls.files = cls.server.root
        for words in cls.PREPARED:
            cls.call(cls, 0, *words)
