"""Rules about the text of single files: width, length, leftovers, words."""
import re

from source import Finding, Tree, raw_string_lines

CPP = r".*\.(cc|h)"
SCRIPTS = r"(tools/[a-z_]+|\.ci/run|.*\.(py|sh|bash|zsh))"
OTHER_CODE = SCRIPTS + r"|.*\.(cmake|proto|yaml|yml)|(.*/)?CMakeLists\.txt"
PROSE = r".*\.md"
COLUMNS_CPP = 80
COLUMNS_OTHER = 100
LINES_MAX = 300
REASON = re.compile(r"^\s*(//|#|\"\"\")?.*Longer than 300 lines because \S+")
# Recorded or generated text is kept as it came.
DATA = r"tests/golden/.*|tests/fuzz/corpus/.*|docs/api\.md"


def _is_data(path: str) -> bool:
    return re.fullmatch(DATA, path) is not None


def columns(tree: Tree) -> list[Finding]:
    """Lines fit: 80 columns in C++, 100 elsewhere (tables and links apart)."""
    found = []
    for pattern, limit in ((CPP, COLUMNS_CPP), (OTHER_CODE, COLUMNS_OTHER),
                           (PROSE, COLUMNS_OTHER)):
        for path in tree.matching(pattern):
            if _is_data(path):
                continue
            raw = raw_string_lines(tree.text(path)) if pattern == CPP else set()
            for number, line in enumerate(tree.lines(path), 1):
                unbreakable = number in raw or "://" in line or (pattern == PROSE and re.match(
                    r"\s*\||.*\]\(|\[.*\]:", line))
                if len(line) > limit and not unbreakable:
                    found.append(Finding(path, number, f"{len(line)} columns, at most {limit}"))
    return found


def file_length(tree: Tree) -> list[Finding]:
    """Source files stay under 300 lines, or say in their header why not."""
    found = []
    for path in tree.matching(f"{CPP}|{OTHER_CODE}"):
        lines = tree.lines(path)
        # A contract is four files per service by design, however long they are.
        if len(lines) < LINES_MAX or _is_data(path) or path.endswith(".proto"):
            continue
        if not any(REASON.match(line) for line in lines[:15]):
            found.append(Finding(path, 1, f"{len(lines)} lines; split it by concept, or "
                                 "write 'Longer than 300 lines because ...' at its top"))
    return found


def whitespace(tree: Tree) -> list[Finding]:
    """No tabs, no blanks at line ends, one newline at the end of a file."""
    found = []
    for path in tree.matching(f"{CPP}|{OTHER_CODE}|{PROSE}"):
        text = tree.text(path)
        if _is_data(path) or not text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if "\t" in line:
                found.append(Finding(path, number, "has a tab"))
            if line != line.rstrip():
                found.append(Finding(path, number, "ends with a blank"))
        if not text.endswith("\n") or text.endswith("\n\n"):
            found.append(Finding(path, text.count("\n") + 1, "must end with one newline"))
    return found


MARK = re.compile(r"\b(TODO|FIXME|XXX)\b(\([^)]{2,}\): \S.{8,})?")


def leftovers(tree: Tree) -> list[Finding]:
    """Unfinished work is marked TODO(topic): reason, and in no other way."""
    found = []
    for path in tree.matching(f"{CPP}|{OTHER_CODE}"):
        if path.startswith("tools/tidy/"):
            continue  # speaks of the marks
        for number, line in enumerate(tree.lines(path), 1):
            for match in MARK.finditer(line):
                if match.group(1) != "TODO" or not match.group(2):
                    found.append(Finding(path, number, "write TODO(topic): reason"))
    return found


def _joined(*words: str) -> str:
    """Words are stored in halves, so that this file does not name them."""
    return "|".join(re.escape(word.replace("+", "")) for word in words)


MACHINE_PATHS = re.compile(
    r"(?<![A-Za-z0-9_.])(" + _joined("/wo+rk/", "/ro+ot/", "/fa+rm/", "/ho+me/") + ")")
HOSTS = re.compile(
    _joined("pypi+.org", "python+hosted", "deb.deb+ian.org", "npm+js.org", "maven+.org",
            "proxy.go+lang.org", "crates+.io", "pkg+.dev", "docker+.io", "quay+.io"))
TOOLS = re.compile(
    r"\b(" + _joined("cla+ude", "anth+ropic", "open+ai", "chat+gpt", "cop+ilot", "gem+ini",
                     "l+lm") + r")\b", re.IGNORECASE)


def words(tree: Tree) -> list[Finding]:
    """No machine's paths, no package hosts, no names of writing tools."""
    found = []
    for path in tree.paths:
        if re.fullmatch(r".*\.(png|jpg|zip|binpb|bin|ico)", path):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for rule, what in ((MACHINE_PATHS, "a path of one machine"),
                               (HOSTS, "the host of a package registry"),
                               (TOOLS, "the name of a writing tool")):
                match = rule.search(line)
                if match:
                    found.append(Finding(path, number, f"names {what}: {match.group()}"))
    return found
