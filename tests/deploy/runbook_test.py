"""Every alert has its entry in docs/operations.md, and no entry is left over."""
import json
import re
import shlex
import unittest

import containers as c
import helm_chart as chart
import yaml


class RunbookTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = (c.ROOT / "docs/operations.md").read_text(encoding="utf-8")

    def test_alerts_and_entries_are_the_same(self):
        rules = yaml.safe_load((c.ROOT / "deploy/prometheus/alerts.yaml").read_text("utf-8"))
        alerts = [rule for group in rules["groups"] for rule in group["rules"]]
        entries = re.findall(r"^### (Csi\w+)$", self.text, re.MULTILINE)
        self.assertEqual(sorted(entries), sorted(rule["alert"] for rule in alerts))
        pages = {rule["alert"] for rule in alerts if rule["labels"]["severity"] == "page"}
        self.assertEqual(set(entries[:len(pages)]), pages, "pages come first")

    def test_log_lines_that_it_quotes_are_written_by_the_code(self):
        quoted = [" ".join(line.split()) for found in re.findall(
            r'log\s+line\s+"([^"]+)"(?:\s+or\s+"([^"]+)")?', self.text) for line in found if line]
        self.assertGreaterEqual(len(quoted), 4)
        code = "".join(path.read_text("utf-8") for path in (c.ROOT / "common").rglob("*.cc"))
        self.assertEqual([line for line in quoted if f'"{line}"' not in code], [])

    def test_values_that_it_sets_are_values_of_the_chart(self):
        values = yaml.safe_load((chart.CHART / "values.yaml").read_text("utf-8"))
        named = [*re.findall(r"--set\s+([\w.]+)=", self.text),
                 *re.findall(r"`((?:kafka|metrics|persistence)\.[\w.]+)`", self.text)]
        self.assertIn("kafka.inputs.acceptGap", named)
        for path in named:
            found = values
            for key in path.split("."):
                if key == "NAME":  # of a service
                    break
                self.assertIn(key, found, path)
                found = found[key]

    def test_commands_for_dead_letters_are_those_of_csictl(self):
        verbs = set(re.findall(r"csictl dlq (\w+)", self.text))
        self.assertEqual(verbs, {"list", "show", "replay", "discard"})
        done = c.run(c.need_programs() / "csictl", "dlq", "--help")
        for verb in verbs:
            self.assertIn(f"csictl dlq {verb} ", done.stdout + done.stderr)

    def test_the_pod_that_looks_at_a_volume_is_one(self):
        """kubectl lays the overrides over its own pod; they must be one by themselves."""
        command = re.search(r"kubectl run csi-look .*?\]\}\}'", self.text, re.DOTALL).group(0)
        words = shlex.split(command)
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": words[2]},
               **json.loads(words[words.index("--overrides") + 1])}
        self.assertEqual(chart.problems(pod, chart.VERSIONS[-1]), [])
        [container] = pod["spec"]["containers"]
        self.assertEqual(container["name"], words[2])
        done = c.run(c.need_programs() / "csictl", *container["command"][1:])
        self.assertIn("/var/lib/csi/data", done.stderr)  # it looked there


if __name__ == "__main__":
    unittest.main()
