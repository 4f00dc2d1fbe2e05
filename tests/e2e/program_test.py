"""The programs themselves: flags, ports, folders, signals, and damaged journals.

Each failure must say what was wrong and where, and lose nothing.
"""
import pathlib
import shutil
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import BIN, Server, run  # noqa: E402

TENANT = "tenants/demo"
STOP_SECONDS_MAX = 5


class Program(unittest.TestCase):
    def csid(self, *flags, timeout=60):
        return subprocess.run([str(BIN / "csid"), *flags], capture_output=True, text=True,
                              timeout=timeout, check=False)

    def assert_fails(self, done, *words):
        said = done.stdout + done.stderr
        self.assertNotEqual(done.returncode, 0, said)
        self.assertGreater(done.returncode, 0, "ended by a signal: " + said)
        for word in words:
            self.assertIn(word, said)

    def test_help_explains_every_flag(self):
        done = self.csid("--help")
        self.assertEqual(done.returncode, 0)
        for flag in ("--data-dir", "--listen", "--peer", "--demo-clock", "--config",
                     "--check-config", "--metrics-listen"):
            self.assertIn(flag, done.stdout)

    def test_a_port_in_use_is_named(self):
        with socket.socket() as taken, Server() as server:
            server.kill()
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            done = self.csid("--data-dir", str(server.root / "other"), "--listen", address)
            self.assert_fails(done, address)

    def test_a_second_process_on_the_same_folder_is_refused(self):
        with Server() as server:
            done = self.csid("--data-dir", str(server.folder), "--listen", "127.0.0.1:0")
            self.assert_fails(done, str(server.folder))
            self.assertTrue(server.serves(), "the first process was disturbed")

    def test_a_typo_in_the_configuration_is_named(self):
        with Server() as server:
            server.kill()
            path = server.root / "csid.yaml"
            path.write_text("data-dri: /tmp/x\n")
            self.assert_fails(self.csid("--config", str(path), "--check-config"), "data-dri")
            path.write_text("data-dir: [\n")
            self.assert_fails(self.csid("--config", str(path), "--check-config"), str(path))
            self.assert_fails(self.csid("--data-dri", "/tmp/x"), "data-dri")
            self.assert_fails(self.csid("--config", str(server.root / "absent.yaml"),
                                        "--check-config"), "absent.yaml")

    def test_check_config_prints_what_would_be_used_and_touches_nothing(self):
        with Server() as server:
            server.kill()
            path = server.root / "csid.yaml"
            folder = server.root / "elsewhere"
            path.write_text(f"data-dir: {folder}\nlisten: 127.0.0.1:7999\n")
            done = self.csid("--config", str(path), "--listen", "127.0.0.1:7998",
                             "--check-config")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(str(folder), done.stdout)
            self.assertIn("7998", done.stdout)
            self.assertNotIn("7999", done.stdout)
            self.assertFalse(folder.exists())

    def test_another_address_than_loopback_needs_consent(self):
        with Server() as server:
            server.kill()
            done = self.csid("--data-dir", str(server.root / "d"), "--listen", "0.0.0.0:0")
            self.assert_fails(done, "--insecure-network")

    def test_sigterm_ends_it_quickly_and_keeps_what_it_took(self):
        with Server() as server:
            api = server.api()
            api.create_person("olga")
            stream = api.watch({"service": "raci"})
            next(stream)  # an open stream must not hold the server up
            seconds = server.stop()
            self.assertLess(seconds, STOP_SECONDS_MAX)
            server.start()
            api.call("raci", "GetPerson", {"name": f"{TENANT}/people/olga"})
            api.close()


class Damage(unittest.TestCase):
    """A damaged folder is refused or repaired, and says which."""

    PEOPLE = 40

    @classmethod
    def setUpClass(cls):
        cls.source = Server()
        cls.source.start()
        api = cls.source.api()
        for number in range(cls.PEOPLE):
            api.create_person(f"p{number}")
        api.close()
        # Killed, so that the newest records are in the write-ahead log alone.
        cls.source.kill()

    @classmethod
    def tearDownClass(cls):
        cls.source.__exit__()

    def copy(self) -> Server:
        server = Server()
        self.addCleanup(server.__exit__)
        shutil.copytree(self.source.folder, server.folder)
        return server

    def logs(self, server: Server) -> list[pathlib.Path]:
        found = [path for path in server.folder.rglob("*.log") if path.stat().st_size > 0]
        self.assertTrue(found, "no write-ahead log in the folder")
        return sorted(found, key=lambda path: path.stat().st_size)

    def people(self, server: Server) -> int:
        api = server.api()
        try:
            return len(api.call("raci", "ListPeople",
                                {"parent": TENANT, "page_size": 1000}).people)
        finally:
            api.close()

    def test_a_whole_copy_has_everything(self):
        server = self.copy()
        server.start()
        self.assertEqual(self.people(server), self.PEOPLE)

    def test_a_torn_tail_costs_no_more_than_the_tail(self):
        server = self.copy()
        log = self.logs(server)[-1]
        with log.open("r+b") as file:
            file.truncate(log.stat().st_size - 7)
        server.start()
        self.assertGreaterEqual(self.people(server), self.PEOPLE - 1)
        server.stop()
        clean = run("csictl", "state", "verify", str(server.folder))
        self.assertEqual(clean.returncode, 0, clean.stdout + clean.stderr)

    def test_a_flipped_byte_is_found_and_named(self):
        server = self.copy()
        log = self.logs(server)[-1]
        data = bytearray(log.read_bytes())
        data[len(data) // 3] ^= 0x40
        log.write_bytes(data)
        done = subprocess.run(server.command(), capture_output=True, text=True, timeout=60,
                              check=False)
        said = done.stdout + done.stderr
        self.assertGreater(done.returncode, 0, said)
        self.assertIn(str(server.folder), said)
        verify = run("csictl", "journal", "verify", str(server.folder))
        self.assertNotEqual(verify.returncode, 0, verify.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
