"""Many commands over one stream: order, refusals, bounds, an end half-way."""
import pathlib
import queue
import sys
import threading
import time
import unittest

import grpc
from google.protobuf import message_factory
from google.rpc import error_details_pb2

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Server  # noqa: E402

TENANT = "tenants/demo"
MESSAGE_MAX = 256
OPEN_MAX = 1024
ACTOR = ("csi-actor", f"{TENANT}/people/olga")


class Stream:
    """One PerformCommands stream; messages are sent as they are put."""

    def __init__(self, api, actor=True):
        method = api.method("commands", "PerformCommands")
        self.kind = message_factory.GetMessageClass(method.input_type)
        answer = message_factory.GetMessageClass(method.output_type)
        self.out = queue.Queue()
        self.call = api.channel.stream_stream(
            "/csi.common.v1.CommandService/PerformCommands",
            request_serializer=lambda r: r if isinstance(r, bytes) else r.SerializeToString(),
            response_deserializer=answer.FromString)(
                iter(self.out.get, None), metadata=[ACTOR] if actor else [], timeout=60)

    def send(self, commands, **more):
        self.out.put(self.kind(commands=commands, **more))

    def end(self):
        self.out.put(None)

    def results(self) -> dict:
        """All results by number, until the stream ends or breaks."""
        found, self.positions, self.error = {}, {}, None
        try:
            for response in self.call:
                for result in response.results:
                    assert result.number not in found, result.number
                    found[result.number] = result
                for position in response.positions:
                    self.positions[position.split("=")[0]] = position
        except grpc.RpcError as error:
            self.error = error
        return found


def errors_of(results) -> set:
    return {r.error.message for r in results.values() if r.HasField("error")}


def reason_of(result) -> str:
    for detail in result.error.details:
        if detail.type_url.endswith("/google.rpc.ErrorInfo"):
            return error_details_pb2.ErrorInfo.FromString(detail.value).reason
    return ""


