#!/usr/bin/env python3
"""Runs clang-tidy 14 over the product's sources, remembering what was clean.

  tools/tidy/clang_tidy.py [--all] [--build FOLDER] [--jobs N] [PATH_PREFIX...]

Without a path it reads the core, where a wrong step costs data: common/ and the
domains of the services, about 170 files at 4 s each; --all reads the rest too,
which a machine with two cores does in 10 minutes.
Works on a built tree: compile commands and header lists come from there.  A
file is checked again only when it, one of our headers that it includes, its
command or .clang-tidy changed.  Exit code 1 if any file has a finding.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALL = re.compile(r"common/|services/|tools/")
CORE = re.compile(r"common/|services/[^/]+/domain/")
# What only gcc knows: its precompiled header is none for clang.
GCC_ONLY = re.compile(r"-Winvalid-pch|-fpch-preprocess|-include \S+/cmake_pch\.hxx")
FILE_SECONDS_MAX = 180


def compile_commands(build: pathlib.Path, wanted: re.Pattern) -> dict[str, dict]:
    """Path from the root -> entry that clang understands."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["file"])
        if not path.is_relative_to(ROOT):
            continue
        name = path.relative_to(ROOT).as_posix()
        if wanted.match(name):
            command = GCC_ONLY.sub("", entry["command"])
            # A launcher (ccache) may stand before the compiler.
            command = re.sub(r"^.*?(\S*/(c\+\+|g\+\+)\S*) ", r"\1 ", command)
            entries[name] = {**entry, "command": command}
    return entries


def own_headers(build: pathlib.Path) -> dict[str, list[str]]:
    """Object file -> headers of this tree, as ninja recorded them."""
    shown = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], check=True,
                           capture_output=True, text=True).stdout
    headers, current = {}, None
    for line in shown.splitlines():
        if line and not line.startswith(" "):
            current = headers.setdefault(line.split(":")[0], [])
        elif line.strip() and not line.strip().startswith("/usr/"):
            current.append(line.strip())
    return headers


def object_file(entry: dict) -> str:
    words = entry["command"].split()
    return words[words.index("-o") + 1]


def digest(entry: dict, headers: list[str], build: pathlib.Path) -> str:
    state = hashlib.sha256(entry["command"].encode())
    for name in (entry["file"], str(ROOT / ".clang-tidy"), *headers):
        path = build / name
        state.update(path.read_bytes() if path.exists() else b"gone")
    return state.hexdigest()


def check(name: str, database: str) -> tuple[str, int, str]:
    command = ["clang-tidy-14", "-p", database, "--quiet", "--extra-arg=-Wthread-safety",
               "--extra-arg=-Wno-error", str(ROOT / name)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              timeout=FILE_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return name, 1, f"{name}: took more than {FILE_SECONDS_MAX} s\n"
    return name, done.returncode, done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/tidy/clang_tidy.py")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--jobs", type=int, default=int(os.environ.get("CSI_JOBS", "2")))
    parser.add_argument("--all", action="store_true", help="not the core alone")
    parser.add_argument("prefixes", nargs="*", metavar="PATH_PREFIX")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    if not (build / "compile_commands.json").exists():
        parser.error(f"{build} is not built yet: run tools/build")
    wanted = ALL if arguments.all else CORE
    if arguments.prefixes:
        wanted = re.compile("|".join(map(re.escape, arguments.prefixes)))
    entries = compile_commands(build, wanted)
    headers = own_headers(build)
    cache = ROOT / "build/clang_tidy"
    cache.mkdir(parents=True, exist_ok=True)
    digests = {name: digest(entry, headers.get(object_file(entry), []), build)
               for name, entry in entries.items()}
    todo = [name for name in sorted(entries) if not (cache / digests[name]).exists()]
    failed = 0
    with tempfile.TemporaryDirectory() as database:
        pathlib.Path(database, "compile_commands.json").write_text(
            json.dumps(list(entries.values())), encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            checks = [pool.submit(check, name, database) for name in todo]
            for done in concurrent.futures.as_completed(checks):
                name, code, output = done.result()
                print(f"{name}: {'found' if code else 'clean'}", flush=True)
                print(output.replace(f"{ROOT}/", ""), end="", flush=True)
                if code:
                    failed += 1
                else:
                    (cache / digests[name]).touch()
    print(f"clang-tidy: {len(entries)} files, {len(todo)} checked, {failed} with findings",
          flush=True)
    return 1 if failed or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
