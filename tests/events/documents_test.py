"""AsyncAPI and JSON Schemas: up to date, valid, and true of what protobuf writes."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/events"))
sys.path.insert(0, str(ROOT / "tools/eventsdoc"))
import contracts  # noqa: E402
import headers  # noqa: E402
import json_schema  # noqa: E402
import validators  # noqa: E402
from filler import Filler  # noqa: E402

DOCS = ROOT / "docs"
ROUNDS = 3
SEED = 20240229


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
        self.assertEqual([file.stem for file in files], sorted({e.name for e in self.events}))
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
                      *(ROOT / "services" / service / "domain").rglob("*.[ch]*"),
                      ROOT / "common/domain/input.cc"]
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
