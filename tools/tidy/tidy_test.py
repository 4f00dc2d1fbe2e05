"""Tests of the tidy rules: each one fires on a bad snippet and only there."""
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import rules_code  # noqa: E402
import rules_text  # noqa: E402
import rules_tree  # noqa: E402
import tidy  # noqa: E402
from source import Tree, blank_comments_and_strings  # noqa: E402


class RuleTest(unittest.TestCase):
    def findings(self, rule, files: dict[str, str]) -> list:
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = pathlib.Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            return rule(Tree(pathlib.Path(folder)))

    def fires(self, rule, path: str, text: str, line: int | None = None, **more: str):
        found = self.findings(rule, {path: text, **more})
        self.assertEqual([finding.path for finding in found], [path], found)
        if line is not None:
            self.assertEqual(found[0].line, line)

    def silent(self, rule, files: dict[str, str]):
        self.assertEqual(self.findings(rule, files), [])


class TextRulesTest(RuleTest):
    def test_columns(self):
        self.fires(rules_text.columns, "common/kv/kv.cc", "\n" + "x" * 81, line=2)
        self.fires(rules_text.columns, "proto/a.proto", "x" * 101)
        self.fires(rules_text.columns, "tools/run", "x" * 101)
        self.fires(rules_text.columns, "docs/a.md", "x" * 101)
        self.silent(rules_text.columns, {
            "a.cc": "x" * 80, "a.py": "x" * 100, "a.md": "| " + "x" * 200,
            "b.cc": "// https://" + "x" * 90,
            "c.cc": 'auto a = R"css(\n' + "x" * 90 + '\n)css";\n'})

    def test_file_length(self):
        self.fires(rules_text.file_length, "a.cc", "x;\n" * 300)
        self.silent(rules_text.file_length, {
            "a.cc": "x;\n" * 299,
            "b.cc": "// Longer than 300 lines because a table is one thing.\n" + "x;\n" * 300})

    def test_whitespace(self):
        self.fires(rules_text.whitespace, "a.cc", "int a;\n\tint b;\n", line=2)
        self.fires(rules_text.whitespace, "a.md", "word \n", line=1)
        self.fires(rules_text.whitespace, "a.py", "a = 1")
        self.fires(rules_text.whitespace, "a.proto", "a\n\n")
        self.silent(rules_text.whitespace, {"a.cc": "int a;\n", "data.csv": "a\tb"})

    def test_leftovers(self):
        mark = "TO" + "DO"
        self.fires(rules_text.leftovers, "a.cc", f"// {mark}: later\n")
        self.fires(rules_text.leftovers, "a.cc", f"// {mark}(kv):\n")
        self.fires(rules_text.leftovers, "a.py", "# FIX" + "ME(kv): some good reason\n")
        self.silent(rules_text.leftovers, {
            "a.cc": f"// {mark}(kv): drop when the library has it.\n"})

    def test_words(self):
        self.fires(rules_text.words, "a.md", "see /wo" + "rk/x\n")
        self.fires(rules_text.words, "a.sh", "curl https://pypi" + ".org/simple\n")
        self.fires(rules_text.words, "a.md", "asked Chat" + "GPT\n")
        self.silent(rules_text.words, {"a.md": "the framework/x and homework/x\n"})


class DomainRuleTest(RuleTest):
    PATH = "services/raci/domain/decide.cc"

    def test_every_banned_use_is_found(self):
        for text in ("absl::Time t = absl::Now();", "auto t = std::time(nullptr);",
                     "std::chrono::system_clock::now();", "sleep(1);",
                     "std::this_thread::sleep_for(d);", "int i = rand();",
                     "std::random_device d;", "getenv(name);", "std::thread t(f);",
                     "std::mutex m;", "absl::Mutex m;", "std::atomic<int> a;",
                     "std::cout << 1;", "#include <thread>", "throw 1;"):
            with self.subTest(text):
                found = self.findings(rules_code.domain_is_pure, {self.PATH: text + "\n"})
                self.assertTrue(found, text)

    def test_the_context_comments_and_other_layers_are_free(self):
        self.silent(rules_code.domain_is_pure, {
            self.PATH: '// absl::Now() is banned\nauto t = context.now;\nF("rand()");\n'
                       "auto s = run.due_time();\nauto e = entry.time();\nint random_walk(int);\n",
            "services/raci/server/x.cc": "auto t = absl::Now();\n",
            "common/clock/clock.cc": "std::mutex m;\n"})


