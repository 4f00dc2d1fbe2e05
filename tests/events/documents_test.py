"""AsyncAPI and JSON Schemas: up to date, valid, and true of what protobuf writes."""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/events"))
sys.path.insert(0, str(ROOT / "tools/eventsdoc"))
import contracts  # noqa: E402
import headers  # noqa: E402
import json_schema  # noqa: E402
import validators  # noqa: E402

DOCS = ROOT / "docs"
DEPTH_MAX = 4
ROUNDS = 3
SEED = 20240229


class Filler:
    """Fills messages with values of every kind, edges among them."""

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


class DocumentsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([ROOT / "tools/events_doc", "--check"], text=True, timeout=120,
                              capture_output=True, check=False)
        cls.check = done
        cls.contracts = contracts.load(ROOT / "build/api.binpb")
        cls.events = [event for service in contracts.SERVICES
                      for event in cls.contracts.events(service)]
        descriptors = descriptor_pb2.FileDescriptorSet.FromString(
            (ROOT / "build/api.binpb").read_bytes())
        cls.pool = descriptor_pool.DescriptorPool()
        for file in descriptors.file:  # in the order of their imports
            cls.pool.Add(file)

    def message(self, name: str):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))()

    def wrong(self, questions: list[dict]) -> list[str]:
        answers = validators.ask(questions)
        self.assertEqual(len(answers), len(questions))
        return [f"{str(question)[:300]}: {answer}"
                for question, answer in zip(questions, answers) if answer is not None]

    def test_the_documents_are_what_the_contracts_say(self):
        self.assertEqual(self.check.returncode, 0, self.check.stderr)

    def test_the_asyncapi_document_is_valid(self):
        self.assertEqual(self.wrong([{"asyncapi": str(DOCS / "asyncapi.yaml")}]), [])

    def test_a_wrong_asyncapi_document_is_told_from_a_right_one(self):
        text = (DOCS / "asyncapi.yaml").read_text(encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", dir=DOCS) as broken:
            broken.write(text.replace('action: "send"', 'action: "shout"', 1))
            broken.flush()
            self.assertEqual(len(self.wrong([{"asyncapi": broken.name}])), 1)

    def test_every_schema_compiles_and_there_is_one_for_each_event(self):
        files = sorted((DOCS / "schemas/events").glob("*.json"))
        self.assertEqual([file.stem for file in files], sorted(e.name for e in self.events))
        self.assertEqual(self.wrong([{"schema": str(file)} for file in files]), [])

    def test_the_json_form_of_every_event_fits_its_schema_to_the_last_field(self):
        strict = json_schema.Writer(self.contracts, strict=True)
        questions = []
        for number, event in enumerate(self.events):
            schema = strict.schema(event)
            questions.append({"schema": schema, "data": {}})
            for each in range(ROUNDS):
                filled = Filler(SEED + number * ROUNDS + each).fill(self.message(event.name))
                questions.append({"schema": schema,
                                  "data": json.loads(json_format.MessageToJson(filled))})
        self.assertEqual(self.wrong(questions), [])

    def test_a_wrong_value_is_refused_by_the_published_schema(self):
        left = str(DOCS / "schemas/events/csi.raci.v1.PersonLeft.json")
        questions = [{"schema": left, "data": data} for data in (
            {"person": 5}, {"revision": "x"}, {"leaveTime": "yesterday"}, [])]
        self.assertEqual(len(self.wrong(questions)), len(questions))
        self.assertEqual(self.wrong([{"schema": left, "data": {"person": "tenants/t/people/p",
                                                               "fieldOfALaterRelease": 1}}]), [])

    def test_the_examples_of_inputs_fit_their_schemas(self):
        shapes = {"changes_servicenow": "change_servicenow", "changes_tmf655": "change_tmf655",
                  "changes_servicenow_display": "change_servicenow",
                  "changes_jira": "change_jira", "changes_jira_other_issue": "change_jira",
                  "changes_plain": "change_plain", "changes_structured": "change_plain",
                  "measurements_plain": "measurement_plain",
                  "measurements_monitoring": "measurement_monitoring"}
        examples = sorted((ROOT / "deploy/mappings/examples").glob("*.json"))
        self.assertEqual([each.stem for each in examples], sorted(shapes))
        questions = []
        for example in examples:
            value = json.loads(example.read_text(encoding="utf-8"))["value"]
            data = value["data"] if example.stem == "changes_structured" else value
            questions.append({"schema": str(DOCS / f"schemas/inputs/{shapes[example.stem]}.json"),
                              "data": data})
        self.assertEqual(self.wrong(questions), [])
        # None of them says yes to everything.
        for name in set(shapes.values()):
            self.assertEqual(len(self.wrong([
                {"schema": str(DOCS / f"schemas/inputs/{name}.json"), "data": {}}])), 1, name)

    def test_every_event_type_is_one_that_the_service_journals_or_makes(self):
        for service in contracts.SERVICES:
            places = [ROOT / f"proto/csi/{service}/v1/{service}_journal.proto",
                      *(ROOT / "services" / service / "domain").rglob("*.[ch]*")]
            text = "\n".join(path.read_text(encoding="utf-8") for path in places)
            for event in self.contracts.events(service):
                self.assertTrue(re.search(rf"\b{event.name.rpartition('.')[2]}\b", text),
                                f"nobody publishes {event.name}")

    def test_the_guide_names_every_header(self):
        text = (DOCS / "events.md").read_text(encoding="utf-8")
        for shape in (headers.EVENT, headers.MARK, headers.INPUT, headers.DEAD_LETTER):
            for name in shape["properties"]:
                self.assertIn(f"`{name}`", text)


if __name__ == "__main__":
    unittest.main()
