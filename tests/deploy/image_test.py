"""The container image: its recipe, what is in it, how it starts and stops."""
import json
import os
import pathlib
import shutil
import stat
import tempfile
import time
import unittest

import containers as c
import helm_chart as chart
from rendered import of_kind

TAG = f"localhost/csi-test:{os.getpid()}"
USER = 65532
# What the image may grow to without somebody noticing.
SIZE_MAX_BYTES = 120 * 1000 * 1000


def once(*words):
    """A container that ends by itself, with its output."""
    return c.run(*c.engine(), "run", "--rm", "--network", "none", *c.RUN_FLAGS, *words)


class RecipeTest(unittest.TestCase):
    def test_hadolint_finds_nothing(self):
        found = c.run("tools/image", "--check")
        self.assertEqual((found.returncode, found.stdout), (0, ""), found.stderr)

    def test_hadolint_fails_a_recipe_that_is_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = pathlib.Path(folder, "Containerfile")
            wrong.write_text("FROM debian\nRUN cd /x && apt-get install y\n", encoding="utf-8")
            found = c.run(c.tool("hadolint"), "--config", "deploy/image/hadolint.yaml", wrong)
        self.assertEqual(found.returncode, 1)
        self.assertIn("DL3003", found.stdout)

    def test_wrong_arguments_are_refused(self):
        found = c.run("tools/image", "--bogus")
        self.assertEqual(found.returncode, 2)
        self.assertIn("unknown argument '--bogus'", found.stderr)

    def test_without_a_tool_it_says_which_one(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("bash", "dirname", "basename", "sed", "git"):
                os.symlink(f"/usr/bin/{name}", f"{folder}/{name}")
            found = c.run("tools/image", "--from-host", env={"PATH": folder})
        self.assertEqual(found.returncode, 3, found.stderr)
        self.assertIn("no buildah and no podman here", found.stderr)


MAPPINGS = "/usr/share/csi/mappings"


def own_mappings() -> dict[str, str]:
    """Each mapping of the repository under the name that it has in the image."""
    folder = c.ROOT / "deploy/mappings"
    return {f"{MAPPINGS}/{path.relative_to(folder)}": path.read_text(encoding="utf-8")
            for kind in ("changes", "measurements") for path in (folder / kind).glob("*.yaml")}


class CollectTest(unittest.TestCase):
    def test_takes_the_mappings_and_not_their_examples(self):
        self.assertGreaterEqual(len(own_mappings()), 2)
        with tempfile.TemporaryDirectory() as folder:
            bin_folder, output = pathlib.Path(folder, "bin"), pathlib.Path(folder, "out")
            bin_folder.mkdir()
            for program in c.PROGRAMS:
                shutil.copy("/bin/true", bin_folder / program)
            done = c.run("deploy/image/collect", bin_folder, output)
            self.assertEqual(done.returncode, 0, done.stderr)
            root = output / "root"
            found = {f"/{path.relative_to(root)}": path
                     for path in (root / "usr/share/csi").rglob("*") if path.is_file()}
            self.assertEqual({name: path.read_text(encoding="utf-8")
                              for name, path in found.items()}, own_mappings())
            for path in found.values():
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o644, path)
            zones = root / "usr/share/zoneinfo"
            self.assertEqual((zones / "Europe/London").read_bytes(),
                             pathlib.Path("/usr/share/zoneinfo/Europe/London").read_bytes())
            self.assertFalse((zones / "right").exists())


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        c.engine()
        c.need_programs()
        cls.addClassCleanup(c.run, "podman", "rmi", "--force", TAG)
        built = c.run("tools/image", "--from-host", "--tag", TAG, timeout=300,
                      env={**os.environ, "CSI_BUILD": str(c.BUILD)})
        if built.returncode:
            raise AssertionError(f"tools/image: {built.stderr[-3000:]}")
        print(built.stdout.strip())
        cls.about = json.loads(c.run("podman", "image", "inspect", TAG).stdout)[0]

    def files(self) -> dict[str, os.stat_result]:
        folder = c.run("podman", "image", "mount", TAG).stdout.strip()
        self.addCleanup(c.run, "podman", "image", "unmount", TAG)
        found = {}
        for top, names, entries in os.walk(folder):
            for name in names + entries:
                path = os.path.join(top, name)
                found[path.removeprefix(folder)] = os.lstat(path)
        return found

    def test_labels_user_and_size(self):
        labels = self.about["Config"]["Labels"]
        version = c.run("sed", "-n", r"s/^project(csi VERSION \([0-9.]*\).*/\1/p",
                        "CMakeLists.txt").stdout.strip()
        self.assertEqual(labels["org.opencontainers.image.version"], version)
        self.assertEqual(labels["org.opencontainers.image.licenses"], "Apache-2.0")
        self.assertRegex(labels["org.opencontainers.image.revision"], r"^([0-9a-f]{40}|unknown)$")
        self.assertRegex(labels["org.opencontainers.image.created"], r"^20\d\d-")
        self.assertEqual(self.about["Config"]["User"], f"{USER}:{USER}")
        self.assertLess(self.about["Size"], SIZE_MAX_BYTES)

    def test_holds_the_programs_and_no_shell(self):
        found = self.files()
        names = {path.removeprefix("/usr/bin/") for path in found if "/bin/" in path}
        self.assertEqual(names, set(c.PROGRAMS))
        self.assertIn("/etc/ssl/certs/ca-certificates.crt", found)
        self.assertIn("/usr/share/zoneinfo/America/New_York", found)
        self.assertEqual({path for path, state in found.items()
                          if path.startswith(MAPPINGS) and stat.S_ISREG(state.st_mode)},
                         set(own_mappings()))
        for path, state in found.items():
            self.assertFalse(state.st_mode & (stat.S_ISUID | stat.S_ISGID), path)
            if path == "/var/lib/csi":
                self.assertEqual((state.st_uid, stat.S_IMODE(state.st_mode)), (USER, 0o750))
            else:
                self.assertEqual(state.st_uid, 0, path)
        packages = [p for p in found if p.startswith("/var/lib/dpkg/status.d/")]
        self.assertIn("/var/lib/dpkg/status.d/librocksdb7.8", packages)
        for path in packages:
            self.assertIn(f"/usr/share/doc/{os.path.basename(path)}/copyright", found)

    def test_every_program_starts(self):
        for program in c.PROGRAMS:
            done = once("--entrypoint", f"/usr/bin/{program}", TAG, "--help")
            self.assertEqual(done.returncode, 0, f"{program}: {done.stderr}")
            self.assertTrue(done.stdout, program)

    def test_serves_hardened_answers_probes_and_stops_on_sigterm(self):
        port = c.free_port()
        address = f"127.0.0.1:{port}"
        with c.container(TAG, "--listen", address) as name:
            c.wait_for(lambda: c.probe(address) == "SERVING", 30, "the whole serves")
            asked = c.run("podman", "exec", name, "/usr/bin/csictl", "--address", address,
                          "health")
            self.assertEqual(asked.returncode, 0, asked.stderr)
            begin = time.monotonic()
            c.run("podman", "kill", "--signal", "TERM", name)
            code = c.run("podman", "wait", name, timeout=30).stdout.strip()
            self.assertEqual(code, "0")
            self.assertLess(time.monotonic() - begin, 15)
            log = c.run("podman", "logs", name).stderr
            self.assertEqual([json.loads(line)["message"] for line in log.splitlines()],
                             ["serving", "stopping", "stopped"])

    def test_data_outlives_the_container(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chown(folder, USER, USER)
            address = f"127.0.0.1:{c.free_port()}"
            flags = ("--volume", f"{folder}:/var/lib/csi")
            client = [c.BUILD / "bin/csictl", "--address", address, "--as", "olga"]
            env = {**os.environ, "XDG_STATE_HOME": folder}
            with c.container(TAG, "--listen", address, flags=flags):
                c.wait_for(lambda: c.probe(address) == "SERVING", 30, "the whole serves")
                made = c.run(*client, "person", "create", "olga", "--display-name", "Olga",
                             env=env)
                self.assertEqual(made.returncode, 0, made.stderr)
            with c.container(TAG, "--listen", address, flags=flags):
                c.wait_for(lambda: c.probe(address) == "SERVING", 30, "the whole serves again")
                shown = c.run(*client, "person", "show", "olga", env=env)
                self.assertIn("Olga", shown.stdout, shown.stderr)

    def test_the_pod_of_the_chart_runs_as_it_is_rendered(self):
        """Its command, configuration, user and volumes, on a network of its own."""
        c.tool("helm")
        resources = chart.render()
        pod = of_kind(resources, "StatefulSet")["csi"]["spec"]["template"]["spec"]
        user = pod["securityContext"]
        [program] = pod["containers"]
        mounts = {mount["name"]: mount["mountPath"] for mount in program["volumeMounts"]}
        with tempfile.TemporaryDirectory() as folder:
            config, data = pathlib.Path(folder, "config"), pathlib.Path(folder, "data")
            for path in (config, data):
                path.mkdir()
            for name, text in of_kind(resources, "ConfigMap")["csi"]["data"].items():
                (config / name).write_text(text, encoding="utf-8")
            # As the kubelet hands a volume over: root's, and the group may write.
            os.chown(data, 0, user["fsGroup"])
            data.chmod(0o2770)
            flags = ("--user", f"{user['runAsUser']}:{user['runAsGroup']}",
                     "--volume", f"{config}:{mounts['config']}:ro",
                     "--volume", f"{data}:{mounts['data']}",
                     "--entrypoint", program["command"][0])
            with c.container(TAG, *program["args"], flags=flags, network="none") as name:
                asked = c.run("podman", "exec", name, "/usr/bin/csictl", "--address",
                              f"127.0.0.1:{program['readinessProbe']['grpc']['port']}",
                              "health", "--wait", "30")
                self.assertEqual(asked.returncode, 0, asked.stderr)
                self.assertTrue((data / "data/raci").is_dir())

    def test_a_folder_of_another_user_is_refused_with_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            done = once("--volume", f"{folder}:/var/lib/csi", TAG)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be made: Permission denied", done.stderr)


if __name__ == "__main__":
    unittest.main()
