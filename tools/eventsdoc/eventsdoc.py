#!/usr/bin/env python3
"""Writes the event documents: eventsdoc.py DESCRIPTOR_SET FOLDER

The set is what `buf build proto` makes, source information included. FOLDER
gets what belongs into docs/.
"""
import json
import pathlib
import shutil
import sys

import asyncapi
import contracts
import json_schema

# Channel -> topic, summary, messages. Their schemas are written by hand: they say
# what the mappings of deploy/mappings read.
INPUTS = {
    "changeEvents": ("itsm.change.events",
                     "News about changes (RFCs) of change management.",
                     ("change_plain", "change_servicenow", "change_tmf655", "change_jira")),
    "measurements": ("itsm.measurements", "Figures of indicators, in high volume.",
                     ("measurement_plain", "measurement_monitoring")),
}
DO_NOT_EDIT = "Made from the contracts in `proto/` by `tools/events_doc`; do not edit."

LONG = "Longer than 300 lines because it is one document by its format."


def type_list(all_types: contracts.Contracts) -> str:
    lines = ["# Event types", "", DO_NOT_EDIT,
             "How to consume them: [events.md](events.md). Fields: "
             "[api.md](api.md), or the schema behind each name."]
    for service in contracts.SERVICES:
        lines += ["", f"## csi.{service}.events", "", "| type | when |", "|---|---|"]
        for event in all_types.events(service):
            text = event.comment.replace("|", "\\|")
            lines.append(f"| [`{event.name}`](schemas/events/{event.name}.json) | {text} |")
    return "\n".join(lines) + "\n"


def write(all_types: contracts.Contracts, folder: pathlib.Path) -> int:
    schemas = folder / "schemas/events"
    shutil.rmtree(schemas, ignore_errors=True)
    schemas.mkdir(parents=True)
    writer, written = json_schema.Writer(all_types), set()
    for service in contracts.SERVICES:
        for event in all_types.events(service):
            text = json.dumps(writer.schema(event), indent=1, ensure_ascii=False)
            (schemas / f"{event.name}.json").write_text(text + "\n", encoding="utf-8")
            written.add(event.name)
    document = asyncapi.yaml(asyncapi.document(all_types, INPUTS))
    (folder / "asyncapi.yaml").write_text(
        f"# {DO_NOT_EDIT}\n# {LONG}\n{document}\n", encoding="utf-8")
    (folder / "event_types.md").write_text(type_list(all_types), encoding="utf-8")
    return len(written)


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    print(write(contracts.load(pathlib.Path(sys.argv[1])), folder), "event types")
    return 0


if __name__ == "__main__":
    sys.exit(main())
