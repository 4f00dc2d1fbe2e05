"""tools/bench --scale: prints one JSON object. Run by it in build/venv.

A directory of many people, services and matrices, filled over one stream of commands, and the
register with many entries (csi_register_bench).
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from servers import BIN, ROOT, Server, ctl

sys.path[:0] = [str(ROOT / "tests/e2e")]
os.environ.setdefault("CSI_BUILD", str(BIN.parent))
from live_server import Api  # noqa: E402

TENANT = "tenants/bench"
ROWS_PER_MATRIX = 20
ASKED = 2000  # calls of each kind


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--services", type=int, default=2_000)
    parser.add_argument("--matrices", type=int, default=500)
    parser.add_argument("--entries", type=int, default=1_000_000)
    return parser.parse_args()


def commands(arguments):
    """JSON lines for csictl perform, in the order in which they can be done."""
    def command(method, **fields):
        return {"@type": f"csi.raci.v1.{method}Request", "parent": TENANT, **fields}
    for i in range(arguments.people):
        yield command("CreatePerson", person_id=f"p{i}",
                      person={"display_name": f"Person {i}", "email": f"p{i}@example.org"})
    for i in range(arguments.services):
        yield command("CreateService", service_id=f"s{i}",
                      service={"display_name": f"Service {i}"})
        yield command("AppointHolder", assignment_id=f"own-{i}", assignment={
            "role": f"{TENANT}/roles/service-owner",
            "holder": f"{TENANT}/people/p{i % arguments.people}",
            "scope": {"service": f"{TENANT}/services/s{i}"}})
    for i in range(arguments.matrices):
        yield command("CreateMatrix", matrix_id=f"m{i}", matrix={
            "display_name": f"Matrix {i}",
            "scope": {"service": f"{TENANT}/services/s{i % arguments.services}"},
            "columns": [{"id": "owner", "title": "Owner", "role": f"{TENANT}/roles/service-owner"},
                        {"id": "csi", "title": "CSI", "role": f"{TENANT}/roles/csi-manager"}],
            "activities": [{"id": f"act-{n}", "title": f"Activity {n}"}
                           for n in range(ROWS_PER_MATRIX)],
            "cells": [{"activity": f"act-{n}", "column": column, "letters": [letter]}
                      for n in range(ROWS_PER_MATRIX)
                      for column, letter in (("owner", "LETTER_ACCOUNTABLE"),
                                             ("csi", "LETTER_RESPONSIBLE"))]})


def performed(server, folder, arguments) -> dict:
    path = folder / "commands.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for each in commands(arguments):
            file.write(json.dumps(each) + "\n")
    started = time.monotonic()
    done = subprocess.run([str(BIN / "csictl"), "--address", server.address, "--tenant", "bench",
                           "--as", "anna", "--quiet", "perform", str(path)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"csictl perform: {done.stdout}{done.stderr[:2000]}")
    seconds = time.monotonic() - started
    count = int(done.stdout.split()[0])
    return {"commands": count, "per_second": round(count / seconds)}


def timed(call) -> dict:
    """Milliseconds of ASKED calls, one after the other, through the API."""
    taken = []
    for i in range(ASKED):
        started = time.perf_counter()
        call(i)
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    return {"p50_ms": round(taken[ASKED // 2], 2), "p99_ms": round(taken[ASKED * 99 // 100], 2)}


def queries(api, arguments) -> dict:
    source = random.Random(1)

    def service(_):
        return {"service": f"{TENANT}/services/s{source.randrange(arguments.services)}"}
    return {
        "GetPerson": timed(lambda i: api.call("raci", "GetPerson", {
            "name": f"{TENANT}/people/p{source.randrange(arguments.people)}"})),
        "ListPeople of 50": timed(lambda i: api.call("raci", "ListPeople", {
            "parent": TENANT, "page_size": 50})),
        "ResolveRaci": timed(lambda i: api.call("raci", "ResolveRaci", {
            "parent": TENANT, "activity": "step-1", "scope": service(i)})),
        "CheckAuthority": timed(lambda i: api.call("raci", "CheckAuthority", {
            "parent": TENANT, "activity": "step-1", "scope": service(i),
            "person": f"{TENANT}/people/p{source.randrange(arguments.people)}"})),
        "ListMatrices of 50": timed(lambda i: api.call("raci", "ListMatrices", {
            "parent": TENANT, "page_size": 50})),
    }


def directory(folder, arguments) -> dict:
    server = Server("csid", "--data-dir", str(folder / "csid"))
    server.wait_healthy()
    ctl(server, "person", "create", "anna", "--display-name", "Anna")
    ctl(server, "pack", "apply")
    for role in ("it-director", "csi-manager", "seven-step-process-owner", "service-manager",
                 "service-level-manager"):
        ctl(server, "assignment", "create", "a-" + role, "--role", role, "--holder", "anna")
    for matrix in ("seven-step-central", "csi-activities"):
        ctl(server, "matrix", "test", matrix)
        ctl(server, "matrix", "deploy", matrix)
    result = {"people": arguments.people, "services": arguments.services,
              "matrices": arguments.matrices, "resident_before_mib": server.resident_mib(),
              "filled": performed(server, folder, arguments)}
    api = Api(server.address, "bench")
    result["queries"] = queries(api, arguments)
    api.close()
    result["resident_mib"] = server.resident_mib()
    server.stop()
    return result


def register(folder, entries) -> dict:
    done = subprocess.run([str(BIN / "csi_register_bench"), "--entries", str(entries),
                           "--data-dir", str(folder / "register")], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"csi_register_bench: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def main() -> int:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="csi-scale-") as name:
        folder = pathlib.Path(name)
        result = {"directory": directory(folder, arguments)}
        if arguments.entries:
            result["register"] = register(folder, arguments.entries)
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
