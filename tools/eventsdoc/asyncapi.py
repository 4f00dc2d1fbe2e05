"""The AsyncAPI 3 document: topics, operations, messages and their headers."""
import json
import textwrap

import contracts
import headers

TITLE = {"raci": "RACI directory", "registry": "CSI register",
         "workflow": "seven-step workflow", "reporting": "reporting"}
PARTITIONS, COPIES = 1, 3
BINDING = "0.5.0"
# Longer text is folded; our texts have single blanks and no line ends.
COLUMNS, FOLD_COLUMNS = 96, 60


def _kafka(topic: str, note: str, forever: bool) -> dict:
    settings = {"cleanup.policy": ["delete"]}
    if forever:
        settings["retention.ms"] = -1
    return {"address": topic, "description": note,
            "bindings": {"kafka": {"topic": topic, "partitions": PARTITIONS, "replicas": COPIES,
                                   "topicConfiguration": settings, "bindingVersion": BINDING}}}


def _event_message(event: contracts.Type, service: str) -> dict:
    short = event.name.rpartition(".")[2]
    return {
        "name": event.name, "title": short, "summary": event.comment,
        "contentType": "application/protobuf",
        "traits": [{"$ref": "#/components/messageTraits/publicEvent"}],
        "headers": {"type": "object", "properties": {
            "ce_type": {"type": "string", "const": event.name},
            "ce_source": {"type": "string", "pattern": f"^//csi/[^/]+/{service}/[0-9]+$"}}},
        "payload": {"$ref": f"./schemas/events/{event.name}.json"},
        "x-protobuf-message": event.name,
        "x-protobuf-file": event.file.descriptor.name,
    }


def _outgoing(all_types: contracts.Contracts, document: dict) -> None:
    for service in contracts.SERVICES:
        channel = f"{service}Events"
        made = _kafka(f"csi.{service}.events", f"Public events of the {TITLE[service]}, in the "
                      "order of their commitment for each tenant. Kept for ever.", True)
        made["messages"] = {}
        for event in all_types.events(service):
            key = f"{service}.{event.name.rpartition('.')[2]}"
            document["components"]["messages"][key] = _event_message(event, service)
            made["messages"][key] = {"$ref": f"#/components/messages/{key}"}
        made["messages"]["progress"] = {"$ref": "#/components/messages/progress"}
        document["channels"][channel] = made
        document["operations"][f"publish{service.capitalize()}Events"] = {
            "action": "send", "channel": {"$ref": f"#/channels/{channel}"},
            "summary": f"The {TITLE[service]} publishes every committed change."}


def _progress() -> dict:
    return {
        "name": headers.PROGRESS, "title": "Progress",
        "summary": "Nothing happened: everything up to the position in the headers has been "
                   "published. Comes while a publisher is idle; has no data and no number.",
        "traits": [{"$ref": "#/components/messageTraits/progressMark"}],
        "payload": {"type": "string", "maxLength": 0},
    }


def _incoming(document: dict, inputs: dict) -> None:
    """Inputs: channel -> topic, summary, names of messages in schemas/inputs."""
    for channel, (topic, summary, messages) in inputs.items():
        made = _kafka(topic, summary, False)
        made["messages"] = {}
        for name in messages:
            made["messages"][name] = {"$ref": f"#/components/messages/{name}"}
            document["components"]["messages"][name] = {
                "name": name, "title": name, "contentType": "application/json",
                "summary": f"Data as deploy/mappings reads it: {name}.",
                "traits": [{"$ref": "#/components/messageTraits/input"}],
                "payload": {"$ref": f"./schemas/inputs/{name}.json"}}
        document["channels"][channel] = made
        document["operations"][f"take{channel[0].upper()}{channel[1:]}"] = {
            "action": "receive", "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def _dead_letters(document: dict) -> None:
    made = _kafka("csi.dlq", "Inputs that could not be taken, as they came, with the reason.",
                  True)
    made["messages"] = {"deadLetter": {"$ref": "#/components/messages/deadLetter"}}
    document["channels"]["deadLetters"] = made
    document["components"]["messages"]["deadLetter"] = {
        "name": "csi.dlq", "title": "Dead letter",
        "summary": "An input that was rejected: its key, headers and bytes unchanged, with "
                   "headers of the form that Kafka Connect uses.",
        "headers": headers.DEAD_LETTER, "payload": {}}
    document["operations"]["publishDeadLetters"] = {
        "action": "send", "channel": {"$ref": "#/channels/deadLetters"},
        "summary": "Rejected inputs, until they are replayed or discarded."}


def document(all_types: contracts.Contracts, inputs: dict) -> dict:
    made = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of the CSI services", "version": "1.0.0",
            "description": "CloudEvents 1.0 in the binary mode of the Kafka binding. The data "
                           "is protobuf, or JSON where the programs run with --events-data "
                           "json; the schemas here are of the JSON form, which WatchEvents "
                           "gives too. How to consume: events.md."},
        "defaultContentType": "application/protobuf",
        "servers": {"kafka": {"host": "kafka.example.com:9092", "protocol": "kafka",
                              "description": "Whatever the deployment names."}},
        "channels": {}, "operations": {},
        "components": {
            "messages": {"progress": _progress()},
            "messageTraits": {
                name: {"headers": shape, "bindings": {"kafka": {
                    "key": {"type": "string", "description": key}, "bindingVersion": BINDING}}}
                for name, shape, key in (
                    ("publicEvent", headers.EVENT, "The tenant id."),
                    ("progressMark", headers.MARK, "Empty."),
                    ("input", headers.INPUT, "Best the tenant id; any key is taken."))}}}
    _outgoing(all_types, made)
    _incoming(made, inputs)
    _dead_letters(made)
    return made


def yaml(value, indent: int = 0) -> str:
    """Plain YAML of dicts, lists and scalars; text as JSON text, which is YAML too."""
    pad = "  " * indent
    if isinstance(value, dict) and value:
        lines = []
        for key, item in value.items():
            name = key if key.replace("_", "").isalnum() and not key.isdigit() else json.dumps(key)
            lines.append(f"{pad}{name}:" + _under(item, indent))
        return "\n".join(lines)
    if isinstance(value, list) and value:
        return "\n".join(f"{pad}-" + (_under(item, indent) if not isinstance(item, dict)
                                      else " " + yaml(item, indent + 1).lstrip())
                         for item in value)
    return pad + json.dumps(value, ensure_ascii=False)


def _under(item, indent: int) -> str:
    if isinstance(item, (dict, list)) and item:
        return "\n" + yaml(item, indent + 1)
    text = json.dumps(item, ensure_ascii=False)
    if isinstance(item, str) and len(text) > FOLD_COLUMNS:
        pad = "  " * (indent + 1)
        lines = textwrap.wrap(item, COLUMNS - len(pad), break_long_words=False,
                              break_on_hyphens=False)
        return " >-\n" + "\n".join(pad + line for line in lines)
    return " " + text
