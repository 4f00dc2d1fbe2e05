"""Gets the jars of one Apache Kafka version, and trusts none without its hash.

Maven resolves them into the cache; the list jars-VERSION.txt beside this file
decides: a jar that is missing, unknown or different is an error.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DEFAULT_VERSION = "3.9.1"
DOWNLOAD_SECONDS = 300
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>csi</groupId><artifactId>test-kafka</artifactId><version>1</version>
<packaging>pom</packaging>
<dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId>
<version>{version}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId>
<version>1.7.36</version></dependency>
</dependencies></project>
"""


class JarError(Exception):
    """What is wrong with the jars, and what to do."""


def versions() -> list[str]:
    return sorted(path.stem.removeprefix("jars-") for path in HERE.glob("jars-*.txt"))


def cache_folder() -> pathlib.Path:
    """CSI_KAFKA_CACHE, else csi/kafka in the user's cache folder."""
    if chosen := os.environ.get("CSI_KAFKA_CACHE"):
        return pathlib.Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(home) / "csi/kafka"


def pinned(version: str) -> dict[str, str]:
    """File name -> SHA-256."""
    lines = (HERE / f"jars-{version}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: digest for digest, name in rows}


def problems(folder: pathlib.Path, wanted: dict[str, str]) -> list[str]:
    """What differs from the list; empty when all is as pinned."""
    there = {path.name: path for path in folder.glob("*.jar")}
    found = [f"{name} is missing" for name in sorted(wanted.keys() - there.keys())]
    found += [f"{name} is not in the list" for name in sorted(there.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & there.keys()):
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != wanted[name]:
            found.append(f"{name} has another SHA-256")
    return found


def _download(version: str, target: pathlib.Path) -> None:
    (target / "pom.xml").write_text(POM.format(version=version), encoding="utf-8")
    command = ["mvn", "-B", "-q", COPY, "-DincludeScope=runtime", "-DoutputDirectory=jars"]
    try:
        done = subprocess.run(command, cwd=target, timeout=DOWNLOAD_SECONDS, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise JarError("mvn is missing: tools/install kafka installs it") from None
    except subprocess.TimeoutExpired:
        raise JarError(f"Maven did not end within {DOWNLOAD_SECONDS} s") from None
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise JarError(f"Maven could not get Apache Kafka {version}:\n{tail}")


def ensure(version: str, say) -> pathlib.Path:
    """The folder with the jars, checked; downloads them when they are not there."""
    if version not in versions():
        raise JarError(f"no Kafka version '{version}'; there are: {', '.join(versions())}")
    wanted = pinned(version)
    cache = cache_folder()
    folder = cache / version
    if folder.is_dir():
        found = problems(folder, wanted)
        if not found:
            return folder
        say(f"{folder}: {found[0]}; getting all jars again")
        shutil.rmtree(folder)
    say(f"getting Apache Kafka {version} by Maven into {folder}")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".part-") as part:
        _download(version, pathlib.Path(part))
        jars = pathlib.Path(part, "jars")
        if found := problems(jars, wanted):
            raise JarError(f"what Maven got is not what jars-{version}.txt names: "
                           + "; ".join(found[:5]))
        try:
            jars.rename(folder)
        except OSError:  # another process was faster: take its copy
            if problems(folder, wanted):
                raise
    return folder
