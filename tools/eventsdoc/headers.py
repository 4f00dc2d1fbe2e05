"""The record headers of public events, inputs and dead letters, in one place.

Every value is UTF-8 text. Beside the attributes of CloudEvents 1.0 there are
extensions of our own; their names are lower-case letters and digits, as the
specification wants.
"""
PROGRESS = "csi.common.v1.Progress"
_TEXT = {"type": "string"}
_NUMBER = {"type": "string", "pattern": "^[0-9]+$"}


def _text(description: str, **more) -> dict:
    return _TEXT | more | {"description": description}


def _number(description: str) -> dict:
    return _NUMBER | {"description": description}


_POSITION = {
    "ce_journalid": _text("Id of the journal, 32 hexadecimal digits. Another one means that "
                          "the service starts anew: so must its consumers.",
                          pattern="^[0-9a-f]{32}$"),
    "ce_journaloffset": _number("Offset of the record in the journal."),
    "ce_recordindex": _number("Index of the event inside the record, from 0."),
    "ce_recordlast": _text("true with the last event of a record: the position is reached.",
                           enum=["true", "false"]),
}
_COMMON = {
    "content-type": _text("What the value is: protobuf, or JSON where the programs run with "
                          "--events-data json.",
                          enum=["application/protobuf", "application/json"]),
    "ce_specversion": _text("1.0", const="1.0"),
    "ce_id": _text("The same whenever the event is published again: chain hash of the record "
                   "and index."),
    "ce_source": _text("//csi/{deployment}/{service}/{partition}"),
    "ce_type": _text("Full name of the data message."),
    "ce_time": _text("When it was decided.", format="date-time"),
}
EVENT = {
    "type": "object",
    "required": [*_COMMON, "ce_subject", "ce_partitionkey", "ce_sequence", *_POSITION],
    "properties": _COMMON | {
        "ce_subject": _text("Resource name that the event is about."),
        "ce_partitionkey": _text("The tenant id; the key of the record too."),
        "ce_sequence": _number("Dense number in the partition, from 1: a gap is a loss."),
        **_POSITION,
        "ce_correlationid": _text("Request id or event id of what started it all."),
        "ce_causationid": _text("Id of the event that caused this one; absent for a call."),
        "ce_actor": _text("Resource name of who acted; absent for the system."),
        "ce_traceparent": _text("W3C trace context of the origin, when the caller sent one."),
    },
}
MARK = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", *_POSITION],
    "properties": {name: shape for name, shape in _COMMON.items() if name != "content-type"}
    | {"ce_type": _text("Says that this is no event.", const=PROGRESS), **_POSITION},
}
INPUT = {
    "type": "object",
    "properties": {
        "content-type": _text("application/json, or application/cloudevents+json for the "
                              "structured mode."),
        "ce_specversion": _text("1.0", const="1.0"),
        "ce_id": _text("With ce_source the identity: a pair has one effect."),
        "ce_source": _text("Who sends, for example //servicenow/prod."),
        "ce_type": _text("Chooses the mapping together with ce_source."),
        "ce_time": _text("When it happened.", format="date-time"),
        "ce_partitionkey": _text("The tenant id, where the data does not say it."),
    },
}
_ERRORS = "__connect.errors."
DEAD_LETTER = {
    "type": "object",
    "required": [_ERRORS + "topic", _ERRORS + "partition", _ERRORS + "offset",
                 _ERRORS + "exception.message"],
    "properties": {
        _ERRORS + "topic": _text("Topic that the input came from."),
        _ERRORS + "partition": _number("Its partition there."),
        _ERRORS + "offset": _number("Its offset there."),
        _ERRORS + "stage": _text("Where it was refused."),
        _ERRORS + "class.name": _text("What refused it."),
        _ERRORS + "exception.class.name": _text("The reason, as a word that does not change."),
        _ERRORS + "exception.message": _text("The reason, for people: field, rule, remedy."),
        _ERRORS + "connector.name": _text("The service that refused it."),
        _ERRORS + "task.id": _number("Its partition, 0."),
        "csi_event_id": _text("Id of the event csi.common.v1.InputRejected."),
        "csi_whole": _text("false when the input was gone before it could be copied."),
    },
}
