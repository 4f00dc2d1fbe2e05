// CommonMark with the pipe tables of its common dialects.
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/report_forms.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

// Everything that starts markup somewhere, also in the dialects; '<' and '&'
// as well, since Markdown lets HTML through.
constexpr std::string_view kSpecial = "\\`*_{}[]()#+-.!|<>~&:@$^=\"'";

bool IsWordBreak(char32_t c) { return c == '\n' || c == '\r' || c == '\t'; }

// One line: breaks become spaces, broken UTF-8 and overrides U+FFFD.
std::string Text(std::string_view text) {
  constexpr char32_t kReplacement = 0xFFFD;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = DecodeUtf8(text, &i);
    const bool ascii = c < 0x80;
    if (IsWordBreak(c)) {
      out += ' ';
    } else if (c < 0x20 || c == 0x7F || c == 0x202D || c == 0x202E) {
      AppendUtf8(kReplacement, &out);
    } else if (ascii &&
               kSpecial.find(static_cast<char>(c)) != std::string_view::npos) {
      out += '\\';
      out += static_cast<char>(c);
    } else {
      AppendUtf8(c, &out);
    }
  }
  return out;
}

class MarkdownWriter {
 public:
  void Head(const ReportModel& model) {
    Line("# " + Text(model.title));
    Line("");
    Line(StrCat(
        "- Tenant: ",
        Text(model.tenant_name.empty() ? model.tenant : model.tenant_name)));
    Line(StrCat("- Generated: ", Text(FormatMinute(model.generated_time)),
                " UTC"));
    for (const JournalStamp& journal : model.journals) {
      Line(StrCat("- Journal ", Text(journal.service), ": read up to position ",
                  FormatCount(journal.position)));
    }
  }
  void operator()(const SubHeading& heading) {
    Line("");
    Line("### " + Text(heading.text));
  }
  void operator()(const Sentence& sentence) {
    Line("");
    Line(StrCat("- ", Text(sentence.text)));
    if (!sentence.caveat.empty()) {
      Line(StrCat("  *", Text(sentence.caveat), "*"));
    }
  }
  // Its figures follow as a table.
  void operator()(Chart) {}
  void operator()(const Table& table) {
    Line("");
    Line(StrCat("**", Text(table.title), "**"));
    Line("");
    std::string names = "|";
    std::string rule = "|";
    for (const TableColumn& column : table.columns) {
      StrAppend(&names, " ", Text(column.name), " |");
      rule += column.numeric ? " ---: |" : " --- |";
    }
    Line(names);
    Line(rule);
    for (const std::vector<Cell>& row : table.rows) {
      std::string line = "|";
      for (const Cell& cell : row) StrAppend(&line, " ", Text(cell.text), " |");
      Line(line);
    }
  }
  void Section(std::string_view title) {
    Line("");
    Line(StrCat("## ", title));
  }
  std::string Take() { return std::move(out_); }

 private:
  void Line(std::string_view text) { StrAppend(&out_, text, "\n"); }

  std::string out_;
};

}  // namespace

std::string RenderMarkdown(const ReportModel& model) {
  MarkdownWriter writer;
  writer.Head(model);
  for (const SectionBlocks& section : BlocksOf(model)) {
    writer.Section(SectionTitle(section.section));
    for (const Block& block : section.blocks) std::visit(writer, block);
  }
  return writer.Take();
}

}  // namespace csi::reporting::render
