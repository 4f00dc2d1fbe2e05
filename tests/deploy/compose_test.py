"""The compose files: Docker Compose itself reads them, the copies do not share
what they must not share, and the one that needs no Kafka starts under podman."""
import contextlib
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import containers as c
import yaml

FOLDER = c.ROOT / "deploy/compose"
PROGRAMS = {"raci": "csi-raci", "registry": "csi-register", "workflow": "csi-workflow",
            "reporting": "csi-reporting"}
TAG = f"localhost/csi-compose-test:{os.getpid()}"


def compose(*words, **more):
    return c.run(c.tool("docker-compose"), *words, **more)


def read(name: str, **env) -> dict:
    """The file as Docker Compose understands it."""
    done = compose("--file", FOLDER / name, "config", "--format", "json", "--no-path-resolution",
                   env={**os.environ, **env})
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class FilesTest(unittest.TestCase):
    def copies(self) -> dict[str, dict]:
        return {name: service for name, service in read("compose.yaml")["services"].items()
                if name not in ("kafka", "topics")}

    def test_each_service_has_two_copies_of_its_program(self):
        programs = {name: pathlib.Path(service["entrypoint"][0]).name
                    for name, service in self.copies().items()}
        self.assertEqual(programs, {f"{service}-{copy}": program
                                    for service, program in PROGRAMS.items() for copy in (1, 2)})

    def test_no_two_copies_share_a_volume_a_port_or_an_address(self):
        seen = {"volume": [], "port": [], "address": []}
        for name, service in self.copies().items():
            [data] = [v for v in service["volumes"] if v["type"] == "volume"]
            self.assertEqual((data["source"], data["target"]), (name, "/var/lib/csi"))
            seen["volume"].append(data["source"])
            [port] = service["ports"]
            self.assertEqual(port["target"], 7470)
            seen["port"].append(port["published"])
            self.assertEqual(service["command"], [f"--advertise={name}:7470"])
            seen["address"].append(service["command"][0])
            own = name.split("-")[0]
            self.assertEqual(service["networks"]["default"]["aliases"], [own])
            self.assertEqual({word for word in service["entrypoint"] if "--peer" in word},
                             {f"--peer={other}={other}:7470" for other in PROGRAMS if other != own})
        for kind, values in seen.items():
            self.assertEqual(len(values), len(set(values)), kind)

    def test_nothing_is_published_beyond_this_machine(self):
        for file in ("compose.yaml", "embedded.yaml"):
            for name, service in read(file)["services"].items():
                for port in service.get("ports", []):
                    self.assertEqual(port["host_ip"], "127.0.0.1", f"{file} {name}")

    def test_the_programs_are_hardened_watched_and_given_time(self):
        services = [*self.copies().items(), *read("embedded.yaml")["services"].items()]
        self.assertEqual(len(services), 9)
        for name, service in services:
            with self.subTest(name):
                self.assertTrue(service["read_only"])
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertEqual(service["security_opt"], ["no-new-privileges:true"])
                self.assertEqual(service["healthcheck"]["test"][:2], ["CMD", "/usr/bin/csictl"])
                self.assertEqual(service["stop_grace_period"], "30s")
                self.assertIn("mem_limit", service)
                self.assertNotIn("user", service)  # the image's own

    def test_workflow_and_reporting_read_mappings_and_nobody_else(self):
        for given, wanted in (({}, "../mappings"), ({"CSI_MAPPINGS": "/my/own"}, "/my/own")):
            for name, service in read("compose.yaml", **given)["services"].items():
                options = [word.split("=", 1)[1] for word in service.get("entrypoint") or []
                           if word.startswith("--mappings=")]
                mounts = [(v["source"], v["target"], v.get("read_only"))
                          for v in service.get("volumes", []) if "mappings" in v["target"]]
                if name.split("-")[0] in ("workflow", "reporting"):
                    self.assertEqual(mounts, [(wanted, *options, True)], name)
                else:
                    self.assertEqual((options, mounts), ([], []), name)
        for kind in ("changes", "measurements"):
            self.assertTrue(list((FOLDER / "../mappings" / kind).glob("*.yaml")), kind)

    def test_copies_start_after_the_topics_and_these_after_kafka(self):
        services = read("compose.yaml")["services"]
        for service in self.copies().values():
            self.assertEqual(service["depends_on"]["topics"]["condition"],
                             "service_completed_successfully")
        self.assertEqual(services["topics"]["depends_on"]["kafka"]["condition"],
                         "service_healthy")
        self.assertEqual(services["topics"]["entrypoint"][:3],
                         ["/usr/bin/csictl", "topics", "apply"])

    def test_kafka_is_whole(self):
        kafka = read("compose.yaml")["services"]["kafka"]
        settings = kafka["environment"]
        listeners = dict(one.split("://") for one in settings["KAFKA_LISTENERS"].split(","))
        mapped = dict(one.split(":")
                      for one in settings["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(","))
        advertised = dict(one.split("://")
                          for one in settings["KAFKA_ADVERTISED_LISTENERS"].split(","))
        self.assertEqual(set(listeners), set(mapped))
        self.assertEqual(set(advertised), set(listeners) - {"CONTROLLER"})
        for name, address in advertised.items():
            self.assertEqual(listeners[name], ":" + address.split(":")[1])
        self.assertEqual(len(settings["CLUSTER_ID"]), 22)
        self.assertEqual(settings["KAFKA_AUTO_CREATE_TOPICS_ENABLE"], "false")
        self.assertRegex(kafka["image"], r"^apache/kafka:\d+\.\d+\.\d+$")
        self.assertEqual(kafka["volumes"][0]["target"], settings["KAFKA_LOG_DIRS"])
        options = yaml.safe_load((FOLDER / "csi.yaml").read_text(encoding="utf-8"))
        self.assertEqual(options["kafka"], advertised["INTERNAL"])

    def test_a_key_that_compose_does_not_know_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = pathlib.Path(folder, "compose.yaml")
            wrong.write_text((FOLDER / "embedded.yaml").read_text(encoding="utf-8").replace(
                "read_only:", "readonly:"), encoding="utf-8")
            done = compose("--file", wrong, "config", "--quiet")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("readonly", done.stderr)

    def test_the_programs_accept_their_options(self):
        programs = c.need_programs()
        for name, service in self.copies().items():
            program = programs / pathlib.Path(service["entrypoint"][0]).name
            if "--kafka" not in c.run(program, "--help").stdout:
                self.skipTest(f"{program.name} has no option --kafka")
            words = [word.replace("/etc/csi/", f"{FOLDER}/")
                     .replace("/usr/share/csi/", f"{FOLDER.parent}/")
                     for word in service["entrypoint"][1:]]
            done = c.run(program, *words, *service["command"], "--check-config")
            self.assertEqual(done.returncode, 0, f"{name}: {done.stderr}")

    def test_csid_accepts_its_options(self):
        service = read("embedded.yaml")["services"]["csid"]
        done = c.run(c.need_programs() / "csid", *service["command"], "--check-config")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("listen: 0.0.0.0:7470", done.stdout)


# podman speaks Docker's protocol on a socket; what it may not do in a nested
# container is said here.
ENGINE = """[containers]
default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
[engine]
runtime = "runc"
"""


@contextlib.contextmanager
def docker_socket():
    """The environment with which docker-compose talks to podman."""
    c.engine()
    with tempfile.TemporaryDirectory() as folder:
        settings, socket = pathlib.Path(folder, "containers.conf"), pathlib.Path(folder, "socket")
        settings.write_text(ENGINE, encoding="utf-8")
        service = subprocess.Popen(
            ["podman", "system", "service", "--time=0", f"unix://{socket}"],
            env={**os.environ, "CONTAINERS_CONF": str(settings)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            c.wait_for(socket.exists, 10, "podman listens")
            yield {**os.environ, "DOCKER_HOST": f"unix://{socket}", "CSI_IMAGE": TAG}
        finally:
            service.terminate()
            service.wait(30)


class StartTest(unittest.TestCase):
    def test_the_embedded_form_starts_is_healthy_and_keeps_its_data(self):
        c.need_programs()
        port = c.free_port()
        address = f"127.0.0.1:{port}"
        # Only the network differs: a bridge would change the machine's firewall.
        override = {"services": {"csid": {
            "network_mode": "host", "ulimits": {"nofile": 20000, "nproc": 32768},
            "command": ["--data-dir=/var/lib/csi/data", f"--listen={address}"],
            "healthcheck": {"test": ["CMD", "/usr/bin/csictl", "--address", address,
                                     "health"]}}}}
        text = yaml.safe_dump(override).replace("csid:\n", "csid:\n    ports: !reset []\n")
        with docker_socket() as env, tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "override.yaml").write_text(text, encoding="utf-8")
            project = ("--project-name", f"csi-test-{os.getpid()}", "--file",
                       FOLDER / "embedded.yaml", "--file", f"{folder}/override.yaml")
            built = c.run("tools/image", "--from-host", "--tag", TAG, timeout=300,
                          env={**env, "CSI_BUILD": str(c.BUILD)})
            self.assertEqual(built.returncode, 0, built.stderr)
            self.addCleanup(c.run, "podman", "rmi", "--force", TAG)
            client = [c.BUILD / "bin/csictl", "--address", address, "--as", "olga"]
            try:
                for round_number in range(2):
                    up = compose(*project, "up", "--detach", env=env)
                    self.assertEqual(up.returncode, 0, up.stderr)
                    c.wait_for(lambda: c.probe(address, "ready") == "SERVING", 30, "it serves")
                    if round_number == 0:
                        c.run(*client, "person", "create", "olga", "--display-name", "Olga",
                              env={**env, "XDG_STATE_HOME": folder})
                        [name] = compose(*project, "ps", "--quiet", env=env).stdout.split()
                        health = c.run("podman", "healthcheck", "run", name)
                        self.assertEqual(health.returncode, 0, health.stdout + health.stderr)
                        self.assertEqual(compose(*project, "down", env=env).returncode, 0)
                shown = c.run(*client, "person", "show", "olga",
                              env={**env, "XDG_STATE_HOME": folder})
                self.assertIn("Olga", shown.stdout, shown.stderr)
            finally:
                compose(*project, "down", "--volumes", env=env)


if __name__ == "__main__":
    unittest.main()
