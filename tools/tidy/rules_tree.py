"""Rules about the tree as a whole: mirrors, READMEs, links, reasons."""
import posixpath
import re

from source import Finding, Tree, line_of


def domain_has_tests(tree: Tree) -> list[Finding]:
    """services/S/domain/x.cc has a test in tests/unit/services/S/domain.

    Best is the mirror, x_test.cc. Parts of one thing may share a test that
    begins with their first word (apply_runs.cc: apply_test.cc); otherwise some
    test must include the file's header or, for a command, name its type.
    """
    found = []
    for path in tree.matching(r"services/[^/]+/domain/.*\.cc"):
        service, _, rest = path.removesuffix(".cc").partition("/domain/")
        words = posixpath.basename(rest).split("_")
        tests = tree.matching(rf"tests/unit/{service}/.*_test\.cc")
        shared = rf"{words[0].removesuffix('s')}s?(_.*)?_test\.cc"
        command = "".join(word.capitalize() for word in words)
        if any(re.fullmatch(shared, posixpath.basename(test)) or
               f'#include "{path.removesuffix("cc")}h"' in tree.text(test) or
               (rest.startswith("commands/") and re.search(rf"\b{command}", tree.code(test)))
               for test in tests):
            continue
        found.append(Finding(path, 1, f"has no test at tests/unit/{service}/domain/{rest}_test.cc"))
    return found


STANDARD_LAYERS = r"services/([^/]+)/(domain|store|server|views)"


def readmes(tree: Tree) -> list[Finding]:
    """Each library folder has a README; a service's covers its four layers."""
    found = []
    for path in tree.matching(r"(common|services|tools)/.*CMakeLists\.txt"):
        if not re.search(r"^\s*csi_(library|program)\(", tree.text(path), re.MULTILINE):
            continue
        folder = posixpath.dirname(path)
        layer = re.match(STANDARD_LAYERS, folder)
        home = f"services/{layer.group(1)}" if layer else folder
        if f"{home}/README.md" not in tree.paths:
            found.append(Finding(path, 1, f"{home}/ needs a README.md"))
    return found


def folder_table(tree: Tree) -> list[Finding]:
    """The folder table of ARCHITECTURE.md names exactly the folders on disk."""
    path = "ARCHITECTURE.md"
    if path not in tree.paths:
        return []
    listed = {}
    for number, line in enumerate(tree.lines(path), 1):
        match = re.match(r"\|\s*`([a-z0-9_./-]+/)`\s*\|", line)
        if match:
            listed[match.group(1)] = number
    on_disk = set()
    for file in tree.paths:
        parts = file.split("/")
        if len(parts) >= 3 and parts[0] in ("common", "services", "tools", "tests"):
            on_disk.add(f"{parts[0]}/{parts[1]}/")
        elif len(parts) >= 2 and parts[0] not in ("common", "services", "tools", "tests") and (
                not parts[0].startswith(".")):
            on_disk.add(f"{parts[0]}/")
    return [Finding(path, listed[name], f"lists {name}, which is not there")
            for name in sorted(set(listed) - on_disk)] + [
        Finding(path, 1, f"the folder table lacks {name}")
        for name in sorted(on_disk - set(listed))]


REASONS = "proto/csi/common/v1/error_reasons.proto"


def reasons_are_tested(tree: Tree) -> list[Finding]:
    """Every ErrorReason appears by its name in at least one test."""
    if REASONS not in tree.paths:
        return []
    tests = "\n".join(tree.text(path) for path in tree.matching(r"tests/.*\.(cc|h|py)"))
    found = []
    for number, line in enumerate(tree.lines(REASONS), 1):
        match = re.match(r"\s*ERROR_REASON_([A-Z0-9_]+)\s*=", line)
        if not match or match.group(1) == "UNSPECIFIED":
            continue
        name = match.group(1)
        camel = "".join(word.capitalize() for word in name.split("_"))
        spelled = rf"ERROR_REASON_{name}\b|\"{name}\"|'{name}'|\bReason::k{camel}\b" \
                  rf"|\bErrorReason::k{camel}\b"
        if not re.search(spelled, tests):
            found.append(Finding(REASONS, number, f"no test names {name}"))
    return found