class CodeRulesTest(RuleTest):
    def test_include_guards(self):
        good = "#ifndef CSI_COMMON_KV_KV_H_\n#define CSI_COMMON_KV_KV_H_\n" \
               "#endif  // CSI_COMMON_KV_KV_H_\n"
        self.silent(rules_code.include_guards, {"common/kv/kv.h": good})
        self.fires(rules_code.include_guards, "common/kv/other.h", good)
        self.fires(rules_code.include_guards, "common/kv/kv.h", "#pragma once\n")
        self.fires(rules_code.include_guards, "common/kv/kv.h",
                   good.replace("#endif  // CSI_COMMON_KV_KV_H_", "#endif"))

    def test_header_comments(self):
        self.fires(rules_code.header_comments, "a.cc", '#include "a.h"\n// Late.\n')
        self.fires(rules_code.header_comments, "a.h", "int a;\n", **{"a.cc": "int a;\n"})
        self.silent(rules_code.header_comments, {
            "a.cc": "// What.\nint a;\n", "b.h": "#ifndef B\n#define B\n\n// What.\n"})

    def test_function_length(self):
        body = "  x();\n"
        for opening in ("void F(int a) {\n", "TEST(Kv, Reads) {\n",
                        "namespace a {\nclass B {\n  int f() const {\n",
                        "B::B(int a) : a_(a), b_{1} {\n",
                        "template <class T>\nauto F(T t) -> int\n{\n",
                        "bool operator==(const B& b) {\n"):
            closing = "}\n" * opening.count("{ \n") + "}\n" * (
                len(re.findall(r"\{\n", opening)))
            with self.subTest(opening):
                self.fires(rules_code.function_length, "a.cc", opening + body * 70 + closing)
                self.silent(rules_code.function_length,
                            {"a.cc": opening + body * 60 + closing})

    def test_tables_and_classes_are_not_functions(self):
        rows = '  {1, "a(b)"},\n' * 100
        self.silent(rules_code.function_length, {
            "a.cc": "constexpr Row kRows[] = {\n" + rows + "};\n",
            "b.cc": "const auto& m = *new Map({\n" + rows + "});\n",
            "c.h": "class A {\n" + "  void f() { g(); }\n" * 100 + "};\n"})

    def test_python_functions_are_measured_too(self):
        self.fires(rules_code.function_length, "a.py", "\ndef f():\n" + "    x()\n" * 70, line=2)

    def test_scripts_fail_fast(self):
        self.fires(rules_code.scripts_fail_fast, "tools/run", "#!/usr/bin/env bash\nls\n")
        self.fires(rules_code.scripts_fail_fast, "tools/run", "ls\n")
        self.silent(rules_code.scripts_fail_fast, {
            "tools/run": "#!/usr/bin/env bash\nset -euo pipefail\n"})

    def test_blanking_keeps_lines_and_digit_separators(self):
        text = "int a = 1'000;  // it's\nauto b = R\"(x\ny)\"; char c = '\"'; int d;\n"
        blanked = blank_comments_and_strings(text)
        self.assertEqual(blanked.count("\n"), text.count("\n"))
        self.assertIn("1'000", blanked)
        self.assertIn("int d;", blanked)
        self.assertNotIn("it's", blanked)


