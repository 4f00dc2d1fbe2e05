"""What the chart makes of inputs: who reads which topic, with which mappings, and
with which rights."""
import pathlib
import tempfile
import unittest

import containers as c
import helm_chart as chart
import yaml
from rendered import KAFKA, KAFKA_FULL, SERVICES, of_kind, program_config

OPTIONS = ("mappings", "input-partitions", "input-accept-gap")
OF_IMAGE = "/usr/share/csi/mappings"
MAPPING = "{mapping: x, for: measurement}"


def values(*sets: str):
    """The resources with KAFKA and these values."""
    return chart.render(KAFKA, *(word for one in sets for word in ("--set-json", one)))


def input_options(resources) -> dict[str, dict]:
    """What of a service's configuration is about inputs."""
    found = {}
    for service in SERVICES:
        config = program_config(resources, f"csi-{service}")
        options = {name: config[name] for name in OPTIONS if name in config}
        if options:
            found[service] = options
    return found


def pod_of(resources, service: str) -> dict:
    return of_kind(resources, "StatefulSet")[f"csi-{service}"]["spec"]["template"]


def mounted(resources, service: str) -> dict[str, dict[str, str]]:
    """Folder in the pod: the files of the ConfigMap that is mounted there."""
    spec = pod_of(resources, service)["spec"]
    maps = {volume["name"]: of_kind(resources, "ConfigMap")[volume["configMap"]["name"]]["data"]
            for volume in spec["volumes"] if "configMap" in volume}
    return {mount["mountPath"]: maps[mount["name"]]
            for mount in spec["containers"][0]["volumeMounts"] if mount["name"] in maps}


def acls(resources, service: str) -> dict[str, list[str]]:
    [user] = [u for name, u in of_kind(resources, "KafkaUser").items()
              if name == f"csi-{service}"]
    return {acl["resource"]["name"]: acl["operations"]
            for acl in user["spec"]["authorization"]["acls"]}


class InputsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_workflow_and_reporting_read_with_the_images_mappings(self):
        wanted = {"mappings": OF_IMAGE, "input-partitions": 1}
        self.assertEqual(input_options(chart.render(KAFKA)),
                         {"workflow": wanted, "reporting": wanted})
        recipe = (c.ROOT / "deploy/image/collect").read_text(encoding="utf-8")
        self.assertIn(f'"$root{OF_IMAGE}/$kind"', recipe)
        for service in SERVICES:
            self.assertEqual(list(mounted(chart.render(KAFKA), service)), ["/etc/csi"])

    def test_nobody_reads_without_kafka_or_when_it_is_off(self):
        embedded = program_config(chart.render(), "csi")
        self.assertEqual([name for name in OPTIONS if name in embedded], [])
        self.assertEqual(input_options(values("kafka.inputs.enabled=false")), {})

    def test_own_mappings_are_mounted_where_their_service_looks(self):
        resources = chart.render(KAFKA_FULL)
        self.assertEqual(input_options(resources), {
            "workflow": {"mappings": "/etc/csi-mappings", "input-partitions": 2},
            "reporting": {"mappings": OF_IMAGE, "input-partitions": 6}})
        given = yaml.safe_load(KAFKA_FULL.read_text(encoding="utf-8"))
        own = given["kafka"]["inputs"]["mappings"]["changes"]
        self.assertEqual(mounted(resources, "workflow")["/etc/csi-mappings/changes"], own)
        for service in ("raci", "registry", "reporting"):
            self.assertEqual(list(mounted(resources, service)), ["/etc/csi"])
        [mount] = [m for m in pod_of(resources, "workflow")["spec"]["containers"][0]["volumeMounts"]
                   if m["name"] == "mappings"]
        self.assertTrue(mount["readOnly"])

    def test_own_measurements_go_to_reporting_alone(self):
        resources = values(f'kafka.inputs.mappings.measurements={{"x.yaml":"{MAPPING}"}}')
        self.assertEqual(mounted(resources, "reporting")["/etc/csi-mappings/measurements"],
                         {"x.yaml": MAPPING})
        self.assertEqual(input_options(resources)["workflow"]["mappings"], OF_IMAGE)
        self.assertEqual(list(mounted(resources, "workflow")), ["/etc/csi"])

    def test_every_own_mapping_lies_where_the_program_is_sent(self):
        for resources in (chart.render(KAFKA), chart.render(KAFKA_FULL)):
            for service, kind in (("workflow", "changes"), ("reporting", "measurements")):
                folder = program_config(resources, f"csi-{service}")["mappings"]
                own = [path for path in mounted(resources, service) if path != "/etc/csi"]
                self.assertEqual(own, [] if folder == OF_IMAGE else [f"{folder}/{kind}"])

    def test_a_changed_mapping_restarts_its_service_alone(self):
        def annotations(text):
            resources = values(f'kafka.inputs.mappings.measurements={{"x.yaml":"{text}"}}')
            return {s: pod_of(resources, s)["metadata"]["annotations"] for s in SERVICES}

        before, after = annotations(MAPPING), annotations(MAPPING.replace("x,", "y,"))
        self.assertNotEqual(before["reporting"]["checksum/mappings"],
                            after["reporting"]["checksum/mappings"])
        self.assertEqual({s for s in SERVICES if before[s] != after[s]}, {"reporting"})

    def test_a_gap_is_accepted_by_the_service_that_is_named(self):
        options = input_options(values('kafka.inputs.acceptGap="reporting"'))
        self.assertIs(options["reporting"]["input-accept-gap"], True)
        self.assertNotIn("input-accept-gap", options["workflow"])

    def test_the_notes_say_what_is_read_and_warn_of_gaps(self):
        def notes(*words):
            return chart.helm("install", "csi", chart.CHART, "--dry-run=client", "--namespace",
                              "improvement", *words).partition("\nNOTES:\n")[2]

        said = notes("--values", KAFKA_FULL, "--set", "kafka.inputs.acceptGap=workflow")
        self.assertIn("workflow reads itsm.change.events, partitions: 2, mappings: yours", said)
        self.assertIn("reporting reads itsm.measurements, partitions: 6, mappings: the image's",
                      said)
        self.assertIn('set kafka.inputs.acceptGap to ""', said)
        quiet = notes("--values", KAFKA, "--set", "kafka.inputs.enabled=false")
        self.assertNotIn("itsm.", quiet)
        self.assertNotIn("acceptGap", quiet)
        self.assertNotIn("itsm.", notes())


class StrimziTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_input_topics_are_made_on_demand_with_the_partitions_that_are_read(self):
        topics = of_kind(chart.render(KAFKA_FULL), "KafkaTopic")
        self.assertEqual({name: topic["spec"]["partitions"] for name, topic in topics.items()
                          if name.startswith("itsm.")},
                         {"itsm.change.events": 2, "itsm.measurements": 6})
        letters = topics["csi.dlq"]["spec"]["config"]
        for name in ("itsm.change.events", "itsm.measurements"):
            config = topics[name]["spec"]["config"]
            self.assertEqual(config["min.insync.replicas"], 2)
            self.assertGreater(config["retention.ms"], 0)
            # The letter of the largest input fits.
            self.assertLess(config["max.message.bytes"] + 50000, letters["max.message.bytes"])
        own = of_kind(values('kafka.strimzi={"topics":true,"cluster":"main"}'), "KafkaTopic")
        self.assertIn("csi.dlq", own)
        self.assertEqual([name for name in own if name.startswith("itsm.")], [])
        others = of_kind(values('kafka.strimzi={"inputTopics":true,"cluster":"main"}'),
                         "KafkaTopic")
        self.assertEqual(set(others), {"itsm.change.events", "itsm.measurements"})

    def test_each_service_may_read_its_input_and_write_letters_and_nothing_else(self):
        resources = chart.render(KAFKA_FULL)
        of_inputs = {service: {name: what for name, what in acls(resources, service).items()
                               if name.startswith("itsm.") or name == "csi.dlq"}
                     for service in SERVICES}
        letters = ["Write", "Describe"]
        self.assertEqual(of_inputs, {
            "raci": {}, "registry": {},
            "workflow": {"itsm.change.events": ["Read", "Describe"], "csi.dlq": letters},
            "reporting": {"itsm.measurements": ["Read", "Describe"], "csi.dlq": letters}})

    def test_without_inputs_there_is_no_right(self):
        resources = chart.render(KAFKA_FULL, "--set", "kafka.inputs.enabled=false",
                                 "--set", "kafka.strimzi.inputTopics=false")
        for service in SERVICES:
            self.assertEqual([name for name in acls(resources, service)
                              if name.startswith("itsm.") or name == "csi.dlq"], [])
        # `csictl topics check` asks for it all the same.
        self.assertIn("csi.dlq", of_kind(resources, "KafkaTopic"))


