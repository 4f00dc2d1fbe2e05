"""Rules about C++ and Python code: functions, guards, purity of the domain."""
import ast
import re

from source import Finding, Tree, line_of

FUNCTION_LINES_MAX = 70
CPP = r".*\.(cc|h)"

# What a decision may not touch, and what it uses instead.
BANNED_IN_DOMAIN = (
    (r"\babsl::Now\b|\b(system|steady|high_resolution)_clock\b|\bclock_gettime\b"
     r"|\bgettimeofday\b|(?<![\w.>])(std::)?time\s*\(", "the clock: use Context::now"),
    (r"\bsleep(_for|_until)?\s*\(|\busleep\s*\(|\bSleepFor\b", "sleep: set a timer"),
    (r"(?<![\w.>:])(std::)?s?rand(om)?\s*\(|\brandom_device\b|\bmt19937\w*|\bBitGen\b",
     "randomness: ids come with the Context"),
    (r"\bgetenv\b", "the environment: settings are data"),
    (r"\bstd::j?thread\b|\bstd::async\b", "threads: one writer owns the state"),
    (r"\b(std::(recursive_|shared_|timed_)?mutex|absl::Mutex|std::atomic\w*)\b"
     r"|\bcondition_variable\b", "locks: one writer owns the state"),
    (r"\bstd::(cout|cerr|clog)\b|\bf?printf\s*\(|\b[io]?fstream\b", "input and output"),
    (r"#\s*include\s*<(thread|mutex|chrono|random|fstream|iostream|atomic|ctime|time\.h)>",
     "this header: nothing in it is for a decision"),
    (r"\b(throw|try)\b", "exceptions: return a Status"),
)


def domain_is_pure(tree: Tree) -> list[Finding]:
    """services/*/domain uses no clock, randomness, threads, I/O or exceptions."""
    found = []
    for path in tree.matching(r"services/[^/]+/domain/.*\.(cc|h)"):
        code = tree.code(path)
        for pattern, what in BANNED_IN_DOMAIN:
            for match in re.finditer(pattern, code):
                found.append(Finding(path, line_of(code, match.start()),
                                     f"'{match.group().strip()}': a domain may not use {what}"))
    return found


def include_guards(tree: Tree) -> list[Finding]:
    """A header is guarded by CSI_PATH_FILE_H_, and says so at its #endif."""
    found = []
    for path in tree.matching(r".*\.h"):
        guard = "CSI_" + re.sub(r"[^A-Za-z0-9]", "_", path).upper() + "_"
        text = tree.text(path)
        if "#pragma once" in text:
            found.append(Finding(path, 1, f"use the guard {guard}, not #pragma once"))
        elif not re.search(rf"^#ifndef {guard}\n#define {guard}$", text, re.MULTILINE):
            found.append(Finding(path, 1, f"the include guard must be {guard}"))
        elif not text.rstrip().endswith(f"#endif  // {guard}"):
            found.append(Finding(path, text.count("\n"), f"must end with '#endif  // {guard}'"))
    return found


def header_comments(tree: Tree) -> list[Finding]:
    """Headers, and sources that have none and test none, open with what they are."""
    found = []
    for path in tree.matching(CPP):
        if path.endswith("_test.cc") or (
                path.endswith(".cc") and path.removesuffix("cc") + "h" in tree.paths):
            continue
        opening = [line for line in tree.lines(path)[:6]
                   if line.strip() and not line.startswith(("#ifndef", "#define"))]
        if not opening or not opening[0].startswith("//"):
            found.append(Finding(path, 1, "must open with a comment that says what it is"))
    return found


CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
INITIALIZER = re.compile(r"(?<![=!<>])=(?!=)\s*[^()]*\(?\s*$")


def _kind(statement: str, inside_function: bool) -> str:
    """What a brace opens, by the statement before it."""
    is_container = CONTAINER.search(statement) is not None
    if inside_function:
        return "block"
    if "(" in statement and not INITIALIZER.search(statement) and (
            not CONTAINER.match(statement.strip())):
        return "function"
    return "container" if is_container else "block"


def cpp_functions(code: str) -> list[tuple[int, int]]:
    """(first line, last line) of each outermost function with a body.

    Works on text without comments and literals. A brace opens a function when
    what stands before it, back to the last statement, has a parameter list and
    is not an initializer; namespaces and classes are looked into. A brace right
    behind a closed one continues it: `A::A() : b_{1} {` is one function.
    """
    functions, stack = [], []
    head = 0  # where the current statement begins
    closed = None  # the function that the last token closed
    for match in re.finditer(r"[{};]|^\s*#[^\n]*$", code, re.MULTILINE):
        token, at = match.group(), match.start()
        statement = code[head:at]
        if token == "{":
            first = line_of(code, head + len(statement) - len(statement.lstrip()))
            if closed and (not statement.strip() or statement.strip()[0] == ","):
                functions.pop()
                stack.append(("function", closed[0]))
            else:
                inside = any(kind == "function" for kind, _ in stack)
                stack.append((_kind(statement, inside), first))
        closed = None
        if token == "}" and stack:
            kind, first = stack.pop()
            if kind == "function":
                closed = (first, line_of(code, at))
                functions.append(closed)
        head = match.end()
    return functions


def function_length(tree: Tree) -> list[Finding]:
    """A function, test or script function has at most 70 lines."""
    found = []
    for path in tree.matching(CPP):
        for first, last in cpp_functions(tree.code(path)):
            if last - first + 1 > FUNCTION_LINES_MAX:
                found.append(_too_long(path, first, last))
    for path in tree.matching(r".*\.py"):
        try:
            nodes = list(ast.walk(ast.parse(tree.text(path))))
        except SyntaxError as error:
            found.append(Finding(path, error.lineno or 1, "is not valid Python"))
            continue
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (
                    node.end_lineno - node.lineno + 1 > FUNCTION_LINES_MAX):
                found.append(_too_long(path, node.lineno, node.end_lineno))
    return found


def _too_long(path: str, first: int, last: int) -> Finding:
    return Finding(path, first, f"function of {last - first + 1} lines, "
                   f"at most {FUNCTION_LINES_MAX}")


def scripts_fail_fast(tree: Tree) -> list[Finding]:
    """Shell scripts start with bash and stop at the first failure."""
    found = []
    for path in tree.matching(r"tools/[a-z_]+|\.ci/run"):
        lines = tree.lines(path)
        if not lines or not lines[0].startswith("#!"):
            found.append(Finding(path, 1, "a script begins with #!"))
        elif "bash" in lines[0] and "set -euo pipefail" not in lines:
            found.append(Finding(path, 1, "needs the line: set -euo pipefail"))
    return found
