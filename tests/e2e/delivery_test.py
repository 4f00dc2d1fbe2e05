"""csi-delivery against real servers on loopback: signed webhooks, mail, restarts, dead letters."""
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from aiosmtpd.controller import Controller  # noqa: E402
from live_server import BIN, CsictlTest, Server, csictl, free_port  # noqa: E402

SECRET = "a secret of the desk"
WAIT_SECONDS = 20


class Hook(http.server.ThreadingHTTPServer):
    """Takes POSTs; `answers` are given in turn, then 204."""

    def __init__(self):
        self.taken, self.answers = [], []
        super().__init__(("127.0.0.1", 0), Hook.Handler)
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = self.server.answers.pop(0) if self.server.answers else 204
            self.server.taken.append((code, dict(self.headers), body))
            self.send_response(code)
            self.end_headers()

        def log_message(self, *_):
            pass

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def close(self):
        self.shutdown()
        self.server_close()
        self.thread.join()


class Mailbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(
            envelope.content, policy=email.policy.default)))
        return "250 OK"


class DeliveryTest(CsictlTest):
    def setUp(self):
        self.server = Server()
        self.server.start()
        self.addCleanup(self.server.__exit__)
        for words in (("pack", "apply"), ("person", "create", "olga", "--display-name", "Olga"),
                      ("person", "create", "omar", "--display-name", "Omar"),
                      ("person", "create", "delivery", "--display-name", "Delivery"),
                      ("role", "create", "delivery-agent", "--display-name", "Delivery agent"),
                      ("assignment", "create", "a3", "--role", "delivery-agent", "--holder",
                       "delivery"),
                      ("service", "create", "mail", "--display-name", "Mail"),
                      ("assignment", "create", "a1", "--role", "service-owner", "--holder",
                       "omar", "--service", "mail"),
                      ("assignment", "create", "a2", "--role", "csi-manager", "--holder", "olga")):
            self.call(0, *words)
        self.hook = Hook()
        self.addCleanup(self.hook.close)
        self.box = Mailbox()
        self.smtp = Controller(self.box, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self.addCleanup(self.smtp.stop)
        self.secrets = self.server.root / "secrets"
        self.secrets.touch(mode=0o600)
        self.secrets.write_text(f"desk = {SECRET}\n")
        self.metrics = free_port()
        self.worker = None
        self.addCleanup(self.end_worker)

    def channel(self, name, kind, target, *more):
        self.call(0, "channel", "set", name, "--channel.kind", kind, "--channel.target", target,
                  "--channel.person", "tenants/demo/people/omar", *more)

    def ingest(self, number):
        self.call(0, "service-event", "ingest", "--event.source", "snow", "--event.event-id",
                  number, "--event.kind", "KIND_MAJOR_INCIDENT", "--event.service",
                  "tenants/demo/services/mail", "--event.title", f"Mail is down {number}")

    def start_worker(self, *flags, workflow=None, pause="20"):
        with (self.server.root / "delivery.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [BIN / "csi-delivery", "--workflow", workflow or self.server.address,
                 "--state-file", self.server.root / "delivery.json", "--secrets-file",
                 self.secrets, "--poll-ms", "50", "--pause-ms", pause, "--attempts", "3", "--smtp",
                 f"smtp://127.0.0.1:{self.smtp.port}", "--mail-from", "csi@example.com",
                 "--metrics-listen", f"127.0.0.1:{self.metrics}", *flags],
                stdout=log, stderr=log)

    def end_worker(self, how=signal.SIGTERM):
        if self.worker and self.worker.poll() is None:
            self.worker.send_signal(how)
            self.worker.wait(WAIT_SECONDS)

    def wait(self, what, truth):
        end = time.monotonic() + WAIT_SECONDS
        while not truth():
            if time.monotonic() > end:
                log = (self.server.root / "delivery.log").read_text()
                self.fail(f"{what} did not come: {log[-2000:]}")
            time.sleep(0.02)

    def posts(self, number, code=204):
        return [post for post in self.hook.taken
                if post[0] == code and number.encode() in post[2]]

    def test_webhook_is_signed_and_has_a_stable_id(self):
        self.channel("desk", "KIND_WEBHOOK", self.hook.url(), "--channel.secret", "desk")
        self.ingest("INC1")
        self.start_worker()
        self.wait("the message", lambda: self.posts("INC1"))
        _, headers, body = self.posts("INC1")[0]
        parts = dict(part.split("=", 1) for part in headers["Csi-Signature"].split(","))
        wanted = hmac.new(SECRET.encode(), parts["t"].encode() + b"." + body,
                          hashlib.sha256).hexdigest()
        self.assertEqual(parts["v1"], wanted)
        self.assertLess(abs(time.time() - int(parts["t"])), 60)
        event = json.loads(body)
        self.assertEqual(event["specversion"], "1.0")
        self.assertEqual(headers["Idempotency-Key"], event["id"])
        self.assertIn("service-owner", event["data"]["why"])
        journal = csictl(self.server, "events", "watch", "--service", "workflow",
                         "--stop-at-end", "--tenant", "demo", "--output", "json").stdout
        self.assertNotIn(SECRET, journal)

    def test_restart_loses_nothing_and_repeats_nothing(self):
        self.channel("desk", "KIND_WEBHOOK", self.hook.url())
        self.start_worker()
        self.ingest("INC1")
        self.wait("the first", lambda: self.posts("INC1"))
        self.wait("its place", lambda: (self.server.root / "delivery.json").exists())
        time.sleep(0.3)
        self.end_worker(signal.SIGKILL)
        self.ingest("INC2")
        self.start_worker()
        self.wait("the second", lambda: self.posts("INC2"))
        time.sleep(0.3)
        self.assertEqual([len(self.posts("INC1")), len(self.posts("INC2"))], [1, 1])

    def test_what_fails_is_tried_dead_retried_or_discarded(self):
        self.channel("desk", "KIND_WEBHOOK", self.hook.url())
        self.hook.answers = [500, 503, 204, 500, 500, 500, 410]
        self.start_worker()
        self.ingest("INC1")
        self.wait("the third attempt", lambda: self.posts("INC1"))
        self.assertEqual(len({headers["Idempotency-Key"] for _, headers, _ in self.hook.taken}), 1)
        self.ingest("INC2")
        self.wait("a dead letter", lambda: "DEAD" in self.call(0, "delivery", "list").stdout)
        dead = self.json("delivery", "list")["deliveries"]
        self.assertEqual((len(dead), dead[0]["attempts"]), (1, 3))
        self.assertIn("HTTP 500", dead[0]["error"])
        self.ingest("INC3")  # 410: not tried again
        self.wait("another", lambda: len(self.json("delivery", "list")["deliveries"]) == 2)
        self.assertEqual(len(self.posts("INC3", 410)), 1)
        self.call(0, "delivery", "retry", dead[0]["name"])
        self.wait("the retry", lambda: self.posts("INC2"))
        self.assertEqual(self.posts("INC2")[0][1]["Idempotency-Key"],
                         dead[0]["name"].rsplit("/", 1)[1])
        self.wait("its end", lambda: "DELIVERED" in self.call(0, "delivery", "list").stdout)
        other = next(each for each in self.json("delivery", "list", "--state", "STATE_DEAD")
                     ["deliveries"])
        self.call(0, "delivery", "discard", other["name"], "--reason", "the desk is closed")
        self.assertIn("the desk is closed", self.call(0, "delivery", "list", "--output",
                                                      "json").stdout)
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics", timeout=5) as page:
            text = page.read().decode()
        self.assertIn("csi_delivery_dead_total 2", text)
        self.assertIn("csi_delivery_sent_total 2", text)

    def test_mail_says_why_and_preferences_hold(self):
        self.channel("mail", "KIND_SMTP", "omar@example.com")
        self.start_worker()
        self.ingest("INC1")
        self.wait("the mail", lambda: self.box.mails)
        to, mail = self.box.mails[0]
        self.assertEqual(to, ["omar@example.com"])
        self.assertIn("Mail is down INC1", mail["Subject"])
        self.assertIn("Why did I get this? Because", mail.get_content())
        self.assertTrue(mail["Message-ID"].endswith("@example.com>"))

    def test_digest_comes_as_one_mail(self):
        self.channel("mail", "KIND_SMTP", "omar@example.com")
        self.call(0, "inbox", "prefer", "omar", "--preferences.mode", "NOTIFICATION_MODE_DIGEST",
                  actor="omar")
        self.ingest("INC1")
        self.ingest("INC2")
        self.start_worker("--digest-minutes", "0")
        self.wait("the digest", lambda: any(
            "INC1" in mail.get_content() and "INC2" in mail.get_content()
            for _, mail in self.box.mails))
        self.assertEqual(len(self.box.mails), 1)

    def stop_seconds(self):
        begin = time.monotonic()
        self.worker.send_signal(signal.SIGTERM)
        self.assertEqual(self.worker.wait(WAIT_SECONDS), 0)
        return time.monotonic() - begin

    def test_a_peer_that_says_nothing_does_not_hold_the_stop(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.start_worker(workflow=f"127.0.0.1:{silent.getsockname()[1]}")
            silent.settimeout(WAIT_SECONDS)
            peer, _ = silent.accept()
            time.sleep(0.5)
            self.assertLess(self.stop_seconds(), 5)
            peer.close()

    def test_a_receiver_that_says_nothing_holds_up_nobody(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.channel("dead", "KIND_WEBHOOK", f"http://127.0.0.1:{silent.getsockname()[1]}/")
            self.channel("desk", "KIND_WEBHOOK", self.hook.url())
            for number in range(10):
                self.ingest(f"INC{number}-")
            # An attempt lasts two seconds; ten would be twenty.
            begin = time.monotonic()
            self.start_worker("--timeout-ms", "2000", pause="60000")
            self.wait("all of them", lambda: all(self.posts(f"INC{n}-") for n in range(10)))
            self.assertLess(time.monotonic() - begin, 10)
            self.wait("their place", lambda: len(json.loads(
                (self.server.root / "delivery.json").read_text())["waiting"]) == 10)
            self.assertEqual(self.json("delivery", "list").get("deliveries", []), [])

    def test_a_send_under_way_does_not_hold_the_stop(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.channel("dead", "KIND_WEBHOOK", f"http://127.0.0.1:{silent.getsockname()[1]}/")
            self.ingest("INC1")
            self.start_worker("--timeout-ms", "60000")
            silent.settimeout(WAIT_SECONDS)
            peer, _ = silent.accept()
            self.assertLess(self.stop_seconds(), 5)
            peer.close()

    def test_the_state_of_another_partition_is_refused(self):
        self.start_worker()
        self.wait("its place", lambda: (self.server.root / "delivery.json").exists())
        self.end_worker()
        self.start_worker("--partition", "1")
        self.assertEqual(self.worker.wait(WAIT_SECONDS), 1)
        self.assertIn("partition 0", (self.server.root / "delivery.log").read_text())

    def test_secrets_that_others_may_read_are_refused(self):
        self.secrets.chmod(0o644)
        self.start_worker()
        self.assertEqual(self.worker.wait(WAIT_SECONDS), 1)
        self.assertIn("Others may read", (self.server.root / "delivery.log").read_text())


if __name__ == "__main__":
    unittest.main()