class TreeRulesTest(RuleTest):
    def test_domain_has_tests(self):
        source = "services/raci/domain/decide.cc"
        mirror = "tests/unit/services/raci/domain/decide_test.cc"
        self.fires(rules_tree.domain_has_tests, source, "")
        self.silent(rules_tree.domain_has_tests, {source: "", mirror: ""})
        self.silent(rules_tree.domain_has_tests, {
            "services/raci/domain/decide_more.cc": "", mirror: ""})

    def test_a_command_may_be_tested_among_others(self):
        source = "services/raci/domain/commands/create_role.cc"
        tests = "tests/unit/services/raci/domain/roles_test.cc"
        self.silent(rules_tree.domain_has_tests, {
            source: "", tests: "TEST(A, B) { Run<CreateRoleRequest>(); }\n"})
        self.fires(rules_tree.domain_has_tests, source, "", **{
            tests: "// CreateRole comes later\n"})

    def test_readmes(self):
        lists = "common/kv/CMakeLists.txt"
        self.fires(rules_tree.readmes, lists, "csi_library(NAME csi_kv)\n")
        self.silent(rules_tree.readmes, {lists: "csi_library(NAME csi_kv)\n",
                                         "common/kv/README.md": "# KV\n"})
        layer = "services/raci/domain/CMakeLists.txt"
        self.fires(rules_tree.readmes, layer, "csi_library(NAME csi_raci_domain)\n")
        self.silent(rules_tree.readmes, {layer: "csi_library(NAME d)\n",
                                         "services/raci/README.md": "# RACI\n"})

    def test_folder_table(self):
        table = "# A\n| folder | what |\n|---|---|\n| `common/kv/` | keys |\n| `docs/` | d |\n"
        files = {"ARCHITECTURE.md": table, "common/kv/kv.h": "", "docs/a.md": ""}
        self.silent(rules_tree.folder_table, files)
        missing = self.findings(rules_tree.folder_table, {**files, "services/raci/x.cc": ""})
        self.assertIn("services/raci/", missing[0].message)
        stale = self.findings(rules_tree.folder_table,
                              {"ARCHITECTURE.md": table, "common/kv/kv.h": ""})
        self.assertEqual(stale[0].line, 5)

    def test_reasons_are_tested(self):
        enum = "enum ErrorReason {\n  ERROR_REASON_UNSPECIFIED = 0;\n" \
               "  ERROR_REASON_TWO_ACCOUNTABLE = 1;\n}\n"
        self.fires(rules_tree.reasons_are_tested, rules_tree.REASONS, enum, line=3)
        for spelled in ('"TWO_ACCOUNTABLE"', "ERROR_REASON_TWO_ACCOUNTABLE",
                        "Reason::kTwoAccountable"):
            self.silent(rules_tree.reasons_are_tested, {
                rules_tree.REASONS: enum, "tests/unit/a_test.cc": f"Expect({spelled});\n"})

    def test_remedies_are_commands(self):
        table = {"tools/csictl/commands_raci.cc": '    {"role", "create", CALL("CreateRole")},\n',
                 "tools/csictl/journal_command.cc": 'if (noun == "journal" && verb == "dump")\n'}
        self.fires(rules_tree.remedies_are_commands, "services/a.cc",
                   'x;\nF("Appoint (csictl role appoint).");\n', line=2, **table)
        self.fires(rules_tree.remedies_are_commands, "services/a.cc",
                   'F("Appoint (csictl "\n  "role appoint).");\n', **table)
        self.silent(rules_tree.remedies_are_commands, {
            **table, "services/a.cc": 'F("csictl role create; csictl "\n "journal dump DIR");\n'})

    def test_alerts_are_on_real_metrics(self):
        alert, code = "deploy/prometheus/alerts.yaml", 'Add("csi_queue_calls");\n'
        self.fires(rules_tree.alerts_are_on_real_metrics, alert, "expr: csi_queue > 0\n",
                   **{"common/m.cc": code})
        self.silent(rules_tree.alerts_are_on_real_metrics, {
            alert: "expr: rate(csi_queue_calls[5m]) > 0\n", "common/m.cc": code})

    def test_chart_has_the_alerts(self):
        copy, original = rules_tree.ALERTS_IN_CHART, rules_tree.ALERTS
        self.fires(rules_tree.chart_has_the_alerts, copy, "a: 1\n", **{original: "a: 2\n"})
        self.silent(rules_tree.chart_has_the_alerts, {copy: "a: 1\n", original: "a: 1\n"})
        self.silent(rules_tree.chart_has_the_alerts, {original: "a: 1\n"})

    def test_one_title(self):
        self.fires(rules_tree.one_title, "a.md", "text\n")
        self.fires(rules_tree.one_title, "a.md", "# A\n\n# B\n")
        self.fires(rules_tree.one_title, "a.md", "text\n# A\n", line=2)
        self.silent(rules_tree.one_title, {"a.md": "# A\n```\n# a comment\n```\n"})

    def test_links(self):
        self.fires(rules_tree.links, "docs/a.md", "# A\n[b](b.md)\n", line=2)
        self.fires(rules_tree.links, "docs/a.md", "# A\n![b](../img/b.png)\n")
        self.fires(rules_tree.links, "docs/a.md", "# A\n[b](#nowhere)\n")
        self.silent(rules_tree.links, {
            "docs/a.md": "# A\n[b](b.md#two-words) [c](../common/) [d](https://x.y)"
                         " [e](#a) `[f](g.md)`\n",
            "docs/b.md": "# B\n## Two words\n", "common/x.cc": ""})


class KnownFindingsTest(unittest.TestCase):
    def check(self, known: str, source: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            for path, text in ((tidy.KNOWN, known), ("a.cc", source)):
                target = pathlib.Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            tree = Tree(pathlib.Path(folder))
            return [finding.path for finding in tidy.apply_known(
                tree, "columns", rules_text.columns(tree), tidy.known_findings(tree))]

    def test_a_known_finding_is_silent_and_a_mended_one_is_not(self):
        line = "columns a.cc: the table is cut from a standard\n"
        wide = "x" * 90 + "\n"
        self.assertEqual(self.check("", wide), ["a.cc"])
        self.assertEqual(self.check(line, wide), [])
        self.assertEqual(self.check(line, "x\n"), [tidy.KNOWN])

    def test_a_line_without_a_reason_is_refused(self):
        with self.assertRaises(ValueError):
            self.check("columns a.cc\n", "x\n")


class EveryRuleTest(unittest.TestCase):
    def test_every_rule_has_a_test_and_a_description(self):
        tests = pathlib.Path(__file__).read_text(encoding="utf-8")
        for rule in tidy.RULES:
            self.assertTrue(rule.__doc__)
            self.assertIn(f".{rule.__name__}, ", tests)


if __name__ == "__main__":
    unittest.main()
