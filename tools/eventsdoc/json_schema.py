"""JSON Schema (2020-12) of the JSON form of protobuf messages.

The form is protobuf's own: fields in lowerCamelCase, 64-bit numbers as text,
enums by name, fields with their default value left out. So no field is
required. Unknown fields are allowed, because a later release may add some; in
the strict form, for tests, they are not.
"""
from google.protobuf import descriptor_pb2 as pb

import contracts
from apidoc import MESSAGE_FIELD

DIALECT = "https://json-schema.org/draft/2020-12/schema"
F = pb.FieldDescriptorProto
WHOLE_32 = {"type": "integer", "minimum": -2**31, "maximum": 2**31 - 1}
NATURAL_32 = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}
WHOLE_64 = {"type": "string", "pattern": "^-?[0-9]{1,19}$"}
NATURAL_64 = {"type": "string", "pattern": "^[0-9]{1,20}$"}
REAL = {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
SCALARS = {
    F.TYPE_DOUBLE: REAL, F.TYPE_FLOAT: REAL,
    F.TYPE_INT32: WHOLE_32, F.TYPE_SINT32: WHOLE_32, F.TYPE_SFIXED32: WHOLE_32,
    F.TYPE_UINT32: NATURAL_32, F.TYPE_FIXED32: NATURAL_32,
    F.TYPE_INT64: WHOLE_64, F.TYPE_SINT64: WHOLE_64, F.TYPE_SFIXED64: WHOLE_64,
    F.TYPE_UINT64: NATURAL_64, F.TYPE_FIXED64: NATURAL_64,
    F.TYPE_BOOL: {"type": "boolean"}, F.TYPE_STRING: {"type": "string"},
    F.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
}
# What protobuf writes in a form of its own.
WELL_KNOWN = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?s$"},
}


class SchemaError(Exception):
    """A contract uses what this has no form for."""


class Writer:
    """Makes self-contained schemas; one object for many messages."""

    def __init__(self, all_types: contracts.Contracts, strict: bool = False):
        self._types = all_types.types
        self._strict = strict

    def schema(self, event: contracts.Type) -> dict:
        used: dict[str, dict] = {}
        self._define(event.name, used)
        own = used.pop(event.name)
        found = {"$schema": DIALECT, "$id": f"urn:csi:schema:{event.name}", "title": event.name}
        found |= own
        if used:
            found["$defs"] = {name: used[name] for name in sorted(used)}
        return found

    def _define(self, name: str, used: dict) -> None:
        if name in used:
            return
        used[name] = {}  # so that a message may contain itself
        known = self._types[name]
        described = {"description": known.comment} if known.comment else {}
        if isinstance(known.descriptor, pb.EnumDescriptorProto):
            names = [value.name for value in known.descriptor.value]
            used[name] = described | {"type": "string", "enum": names}
            return
        properties = {}
        for index, field in enumerate(known.descriptor.field):
            comment = known.file.comment(*known.path, MESSAGE_FIELD, index)
            properties[field.json_name] = (
                ({"description": comment} if comment else {}) | self._field(field, used))
        used[name] = described | {"type": "object", "properties": properties}
        if self._strict:
            used[name]["additionalProperties"] = False

    def _field(self, field: F, used: dict) -> dict:
        repeated = field.label == F.LABEL_REPEATED
        entry = self._types.get(field.type_name.lstrip("."))
        if entry is not None and repeated and isinstance(
                entry.descriptor, pb.DescriptorProto) and entry.descriptor.options.map_entry:
            return {"type": "object", "additionalProperties": self._value(
                entry.descriptor.field[1], used)}
        value = self._value(field, used)
        return {"type": "array", "items": value} if repeated else value

    def _value(self, field: F, used: dict) -> dict:
        if field.type in SCALARS:
            return dict(SCALARS[field.type])
        name = field.type_name.lstrip(".")
        if name in WELL_KNOWN:
            return dict(WELL_KNOWN[name])
        if name.startswith("google.protobuf.") or name not in self._types:
            raise SchemaError(f"field {field.name}: no JSON form known for {name}; "
                              "add it to tools/eventsdoc/json_schema.py")
        self._define(name, used)
        return {"$ref": f"#/$defs/{name}"}
