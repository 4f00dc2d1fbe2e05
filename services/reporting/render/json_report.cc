// The keys of a report in JSON; they are never renamed.
#include <string>

#include "services/reporting/render/json_writer.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/report_forms.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr int64_t kFormat = 1;

class BlockWriter {
 public:
  explicit BlockWriter(JsonWriter* json) : json_(*json) {}

  void operator()(const SubHeading& heading) {
    json_.OpenObject();
    json_.Key("heading").String(heading.text);
    json_.CloseObject();
  }
  void operator()(const Sentence& sentence) {
    json_.OpenObject();
    json_.Key("sentence").String(sentence.text);
    json_.Key("caveat").String(sentence.caveat);
    json_.Key("tone").String(sentence.toned ? ToneName(sentence.tone) : "");
    json_.CloseObject();
  }
  // Its figures follow as a table.
  void operator()(Chart) {}
  void operator()(const Table& table) {
    json_.OpenObject();
    json_.Key("table").String(table.title);
    json_.Key("columns").OpenArray();
    for (const TableColumn& column : table.columns) json_.String(column.name);
    json_.CloseArray();
    json_.Key("rows").OpenArray();
    for (const std::vector<Cell>& row : table.rows) {
      json_.OpenArray();
      for (const Cell& cell : row) AddCell(cell);
      json_.CloseArray();
    }
    json_.CloseArray();
    json_.CloseObject();
  }

 private:
  void AddCell(const Cell& cell) {
    json_.OpenObject();
    json_.Key("text").String(cell.text);
    json_.Key("value").Number(cell.number);
    json_.CloseObject();
  }

  JsonWriter& json_;
};

}  // namespace

std::string RenderReportJson(const ReportModel& model) {
  JsonWriter json;
  json.OpenObject();
  json.Key("format").Integer(kFormat);
  json.Key("title").String(model.title);
  json.Key("tenant").String(model.tenant);
  json.Key("generated_time").String(FormatIso(model.generated_time));
  json.Key("journals").OpenArray();
  for (const JournalStamp& journal : model.journals) {
    json.OpenObject();
    json.Key("service").String(journal.service);
    json.Key("position").Integer(journal.position);
    json.CloseObject();
  }
  json.CloseArray();
  json.Key("sections").OpenArray();
  for (const SectionBlocks& section : BlocksOf(model)) {
    json.OpenObject();
    json.Key("section").String(SectionKey(section.section));
    json.Key("title").String(SectionTitle(section.section));
    json.Key("blocks").OpenArray();
    BlockWriter writer(&json);
    for (const Block& block : section.blocks) std::visit(writer, block);
    json.CloseArray();
    json.CloseObject();
  }
  json.CloseArray();
  json.CloseObject();
  return json.Take();
}

}  // namespace csi::reporting::render
