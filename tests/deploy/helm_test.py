"""What the Helm chart renders is what a careful operator wants, for every set of
values, and what the programs take."""
import pathlib
import tempfile
import unittest

import containers as c
import helm_chart as chart
import yaml
from rendered import (EMBEDDED_FULL, KAFKA, KAFKA_FULL, SERVICES, of_kind, pods, program_config,
                      rendered_sets, servers)


class PodTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_pods_fit_the_restricted_security_standard(self):
        for name, resources in rendered_sets():
            for pod in pods(resources):
                spec = pod["spec"]
                with self.subTest(name, pod=pod["metadata"].get("name")):
                    self.assertFalse(spec["automountServiceAccountToken"])
                    context = spec["securityContext"]
                    self.assertTrue(context["runAsNonRoot"])
                    self.assertEqual(context["seccompProfile"], {"type": "RuntimeDefault"})
                    for key in ("hostNetwork", "hostPID", "hostIPC"):
                        self.assertNotIn(key, spec)
                    for volume in spec.get("volumes", []):
                        self.assertIn(set(volume) - {"name"}, ({"configMap"}, {"secret"}))
                    for container in spec["containers"]:
                        self.assertEqual(container["securityContext"], {
                            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                            "capabilities": {"drop": ["ALL"]}})
                        self.assertIn("memory", container["resources"]["limits"])
                        self.assertNotIn("hostPort", str(container.get("ports")))

    def test_probes_never_depend_on_others(self):
        for name, resources in rendered_sets():
            for set_name, stateful in servers(resources).items():
                with self.subTest(name, set=set_name):
                    [container] = stateful["spec"]["template"]["spec"]["containers"]
                    for kind, service in (("startup", "live"), ("liveness", "live"),
                                          ("readiness", "ready")):
                        probe = container[f"{kind}Probe"]
                        self.assertEqual(probe["grpc"], {"port": 7470, "service": service})
                        self.assertGreaterEqual(probe["timeoutSeconds"], 3)
                    startup = container["startupProbe"]
                    self.assertGreaterEqual(
                        startup["periodSeconds"] * startup["failureThreshold"], 1800)

    def test_a_pod_has_time_to_stop(self):
        for name, resources in rendered_sets():
            for stateful in of_kind(resources, "StatefulSet").values():
                spec = stateful["spec"]["template"]["spec"]
                sleep = spec["containers"][0].get("lifecycle", {}).get("preStop", {}).get(
                    "sleep", {}).get("seconds", 0)
                with self.subTest(name):
                    self.assertGreaterEqual(spec["terminationGracePeriodSeconds"], sleep + 10)

    def test_a_changed_option_restarts_the_pods_and_a_new_chart_does_not(self):
        def annotations(*words):
            [stateful] = of_kind(chart.render(None, *words), "StatefulSet").values()
            return stateful["spec"]["template"]["metadata"]

        self.assertNotEqual(annotations()["annotations"]["checksum/config"],
                            annotations("--set", "options.cache-mib=64")["annotations"]
                            ["checksum/config"])
        self.assertNotIn("helm.sh/chart", annotations()["labels"])
        self.assertNotIn("app.kubernetes.io/version", annotations()["labels"])


