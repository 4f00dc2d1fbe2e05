"""What the tests of the chart share: its resources by kind."""
import helm_chart as chart
import yaml

SERVICES = ("raci", "registry", "workflow", "reporting")
KAFKA = chart.CHART / "ci/kafka-values.yaml"
KAFKA_FULL = chart.CHART / "ci/kafka-full-values.yaml"
EMBEDDED_FULL = chart.CHART / "ci/embedded-full-values.yaml"


def of_kind(resources, kind: str) -> dict[str, dict]:
    return {r["metadata"]["name"]: r for r in resources if r["kind"] == kind}


def servers(resources) -> dict[str, dict]:
    """The StatefulSets of the programs that serve; csi-delivery serves nobody."""
    return {name: stateful for name, stateful in of_kind(resources, "StatefulSet").items()
            if stateful["metadata"]["labels"]["app.kubernetes.io/component"] != "delivery"}


def pods(resources) -> list[dict]:
    """The pod of each StatefulSet, and the test's."""
    return [r["spec"]["template"] for r in of_kind(resources, "StatefulSet").values()] + [
        *of_kind(resources, "Pod").values()]


def rendered_sets():
    for path in chart.value_files():
        yield path.name, chart.render(path)


def program_config(resources, name: str) -> dict:
    return yaml.safe_load(of_kind(resources, "ConfigMap")[name]["data"]["csi.yaml"])
