#include "services/reporting/render/block_html.h"

#include <string>

#include "common/base/strings.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/overview_svg.h"
#include "services/reporting/render/report_blocks.h"
#include "services/reporting/render/report_sections.h"

namespace csi::reporting::render {
namespace {

void AddSentence(const Sentence& sentence, Markup* out) {
  out->Leaf("span", {{"dir", "auto"}}, sentence.text);
  if (sentence.caveat.empty()) return;
  out->Open("span", {{"class", "caveat"}}).Words(sentence.caveat).Close();
}

void AddTableCell(const Cell& cell, bool numeric, Markup* out) {
  std::string style = numeric ? "num" : "";
  if (cell.toned) {
    StrAppend(&style, style.empty() ? "" : " ", "tone ", ToneName(cell.tone));
  }
  out->Open("td", {{"class", style.empty() ? Markup::kOmit : StdView(style)}});
  if (cell.text.empty()) {
    out->Text(kNoValue);
  } else {
    out->Words(cell.text);
  }
  out->Close();
}

void AddTable(const Table& table, Markup* out) {
  out->Open("div", {{"class", "scroll"}});
  out->Open("table",
            {{"class", table.heat ? std::string_view("heat") : Markup::kOmit}});
  out->Open("caption").Leaf("h3", table.title).Close();
  out->Open("thead").Open("tr");
  for (const TableColumn& column : table.columns) {
    out->Leaf(
        "th",
        {{"scope", "col"},
         {"class", column.numeric ? std::string_view("num") : Markup::kOmit}},
        column.name);
  }
  out->Close().Close().Open("tbody");
  for (const std::vector<Cell>& row : table.rows) {
    out->Open("tr");
    AddRowHead(row[0].text, out);
    for (size_t i = 1; i < row.size(); ++i) {
      AddTableCell(row[i], table.columns[i].numeric, out);
    }
    out->Close();
  }
  out->Close().Close().Close();
}

class BlockHtml {
 public:
  BlockHtml(const ReportModel& model, Markup* out)
      : model_(model), out_(*out) {}

  void operator()(const SubHeading& heading) {
    out_.Leaf("h3", {{"class", "sub"}, {"dir", "auto"}}, heading.text);
  }
  void operator()(const Sentence& sentence) {
    out_.Open("p", {{"class", "block"}});
    AddSentence(sentence, &out_);
    out_.Close();
  }
  void operator()(const Table& table) {
    if (table.beside_chart && model_.layout.depth == Depth::kBrief) return;
    AddTable(table, &out_);
  }
  void operator()(Chart chart) {
    switch (chart) {
      case Chart::kSuccessTree:
        out_.Add(SuccessTreeMarkup(model_.success));
        return;
      case Chart::kTimeline:
        out_.Add(TimelineMarkup(model_.timeline));
        return;
      case Chart::kFlow:
        out_.Add(FlowMarkup(model_.flow));
        return;
    }
  }

 private:
  const ReportModel& model_;
  Markup& out_;
};

void AddMessages(const std::vector<Block>& blocks, Markup* out) {
  out->Open("ul", {{"class", "messages"}});
  for (const Block& block : blocks) {
    const auto* sentence = std::get_if<Sentence>(&block);
    if (sentence == nullptr) continue;
    out->Open("li", {{"class", sentence->toned ? ToneName(sentence->tone)
                                               : Markup::kOmit}});
    AddSentence(*sentence, out);
    out->Close();
  }
  out->Close();
}

void AddSection(const ReportModel& model, const SectionBlocks& section,
                Markup* out) {
  // Drawn with their own charts and badges where there is room for them.
  const bool brief = model.layout.depth == Depth::kBrief;
  if (section.section == Section::kImprovements && !brief &&
      !model.improvements.empty()) {
    for (size_t i = 0; i < model.improvements.size(); ++i) {
      AddImprovement(model.improvements[i], i, model.layout, out);
    }
    return;
  }
  if (section.section == Section::kRegister) {
    AddGlance(model, out);
    return;
  }
  if (section.section == Section::kEvidence) {
    AddEvidence(model, out);
    return;
  }
  const std::string id(SectionKey(section.section));
  const std::string heading_id = id + "-h";
  out->Open("section", {{"id", id}, {"aria-labelledby", heading_id}});
  out->Leaf("h2", {{"id", heading_id}}, SectionTitle(section.section));
  if (section.section == Section::kKeyMessages) {
    AddMessages(section.blocks, out);
  } else {
    BlockHtml writer(model, out);
    for (const Block& block : section.blocks) std::visit(writer, block);
  }
  out->Close();
}

}  // namespace

void AddSections(const ReportModel& model, Markup* out) {
  for (const SectionBlocks& section : BlocksOf(model)) {
    AddSection(model, section, out);
  }
}

}  // namespace csi::reporting::render