def remedies_are_commands(tree: Tree) -> list[Finding]:
    """A csictl command that a service names, say as a remedy, is one that can be typed."""
    rows, words = set(), set()
    for path in tree.matching(r"tools/csictl/[^/]*\.cc"):
        rows.update(re.findall(r'\{"([a-z-]+)",\s*"([a-z-]+)"', tree.text(path)))
        words.update(re.findall(r'"([a-z-]+)"', tree.text(path)))
    found = []
    for path in tree.matching(r"(common|services)/.*\.(cc|h)"):
        # One literal may go on in the next line.
        text = re.sub(r'"(\s*\n\s*)"', r" \1 ", tree.text(path))
        for match in re.finditer(r"\bcsictl\s+([a-z-]+)\s+([a-z-]+)", text):
            noun, verb = match.groups()
            if (noun, verb) not in rows and not {noun, verb} <= words:
                found.append(Finding(path, line_of(text, match.start()),
                                     f"there is no csictl {noun} {verb}"))
    return found


def alerts_are_on_real_metrics(tree: Tree) -> list[Finding]:
    """A metric that an alert names is one that the code publishes."""
    published = set()
    for path in tree.matching(r"(common|services)/.*\.(cc|h)"):
        published.update(re.findall(r'"(csi_[a-z0-9_]+)"', tree.text(path)))
    found = []
    for path in tree.matching(r"deploy/prometheus/.*\.yaml"):
        for number, line in enumerate(tree.lines(path), 1):
            for name in re.findall(r"\bcsi_[a-z0-9_]+", line):
                if name not in published:
                    found.append(Finding(path, number, f"nothing publishes {name}"))
    return found


ALERTS, ALERTS_IN_CHART = "deploy/prometheus/alerts.yaml", "deploy/helm/csi/files/alerts.yaml"


def chart_has_the_alerts(tree: Tree) -> list[Finding]:
    """The chart's copy of the alert rules is the original; tools/format makes it so."""
    if ALERTS not in tree.paths or ALERTS_IN_CHART not in tree.paths:
        return []
    if tree.text(ALERTS) == tree.text(ALERTS_IN_CHART):
        return []
    return [Finding(ALERTS_IN_CHART, 1, f"differs from {ALERTS}: run tools/format")]


def _prose_lines(text: str):
    """(number, line) outside of fenced code."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(```|~~~)", line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def one_title(tree: Tree) -> list[Finding]:
    """A Markdown file has one first-level heading, on its first line."""
    found = []
    for path in tree.matching(r".*\.md"):
        titles = [number for number, line in _prose_lines(tree.text(path))
                  if line.startswith("# ")]
        if len(titles) != 1:
            found.append(Finding(path, 1, f"has {len(titles)} first-level headings, not 1"))
        elif titles[0] != 1:
            found.append(Finding(path, titles[0], "the title must be the first line"))
    return found


LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)")


def _slug(heading: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def _anchors(tree: Tree, path: str) -> set[str]:
    return {_slug(line.lstrip("#")) for _, line in _prose_lines(tree.text(path))
            if re.match(r"#{1,6} ", line)}


def links(tree: Tree) -> list[Finding]:
    """Relative links in Markdown lead to a file, and to a heading in it."""
    folders = {posixpath.dirname(path) for path in tree.paths}
    for folder in list(folders):
        while folder:
            folder = posixpath.dirname(folder)
            folders.add(folder)
    found = []
    for path in tree.matching(r".*\.md"):
        for number, line in _prose_lines(tree.text(path)):
            for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
                target = match.group(1) or match.group(2)
                if re.match(r"[a-z]+:", target):
                    continue
                file, _, anchor = target.partition("#")
                goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) \
                    if file else path
                if goal not in tree.paths and goal.rstrip("/") not in folders:
                    found.append(Finding(path, number, f"dead link: {target}"))
                elif anchor and goal.endswith(".md") and anchor not in _anchors(tree, goal):
                    found.append(Finding(path, number, f"no such heading: {target}"))
    return found
