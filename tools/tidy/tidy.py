#!/usr/bin/env python3
"""Checks the source tree against the rules of STYLE.md that a program can check.

  tools/tidy/tidy.py [--root FOLDER] [--json FILE] [--list] [RULE...]

Prints "path:line: [rule] message" for each finding; exit code 1 if there is
one.  With --json also writes how many findings each rule has.  What is known
and not yet mended is listed in known.txt, one "rule path: reason" a line; a line
that no longer applies is a finding itself.
"""
import argparse
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import rules_code  # noqa: E402
import rules_text  # noqa: E402
import rules_tree  # noqa: E402
from source import Finding, Tree  # noqa: E402

RULES = (
    rules_text.columns, rules_text.file_length, rules_text.whitespace,
    rules_text.leftovers, rules_text.words,
    rules_code.domain_is_pure, rules_code.include_guards, rules_code.header_comments,
    rules_code.function_length, rules_code.scripts_fail_fast,
    rules_tree.domain_has_tests, rules_tree.readmes, rules_tree.folder_table,
    rules_tree.reasons_are_tested, rules_tree.remedies_are_commands,
    rules_tree.alerts_are_on_real_metrics,
    rules_tree.chart_has_the_alerts, rules_tree.one_title, rules_tree.links,
)


KNOWN = "tools/tidy/known.txt"


def known_findings(tree: Tree) -> dict[tuple[str, str], int]:
    """(rule, path) -> line of known.txt; raises ValueError on a bad line."""
    known = {}
    if KNOWN not in tree.paths:
        return known
    for number, line in enumerate(tree.lines(KNOWN), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"(\w+) (\S+): \S.{8,}", line)
        if not match:
            raise ValueError(f"{KNOWN}:{number}: write 'rule path: reason'")
        known[match.group(1), match.group(2)] = number
    return known


def apply_known(tree: Tree, name: str, found: list[Finding], known) -> list[Finding]:
    """Leaves out what is known; adds what is listed and no longer so."""
    paths = {finding.path for finding in found}
    rest = [finding for finding in found if (name, finding.path) not in known]
    return rest + [Finding(KNOWN, number, f"{path} is clean now: drop this line")
                   for (rule, path), number in known.items()
                   if rule == name and path not in paths]


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/tidy/tidy.py")
    here = pathlib.Path(__file__).resolve()
    parser.add_argument("--root", type=pathlib.Path, default=here.parents[2])
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--list", action="store_true", help="name the rules")
    parser.add_argument("rules", nargs="*", metavar="RULE", help="only these rules")
    arguments = parser.parse_args()
    by_name = {rule.__name__: rule for rule in RULES}
    if arguments.list:
        for name, rule in by_name.items():
            print(f"{name:20} {rule.__doc__}")
        return 0
    unknown = set(arguments.rules) - set(by_name)
    if unknown:
        parser.error(f"no rule {', '.join(sorted(unknown))}; see --list")
    tree = Tree(arguments.root.resolve())
    known = known_findings(tree)
    counts = {}
    for name in arguments.rules or by_name:
        found = apply_known(tree, name, by_name[name](tree), known)
        counts[name] = len(found)
        for finding in found:
            print(f"{finding.path}:{finding.line}: [{name}] {finding.message}")
    if arguments.json:
        arguments.json.write_text(json.dumps(counts), encoding="utf-8")
    print(f"tidy: {len(tree.paths)} files, {sum(counts.values())} findings", file=sys.stderr)
    return 1 if sum(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
