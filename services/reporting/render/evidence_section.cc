// What the figures rest on: data quality, inputs with hashes, methods.
#include <optional>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_sections.h"

namespace csi::reporting::render {
namespace {

std::string OptionalCount(const std::optional<int64_t>& count) {
  return count ? FormatCount(*count) : "";
}

void AddQuality(const ReportModel& model, Markup* out) {
  if (model.quality.empty()) {
    AddEmpty("No data have been read for this report.", out);
    return;
  }
  OpenTable("Data quality", "quality",
            {{"Source"},
             {"Read", "num"},
             {"Used", "num"},
             {"Refused", "num"},
             {"Missing", "num"},
             {"Corrected", "num"},
             {"Late", "num"},
             {"Findings"}},
            out);
  for (const DataQuality& quality : model.quality) {
    out->Open("tr");
    AddRowHead(quality.source, out);
    AddNumberCell(OptionalCount(quality.read), out);
    AddNumberCell(OptionalCount(quality.used), out);
    AddNumberCell(OptionalCount(quality.refused), out);
    AddNumberCell(OptionalCount(quality.missing), out);
    AddNumberCell(OptionalCount(quality.corrected), out);
    AddNumberCell(OptionalCount(quality.late), out);
    out->Open("td");
    if (quality.findings.empty()) out->Text("none");
    for (const std::string& finding : quality.findings) {
      out->Open("span", {{"class", "finding"}}).Words(finding).Close();
    }
    out->Close().Close();
  }
  CloseTable(out);
}

void AddInputs(const ReportModel& model, Markup* out) {
  if (model.inputs.empty()) return;
  OpenTable("Inputs", "inputs",
            {{"Input"}, {"Kind"}, {"Content"}, {"SHA-256"}, {"Source"}}, out);
  for (const Input& input : model.inputs) {
    out->Open("tr");
    AddRowHead(input.name, out);
    AddCell(input.kind, out);
    AddCell(input.detail, out);
    out->Open("td");
    AddHash(input.sha256, out);
    out->Close();
    AddCell(input.attribution, out);
    out->Close();
  }
  CloseTable(out);
}

void AddMethods(const ReportModel& model, Markup* out) {
  if (model.methods.empty()) return;
  OpenTable("Methods", "methods", {{"Method"}, {"Definition"}, {"Constants"}},
            out);
  for (const Method& method : model.methods) {
    out->Open("tr");
    AddRowHead(method.name, out);
    AddCell(method.definition, out);
    AddCell(method.constants, out);
    out->Close();
  }
  CloseTable(out);
}

}  // namespace

void AddEvidence(const ReportModel& model, Markup* out) {
  out->Open("section", {{"id", "evidence"}, {"aria-labelledby", "evidence-h"}});
  out->Leaf("h2", {{"id", "evidence-h"}}, "What the figures rest on");
  AddQuality(model, out);
  AddInputs(model, out);
  AddMethods(model, out);
  out->Close();
}

void AddReportFooter(const ReportModel& model, Markup* out) {
  out->Open("footer", {{"class", "page"}});
  out->Open("p")
      .Text(
          "Made from the journals as they were at the positions in the head "
          "of this report. The same journals give the same report, and the "
          "report is itself a record of the reporting journal; ")
      .Leaf("code", "csictl journal verify")
      .Text(" checks that none of it was changed afterwards.")
      .Close();
  for (const JournalStamp& journal : model.journals) {
    if (journal.head.empty()) continue;
    out->Open("p", {{"class", "head"}})
        .Text(StrCat("Head of journal ", journal.service, " at ",
                     FormatCount(journal.position), ": "))
        .Leaf("code", journal.head)
        .Close();
  }
  out->Close();
}

}  // namespace csi::reporting::render