class Perform(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.api = cls.server.api()
        cls.api.create_person("olga")

    @classmethod
    def tearDownClass(cls):
        cls.api.close()
        cls.server.__exit__()

    def packed(self, service, name, fields):
        request = self.api.request(service, name, fields)
        return {"type_url": "type.googleapis.com/" + request.DESCRIPTOR.full_name,
                "value": request.SerializeToString()}

    def person(self, person, **more):
        return self.packed("raci", "CreatePerson", {
            "parent": TENANT, "person_id": person, "request_id": f"make-{person}",
            "person": {"display_name": person}, **more})

    def people(self) -> set:
        found, token = set(), ""
        while True:
            page = self.api.call("raci", "ListPeople", {
                "parent": TENANT, "page_size": 1000, "page_token": token})
            found |= {each.name.split("/")[-1] for each in page.people}
            token = page.next_page_token
            if not token:
                return found

    def run_stream(self, *messages, **more):
        stream = Stream(self.api)
        for commands in messages:
            stream.send(commands, **more)
        stream.end()
        return stream, stream.results()

    def test_each_is_done_once_and_answered_by_its_number(self):
        commands = [self.person(f"a{n}") for n in range(500)]
        stream, results = self.run_stream(commands[:200], commands[200:400], commands[400:])
        self.assertIsNone(stream.error)
        self.assertEqual(sorted(results), list(range(500)))
        self.assertEqual(errors_of(results), set())
        self.assertFalse(any(r.repeated for r in results.values()))
        made = self.api.pool.FindMessageTypeByName("csi.raci.v1.Person")
        self.assertEqual(results[7].reply.type_url, "type.googleapis.com/csi.raci.v1.Person")
        reply = message_factory.GetMessageClass(made).FromString(results[7].reply.value)
        self.assertEqual(reply, self.api.call("raci", "GetPerson",
                                              {"name": f"{TENANT}/people/a7"}))
        _, again = self.run_stream(commands[:250], commands[250:], omit_replies=True)
        self.assertEqual(len(again), 500)
        self.assertTrue(all(r.repeated and not r.HasField("reply") for r in again.values()))

    def entry(self, key, **more):
        return self.packed("registry", "CreateOpportunity", {
            "parent": TENANT, "opportunity_id": key, "request_id": key,
            "opportunity": {"title": key, **more}})

    def test_the_order_is_the_order_of_sending(self):
        keys = [f"ordered-{n}" for n in range(300)]
        commands = [self.entry(key) for key in keys]
        stream, results = self.run_stream(commands[:100], commands[100:200], commands[200:])
        self.assertEqual(errors_of(results), set())
        seen = [("csi-not-before", stream.positions["registry"])]
        numbers = [self.api.call("registry", "GetOpportunity", {
            "name": f"{TENANT}/opportunities/{key}"}, metadata=seen).number for key in keys]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(keys))))

    def test_a_refused_command_does_not_touch_the_others(self):
        broken = {**self.person("broken"), "value": b"\xff\xff"}
        stream, results = self.run_stream([
            self.person("b0"), {"type_url": "no.such.Request"}, broken,
            self.packed("raci", "GetPerson", {"name": f"{TENANT}/people/b0"}),
            self.person("b0", request_id="another"),
            self.packed("raci", "CreatePerson", {
                "parent": "tenants/other", "person_id": "b1", "person": {"display_name": "B"}}),
            self.person("b2")])
        self.assertIsNone(stream.error)
        self.assertEqual(len(results), 7)
        self.assertEqual([n for n in range(7) if not results[n].HasField("error")], [0, 6])
        self.assertIn("csi.workflow.v1.SubmitStepRequest", results[1].error.message)
        self.assertEqual(reason_of(results[2]), "MESSAGE_MALFORMED")
        self.assertIn("queries are calls of their own", results[3].error.message)
        self.assertEqual(reason_of(results[4]), "ALREADY_EXISTS")
        self.assertIn("olga", results[5].error.message)
        self.assertLessEqual({"b0", "b2"}, self.people())

    def test_a_stranger_changes_nothing(self):
        stream = Stream(self.api, actor=False)
        stream.send([self.person("c0")])
        stream.end()
        self.assertTrue(stream.results()[0].HasField("error"))
        self.assertNotIn("c0", self.people())

    def test_what_cannot_be_read_ends_the_stream_after_the_results_before_it(self):
        for bad in (b"\xff\xff", Stream(self.api).kind(
                commands=[self.person("never")] * (MESSAGE_MAX + 1))):
            stream = Stream(self.api)
            stream.send([self.person("d0")])
            stream.out.put(bad)
            stream.send([self.person("d-late")])
            results = stream.results()
            stream.end()
            self.assertEqual(list(results), [0])
            self.assertFalse(results[0].HasField("error"))
            self.assertEqual(stream.error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("allowed are 256", stream.error.details())
        self.assertFalse({"never", "d-late"} & self.people())

    def test_who_takes_no_results_is_not_read_on(self):
        stream = Stream(self.api)
        count = 3 * OPEN_MAX
        for first in range(0, count, 128):
            stream.send([self.entry(f"e{n}", description="long " * 3000)
                         for n in range(first, first + 128)])
        stream.end()
        time.sleep(2)
        # Beside the server's own bound, what gRPC's windows hold of the long replies.
        token, done = "", 0
        while True:
            page = self.api.call("registry", "ListOpportunities", {
                "parent": TENANT, "page_size": 200, "page_token": token})
            done += sum(each.title.startswith("e") for each in page.opportunities)
            token = page.next_page_token
            if not token:
                break
        self.assertGreater(done, 0)
        self.assertLess(done, 2 * OPEN_MAX)
        results = stream.results()
        self.assertEqual(sorted(results), list(range(count)))
        self.assertEqual(errors_of(results), set())

    def test_long_replies_fit_into_answers_that_a_client_takes(self):
        # 12 MB of replies; gRPC's clients take 4 MiB at once unless told otherwise.
        channel = grpc.insecure_channel(self.server.address)
        own, self.api.channel = self.api.channel, channel
        try:
            stream = Stream(self.api)
            for first in range(0, 800, 200):
                stream.send([self.entry(f"h{n}", description="long " * 3000)
                             for n in range(first, first + 200)])
            stream.end()
            time.sleep(1)  # what waits meanwhile could be one answer
            results = stream.results()
        finally:
            self.api.channel = own
            channel.close()
        self.assertIsNone(stream.error)
        self.assertEqual(sorted(results), list(range(800)))

    def test_a_reader_who_leaves_breaks_nothing(self):
        for _ in range(20):
            stream = Stream(self.api)
            stream.send([self.person(f"f{n}") for n in range(100)])
            next(stream.call)
            stream.call.cancel()
            stream.end()
        self.assertTrue(self.api.call("raci", "GetPerson", {"name": f"{TENANT}/people/olga"}))

    def test_a_stop_half_way_loses_and_doubles_nothing(self):
        with Server() as server:
            api = server.api()
            api.create_person("olga")
            stream = Stream(api)
            stopped = threading.Event()

            def feed():
                for first in range(0, 20000, 50):
                    if stopped.is_set():
                        break
                    stream.send([self.person(f"g{n}") for n in range(first, first + 50)])
                stream.end()

            feeder = threading.Thread(target=feed)
            feeder.start()
            ender = threading.Timer(0.3, server.stop)
            ender.start()
            results = stream.results()
            stopped.set()
            feeder.join()
            ender.join()
            done = {f"g{n}" for n, r in results.items() if not r.HasField("error")}
            self.assertTrue(done)
            self.assertEqual(stream.error.code(), grpc.StatusCode.UNAVAILABLE)
            self.assertIn("request ids", stream.error.details())
            api.close()
            server.start()
            api = server.api()
            there, again = Perform.people(_Of(api)), Stream(api)
            self.assertLessEqual(done, there)
            last = max(results) + 1
            for first in range(0, last, MESSAGE_MAX):
                again.send([self.person(f"g{n}")
                            for n in range(first, min(last, first + MESSAGE_MAX))])
            again.end()
            repeated = again.results()
            self.assertEqual(len(repeated), last)
            self.assertTrue(all(repeated[n].repeated for n in range(last) if f"g{n}" in done))
            self.assertEqual(errors_of(repeated), set())
            api.close()


class _Of:
    """Lends Perform.people another server's API."""

    def __init__(self, api):
        self.api = api


if __name__ == "__main__":
    unittest.main()
