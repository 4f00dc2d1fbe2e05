"""Messages with values of every kind in every field, edges among them."""
import random

from google.protobuf.descriptor import FieldDescriptor

DEPTH_MAX = 4


class Filler:
    """The same seed fills the same way."""

    def __init__(self, seed: int):
        self._random = random.Random(seed)

    def fill(self, message, depth: int = 0):
        for field in message.DESCRIPTOR.fields:
            if depth and self._random.random() < 0.3:
                continue
            if field.message_type is not None and depth >= DEPTH_MAX:
                continue
            self._set(message, field, depth)
        return message

    def _set(self, message, field, depth):
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            value = field.message_type.fields_by_name["value"]
            if value.message_type is None:
                getattr(message, field.name)["key"] = self._scalar(value)
            else:
                self.fill(getattr(message, field.name)["key"], depth + 1)
        elif field.message_type is not None:
            for _ in range(2 if field.is_repeated else 1):
                inner = (getattr(message, field.name).add() if field.is_repeated
                         else getattr(message, field.name))
                inner.SetInParent() if not field.is_repeated else None
                self._fill_known(inner, depth + 1)
        elif field.is_repeated:
            getattr(message, field.name).extend(self._scalar(field) for _ in range(2))
        else:
            setattr(message, field.name, self._scalar(field))

    def _fill_known(self, inner, depth):
        name = inner.DESCRIPTOR.full_name
        if name == "google.protobuf.Timestamp":
            inner.seconds = self._random.choice((0, 1, 4102444800))
            inner.nanos = self._random.choice((0, 1000, 999999999))
        elif name == "google.protobuf.Duration":
            inner.seconds = self._random.choice((0, -5, 86400))
        else:
            self.fill(inner, depth)

    def _scalar(self, field):
        kind = field.cpp_type
        if kind == FieldDescriptor.CPPTYPE_ENUM:
            return self._random.choice(field.enum_type.values).number
        if kind == FieldDescriptor.CPPTYPE_BOOL:
            return True
        if kind in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
            return self._random.choice((0.5, -1e300, float("inf"), float("nan"))) if (
                kind == FieldDescriptor.CPPTYPE_DOUBLE) else 0.25
        if kind == FieldDescriptor.CPPTYPE_STRING:
            return b"\x00\xff" if field.type == FieldDescriptor.TYPE_BYTES else "Größe \"1\""
        limits = {FieldDescriptor.CPPTYPE_INT32: (-2**31, 2**31 - 1),
                  FieldDescriptor.CPPTYPE_INT64: (-2**63, 2**63 - 1),
                  FieldDescriptor.CPPTYPE_UINT32: (1, 2**32 - 1),
                  FieldDescriptor.CPPTYPE_UINT64: (1, 2**64 - 1)}
        return self._random.choice(limits[kind])
