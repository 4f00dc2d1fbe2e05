// Who did what when under which authority; changes; consultations; refusals.
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_sections.h"
#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {
namespace {

void AddActRow(const Act& act, Markup* out) {
  out->Open("tr");
  AddTimeCell(act.time, out);
  out->Open("td").Words(act.person);
  if (!act.on_behalf_of.empty()) {
    out->Open("span", {{"class", "detail"}})
        .Text("for ")
        .Words(act.on_behalf_of)
        .Close();
  }
  out->Close();
  out->Open("td").Words(act.act);
  if (!act.step.empty()) {
    out->Open("span", {{"class", "detail"}}).Words(act.step).Close();
  }
  if (!act.note.empty()) {
    out->Open("span", {{"class", "detail"}})
        .Text("\u201C")
        .Words(act.note)
        .Text("\u201D")
        .Close();
  }
  for (const std::string& consequence : act.consequences) {
    out->Open("span", {{"class", "detail follows"}})
        .Text("\u2192 ")
        .Words(consequence)
        .Close();
  }
  out->Close();
  out->Open("td", {{"class", "letter"}});
  if (act.letter.empty()) {
    out->Text(kNoValue);
  } else {
    out->Leaf("b", {{"class", "raci"}}, act.letter);
  }
  out->Close();
  AddCell(act.role, out);
  AddCell(act.matrix, out);
  out->Open("td");
  for (const std::string& exception : act.exceptions) {
    AddCode(exception, out);
    out->Text(" ");
  }
  if (act.exceptions.empty()) out->Text(kNoValue);
  out->Close().Close();
}

std::string EventRemarks(const RfcEvent& event) {
  std::string words = event.took_effect ? "took effect" : "no effect";
  if (event.out_of_order) StrAppend(&words, ", arrived out of order");
  if (event.deliveries > 1) {
    StrAppend(&words, ", delivered ", FormatCount(event.deliveries),
              " times, counted once");
  }
  return words;
}

void AddRfc(const Rfc& rfc, Markup* out) {
  OpenTable(StrCat("Change ", rfc.id), "rfc",
            {{"Status"},
             {"Status of the change system"},
             {"Occurred (UTC)"},
             {"Received (UTC)"},
             {"Remarks"}},
            out);
  for (const RfcEvent& event : rfc.history) {
    out->Open("tr", {{"class", event.took_effect ? Markup::kOmit : "quiet"}});
    AddRowHead(RfcStatusWords(event.status), out);
    AddCell(event.raw_status, out);
    AddTimeCell(event.occurred_time, out);
    AddTimeCell(event.received_time, out);
    AddCell(EventRemarks(event), out);
    out->Close();
  }
  CloseTable(out);
  out->Open("p", {{"class", "note"}});
  if (!rfc.title.empty()) out->Words(rfc.title).Text(". ");
  if (!rfc.status.empty()) {
    out->Text("Now: ").Words(RfcStatusWords(rfc.status)).Text(". ");
  }
  if (!rfc.raised_by.empty()) {
    out->Text("Raised by ").Words(rfc.raised_by).Text(". ");
  }
  if (rfc.actual_start) {
    out->Text("Actual start ");
    AddTime(*rfc.actual_start, out);
    if (rfc.actual_end) {
      out->Text(", end ");
      AddTime(*rfc.actual_end, out);
    }
    out->Text(" UTC.");
  }
  out->Close();
}

// The person, or the role while nobody has spoken for it.
void AddConsulted(const Consultation& consultation, Markup* out) {
  const bool named = !consultation.person.empty();
  out->Open("th", {{"scope", "row"}})
      .Words(named ? consultation.person : consultation.role);
  if (named && !consultation.role.empty()) {
    out->Open("span", {{"class", "detail"}}).Words(consultation.role).Close();
  }
  if (!consultation.recorded_by.empty()) {
    out->Open("span", {{"class", "detail"}})
        .Text("recorded by ")
        .Words(consultation.recorded_by)
        .Close();
  }
  out->Close();
}

}  // namespace

void AddActs(const std::vector<Act>& acts, Markup* out) {
  if (acts.empty()) {
    AddEmpty("Nobody has acted on this improvement yet.", out);
    return;
  }
  OpenTable("Who did what when under which authority", "acts",
            {{"Time (UTC)"},
             {"Person"},
             {"Act"},
             {"Letter"},
             {"Role"},
             {"Matrix"},
             {"Exceptions"}},
            out);
  for (const Act& act : acts) AddActRow(act, out);
  CloseTable(out);
}

void AddRfcs(const std::vector<Rfc>& rfcs, Markup* out) {
  for (const Rfc& rfc : rfcs) AddRfc(rfc, out);
}

void AddConsultations(const std::vector<Consultation>& list, Markup* out) {
  if (list.empty()) return;
  OpenTable("Consultations", "consultations",
            {{"Person"},
             {"Step"},
             {"Kind"},
             {"Asked (UTC)"},
             {"Due"},
             {"Outcome"},
             {"Answer"}},
            out);
  for (const Consultation& consultation : list) {
    out->Open("tr");
    AddConsulted(consultation, out);
    AddCell(consultation.step, out);
    AddCell(consultation.blocking ? "blocking" : "advisory", out);
    AddTimeCell(consultation.asked_time, out);
    AddDayCell(consultation.due, out);
    out->Open("td").Words(consultation.outcome.empty() ? "open"
                                                       : consultation.outcome);
    if (consultation.outcome_time) {
      out->Open("span", {{"class", "detail"}});
      AddTime(*consultation.outcome_time, out);
      out->Close();
    }
    out->Close();
    AddCell(consultation.answer, out);
    out->Close();
  }
  CloseTable(out);
}

void AddRefusals(const std::vector<Refusal>& refusals, Markup* out) {
  if (refusals.empty()) return;
  OpenTable("What was refused and why", "refusals",
            {{"Time (UTC)"},
             {"Person"},
             {"Wanted to"},
             {"Refused because"},
             {"Rule"},
             {"What helps"}},
            out);
  for (const Refusal& refusal : refusals) {
    out->Open("tr");
    AddTimeCell(refusal.time, out);
    AddCell(refusal.person, out);
    AddRowHead(refusal.wanted, out);
    out->Open("td");
    if (!refusal.reason.empty()) AddCode(refusal.reason, out);
    out->Open("span", {{"class", "detail"}}).Words(refusal.text).Close();
    out->Close();
    AddCell(refusal.rule, out);
    AddCell(refusal.remedy, out);
    out->Close();
  }
  CloseTable(out);
}

}  // namespace csi::reporting::render
