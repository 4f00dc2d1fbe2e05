"""The tree under check: paths, lines, and C++ text without comments and strings."""
import dataclasses
import functools
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import tree  # noqa: E402


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    message: str


class Tree:
    """Reads each file once; paths are relative to the root, with slashes."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.paths = tree.files(root=root)

    def matching(self, pattern: str) -> list[str]:
        """Paths that match a regular expression as a whole."""
        compiled = re.compile(pattern)
        return [path for path in self.paths if compiled.fullmatch(path)]

    @functools.cache
    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path: str) -> list[str]:
        return self.text(path).splitlines()

    @functools.cache
    def code(self, path: str) -> str:
        return blank_comments_and_strings(self.text(path))


_CPP_NOISE = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"([^\s()\\]{0,16})\(.*?\)\1"
      | "(?:\\.|[^"\\\n])*"
      | (?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE)


def blank_comments_and_strings(text: str) -> str:
    """C++ text with comments and literals blanked, every newline kept."""
    def blank(match: re.Match) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return _CPP_NOISE.sub(blank, text)


RAW_STRING = re.compile(r'R"([^\s()\\]{0,16})\(.*?\)\1"', re.DOTALL)


def raw_string_lines(text: str) -> set[int]:
    """Numbers of the lines that lie in a raw string, which no tool can break."""
    lines = set()
    for match in RAW_STRING.finditer(text):
        lines.update(range(line_of(text, match.start()), line_of(text, match.end()) + 1))
    return lines


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