class ValuesTest(unittest.TestCase):
    """Values of inputs that are wrong are refused, with their name and the rule."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_wrong_values(self):
        mappings = "kafka.inputs.mappings"
        cases = {
            "kafka.inputs.partitions=0": "at '/kafka/inputs/partitions': minimum: got 0, want 1",
            "kafka.inputs.partitions=65": "maximum: got 65, want 64",
            'kafka.inputs.enabled="yes"': "at '/kafka/inputs/enabled': got string, want boolean",
            'kafka.inputs.acceptGap="raci"': "at '/kafka/inputs/acceptGap': value must be one of",
            f'{mappings}={{"rfcs":{{}}}}': "additional properties 'rfcs' not allowed",
            f'{mappings}.changes={{"a.yml":"x"}}': "invalid propertyName 'a.yml'",
            f'{mappings}.changes={{"../a.yaml":"x"}}': "invalid propertyName '../a.yaml'",
            f'{mappings}.changes={{"a.yaml":{{}}}}': "got object, want string",
            f'{mappings}.changes={{"a.yaml":""}}': "minLength: got 0, want 1",
            f'{mappings}.changes={{"a.yaml":"a: [b"}}':
                "kafka.inputs.mappings.changes.a.yaml is no YAML",
            f'{mappings}.changes={{"a.yaml":"{MAPPING}"}}':
                "kafka.inputs.mappings.changes.a.yaml must say for: change",
            'kafka.services.raci={"inputPartitions":2}':
                "additional properties 'inputPartitions' not allowed",
            'kafka.strimzi.inputTopics=true': "at '/kafka/strimzi/cluster': minLength",
            'options.mappings="/x"': "invalid propertyName 'mappings'",
            'options.input-accept-gap=true': "invalid propertyName 'input-accept-gap'",
        }
        for one, words in cases.items():
            with self.subTest(one), self.assertRaises(chart.ChartError) as caught:
                values(one)
            self.assertIn(words, str(caught.exception))

    def test_topics_that_nobody_reads_are_refused(self):
        with self.assertRaisesRegex(chart.ChartError, "set kafka.inputs.enabled too"):
            values('kafka.strimzi={"inputTopics":true,"cluster":"main"}',
                   "kafka.inputs.enabled=false")


class ProgramTest(unittest.TestCase):
    """csi-workflow starts with mappings as a pod has them. The brokers are away."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")
        c.need_programs()

    def start(self, folder: pathlib.Path):
        return c.server("csi-workflow", "--kafka", f"127.0.0.1:{c.free_port()}",
                        "--mappings", str(folder))

    def mount(self, folder: str, files: dict[str, str]) -> pathlib.Path:
        """As the kubelet mounts a ConfigMap: links into a folder that is hidden."""
        changes = pathlib.Path(folder, "changes")
        data = changes / "..2026_01_01_00_00_00.1"
        data.mkdir(parents=True)
        (changes / "..data").symlink_to(data.name)
        for name, text in files.items():
            (data / name).write_text(text, encoding="utf-8")
            (changes / name).symlink_to(f"..data/{name}")
        return pathlib.Path(folder)

    def test_takes_own_mappings_and_those_of_the_image(self):
        own = mounted(chart.render(KAFKA_FULL), "workflow")["/etc/csi-mappings/changes"]
        with tempfile.TemporaryDirectory() as folder:
            for mappings in (self.mount(folder, own), c.ROOT / "deploy/mappings"):
                with self.start(mappings) as address:
                    c.wait_for(lambda a=address: c.probe(a, "live") == "SERVING", 20, mappings)

    def test_refuses_a_wrong_one_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = self.mount(folder, {"itop.yaml": "{mapping: x, for: change, macth: {}}"})
            done = c.run(c.BUILD / "bin/csi-workflow", "--data-dir", f"{folder}/data", "--listen",
                         f"127.0.0.1:{c.free_port()}", "--kafka", f"127.0.0.1:{c.free_port()}",
                         "--mappings", wrong)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("itop.yaml", done.stderr)
            self.assertIn("macth", done.stderr)


if __name__ == "__main__":
    unittest.main()
