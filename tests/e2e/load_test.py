"""More than a service takes at once: queues, slow readers, very long files.

CSI_ROWS: rows of the long files (200,000; the full size is 10000000, one more
than a file may have, and takes a quarter of an hour and 2 GB of disk):
  CSI_ROWS=10000000 CSI_BUILD=build/release python3 tests/e2e/load_test.py LongFiles
"""
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import grpc
from google.protobuf import message_factory

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import BIN, Refused, Server, csictl  # noqa: E402

TENANT = "tenants/demo"
ROWS = int(os.environ.get("CSI_ROWS", "200000"))
INCIDENT_ROWS_MAX = 5_000_000
CSV_ROWS_MAX = 10_000_000  # the header counts
CLIENT_MIB_MAX = 400  # measured for the most that the importer takes
SERVER_MIB_MAX = 400
START = "2020-01-01T00:00:00Z"
LATER = "2020-01-01T00:00:50Z"  # more than slow, less than dead
PEOPLE = 600
QUEUE_MAX = 4096
CALLS = 3 * QUEUE_MAX
EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED


class Queue(unittest.TestCase):
    def test_more_than_a_queue_holds_is_refused_at_once_and_reads_go_on(self):
        # Without a peer every start waits two seconds for what it must know.
        with Server(program="csi-workflow") as server:
            api = server.api()
            method = api.method("workflow", "StartRun")
            stub = api.channel.unary_unary("/csi.workflow.v1.WorkflowService/StartRun",
                                           request_serializer=lambda r: r.SerializeToString(),
                                           response_deserializer=bytes)
            request = api.request("workflow", "StartRun", {
                "parent": TENANT, "opportunity": f"{TENANT}/opportunities/idea"})
            self.assertEqual(method.name, "StartRun")
            actor = (("csi-actor", f"{TENANT}/people/olga"),)
            # They gather on the way while it stands, and so come all at once.
            server.process.send_signal(signal.SIGSTOP)
            calls = [stub.future(request, timeout=60, metadata=actor) for _ in range(CALLS)]
            server.process.send_signal(signal.SIGCONT)
            api.call("workflow", "ListRuns", {"parent": TENANT}, timeout=10)
            reasons = {}
            for call in calls:
                error = Refused(call.exception())
                key = (error.code, error.reason)
                reasons[key] = reasons.get(key, 0) + 1
            self.assertEqual(set(reasons), {(EXHAUSTED, "QUEUE_FULL"),
                                            (grpc.StatusCode.UNAVAILABLE, "VIEW_STALE")}, reasons)
            api.close()


