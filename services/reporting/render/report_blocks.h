// A report as sections of sentences, tables and charts: what all forms of it
// (HTML, Markdown, CSV, JSON) are written from. Pure; the same model gives the
// same blocks. Texts come from people and are escaped by whoever writes them.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_BLOCKS_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_BLOCKS_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/reporting/render/report_model.h"
#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {

// A sentence; `caveat` says how far it may be trusted, or is empty.
struct Sentence {
  std::string text = {};
  std::string caveat = {};
  Tone tone = Tone::kCalm;
  bool toned = false;  // a statement on how things stand
};

struct Cell {
  std::string text = {};
  std::optional<double> number = {};  // the figure in full, for programs
  Tone tone = Tone::kCalm;
  bool toned = false;
};

struct TableColumn {
  std::string name = {};
  bool numeric = false;
};

// Rows have as many cells as there are columns; the first one names the row.
struct Table {
  std::string title = {};
  std::vector<TableColumn> columns = {};
  std::vector<std::vector<Cell>> rows = {};
  bool heat = false;  // coloured by tone, as a heat map
  // The figures of a chart above it: left out where only a line each is told
  // and the chart is drawn.
  bool beside_chart = false;
};

struct SubHeading {
  std::string text = {};
};

// A chart that the HTML draws from the model.
enum class Chart { kSuccessTree, kTimeline, kFlow };

using Block = std::variant<SubHeading, Sentence, Table, Chart>;

struct SectionBlocks {
  Section section = Section::kKeyMessages;
  std::vector<Block> blocks = {};
};

// The sections of the model's layout, in its order.
std::vector<SectionBlocks> BlocksOf(const ReportModel& model);

// Cells. A figure keeps its full precision beside its words.
Cell TextCell(std::string_view text);
Cell ToneCell(std::string_view text, Tone tone);
Cell CountCell(int64_t count);
Cell NumberCell(const std::optional<double>& number, std::string_view unit = {},
                int significant = 4);
Cell StandingCell(Standing standing);

// Of one section each.
std::vector<Block> KeyMessages(const ReportModel& model);
std::vector<Block> RegisterBlocks(const ReportModel& model);
std::vector<Block> AgreementBlocks(const ReportModel& model);
std::vector<Block> SuccessBlocks(const ReportModel& model);
std::vector<Block> HeatMapBlocks(const ReportModel& model);
std::vector<Block> TimelineBlocks(const ReportModel& model);
std::vector<Block> FlowBlocks(const ReportModel& model);
std::vector<Block> ImprovementBlocks(const ReportModel& model);
std::vector<Block> TrendEvidenceBlocks(const ReportModel& model);
std::vector<Block> EvidenceBlocks(const ReportModel& model);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_BLOCKS_H_
