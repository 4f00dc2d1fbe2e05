#!/usr/bin/env python3
"""Writes docs/api.md from the contracts: apidoc.py DESCRIPTOR_SET > docs/api.md

The set is what `buf build proto` makes, source information included. Only the
APIs and the public events are described; journals are private.
"""
import pathlib
import re
import sys

from google.protobuf import descriptor_pb2 as pb

# Field numbers of descriptor.proto, as source paths use them.
FILE_MESSAGE, FILE_ENUM, FILE_SERVICE = 4, 5, 6
MESSAGE_FIELD, MESSAGE_NESTED, MESSAGE_ENUM = 2, 3, 4
ENUM_VALUE, SERVICE_METHOD = 2, 2
BEHAVIOUR = {1: "optional", 2: "required", 3: "output only", 4: "input only",
             5: "immutable", 7: "unordered", 8: "identifier"}
# Extension 1052 of FieldOptions, google.api.field_behavior.
BEHAVIOUR_FIELD = 1052
PRIVATE = ("_journal.proto", "_envelope.proto", "_state.proto")
SERVICES = ("raci", "registry", "workflow", "reporting", "common")


class File:
    """A file with its comments by source path."""

    def __init__(self, descriptor: pb.FileDescriptorProto):
        self.descriptor = descriptor
        self.comments = {
            tuple(place.path): clean(place.leading_comments or place.trailing_comments)
            for place in descriptor.source_code_info.location}

    def comment(self, *path: int) -> str:
        return self.comments.get(path, "")


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def behaviours(field: pb.FieldDescriptorProto) -> list[str]:
    """Reads google.api.field_behavior, which this pool does not know."""
    return [BEHAVIOUR[number] for number in varints(
        field.options.SerializeToString(), BEHAVIOUR_FIELD) if number in BEHAVIOUR]


def varints(data: bytes, wanted: int) -> list[int]:
    """Values of one varint field, packed or not, in an encoded message."""
    at, found = 0, []

    def read() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = read()
        if key & 7 == 0:
            value = read()
            found += [value] if key >> 3 == wanted else []
        elif key & 7 == 2:
            end = read() + at
            while at < end and key >> 3 == wanted:
                found.append(read())
            at = end
        else:
            at += 8 if key & 7 == 1 else 4
    return found


def type_name(field: pb.FieldDescriptorProto, package: str) -> str:
    kind = pb.FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
    name = field.type_name.removeprefix(".").removeprefix(package + ".") or kind
    repeated = field.label == pb.FieldDescriptorProto.LABEL_REPEATED
    return f"repeated {name}" if repeated else name


def message_lines(file: File, message, path: tuple, outer: str) -> list[str]:
    name = f"{outer}{message.name}"
    lines = [f"### {name}", "", file.comment(*path), ""]
    if message.field:
        lines += ["| field | type | meaning |", "|---|---|---|"]
    for index, field in enumerate(message.field):
        notes = behaviours(field)
        if field.HasField("oneof_index") and not field.proto3_optional:
            notes.append(f"one of {message.oneof_decl[field.oneof_index].name}")
        text = file.comment(*path, MESSAGE_FIELD, index)
        prefix = f"*{', '.join(notes)}.* " if notes else ""
        lines.append(f"| `{field.name}` | `{type_name(field, file.descriptor.package)}` "
                     f"| {prefix}{cell(text)} |")
    lines.append("")
    for index, nested in enumerate(message.nested_type):
        lines += message_lines(file, nested, (*path, MESSAGE_NESTED, index), f"{name}.")
    for index, enum in enumerate(message.enum_type):
        lines += enum_lines(file, enum, (*path, MESSAGE_ENUM, index), f"{name}.")
    return lines


def enum_lines(file: File, enum, path: tuple, outer: str) -> list[str]:
    lines = [f"### {outer}{enum.name}", "", file.comment(*path), "",
             "| value | number | meaning |", "|---|---|---|"]
    for index, value in enumerate(enum.value):
        lines.append(f"| `{value.name}` | {value.number} "
                     f"| {cell(file.comment(*path, ENUM_VALUE, index))} |")
    return lines + [""]


def method_lines(file: File, service, path: tuple) -> list[str]:
    lines = [f"### {service.name}", "", file.comment(*path), "",
             "| method | request | response | meaning |", "|---|---|---|---|"]
    package = file.descriptor.package
    for index, method in enumerate(service.method):
        request, response = (
            ("stream " if streaming else "") + name.removeprefix(f".{package}.").lstrip(".")
            for name, streaming in ((method.input_type, method.client_streaming),
                                    (method.output_type, method.server_streaming)))
        text = cell(file.comment(*path, SERVICE_METHOD, index))
        lines.append(f"| `{method.name}` | `{request}` | `{response}` | {text} |")
    return lines + [""]


def file_lines(file: File) -> list[str]:
    descriptor, lines = file.descriptor, []
    for index, service in enumerate(descriptor.service):
        lines += method_lines(file, service, (FILE_SERVICE, index))
    for index, message in enumerate(descriptor.message_type):
        lines += message_lines(file, message, (FILE_MESSAGE, index), "")
    for index, enum in enumerate(descriptor.enum_type):
        lines += enum_lines(file, enum, (FILE_ENUM, index), "")
    return lines


def document(files: list[pb.FileDescriptorProto]) -> str:
    public = {file.name: File(file) for file in files
              if file.name.startswith("csi/") and not file.name.endswith(PRIVATE)}
    lines = ["# API reference", "",
             "Made from the contracts in `proto/` by `tools/api_doc`; do not edit.", ""]
    for service in SERVICES:
        own = [name for name in public if name.startswith(f"csi/{service}/")]
        # The API first, then what it speaks of, then what it tells others.
        own.sort(key=lambda name: ("_service" not in name, "_events" in name, name))
        for name in own:
            lines += [f"## {name}", ""] + file_lines(public[name])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    descriptors = pb.FileDescriptorSet.FromString(pathlib.Path(sys.argv[1]).read_bytes())
    sys.stdout.write(document(list(descriptors.file)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
