"""The public event types, read from the descriptor set of `buf build proto`."""
import dataclasses
import pathlib
import sys

from google.protobuf import descriptor_pb2 as pb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "apidoc"))
from apidoc import FILE_ENUM, FILE_MESSAGE, MESSAGE_ENUM, MESSAGE_NESTED, File  # noqa: E402

SERVICES = ("raci", "registry", "workflow", "reporting")
# What the engine publishes for the services that read inputs.
OF_INPUTS = {"workflow": ["csi.common.v1.InputRejected"],
             "reporting": ["csi.common.v1.InputRejected"]}


@dataclasses.dataclass(frozen=True)
class Type:
    """A message or an enum, with where its comments are."""
    name: str  # full name without the leading dot
    file: File
    path: tuple[int, ...]
    descriptor: object

    @property
    def comment(self) -> str:
        return self.file.comment(*self.path)


class Contracts:
    """All types by full name, and which of them are events of a service."""

    def __init__(self, descriptors: pb.FileDescriptorSet):
        self.types: dict[str, Type] = {}
        self._events: dict[str, list[str]] = {service: [] for service in SERVICES}
        for descriptor in descriptors.file:
            self._add_file(File(descriptor))

    def _add_file(self, file: File) -> None:
        package = file.descriptor.package
        for index, message in enumerate(file.descriptor.message_type):
            self._add(package, file, (FILE_MESSAGE, index), message)
        for index, enum in enumerate(file.descriptor.enum_type):
            name = f"{package}.{enum.name}"
            self.types[name] = Type(name, file, (FILE_ENUM, index), enum)
        service = package.split(".")[1] if package.startswith("csi.") else ""
        if service in SERVICES and file.descriptor.name.endswith("_events.proto"):
            self._events[service] += event_names(file.descriptor)

    def _add(self, outer: str, file: File, path: tuple, message) -> None:
        name = f"{outer}.{message.name}"
        self.types[name] = Type(name, file, path, message)
        for index, nested in enumerate(message.nested_type):
            self._add(name, file, (*path, MESSAGE_NESTED, index), nested)
        for index, enum in enumerate(message.enum_type):
            self.types[f"{name}.{enum.name}"] = Type(
                f"{name}.{enum.name}", file, (*path, MESSAGE_ENUM, index), enum)

    def events(self, service: str) -> list[Type]:
        """In the order of the contract."""
        names = self._events[service] + OF_INPUTS.get(service, [])
        return [self.types[name] for name in names]


def event_names(file: pb.FileDescriptorProto) -> list[str]:
    """Messages of an events file; those that others there contain are parts."""
    names = [f"{file.package}.{message.name}" for message in file.message_type]
    parts = {field.type_name.lstrip(".")
             for message in file.message_type for field in message.field}
    return [name for name in names if name not in parts]


def load(path: pathlib.Path) -> Contracts:
    return Contracts(pb.FileDescriptorSet.FromString(path.read_bytes()))
