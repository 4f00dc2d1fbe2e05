"""The whole demonstration with stand-ins for brokers, services, client and story."""
import contextlib
import io
import json
import os
import pathlib
import shutil
import signal
import socket
import sys
import tempfile
import textwrap
import threading
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from on_kafka import brokers, copies, demonstration  # noqa: E402

# Leads while it holds the lock of its service, as a group names one member.
SERVICE = """\
    import fcntl, pathlib, signal, socket, sys, threading
    flags = dict(zip(sys.argv[1::2], sys.argv[2::2]))
    folder = pathlib.Path(flags["--data-dir"])
    folder.mkdir(exist_ok=True)
    with open(folder / "starts", "a") as f:
        f.write(" ".join(sys.argv[1:]) + "\\n")
    if (pathlib.Path(__file__).parent / "crash").exists():
        sys.exit("csi: the disk is gone")
    held = open(folder.parent / (folder.name[:-2] + ".lead"), "a+")
    mine = {"leading": 0, "epoch": 0}
    def lead():
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(".")
        held.flush()
        mine.update(leading=1, epoch=held.tell())
    threading.Thread(target=lead, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    host, port = flags["--metrics-listen"].split(":")
    server = socket.create_server((host, int(port)))
    while True:
        asked, _ = server.accept()
        asked.recv(4096)
        rows = {"csi_partition_leading": mine["leading"], "csi_epoch": mine["epoch"],
                "csi_partition_following": 1 - mine["leading"], "csi_journal_next_offset": 7}
        page = "".join(f'{name}{{partition="0"}} {value}\\n' for name, value in rows.items())
        asked.sendall(f"HTTP/1.0 200 OK\\r\\n\\r\\n{page}".encode())
        asked.close()
    """
CSICTL = """\
    import pathlib, sys
    here = pathlib.Path(__file__).parent
    if sys.argv[1] == "topics" and (here / "no-topics").exists():
        sys.exit("error: not enough brokers")
    if sys.argv[2] == "check" and (here / "late").exists():
        (here / "late").unlink()
        sys.exit("wrong: it is not there")
    if sys.argv[1] == "state":
        folder = pathlib.Path(sys.argv[3])
        other = (here / "differ").exists() and folder.name == "workflow-2"
        print(folder.name[:-2] + ": 7 records, state " + ("b" if other else "a"))
    else:
        print("{}")
    """
KAFKA = """\
    import json, pathlib, shutil, sys
    folder = pathlib.Path(sys.argv[sys.argv.index("--data") + 1])
    with open(pathlib.Path(__file__).parent / "kafka-calls", "a") as f:
        f.write(" ".join(w for w in sys.argv[1:] if w != str(folder)) + "\\n")
    if (pathlib.Path(__file__).parent / "no-java").exists():
        sys.exit(1)
    folder.mkdir(exist_ok=True)
    if sys.argv[1] == "up":
        print(json.dumps({"bootstrap": "127.0.0.1:1", "version": "9"}))
    """


class DemonstrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name, text in (("csictl", CSICTL), ("kafka", KAFKA),
                           *((program, SERVICE) for program in copies.PROGRAMS.values())):
            # Without what the machine's own start of Python takes time for.
            (self.root / name).write_text(f"#!{sys.executable} -SE\n" + textwrap.dedent(text),
                                          encoding="utf-8")
            (self.root / name).chmod(0o755)
        self.data, self.once = self.root / "data", self.root / "once"
        self.once.mkdir()
        self.data.mkdir()
        self.played = 0
        for patch in (mock.patch.object(brokers, "TOOL", self.root / "kafka"),
                      mock.patch.object(demonstration.acts, "play", self.play),
                      mock.patch.object(tempfile, "tempdir", str(self.root))):
            patch.start()
            self.addCleanup(patch.stop)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.addCleanup(signal.signal, number, signal.getsignal(number))
        self.told = io.StringIO()
        self.started = []
        start = copies.Copy.start
        patch = mock.patch.object(copies.Copy, "start", lambda copy, *flags: (
            start(copy, *flags), self.started.append(copy.process)))
        patch.start()
        self.addCleanup(patch.stop)
        self.addCleanup(self.nothing_runs)

    def nothing_runs(self):
        """Whatever a test was about."""
        left = [process for process in self.started if process.poll() is None]
        for process in left:
            process.kill()
            process.wait()
        self.assertEqual(left, [])

    def play(self, client, out, interludes):
        """A story that is nothing but its two interludes and a call between them."""
        self.played += 1
        interludes["half-way"]()
        client.call("", "run show made-sla-run")
        interludes["later"]()
        for name in demonstration.RESULTS:
            (out / name).write_text("played", encoding="utf-8")

    def run_it(self, data="data", once="once", port=None) -> int:
        options = demonstration.Options(self.root, data and self.root / data,
                                        once and self.root / once, port)
        with contextlib.redirect_stdout(self.told), contextlib.redirect_stderr(self.told):
            return demonstration.run(options)

    def kafka_calls(self) -> list[str]:
        return (self.root / "kafka-calls").read_text(encoding="utf-8").splitlines()

    def test_a_batch_leaves_the_results_and_nothing_else(self):
        self.assertEqual(self.run_it(data=None), 0, self.told.getvalue())
        self.assertEqual(sorted(path.name for path in self.once.iterdir()),
                         ["report.html", "summary.json"])
        self.assertEqual(list(self.root.glob("csi-run-kafka-*")), [])
        self.assertEqual(self.kafka_calls(), ["up 3 --json --data", "down --purge --data"])
        self.assertEqual(self.told.getvalue().count("both copies hold the same"), 4)

    def test_the_leader_of_the_workflow_is_killed_and_comes_back(self):
        self.assertEqual(self.run_it(), 0, self.told.getvalue())
        self.assertRegex(self.told.getvalue(), r"(?s)(workflow-[12]) at \S+ leads the workflow: "
                         r"epoch 1,.*kill -9 \d+, while a call is under way.*"
                         r"workflow-[12] leads since: epoch 2, after 1"
                         r".*\1 has caught up")
        killed = [process for process in self.started if process.poll() == -signal.SIGKILL]
        self.assertEqual((len(killed), len(self.started)), (1, 9))

    def stay_up_and_stop(self, number) -> int:
        """A run that is told to stop once it says how."""
        def tell():
            while "Ctrl-C" not in self.told.getvalue() and not done.wait(0.05):
                pass
            os.kill(os.getpid(), number)
        done = threading.Event()
        thread = threading.Thread(target=tell)
        thread.start()
        try:
            return self.run_it(once=None, port=demonstration.settings.free_ports(1)[0])
        finally:
            done.set()
            thread.join()

    def test_it_stays_up_until_told_and_comes_back_as_it_was(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.told.truncate(0)
            self.assertEqual(self.stay_up_and_stop(number), 0, self.told.getvalue())
        self.assertEqual(self.played, 1)
        first, *_, last = (self.data / "raci-1/starts").read_text(encoding="utf-8").splitlines()
        self.assertIn("--demo-clock", first)
        self.assertNotIn("--demo-clock", last)
        self.assertEqual(self.kafka_calls(), 2 * ["up 3 --json --data", "down --data"])
        self.assertRegex(self.told.getvalue(), r"csictl --address \S+ run explain")

    def test_a_signal_while_it_plays_ends_it_and_the_next_start_sets_it_aside(self):
        def interrupted(*_):
            os.kill(os.getpid(), signal.SIGTERM)
        with mock.patch.object(demonstration.acts, "play", interrupted):
            self.assertEqual(self.run_it(once=None), 143)
        self.assertEqual(self.kafka_calls()[-1], "down --data")
        self.assertEqual(self.run_it(), 0, self.told.getvalue())
        self.assertEqual(len(list(self.root.glob("data.unfinished-*"))), 1)

    def test_data_of_somebody_else_is_left_alone(self):
        for names in (["brokers"], ["played", "state"], ["state"], ["played"]):
            for name in names:
                (self.data / name).mkdir()
            self.told.truncate(0)
            self.assertEqual(self.run_it(), 1)
            self.assertIn("did not make", self.told.getvalue())
            for name in names:
                (self.data / name).rmdir()
        self.assertEqual(self.started, [])
        self.assertFalse((self.root / "kafka-calls").exists())

    def test_a_folder_in_use_is_left_to_who_uses_it(self):
        with demonstration.lock(self.data):
            self.assertEqual(self.run_it(), 1)
        self.assertIn(f"another tools/run --kafka runs on {self.data}", self.told.getvalue())
        self.assertFalse((self.root / "kafka-calls").exists())

    def test_a_copy_that_ends_is_told_with_its_log(self):
        (self.root / "crash").touch()
        self.assertEqual(self.run_it(data=None), 1)
        self.assertIn("ended with code 1", self.told.getvalue())
        self.assertIn("the disk is gone", self.told.getvalue())
        kept = list(self.root.glob("csi-run-kafka-*"))
        self.assertEqual(len(kept), 1)
        self.assertIn(f"kept in {kept[0]}", self.told.getvalue())

    def test_a_port_in_use_is_named_before_anything_starts_there(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            self.assertEqual(self.run_it(port=port - 11), 1)
        self.assertIn(f"raci-1: 127.0.0.1:{port} is in use", self.told.getvalue())
        self.assertEqual(self.kafka_calls()[-1], "down --data")

    def test_brokers_and_topics_that_fail_say_where_to_look(self):
        (self.root / "no-topics").touch()
        self.assertEqual(self.run_it(), 1)
        self.assertRegex(self.told.getvalue(), r"topics plan failed; .*not enough brokers\n"
                         r"The brokers' logs are \S+/brokers/N/broker.log")
        (self.root / "no-java").touch()
        (self.data / "playing").unlink()
        shutil.rmtree(self.data / "brokers")
        self.assertEqual(self.run_it(), 1)
        self.assertIn("the brokers did not start, for the reason above", self.told.getvalue())
        self.assertRegex(self.told.getvalue(), r"were not stopped; try\n  tools/kafka down --data")

    def test_a_topic_that_a_broker_does_not_know_yet_is_waited_for(self):
        (self.root / "late").touch()
        brokers.Brokers(self.data).topics(self.root / "csictl", "check")
        self.assertFalse((self.root / "late").exists())

    def test_copies_that_differ_are_an_error(self):
        (self.root / "differ").touch()
        self.assertEqual(self.run_it(), 1)
        self.assertIn("the copies of workflow hold different states:\nworkflow-1: workflow: 7 "
                      "records, state a\nworkflow-2", self.told.getvalue())

    def test_the_clock_of_the_directory_is_moved_last(self):
        held = demonstration.Demonstration(demonstration.Options(
            self.root, self.data, self.once, None))
        held.copies = copies.Copies(copies.Place(self.root, self.data, ""), copies.ports_from(0))
        with mock.patch.object(copies.Copy, "runs", lambda copy: copy.name != "workflow-1"):
            self.assertEqual(held._clocks(), [f"127.0.0.1:{port}" for port in (
                14, 24, 23, 12, 22, 11, 21)])


class PortsTest(unittest.TestCase):
    def test_every_copy_has_two_ports_of_its_own(self):
        ports = copies.ports_from(7470)
        self.assertEqual(sorted(ports), [*range(7481, 7485), *range(7491, 7495),
                                         *range(7581, 7585), *range(7591, 7595)])
        held = copies.Copies(copies.Place(pathlib.Path(), pathlib.Path(), ""), ports)
        self.assertEqual(held.addresses(), [
            "raci=127.0.0.1:7481,registry=127.0.0.1:7482,workflow=127.0.0.1:7483,"
            "reporting=127.0.0.1:7484",
            "raci=127.0.0.1:7491,registry=127.0.0.1:7492,workflow=127.0.0.1:7493,"
            "reporting=127.0.0.1:7494"])
        self.assertEqual([copy.metrics for copy in held.of("raci")],
                         ["127.0.0.1:7581", "127.0.0.1:7591"])


if __name__ == "__main__":
    unittest.main()
