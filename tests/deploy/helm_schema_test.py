"""The Helm chart fits the schemas of Kubernetes, and its own schema refuses wrong
values in words that help."""
import copy
import re
import unittest

import containers as c
import helm_chart as chart
import rendered as r
import yaml


class SchemaTest(unittest.TestCase):
    """What tools/helm_check does, on the oldest and the newest Kubernetes."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_helm_lint_finds_nothing(self):
        for values in chart.value_files():
            with self.subTest(values.name):
                chart.helm("lint", "--strict", chart.CHART, "--values", values)

    def test_every_resource_fits_the_schemas(self):
        self.assertGreaterEqual(len(chart.value_files()), 5)
        for version in (chart.VERSIONS[0], chart.VERSIONS[-1]):
            for values in chart.value_files():
                with self.subTest(values.name, version=version):
                    resources = chart.render(values, version=version)
                    self.assertGreaterEqual(len(resources), 5)
                    for resource in resources:
                        self.assertEqual(chart.problems(resource, version), [])

    def test_the_schemas_refuse_what_is_wrong(self):
        resources = chart.render(r.KAFKA_FULL)
        by_kind = {one["kind"]: one for one in resources}

        def broken(kind, change):
            resource = copy.deepcopy(by_kind[kind])
            change(resource["spec"])
            return "\n".join(chart.problems(resource, chart.VERSIONS[-1]))

        self.assertIn("'replica' was unexpected",
                      broken("StatefulSet", lambda s: s.update(replica=2)))
        self.assertIn("port", broken("StatefulSet", lambda s: s["template"]["spec"]["containers"]
                                     [0]["livenessProbe"]["grpc"].update(port="grpc")))
        self.assertIn("'honorLabel' was unexpected",
                      broken("ServiceMonitor", lambda s: s["endpoints"][0].update(honorLabel=1)))
        self.assertIn("partitions", broken("KafkaTopic", lambda s: s.update(partitions="8")))
        self.assertIn("'Reed' is not one of", broken(
            "KafkaUser", lambda s: s["authorization"]["acls"][0].update(operations=["Reed"])))
        unknown = {"apiVersion": "apps/v9", "kind": "StatefulSet", "metadata": {"name": "x"}}
        self.assertEqual(chart.problems(unknown, "1.37"),
                         ["StatefulSet/x: Kubernetes 1.37 has no StatefulSet in apps/v9"])

    def test_a_key_that_stands_twice_is_refused(self):
        with self.assertRaisesRegex(chart.ChartError, "twice the same key: .'a'"):
            chart.load("b: {a: 1, a: 2}")

    def test_a_kubernetes_that_is_too_old_is_refused(self):
        with self.assertRaisesRegex(chart.ChartError, "incompatible with Kubernetes v1.29"):
            chart.render(version="1.29")

    def test_the_notes_say_what_to_do_next(self):
        said = {}
        for values in chart.value_files():
            text = chart.helm("install", "csi", chart.CHART, "--dry-run=client", "--namespace",
                              "improvement", "--values", values).partition("\nNOTES:\n")[2]
            self.assertIn("helm test csi --namespace improvement", text)
            self.assertNotIn("<no value>", text)
            said[values.name.removesuffix("-values.yaml")] = text
        self.assertIn("It stays when the release is deleted.", said["defaults"])
        self.assertIn("It is deleted with the release", said["embedded-full"])
        self.assertIn("every pod of the\ncluster reaches it", said["bare"])
        self.assertIn("csictl topics apply --partitions 1 --kafka kafka:9092", said["kafka"])
        self.assertNotIn("csictl topics", said["kafka-full"])

    def test_the_command_finds_the_same(self):
        done = c.run("tools/helm_check", "--kubernetes", "1.34")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"kafka-values.yaml: \d+ resources, 1 versions")
        self.assertTrue(done.stdout.endswith("0 problems\n"))

    def test_the_versions_are_those_of_the_product(self):
        version = re.search(r"project\(csi VERSION ([0-9.]+)",
                            (c.ROOT / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)
        about = yaml.safe_load((chart.CHART / "Chart.yaml").read_text(encoding="utf-8"))
        self.assertEqual(about["appVersion"], version)


class ValuesTest(unittest.TestCase):
    """A value that is wrong is refused, with its name and what is allowed."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def refused(self, *sets: str) -> str:
        words = [word for one in sets for word in ("--set-json", one)]
        with self.assertRaises(chart.ChartError) as caught:
            chart.render(None, *words)
        return str(caught.exception)

    def test_wrong_values(self):
        cases = {
            ('mode="kafa"',): "at '/mode': value must be one of 'embedded', 'kafka'",
            ('imagee="x"',): "additional properties 'imagee' not allowed",
            ('image.tagg="x"',): "at '/image': additional properties 'tagg' not allowed",
            ('mode="kafka"',): "at '/kafka/bootstrap': minLength: got 0, want 1",
            ('mode="kafka"', 'kafka.bootstrap="broker"'): "at '/kafka/bootstrap': 'broker' does "
                                                         "not match pattern",
            ('kafka.replicas="2"',): "at '/kafka/replicas': got string, want integer",
            ('kafka.replicas=0',): "at '/kafka/replicas': minimum: got 0, want 1",
            ('kafka.services={"register":{}}',): "additional properties 'register' not allowed",
            ('kafka.strimzi.topics=true',): "at '/kafka/strimzi/cluster': minLength",
            ('options.listen="x"',): "invalid propertyName 'listen'",
            ('options={"log-level":"loud"}',): "at '/options/log-level': value must be one of",
            ('options={"cache-mib":"32"}',): "at '/options/cache-mib': got string, want integer",
            ('persistence.size="ten"',): "at '/persistence/size': 'ten' does not match pattern",
            ('persistence.whenDeleted="Keep"',): "value must be one of 'Retain', 'Delete'",
            ('resources={"limits":{"memory":"1 GB"}}',): "'1 GB' does not match pattern",
            ('image.digest="sha256:abc"',): "at '/image/digest'",
            ('kafka.settings={"sasl.password":"x"}',): "invalid propertyName 'sasl.password'",
            ('kafka.tls.enabled=true',): "at '/kafka/tls/caSecret': minLength: got 0, want 1",
            ('kafka.sessionSeconds=3',): "minimum: got 3, want 6",
            ('kafka.partitions=65',): "maximum: got 65, want 64",
            ('terminationGracePeriodSeconds=5',): "minimum: got 5, want 15",
        }
        for sets, words in cases.items():
            with self.subTest(sets):
                self.assertIn(words, self.refused(*sets))

    def test_values_that_do_not_fit_together(self):
        self.assertIn("terminationGracePeriodSeconds (30) must be at least 10 more than "
                      "preStopSleepSeconds (25)",
                      self.refused("preStopSleepSeconds=25", "terminationGracePeriodSeconds=30"))
        self.assertIn("kafka.strimzi.minInSyncReplicas (3) must be below "
                      "kafka.strimzi.replicas (3)",
                      self.refused('mode="kafka"', 'kafka.bootstrap="k:9092"',
                                   'kafka.strimzi={"topics":true,"cluster":"m",'
                                   '"minInSyncReplicas":3}'))
        self.assertIn("users that log in with a certificate: set kafka.tls.enabled",
                      self.refused('mode="kafka"', 'kafka.bootstrap="k:9092"',
                                   'kafka.strimzi={"users":true,"cluster":"m"}'))
        self.assertIn("podDisruptionBudget.maxUnavailable (2) would let all 2 copies of raci",
                      self.refused('mode="kafka"', 'kafka.bootstrap="k:9092"',
                                   'podDisruptionBudget.maxUnavailable=2'))


if __name__ == "__main__":
    unittest.main()
