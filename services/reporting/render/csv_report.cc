// Lines of section,item,table,row,column,value,text.
#include <charconv>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "common/csv/writer.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/report_forms.h"

namespace csi::reporting::render {
namespace {

constexpr size_t kDoubleCharsMax = 32;
// What makes a spreadsheet take a text for a formula.
constexpr std::string_view kFormulaStarts = "=+-@\t\r";

std::string Guarded(std::string_view text) {
  const bool formula = !text.empty() && kFormulaStarts.find(text.front()) !=
                                            std::string_view::npos;
  return StrCat(formula ? "'" : "", text);
}

// The shortest form that reads back as the same double.
std::string Shortest(double value) {
  char digits[kDoubleCharsMax];
  const auto end =
      std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  return {std::begin(digits), end};
}

class CsvWriter {
 public:
  explicit CsvWriter(std::string* out) : writer_(out) {
    writer_.Write(
        {"section", "item", "table", "row", "column", "value", "text"});
  }

  void Section(std::string_view key) {
    section_ = key;
    item_.clear();
    sentences_ = 0;
  }
  void operator()(const SubHeading& heading) { item_ = heading.text; }
  void operator()(const Sentence& sentence) {
    const std::string row = StrCat(++sentences_);
    Line("sentence", row, "text", "", sentence.text);
    if (!sentence.caveat.empty()) {
      Line("sentence", row, "caveat", "", sentence.caveat);
    }
  }
  void operator()(Chart) {}
  void operator()(const Table& table) {
    for (const std::vector<Cell>& row : table.rows) {
      for (size_t i = 1; i < row.size(); ++i) {
        const Cell& cell = row[i];
        if (cell.text.empty() && !cell.number) continue;
        const std::string value = cell.number && std::isfinite(*cell.number)
                                      ? Shortest(*cell.number)
                                      : "";
        Line(table.title, row[0].text, table.columns[i].name, value, cell.text);
      }
      if (row.size() == 1) Line(table.title, row[0].text, "", "", row[0].text);
    }
  }

 private:
  void Line(std::string_view table, std::string_view row,
            std::string_view column, std::string_view value,
            std::string_view text) {
    writer_.Write({section_, Guarded(item_), Guarded(table), Guarded(row),
                   Guarded(column), value, Guarded(text)});
  }

  csv::Writer writer_;
  std::string section_;
  std::string item_;
  int sentences_ = 0;
};

}  // namespace

std::string RenderCsv(const ReportModel& model) {
  std::string out;
  CsvWriter writer(&out);
  for (const SectionBlocks& section : BlocksOf(model)) {
    writer.Section(SectionKey(section.section));
    for (const Block& block : section.blocks) std::visit(writer, block);
  }
  return out;
}

}  // namespace csi::reporting::render
