"""Which files belong to the source tree; works without git, as in an archive."""
import fnmatch
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Made by the tools, never checked in: the same as .gitignore names.
IGNORED_AT_TOP = {"build", "data", ".git"}
IGNORED = {"__pycache__"}


def files(*patterns: str, root: pathlib.Path = ROOT) -> list[str]:
    """Sorted paths from the root whose file name matches one of the patterns."""
    found = []
    for folder, names, entries in os.walk(root):
        top = pathlib.Path(folder) == root
        names[:] = [name for name in names
                    if name not in IGNORED and not (top and name in IGNORED_AT_TOP)]
        relative = pathlib.Path(folder).relative_to(root)
        for entry in entries:
            wanted = not patterns or any(fnmatch.fnmatch(entry, p) for p in patterns)
            if wanted and not (top and entry in IGNORED_AT_TOP):
                found.append((relative / entry).as_posix())
    return sorted(found)