class SlowReader(unittest.TestCase):
    def test_a_reader_that_takes_nothing_is_cut_off_and_may_resume(self):
        with Server("--demo-clock", START) as server:
            api = server.api()
            for number in range(PEOPLE):
                api.call("raci", "CreatePerson", {
                    "parent": TENANT, "person_id": f"p{number}",
                    "person": {"display_name": "x" * 200, "job_title": "y" * 200,
                               "training_needs": [f"{n}" + "z" * 90 for n in range(8)]}},
                    actor="olga")
            method = api.method("events", "WatchEvents")
            request = api.request("events", "WatchEvents", {"service": "raci"})
            answer = message_factory.GetMessageClass(method.output_type)
            # Little is taken from the network ahead of what is asked for.
            with grpc.insecure_channel(server.address, options=[
                    ("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 1024),
                    ("grpc.max_receive_message_length", -1)]) as channel:
                stub = channel.unary_stream("/csi.common.v1.EventService/WatchEvents",
                                            request_serializer=lambda r: r.SerializeToString(),
                                            response_deserializer=answer.FromString)
                stream = stub(request, timeout=60)
                time.sleep(2)
                moved = csictl(server, "demo", "advance-clock", LATER)
                self.assertEqual(moved.returncode, 0, moved.stderr)
                time.sleep(2.5)
                last = None
                with self.assertRaises(grpc.RpcError) as caught:
                    for response in stream:
                        last = response
                error = Refused(caught.exception)
                self.assertEqual((error.code, error.reason), (EXHAUSTED, "SLOW_READER"), error)
                self.assertIsNotNone(last, "what was on its way is lost")
            seen = last.position.offset
            rest = [event for response in api.watch(
                {"service": "raci", "after": last.position, "stop_at_end": True})
                for event in response.events]
            self.assertGreater(len(rest), 0)
            self.assertGreater(rest[0].position.offset, seen)
            api.close()

    def test_a_position_behind_the_end_is_out_of_range(self):
        with Server() as server:
            api = server.api()
            api.create_person("olga")
            last = [response for response in api.watch(
                {"service": "raci", "stop_at_end": True})][-1].position
            last.offset += 1000
            with self.assertRaises(Refused) as caught:
                list(api.watch({"service": "raci", "after": last, "stop_at_end": True}))
            self.assertEqual(caught.exception.code, grpc.StatusCode.OUT_OF_RANGE)
            self.assertEqual(caught.exception.reason, "POSITION_OUT_OF_RANGE")
            self.assertIn("behind the end", caught.exception.text)
            api.close()


def memory(process_id: int) -> float:
    """The most that a running process ever held, in MiB."""
    for line in pathlib.Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0


class LongFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.ok("person", "create", "olga", "--display-name", "Olga")
        cls.ok("indicator", "create", "opened", "--title", "Opened", "--direction", "lower",
               "--kind", "process", "--frequency", "hour", "--aggregation", "sum")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    @classmethod
    def ok(cls, *words):
        done = csictl(cls.server, *words, "--as", "olga")
        assert done.returncode == 0, f"{words}: {done.stderr}"

    def measured(self, *words):
        """Exit code, output and the most memory of a csictl run."""
        process = subprocess.Popen(
            [str(BIN / "csictl"), "--address", self.server.address, "--as", "olga", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "XDG_STATE_HOME": str(self.server.root)})
        text = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, text, usage.ru_maxrss / 1024

    def test_points_of_a_long_file_cost_no_memory(self):
        path = self.server.root / "points.csv"
        with path.open("w") as out:
            out.write("period_start,value\n")
            for number in range(ROWS):
                days, hour = divmod(number, 24)
                months, day = divmod(days, 28)
                year, month = divmod(months, 12)
                # Hours of 28-day months: 10 million of them need 1,240 years.
                out.write(f"{1000 + year:04}-{month + 1:02}-{day + 1:02}T{hour:02}:00:00Z,"
                          f"{number % 1000}\n")
        code, text, mib = self.measured("point", "import", str(path), "--indicator", "opened")
        if ROWS >= CSV_ROWS_MAX:
            self.assertEqual(code, 3, text[-2000:])
            self.assertIn(f"more than {CSV_ROWS_MAX} rows", text)
            self.assertIn("rows are recorded safely", text)
        else:
            self.assertEqual(code, 0, text[-2000:])
            self.assertIn(f"{ROWS} rows sent, {ROWS} recorded", text)
        self.assertLess(mib, CLIENT_MIB_MAX)
        self.assertLess(memory(self.server.process.pid), SERVER_MIB_MAX)
        print(f"{ROWS} points: csictl {mib:.0f} MiB, csid "
              f"{memory(self.server.process.pid):.0f} MiB", flush=True)

    def test_a_long_incident_log_is_read_in_bounded_memory_or_refused(self):
        path = self.server.root / "log.csv"
        with path.open("w") as out:
            out.write("number,incident_state,opened_at,resolved_at,closed_at,made_sla,priority,"
                      "reopen_count,reassignment_count,sys_mod_count\n")
            for number in range(ROWS):
                incident, change = divmod(number, 5)
                day = incident % 28 + 1
                out.write(f"INC{incident:07},Closed,{day}/1/2016 01:00,{day}/2/2016 02:00,"
                          f"{day}/3/2016 03:00,true,3 - Moderate,0,{change},{change}\n")
        code, text, mib = self.measured("import", "incident-log", str(path), "--dry-run",
                                        "--output", "json")
        if ROWS > INCIDENT_ROWS_MAX:
            self.assertEqual(code, 3, text[-2000:])
            self.assertIn(f"more than {INCIDENT_ROWS_MAX + 1} rows", text)  # and a header
        else:
            self.assertEqual(code, 0, text[-2000:])
            self.assertIn(str(ROWS), text)
        self.assertLess(mib, CLIENT_MIB_MAX)
        print(f"{ROWS} log rows: csictl {mib:.0f} MiB", flush=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
