"""Renders the Helm chart and holds what comes out against schemas.

Kubernetes' own kinds are held against its published schemas in their strict
form, where an unknown field is an error; kinds of operators against the small
schemas in deploy/helm/crd_schemas, which know the fields that the chart uses.
Runs in the environment of deploy_tools.py.
"""
import functools
import json
import pathlib
import subprocess

import deploy_tools
import jsonschema
import kubernetes_validate
import referencing
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/helm/csi"
ALERTS = ROOT / "deploy/prometheus/alerts.yaml"
CRD_SCHEMAS = ROOT / "deploy/helm/crd_schemas"
SCHEMAS = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
# The oldest is what Chart.yaml asks for.
VERSIONS = ("1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
HELM_SECONDS = 60


class ChartError(Exception):
    """What helm refused, in its words."""


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice, as the API server does."""


def _mapping(loader, node):
    keys = [key.value for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ChartError(f"line {node.start_mark.line + 1}: twice the same key: {sorted(twice)}")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def helm(*words) -> str:
    """What helm prints; ChartError with what it complains of."""
    program = deploy_tools.tool("helm")
    if program is None:
        raise FileNotFoundError("no helm for this processor and none in PATH")
    done = subprocess.run([str(word) for word in (program, *words)], capture_output=True,
                          text=True, timeout=HELM_SECONDS, check=False)
    if done.returncode:
        raise ChartError((done.stdout + done.stderr).strip())
    return done.stdout


def value_files() -> list[pathlib.Path]:
    return sorted((CHART / "ci").glob("*-values.yaml"))


def load(text: str) -> list[dict]:
    """The documents of a YAML stream."""
    return [document for document in yaml.load_all(text, _Loader) if document]


@functools.cache
def render(values: pathlib.Path | None = None, *words: str, release: str = "csi",
           version: str = VERSIONS[0]) -> tuple[dict, ...]:
    """All resources of a release, tests too."""
    flags = ["--values", values] if values else []
    return tuple(load(helm("template", release, CHART, "--namespace", "improvement",
                           "--kube-version", version, *flags, *words)))


@functools.cache
def _definitions(version: str) -> referencing.Registry:
    path = SCHEMAS / f"v{version}.0-local-strict/_definitions.json"
    resource = referencing.Resource.from_contents(json.loads(path.read_text(encoding="utf-8")))
    return resource @ referencing.Registry()


@functools.cache
def _validator(kind: str, api_version: str, version: str):
    group, _, api = api_version.rpartition("/")
    own = CRD_SCHEMAS / f"{kind.lower()}.json"
    if own.exists() and "." in group and not group.endswith(".k8s.io"):
        schema = json.loads(own.read_text(encoding="utf-8"))
        if api_version not in schema["x-api-versions"]:
            raise ChartError(f"{own.name} is not about {api_version}")
        return jsonschema.Draft202012Validator(schema)
    prefix = group.split(".")[0] + "-" if group else ""
    path = SCHEMAS / f"v{version}.0-local-strict/{kind.lower()}-{prefix}{api}.json"
    if not path.exists():
        raise ChartError(f"Kubernetes {version} has no {kind} in {api_version}")
    schema = json.loads(path.read_text(encoding="utf-8"))
    registry = referencing.Resource.from_contents(schema) @ _definitions(version)
    return jsonschema.Draft202012Validator(schema, registry=registry)


def problems(resource: dict, version: str) -> list[str]:
    """What is wrong with a resource in that version of Kubernetes."""
    name = f"{resource.get('kind')}/{resource.get('metadata', {}).get('name')}"
    try:
        validator = _validator(resource["kind"], resource["apiVersion"], version)
    except (ChartError, KeyError) as error:
        return [f"{name}: {error}"]
    return [f"{name}: {'.'.join(map(str, error.path))}: {error.message[:300]}"
            for error in validator.iter_errors(resource)]


def alerts_differ() -> bool:
    """Whether the chart's copy of the alert rules is another than the original."""
    copy = CHART / "files" / ALERTS.name
    return not copy.exists() or copy.read_bytes() != ALERTS.read_bytes()
