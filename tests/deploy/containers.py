"""What the tests of deploy/ share: tools, an image from the built programs, probes."""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CSI_BUILD", "build/release")).resolve()
PROGRAMS = ("csid", "csi-raci", "csi-register", "csi-workflow", "csi-reporting",
            "csi-delivery", "csictl")
SERVING = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse{status: SERVING}

sys.path.insert(0, str(ROOT / "tools/lib"))
import deploy_tools  # noqa: E402


def tool(name: str) -> pathlib.Path:
    """A program of tools/lib/deploy_tools.py; skips the test where there is none."""
    path = deploy_tools.tool(name)
    if path is None:
        raise unittest.SkipTest(f"no {name} for this processor and none in PATH")
    return path


def run(*command, timeout: float = 60, **more) -> subprocess.CompletedProcess:
    """A command from the root, with what it wrote as text."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True,
                          text=True, timeout=timeout, check=False,
                          stdin=subprocess.DEVNULL, **more)


def need_programs() -> pathlib.Path:
    for program in PROGRAMS:
        if not (BUILD / "bin" / program).exists():
            raise unittest.SkipTest(f"{BUILD}/bin/{program} is not built")
    return BUILD / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def probe(address: str, service: str = "", timeout: float = 1.0) -> str:
    """As the kubelet's gRPC probe: SERVING, NOT_SERVING, or the status code's name."""
    request = b"\x0a" + bytes([len(service)]) + service.encode() if service else b""
    with grpc.insecure_channel(address) as channel:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        try:
            return "SERVING" if check(request, timeout=timeout) == SERVING else "NOT_SERVING"
        except grpc.RpcError as error:
            return error.code().name


def wait_for(condition, seconds: float, what: str):
    """The first true answer of `condition`."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


# What this kind of engine needs where it may not raise its own limits, and what
# a hardened cluster takes away.
RUN_FLAGS = ("--ulimit", "nofile=20000:20000", "--ulimit", "nproc=32768:32768",
             "--read-only", "--read-only-tmpfs=false", "--cap-drop=all",
             "--security-opt", "no-new-privileges", "--memory", "512m")


def engine() -> list[str]:
    """podman with a runtime that works; skips the test where there is none."""
    if shutil.which("podman") is None or shutil.which("buildah") is None:
        raise unittest.SkipTest("no podman and buildah here: apt-get install podman buildah runc")
    if os.geteuid() != 0:
        raise unittest.SkipTest("containers are tested as root only")
    runtime = ["--runtime", "runc"] if shutil.which("runc") else []
    return ["podman", *runtime]


@contextlib.contextmanager
def container(image: str, *command: str, flags=(), network="host"):
    """A running container's id; it and its volume are gone afterwards. A bridge
    would leave rules behind in this machine's firewall: the network is host or none."""
    words = [*engine(), "run", "--detach", *RUN_FLAGS, "--network", network, *flags, image,
             *command]
    started = run(*words)
    if started.returncode:
        raise AssertionError(f"{' '.join(words)}: {started.stderr}")
    name = started.stdout.strip()
    try:
        yield name
    finally:
        run("podman", "rm", "--force", "--volumes", "--time", "2", name)


@contextlib.contextmanager
def server(program: str, *flags: str):
    """A program of the build on a free port and a fresh folder; its address."""
    address = f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory(prefix="csi-deploy-") as folder, \
            open(pathlib.Path(folder, "log"), "wb") as log:
        process = subprocess.Popen(
            [BUILD / "bin" / program, "--data-dir", f"{folder}/data", "--listen", address, *flags],
            stdout=log, stderr=log)
        try:
            wait_for(lambda: process.poll() is not None or probe(address) != "UNAVAILABLE", 20,
                     f"{program} answers")
            yield address
        finally:
            process.terminate()
            process.wait(30)