class WiringTest(unittest.TestCase):
    """Names that must agree do agree."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def test_services_claims_budgets_and_monitors_select_the_right_pods(self):
        for name, resources in rendered_sets():
            sets = servers(resources)
            services = of_kind(resources, "Service")
            for set_name, stateful in sets.items():
                with self.subTest(name, set=set_name):
                    spec = stateful["spec"]
                    labels = spec["template"]["metadata"]["labels"]
                    self.assertLessEqual(spec["selector"]["matchLabels"].items(), labels.items())
                    headless = services[spec["serviceName"]]
                    self.assertEqual(headless["spec"]["clusterIP"], "None")
                    self.assertTrue(headless["spec"]["publishNotReadyAddresses"])
                    self.assertNotIn("publishNotReadyAddresses", services[set_name]["spec"])
                    for service in (headless, services[set_name]):
                        self.assertEqual(service["spec"]["selector"],
                                         spec["selector"]["matchLabels"])
                    [container] = spec["template"]["spec"]["containers"]
                    ports = {port["name"] for port in container["ports"]}
                    for port in headless["spec"]["ports"]:
                        self.assertIn(port["targetPort"], ports)
                    mounts = {m["name"]: m["mountPath"] for m in container["volumeMounts"]}
                    config = program_config(resources, set_name)
                    self.assertTrue(config["data-dir"].startswith(mounts["data"] + "/"))
                    self.assertEqual(container["args"][0], f"--config={mounts['config']}/csi.yaml")
                    self.assertTrue(config["listen"].endswith(":7470"))
                    self.assertLessEqual(len(f"{spec['serviceName']}"), 63 - len("-0"))
            for budget_name, budget in of_kind(resources, "PodDisruptionBudget").items():
                self.assertEqual(budget["spec"]["selector"]["matchLabels"],
                                 sets[budget_name]["spec"]["selector"]["matchLabels"])
                self.assertGreater(sets[budget_name]["spec"]["replicas"], 1)
            for monitor in of_kind(resources, "ServiceMonitor").values():
                wanted = monitor["spec"]["selector"]["matchLabels"].items()
                chosen = [s for s in services.values() if wanted <= s["metadata"]["labels"].items()]
                self.assertEqual(len(chosen), len(of_kind(resources, "StatefulSet")),
                                 "each copy is scraped once")
                self.assertTrue(monitor["spec"]["endpoints"][0]["honorLabels"])

    def test_connect_is_served_where_it_is_wanted(self):
        resources = chart.render(KAFKA_FULL)
        services = of_kind(resources, "Service")
        for name in servers(resources):
            config = program_config(resources, name)
            self.assertEqual(config["connect-listen"], "0.0.0.0:7480")
            self.assertEqual(config["connect-origin"], ["https://csi.example.org"])
            ports = {port["name"]: port["port"] for port in services[name]["spec"]["ports"]}
            self.assertEqual(ports, {"grpc": 7470, "connect": 7480})
        opened = [port["port"] for policy in of_kind(resources, "NetworkPolicy").values()
                  for rule in policy["spec"]["ingress"] for port in rule["ports"]]
        self.assertIn(7480, opened)
        self.assertNotIn("7480", str(chart.render(KAFKA)))

    def test_long_names_still_fit(self):
        long = "a" * 50
        for resource in chart.render(KAFKA, release=long):
            self.assertEqual(chart.problems(resource, "1.34"), [])
            if resource["kind"] == "Service":
                self.assertLessEqual(len(resource["metadata"]["name"]), 61)

    def test_kafka_mode_runs_each_program_with_its_own_options(self):
        resources = chart.render(KAFKA_FULL)
        sets = of_kind(resources, "StatefulSet")
        self.assertEqual({name: (s["spec"]["replicas"],
                                 s["spec"]["template"]["spec"]["containers"][0]["command"][0])
                          for name, s in sets.items()},
                         {"csi-raci": (3, "/usr/bin/csi-raci"),
                          "csi-registry": (3, "/usr/bin/csi-register"),
                          "csi-workflow": (2, "/usr/bin/csi-workflow"),
                          "csi-reporting": (1, "/usr/bin/csi-reporting")})
        claim = sets["csi-workflow"]["spec"]["volumeClaimTemplates"][0]
        self.assertEqual(claim["spec"]["resources"]["requests"]["storage"], "40Gi")
        config = program_config(resources, "csi-raci")
        self.assertEqual((config["journal"], config["kafka"]),
                         ("kafka", "main-kafka-bootstrap.kafka.svc:9093,other.example:9093"))
        self.assertEqual(config["peer"], {s: f"csi-{s}:7470" for s in SERVICES[1:]})
        self.assertEqual(config["kafka-session-ms"], 6000)
        self.assertEqual(config["kafka-setting"], {
            "security.protocol": "ssl", "ssl.ca.location": "/etc/kafka/ca/ca.crt",
            "ssl.certificate.location": "/etc/kafka/user/user.crt",
            "ssl.key.location": "/etc/kafka/user/user.key", "socket.timeout.ms": 30000})
        [test] = of_kind(resources, "Pod").values()
        address = test["spec"]["containers"][0]["args"][1]
        self.assertEqual(set(address.split(",")), {f"{s}=csi-{s}:7470" for s in SERVICES})
        for target in address.split(","):
            self.assertIn(target.split("=")[1].split(":")[0], of_kind(resources, "Service"))

    def test_a_copy_is_reached_under_the_name_that_it_tells(self):
        for path in (KAFKA, KAFKA_FULL):
            for name, stateful in of_kind(chart.render(path), "StatefulSet").items():
                spec = stateful["spec"]
                pod = spec["template"]["spec"]
                args = pod["containers"][0]["args"]
                self.assertIn(f"--advertise=$(POD_NAME).{spec['serviceName']}.$(POD_NAMESPACE)"
                              ".svc:7470", args)
                # A static member of the group would hand nothing over when it stops.
                self.assertNotIn("kafka-instance", " ".join(args))
                self.assertEqual({e["name"]: e["valueFrom"]["fieldRef"]["fieldPath"]
                                  for e in pod["containers"][0]["env"]},
                                 {"POD_NAME": "metadata.name",
                                  "POD_NAMESPACE": "metadata.namespace"})
                secrets = [v["secret"]["secretName"] for v in pod["volumes"] if "secret" in v]
                self.assertEqual(secrets, ["main-cluster-ca-cert", name]
                                 if path == KAFKA_FULL else [])

    def test_topics_outlive_the_release_and_users_own_their_journal(self):
        resources = chart.render(KAFKA_FULL)
        topics = of_kind(resources, "KafkaTopic")
        inputs = {"itsm.change.events", "itsm.measurements"}
        self.assertEqual(set(topics), {f"csi.{s}.{k}" for s in SERVICES
                                       for k in ("journal", "events")} | {"csi.dlq"} | inputs)
        for name, topic in topics.items():
            self.assertEqual(topic["metadata"]["annotations"]["helm.sh/resource-policy"], "keep")
            self.assertEqual(topic["spec"]["topicName"], name)
            if name in inputs:
                continue
            self.assertEqual(topic["spec"]["partitions"], 1 if name == "csi.dlq" else 4)
            self.assertEqual(topic["spec"]["config"], {
                "cleanup.policy": "delete", "retention.ms": -1, "retention.bytes": -1,
                "max.message.bytes": 1000000,
                "min.insync.replicas": 2, "unclean.leader.election.enable": False})
        for service in SERVICES:
            self.assertEqual(program_config(resources, f"csi-{service}")["partitions"], 4)
        writers = {}
        for name, user in of_kind(resources, "KafkaUser").items():
            for acl in user["spec"]["authorization"]["acls"]:
                if "Write" in acl["operations"]:
                    writers.setdefault(acl["resource"]["name"], []).append(name)
        self.assertEqual(writers.pop("csi.dlq"), ["csi-workflow", "csi-reporting"])
        self.assertEqual(writers, {topic: [f"csi-{topic.split('.')[1]}"]
                                   for topic in topics if topic not in inputs | {"csi.dlq"}})

    def test_only_named_pods_reach_the_ports(self):
        [policy] = of_kind(chart.render(KAFKA), "NetworkPolicy").values()
        self.assertEqual(policy["spec"]["policyTypes"], ["Ingress", "Egress"])
        calls, metrics = policy["spec"]["ingress"]
        self.assertEqual(calls["from"][1], {"podSelector": {"matchLabels": {
            "csi-client": "true"}}})
        for rule in (calls, metrics):
            self.assertTrue(all(peer for peer in rule["from"]))
        self.assertEqual([p["port"] for p in policy["spec"]["egress"][2]["ports"]], [9092, 9093])
        self.assertEqual(len(of_kind(chart.render(), "NetworkPolicy")["csi"]["spec"]["egress"]), 2)

    def test_the_rules_are_those_of_deploy_prometheus(self):
        self.assertFalse(chart.alerts_differ(), "tools/helm_check --write")
        [rule] = of_kind(chart.render(EMBEDDED_FULL), "PrometheusRule").values()
        self.assertEqual(rule["spec"], yaml.safe_load(chart.ALERTS.read_text(encoding="utf-8")))


class ProgramTest(unittest.TestCase):
    """The programs take the configuration that the chart writes."""

    @classmethod
    def setUpClass(cls):
        c.tool("helm")
        cls.bin = c.need_programs()

    def test_the_programs_accept_their_configuration(self):
        """Their whole command lines, with the names that the cluster would put in."""
        without = set()
        for name, resources in rendered_sets():
            for set_name, stateful in servers(resources).items():
                [container] = stateful["spec"]["template"]["spec"]["containers"]
                program = self.bin / pathlib.Path(container["command"][0]).name
                text = of_kind(resources, "ConfigMap")[set_name]["data"]["csi.yaml"]
                if "kafka" in yaml.safe_load(text) and (
                        "--kafka " not in c.run(program, "--help").stdout):
                    without.add(program.name)
                    continue
                with self.subTest(name, set=set_name), tempfile.TemporaryDirectory() as folder:
                    path = pathlib.Path(folder, "csi.yaml")
                    # The check reads the mappings: those of the image, or like them.
                    for mounted in ("/usr/share/csi/mappings", "/etc/csi-mappings"):
                        text = text.replace(mounted, str(c.ROOT / "deploy/mappings"))
                    path.write_text(text, encoding="utf-8")
                    words = [word.replace("/etc/csi/", f"{folder}/")
                             .replace("$(POD_NAME)", f"{set_name}-0")
                             .replace("$(POD_NAMESPACE)", "improvement")
                             for word in container["args"]]
                    self.assertNotIn("$(", " ".join(words))
                    done = c.run(program, *words, "--check-config")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertIn("listen: 0.0.0.0:7470", done.stdout)
        if without:
            self.skipTest(f"no option --kafka: {', '.join(sorted(without))}")

    def test_options_that_the_chart_sets_are_refused_and_exist(self):
        schema = (chart.CHART / "values.schema.json").read_text(encoding="utf-8")
        reserved = yaml.safe_load(schema)["properties"]["options"]["propertyNames"]["not"]["enum"]
        open_to_all = {"log-level", "cache-mib", "disk-free-min-mib"}
        written = {*program_config(chart.render(), "csi"),
                   *program_config(chart.render(KAFKA_FULL), "csi-workflow")}
        self.assertEqual(written - set(reserved), open_to_all)
        usage = c.run(self.bin / "csid", "--help").stdout
        for option in open_to_all | {"insecure-network", "metrics-listen"}:
            self.assertIn(f"--{option} ", usage)

    def test_the_server_knows_the_names_that_the_probes_ask_for(self):
        [stateful] = of_kind(chart.render(), "StatefulSet").values()
        [container] = stateful["spec"]["template"]["spec"]["containers"]
        names = {container[f"{kind}Probe"]["grpc"]["service"]
                 for kind in ("startup", "liveness", "readiness")}
        with c.server("csid") as address:
            for name in names:
                c.wait_for(lambda n=name: c.probe(address, n) == "SERVING", 20, name)
            self.assertEqual(c.probe(address, "no such name"), "NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
