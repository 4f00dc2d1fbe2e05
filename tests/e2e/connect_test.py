"""The Connect endpoint from outside: a public client, curl's bytes, and hostile ones."""
import http.client
import json
import pathlib
import socket
import struct
import sys
import tempfile
import time
import unittest
import urllib.request

import live_server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "web"))
import web_tools  # noqa: E402

JSON = {"content-type": "application/json"}
STREAM = {"content-type": "application/connect+json"}
GET_PERSON = "/csi.raci.v1.RaciService/GetPerson"
WATCH = "/csi.common.v1.EventService/WatchEvents"
PAGE = "https://csi.example.org"


def envelope(message, flags=0):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return bytes([flags]) + struct.pack(">I", len(data)) + data


def envelopes(body):
    while body:
        size = struct.unpack(">I", body[1:5])[0]
        yield body[0], json.loads(body[5:5 + size])
        body = body[5 + size:]


class ConnectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = live_server.free_port()
        cls.server = live_server.Server("--connect-listen", f"127.0.0.1:{cls.port}",
                                        "--connect-origin", PAGE)
        cls.server.start()
        cls.addClassCleanup(cls.server.__exit__)
        with_people = cls.server.api()
        with_people.create_person("anna")
        with_people.close()

    def ask(self, path, body=b"", headers=None, method="POST"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def call(self, path, message, **headers):
        return self.ask(path, json.dumps(message), {**JSON, **headers})

    def refused(self, asked, status, code, *words):
        answer, content = asked
        error = json.loads(content)
        self.assertEqual((answer.status, error["code"]), (status, code), error)
        for word in words:
            self.assertIn(word, error["message"])
        return error

    def raw(self, text, wait=10.0):
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as peer:
            peer.sendall(text)
            heard = b""
            while part := peer.recv(65536):
                heard += part
        return heard

    def test_a_public_client_calls_and_watches_in_both_forms(self):
        descriptors = web_tools.descriptors(self.server.root / "api.binpb")
        done = web_tools.run("client.mjs", f"http://127.0.0.1:{self.port}", str(descriptors),
                             seconds=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        for form, told in json.loads(done.stdout).items():
            self.assertEqual(told["name"], f"tenants/demo/people/{form}")
            self.assertEqual(told["displayName"], "Ünïcode")
            self.assertTrue(told["position"].startswith("raci="))
            self.assertEqual(told["missing"]["code"], "NotFound")
            self.assertIn("google.rpc.ErrorInfo", told["missing"]["details"])
            self.assertEqual(told["malformed"]["code"], "InvalidArgument")
            self.assertIn("tenants/demo/people/anna", told["events"])
            self.assertEqual(told["unknownService"]["code"], "InvalidArgument")

    def test_an_error_says_code_reason_and_remedy(self):
        error = self.refused(self.call(GET_PERSON, {"name": "tenants/demo/people/x"}), 404,
                             "not_found")
        kinds = [detail["type"] for detail in error["details"]]
        self.assertIn("google.rpc.ErrorInfo", kinds)
        info = error["details"][kinds.index("google.rpc.ErrorInfo")]
        self.assertIn("reason", info["debug"])
        self.assertNotIn("=", info["value"])

    def test_bad_json_is_told(self):
        for body in (b"", b"{", b"[]", b"nul", b'{"name":7}', b'{"nosuch":1}', b"\xff\xfe",
                     b'{"name":"\xff"}', b'{"name":"a"}{"name":"b"}', b"[" * 100000):
            self.refused(self.ask(GET_PERSON, body, JSON), 400, "invalid_argument")

    def test_unknown_paths_and_methods_are_told(self):
        for path in ("/", "/nosuch", "/csi.raci.v1.RaciService/Nosuch", GET_PERSON + "/",
                     "/csi.common.v1.AdminService/CreateCheckpoint", "/../etc/passwd",
                     "/grpc.health.v1.Health/Check", "/%2e%2e/x", "/" + "a" * 8000):
            self.refused(self.ask(path, b"{}", JSON), 404, "unimplemented", "nothing at")
        for method in ("GET", "PUT", "DELETE", "BREW"):
            answer, _ = self.ask(GET_PERSON, b"", JSON, method)
            self.assertEqual((answer.status, answer.headers["allow"]), (405, "POST, OPTIONS"))

    def test_wrong_types_are_told_what_is_taken(self):
        for kind in ("text/plain", "", "application/grpc", "application/connect+json",
                     "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer, _ = self.ask(GET_PERSON, b"{}", {"content-type": kind})
            self.assertEqual(answer.status, 415)
            self.assertIn("application/json", answer.headers["accept-post"])
        answer, _ = self.ask(WATCH, b"{}", JSON)
        self.assertEqual(answer.status, 415)

    def test_protocol_headers_are_checked(self):
        body = {"name": "tenants/demo/people/anna"}
        for value in ("0x1", "-1", "1.5", "99999999999", "soon"):
            self.refused(self.call(GET_PERSON, body, **{"connect-timeout-ms": value}), 400,
                         "invalid_argument", "Connect-Timeout-Ms")
        self.refused(self.call(GET_PERSON, body, **{"connect-timeout-ms": "0"}), 504,
                     "deadline_exceeded")
        self.refused(self.call(GET_PERSON, body, **{"connect-protocol-version": "2"}), 400,
                     "invalid_argument")
        self.refused(self.call(GET_PERSON, body, **{"content-encoding": "gzip"}), 501,
                     "unimplemented", "identity")
        self.refused(self.ask("/csi.reporting.v1.ReportingService/StreamPoints", b"",
                              {"content-type": "application/json"}), 501, "unimplemented",
                     "needs gRPC")

    def test_oversize_is_refused_by_the_name_of_the_limit(self):
        self.refused(self.ask(GET_PERSON, b"x" * (4 * 1024 * 1024 + 1), JSON), 429,
                     "resource_exhausted", "kBodyBytesMax")
        heard = self.raw(b"POST / HTTP/1.1\r\nHost: x\r\n" + b"a: b\r\n" * 5000)
        self.assertIn(b" 431 ", heard)
        self.assertIn(b"kHeadBytesMax", heard)

    def test_a_slow_sender_is_cut_off(self):
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as peer:
            try:
                while time.monotonic() - begin < 19:
                    peer.sendall(b"P")
                    peer.settimeout(1)
                    try:
                        heard = peer.recv(1000)
                        break
                    except TimeoutError:
                        continue
            except ConnectionError:
                heard = b" 408 "
        self.assertIn(b" 408 ", heard)
        self.assertLess(time.monotonic() - begin, 15)

    def test_a_stream_ends_with_its_error(self):
        for message, flags, code in (({"service": "nosuch"}, 0, "invalid_argument"),
                                     ({"nosuch": 1}, 0, "invalid_argument"),
                                     ({"service": "raci"}, 1, "unimplemented")):
            answer, content = self.ask(WATCH, envelope(message, flags), STREAM)
            (kind, end), = envelopes(content)
            self.assertEqual((answer.status, kind, end["error"]["code"]), (200, 2, code))
        twice = envelope({"service": "raci"}) * 2
        for body, code in ((b"", "unimplemented"), (twice, "unimplemented"),
                           (b"\0\xff\xff\xff\xff", "invalid_argument")):
            _, content = self.ask(WATCH, body, STREAM)
            self.assertEqual([end["error"]["code"] for _, end in envelopes(content)], [code])

    def test_a_stream_gives_events_and_resumes_after_a_position(self):
        _, content = self.ask(WATCH, envelope({"service": "raci", "stopAtEnd": True,
                                               "types": ["csi.raci.v1.PersonRegistered"],
                                               "parent": "tenants/demo"}), STREAM)
        *parts, (flags, end) = envelopes(content)
        self.assertEqual((flags, end), (2, {}))
        subjects = [e["subject"] for _, part in parts for e in part.get("events", ())]
        self.assertIn("tenants/demo/people/anna", subjects)
        after = parts[-1][1]["position"]
        _, content = self.ask(WATCH, envelope({"service": "raci", "stopAtEnd": True,
                                               "after": after}), STREAM)
        self.assertFalse([e for _, part in envelopes(content) for e in part.get("events", ())])

    def test_other_pages_may_not_call_and_named_ones_may(self):
        body = {"name": "tenants/demo/people/anna"}
        for origin in ("https://evil.example", "null", "http://localhost"):
            self.refused(self.call(GET_PERSON, body, origin=origin), 403, "permission_denied",
                         "--connect-origin")
        answer, _ = self.call(GET_PERSON, body, origin=f"http://127.0.0.1:{self.port}")
        self.assertEqual((answer.status, answer.headers["access-control-allow-origin"]),
                         (200, None))
        answer, _ = self.call(GET_PERSON, body, origin=PAGE)
        self.assertEqual(answer.headers["access-control-allow-origin"], PAGE)
        asked = {"origin": PAGE, "access-control-request-method": "POST"}
        answer, _ = self.ask(GET_PERSON, b"", asked, "OPTIONS")
        self.assertEqual(answer.status, 204)
        self.assertIn("csi-actor", answer.headers["access-control-allow-headers"])
        self.refused(self.ask(GET_PERSON, b"", {**asked, "origin": "https://evil.example"},
                              "OPTIONS"), 403, "permission_denied")

    def test_broken_http_is_answered_and_closed(self):
        for text in (b"\x16\x03\x01\x02\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n",
                     b"GET / HTTP/1.1\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
            self.assertTrue(self.raw(text).startswith(b"HTTP/1.1 400 "), text)

    def test_an_actor_of_another_tenant_is_refused_as_over_grpc(self):
        self.refused(self.call(GET_PERSON, {"name": "tenants/demo/people/anna"},
                               **{"csi-actor": "tenants/other/people/x"}), 400,
                     "invalid_argument", "csi-actor")


class OptionsTest(unittest.TestCase):
    def check(self, *flags):
        return live_server.run("csid", "--check-config", *flags)

    def test_options_are_told_and_checked(self):
        told = self.check("--connect-listen", "127.0.0.1:7480", "--connect-origin", PAGE)
        self.assertIn("connect-listen: 127.0.0.1:7480", told.stdout)
        self.assertIn(f"connect-origin: {PAGE}", told.stdout)
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(f'connect-listen: 127.0.0.1:7480\nconnect-origin: ["{PAGE}", http://b]\n')
            file.flush()
            told = self.check("--config", file.name)
            self.assertIn(f"connect-origin: {PAGE}\nconnect-origin: http://b\n", told.stdout)
        for flags, word in ((("--connect-listen", "0.0.0.0:7480"), "--insecure-network"),
                            (("--connect-origin", PAGE), "--connect-listen"),
                            (("--connect-listen", "127.0.0.1:1", "--connect-origin", "*"),
                             "scheme://host")):
            refused = self.check(*flags)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(word, refused.stderr)

    def test_a_stop_ends_streams_and_metrics_count(self):
        port, metrics = live_server.free_port(), live_server.free_port()
        with live_server.Server("--connect-listen", f"127.0.0.1:{port}", "--metrics-listen",
                                f"127.0.0.1:{metrics}") as server:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("POST", WATCH, envelope({"service": "raci"}), STREAM)
            answer = connection.getresponse()
            self.assertEqual(answer.read(1), b"\0")
            with urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics", timeout=10) as told:
                self.assertIn("csi_connect_streams 1", told.read().decode())
            self.assertLess(server.stop(), 5)
            self.assertIn(b'"unavailable"', answer.read())
            connection.close()


if __name__ == "__main__":
    unittest.main()
