"""csi-delivery in the chart: off unless asked for, one worker for each partition, and a
command line that the program takes."""
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

import containers as c
import helm_chart as chart
from rendered import of_kind, servers

DELIVERY = chart.CHART / "ci/delivery-values.yaml"


class DeliveryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        c.tool("helm")

    def workers(self, *words: str):
        return of_kind(chart.render(DELIVERY, *words), "StatefulSet")["csi-delivery"]["spec"]

    def test_nobody_is_told_unless_it_is_asked_for(self):
        for resources in (chart.render(), chart.render(None, "--set", "mode=kafka", "--set",
                                                       "kafka.bootstrap=k:9092")):
            self.assertNotIn("csi-delivery", str(resources))

    def test_each_partition_has_one_worker_with_a_volume_of_its_own(self):
        spec = self.workers()
        self.assertEqual(spec["replicas"], 3)
        [container] = spec["template"]["spec"]["containers"]
        self.assertIn("--partition=$(POD_INDEX)", container["args"])
        self.assertEqual(container["env"][0]["valueFrom"]["fieldRef"]["fieldPath"],
                         "metadata.labels['apps.kubernetes.io/pod-index']")
        [claim] = spec["volumeClaimTemplates"]
        mounts = {m["name"]: m["mountPath"] for m in container["volumeMounts"]}
        [state] = [a for a in container["args"] if a.startswith("--state-file=")]
        self.assertTrue(state.split("=")[1].startswith(mounts[claim["metadata"]["name"]] + "/"))
        [one] = of_kind(chart.render(None, "--set", "delivery.enabled=true"),
                        "StatefulSet")["csi-delivery"]["spec"]["template"]["spec"]["containers"]
        self.assertIn("--workflow=csi:7470", one["args"])
        self.assertIn("--webhook-host=nobody.invalid", one["args"], "all, if none is named")
        self.assertIn("--workflow=csi-workflow:7470", container["args"])

    def test_it_is_not_taken_for_a_server(self):
        resources = chart.render(DELIVERY)
        labels = self.workers()["template"]["metadata"]["labels"]
        for stateful in servers(resources).values():
            wanted = stateful["spec"]["selector"]["matchLabels"]
            self.assertFalse(wanted.items() <= labels.items())
        [container] = self.workers()["template"]["spec"]["containers"]
        for kind in ("liveness", "readiness"):
            self.assertEqual(container[f"{kind}Probe"]["httpGet"],
                             {"port": "metrics", "path": "/metrics"})

    def test_only_it_may_go_out(self):
        policies = of_kind(chart.render(DELIVERY), "NetworkPolicy")
        own = policies["csi-delivery"]["spec"]
        self.assertEqual(own["podSelector"]["matchLabels"]["app.kubernetes.io/component"],
                         "delivery")
        ports = {p["port"] for rule in own["egress"] for p in rule["ports"]}
        self.assertEqual(ports, {25, 443, 465, 587})
        for rule in policies["csi"]["spec"]["egress"]:
            self.assertFalse(ports & {p["port"] for p in rule["ports"]})

    def test_secrets_are_for_the_pod_alone(self):
        pod = self.workers()["template"]["spec"]
        [volume] = pod["volumes"]
        self.assertEqual(volume["secret"]["secretName"], "csi-delivery-secrets")
        self.assertEqual(volume["secret"]["defaultMode"], 0o440)
        bare = self.workers("--set", "delivery.secret=")["template"]["spec"]
        self.assertNotIn("volumes", bare)
        self.assertNotIn("--secrets-file", str(bare))

    def test_the_program_takes_its_command_line(self):
        [container] = self.workers()["template"]["spec"]["containers"]
        program = c.need_programs() / "csi-delivery"
        with tempfile.TemporaryDirectory() as folder:
            secrets = pathlib.Path(folder, "secrets")
            secrets.write_text("desk = x\n", encoding="utf-8")
            os.chmod(secrets, 0o440)
            if os.geteuid() != 0:  # a cluster's are root's
                os.chmod(secrets, 0o400)
            words = [word.replace("/etc/csi-secrets", folder).replace("/var/lib/csi", folder)
                     .replace("$(POD_INDEX)", "2").replace("csi-workflow:7470", "127.0.0.1:1")
                     .replace("0.0.0.0:9470", "127.0.0.1:0") for word in container["args"]]
            self.assertNotIn("$(", " ".join(words))
            with subprocess.Popen([program, *words], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True) as process:
                time.sleep(1)
                running = process.poll() is None
                process.terminate()
                said = process.communicate(timeout=20)[0]
            self.assertTrue(running, said)
            self.assertEqual(process.returncode, 0, said)
            self.assertIn("notifications wait", said)


if __name__ == "__main__":
    unittest.main()
