"""Events in JSON (--events-data json): what kcat prints, and that the services read it.

CSI_KAFKA_BOOTSTRAP: the brokers; skipped without.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import copies as c  # noqa: E402
from live_server import Refused, Server  # noqa: E402

WAIT_SECONDS = 60


@unittest.skipUnless(c.BOOTSTRAP, "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers")
@unittest.skipUnless(shutil.which("kcat"), "no kcat here: tools/install test")
class JsonEvents(unittest.TestCase):
    def setUp(self):
        c.make_topics()
        self.tenant = f"json-{uuid.uuid4().hex[:8]}"

    def records(self, topic: str) -> list[tuple[dict, dict]]:
        """Headers and payload of this tenant's records."""
        done = subprocess.run(["kcat", "-b", c.BOOTSTRAP, "-t", topic, "-C", "-e", "-q", "-J"],
                              capture_output=True, timeout=60, check=True)
        # Records of others hold bytes of protobuf, which kcat does not make JSON of.
        rows = [json.loads(line) for line in done.stdout.split(b"\n")
                if self.tenant.encode() in line]
        return [(dict(zip(row["headers"][::2], row["headers"][1::2])), row["payload"])
                for row in rows if row["key"] == self.tenant]

    def eventually(self, attempt):
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return attempt()
            except (Refused, AssertionError, IndexError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def test_data_is_json_and_the_other_services_fold_it(self):
        with Server("--kafka", c.BOOTSTRAP, "--kafka-session-ms", str(c.SESSION_MS),
                    "--events-data", "json") as server:
            api = server.api(self.tenant)
            self.addCleanup(api.close)
            self.eventually(lambda: api.create_person("olga"))
            # The register knows her from the directory's events only.
            entry = self.eventually(lambda: api.call("registry", "CreateOpportunity", {
                "parent": f"tenants/{self.tenant}", "opportunity_id": "e1", "request_id": "e1",
                "opportunity": {"title": "Tell it in JSON", "description": "d",
                                "justification": "j"}}, actor="olga"))
            self.assertEqual(entry.title, "Tell it in JSON")
            headers, payload = self.eventually(lambda: self.records("csi.raci.events")[0])
            self.assertEqual(headers["content-type"], "application/json")
            self.assertEqual(headers["ce_type"], "csi.raci.v1.PersonRegistered")
            person = json.loads(payload)["person"]
            self.assertEqual(person["name"], f"tenants/{self.tenant}/people/olga")
            headers, payload = self.eventually(lambda: self.records("csi.registry.events")[0])
            self.assertEqual(headers["ce_type"], "csi.registry.v1.OpportunityLogged")
            self.assertEqual(json.loads(payload)["opportunity"]["title"], "Tell it in JSON")


if __name__ == "__main__":
    unittest.main(verbosity=2)
