"""Tables in docs/evidence: what long runs have come to, one line a run or block.

Only the commands that ran add lines. A run goes on behind what is noted, so it
can be stopped at any time. Commits are noted with a `+` when files that matter
had changes that were not committed.
"""
import argparse
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Table:
    """A Markdown table whose first column begins with a number."""

    def __init__(self, path: pathlib.Path, columns: tuple[str, ...], title: str):
        self._path, self.columns = path, columns
        self._head = (f"{title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")

    def rows(self) -> list[dict[str, str]]:
        if not self._path.exists():
            return []
        cells = [[cell.strip() for cell in line.strip().strip("|").split("|")]
                 for line in self._path.read_text(encoding="utf-8").splitlines()
                 if re.match(r"\| *\d", line)]
        return [dict(zip(self.columns, row)) for row in cells]

    def add(self, row: dict) -> None:
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(self._head, encoding="utf-8")
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write("| " + " | ".join(str(row[name]) for name in self.columns) + " |\n")


def seeds(text: str) -> range:
    """A..B, both included; for argparse."""
    match = re.fullmatch(r"(\d+)\.\.(\d+)", text)
    if not match or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError(f"'{text}' must be A..B, such as 1..50")
    return range(int(match[1]), int(match[2]) + 1)


def next_block(wanted: range, done: list[range], size: int) -> range | None:
    """The first seeds of `wanted` that are in none of `done`; at most `size`."""
    first = wanted.start
    for each in sorted(done, key=lambda r: r.start):
        if each.start <= first:
            first = max(first, each.stop)
    if first >= wanted.stop:
        return None
    ends = [each.start for each in done if each.start > first]
    return range(first, min([first + size, wanted.stop, *ends]))


def totals(rows: list[dict], names: tuple[str, ...]) -> str:
    """Sums of some columns, and at which commits the rows were made."""
    parts = [f"{sum(int(row[name]) for row in rows)} {name}" for name in names]
    commits = {row["commit"]: 0 for row in rows}
    for row in rows:
        commits[row["commit"]] += 1
    return (", ".join(parts) + "; at "
            + (", ".join(f"{name} ({count} lines)" for name, count in commits.items()) or "-"))


def commit(*paths: str) -> str:
    """HEAD; with `+` when one of these paths differs from it."""
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True,
                              check=True).stdout.strip()
    return git("rev-parse", "--short=12", "HEAD") + (
        "+" if git("status", "--porcelain", *paths) else "")
