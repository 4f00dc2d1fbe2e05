// The head of the report and CSI at a glance: what is running, and beside it,
// never added, what is in preparation, waiting, on hold and closed.
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/report_sections.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

int64_t Count(const ReportModel& model, EntryState state) {
  return model.counts[static_cast<size_t>(state)];
}

void AddTile(int64_t count, std::string_view name, std::string_view note,
             Markup* out) {
  out->Open("div", {{"class", "tile"}});
  out->Leaf("p", {{"class", "tile-number"}}, FormatCount(count));
  out->Leaf("p", {{"class", "tile-name"}}, name);
  out->Leaf("p", {{"class", "tile-note"}}, note);
  out->Close();
}

void AddTiles(const ReportModel& model, Markup* out) {
  const int64_t running = Count(model, EntryState::kInProgress);
  out->Open("div", {{"class", "glance"}});
  out->Open("div", {{"class", "running"}});
  out->Leaf("p", {{"class", "running-number"}}, FormatCount(running));
  out->Leaf("p", {{"class", "running-name"}},
            running == 1 ? "running improvement" : "running improvements");
  out->Leaf("p", {{"class", "tile-note"}}, "entries in progress");
  out->Close();
  out->Open("div", {{"class", "tiles"}});
  AddTile(Count(model, EntryState::kAccepted) +
              Count(model, EntryState::kAssessed) +
              Count(model, EntryState::kApproved),
          "in preparation", "accepted to approved", out);
  AddTile(Count(model, EntryState::kInReview), "waiting for effect",
          "implemented, in review", out);
  AddTile(Count(model, EntryState::kOnHold), "on hold", "returns later", out);
  AddTile(Count(model, EntryState::kClosed), "closed", "with a verdict", out);
  out->Close().Close();
}

void AddOtherStates(const ReportModel& model, Markup* out) {
  std::string text;
  for (const EntryState state :
       {EntryState::kNew, EntryState::kDeferred, EntryState::kRejected,
        EntryState::kCancelled}) {
    if (Count(model, state) == 0) continue;
    StrAppend(&text, text.empty() ? "Also in the register: " : ", ",
              FormatCount(Count(model, state)), " ",
              absl::AsciiStrToLower(View(Words(state))));
  }
  if (text.empty()) return;
  out->Leaf("p", {{"class", "note"}}, text + ".");
}

// Due in the past and still open.
bool IsOverdue(const ReportModel& model, const Entry& entry) {
  switch (entry.state) {
    case EntryState::kClosed:
    case EntryState::kRejected:
    case EntryState::kCancelled:
    case EntryState::kDeferred:
      return false;
    case EntryState::kNew:
    case EntryState::kAccepted:
    case EntryState::kAssessed:
    case EntryState::kApproved:
    case EntryState::kInProgress:
    case EntryState::kInReview:
    case EntryState::kOnHold:
      return entry.due && *entry.due < DayOf(model.generated_time);
  }
  return false;
}

// The page's own anchor of an entry, empty if it has no section.
std::string Target(const ReportModel& model, const Entry& entry) {
  for (size_t i = 0; i < model.improvements.size(); ++i) {
    if (model.improvements[i].entry.number == entry.number) {
      return "#" + ImprovementId(i);
    }
  }
  return "";
}

void AddVerdictCell(const Entry& entry, Markup* out) {
  out->Open("td");
  if (entry.verdict == VerdictValue::kNone) {
    out->Text(kNoValue);
  } else {
    AddVerdictBadge(entry.verdict, out);
    for (const std::string& reason : entry.verdict_reasons) {
      out->Open("span", {{"class", "detail"}})
          .Words(CodedText({reason, ""}))
          .Close();
    }
  }
  out->Close();
}

void AddAccountable(const Entry& entry, Markup* out) {
  if (!entry.accountable_left) {
    AddCell(entry.accountable, out);
    return;
  }
  out->Open("td").Words(entry.accountable);
  out->Text(" ").Leaf("strong", {{"class", "late"}}, "has left");
  out->Close();
}

void AddEntryRow(const ReportModel& model, const Entry& entry, Markup* out) {
  const std::string target = Target(model, entry);
  out->Open("tr");
  out->Open("td", {{"class", "number"}});
  if (target.empty()) {
    out->Words(entry.number);
  } else {
    out->Open("a", {{"href", target}}).Words(entry.number).Close();
  }
  out->Close();
  AddRowHead(entry.title, out);
  out->Open("td");
  AddStateBadge(entry.state, out);
  out->Close();
  AddAccountable(entry, out);
  out->Open("td", {{"class", "time"}});
  if (entry.due) {
    AddDay(*entry.due, out);
    if (IsOverdue(model, entry)) {
      out->Text(" ").Leaf("strong", {{"class", "late"}}, "overdue");
    }
  } else {
    out->Text(kNoValue);
  }
  out->Close();
  AddCell(entry.step, out);
  AddVerdictCell(entry, out);
  out->Close();
}

void AddEntries(const ReportModel& model, Markup* out) {
  if (model.entries.empty()) {
    AddEmpty(
        "The register is empty. An opportunity logged by anybody is the first "
        "step.",
        out);
    return;
  }
  OpenTable("Entries", "entries",
            {{"Number"},
             {"Title"},
             {"State"},
             {"Accountable"},
             {"Due"},
             {"Step"},
             {"Verdict"}},
            out);
  for (const Entry& entry : model.entries) AddEntryRow(model, entry, out);
  CloseTable(out);
}

}  // namespace

void AddReportHeader(const ReportModel& model, Markup* out) {
  out->Open("header", {{"class", "top"}}).Open("div", {{"class", "page"}});
  out->Open("div", {{"class", "top-title"}});
  out->Open("p", {{"class", "kicker"}})
      .Text("Continual service improvement")
      .Close();
  out->Leaf("h1", {{"dir", "auto"}},
            model.title.empty() ? "CSI report" : model.title);
  out->Close();
  out->Open("dl", {{"class", "meta"}});
  out->Leaf("dt", "Tenant");
  out->Open("dd")
      .Words(model.tenant_name.empty() ? model.tenant : model.tenant_name)
      .Close();
  if (model.period_first && model.period_last) {
    out->Leaf("dt", "Period");
    out->Open("dd");
    AddDay(*model.period_first, out);
    out->Text(" to ");
    AddDay(*model.period_last, out);
    out->Close();
  }
  out->Leaf("dt", "Generated");
  out->Open("dd");
  AddTime(model.generated_time, out);
  out->Text(" UTC");
  if (!model.generated_by.empty()) {
    out->Text(" by ").Words(model.generated_by);
  }
  out->Close();
  for (const JournalStamp& journal : model.journals) {
    out->Leaf("dt", StrCat("Journal ", journal.service));
    out->Open("dd");
    out->Text(StrCat("read up to position ", FormatCount(journal.position)));
    if (!journal.head.empty()) {
      out->Text(", head ");
      AddHash(journal.head, out);
    }
    out->Close();
  }
  out->Close().Close().Close();
}

void AddGlance(const ReportModel& model, Markup* out) {
  out->Open("section", {{"id", "glance"}, {"aria-labelledby", "glance-h"}});
  out->Leaf("h2", {{"id", "glance-h"}}, "CSI at a glance");
  AddTiles(model, out);
  AddOtherStates(model, out);
  AddEntries(model, out);
  out->Close();
}

}  // namespace csi::reporting::render
