#include "tools/csictl/opportunity_sheet.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr size_t kColumns = 80;
constexpr size_t kLabelColumns = 24;
// A page holds no more; the rest is told as a number.
constexpr size_t kHistoryShown = 15;

// Rows of fields that are set, with the words of their paths as labels.
void AddFields(const reg::Opportunity& entry,
               std::initializer_list<std::pair<const char*, const char*>> rows,
               SheetSection& section) {
  for (const auto& [label, path] : rows) {
    const std::string text = FieldText(entry, path);
    if (text.empty() || text == "-" || text == "UNSPECIFIED" || text == "0") {
      continue;
    }
    section.rows.emplace_back(label, text);
  }
}

void Add(SheetSection section, Sheet& sheet) {
  if (!section.rows.empty()) sheet.sections.push_back(std::move(section));
}

SheetSection StandingOf(const OpportunityFile& file) {
  SheetSection section{"Where it stands", {}};
  AddFields(file.entry,
            {{"State", "state"},
             {"Returns to", "return_state"},
             {"Accountable", "accountable"},
             {"Coordinator", "coordinator"},
             {"Work by", "responsible_persons"},
             {"Resources", "resourcing_status"},
             {"Done, percent", "percent_complete"},
             {"Because", "state_reason"},
             {"On hold for", "hold_reason"},
             {"Returns on", "wake_up_date"},
             {"Run", "run"},
             {"Required by", "due_date"},
             {"Planned from", "planned_start_date"},
             {"Planned until", "planned_end_date"},
             {"Begun", "actual_start_time"},
             {"Ended", "actual_end_time"}},
            section);
  if (!file.waiting.why().empty()) {
    std::string whom;
    for (const std::string& person : file.waiting.waiting_for()) {
      StrAppend(&whom, whom.empty() ? "" : ", ", LastPart(person));
    }
    section.rows.emplace_back(
        "Waits for",
        StrCat(whom.empty() ? "nobody" : whom, ": ", file.waiting.why()));
  }
  return section;
}

SheetSection CaseOf(const reg::Opportunity& entry) {
  SheetSection section{"The case", {}};
  AddFields(entry,
            {{"What", "description"},
             {"Why", "justification"},
             {"Expected result", "expected_result"},
             {"Service", "scope.service"},
             {"Process", "scope.process"},
             {"Type", "type"},
             {"Size", "size"},
             {"Timescale", "timescale"},
             {"Priority", "priority"},
             {"Effort", "effort"},
             {"Risk", "risk"},
             {"Cost", "cost"},
             {"Cost of doing nothing", "cost_of_doing_nothing"},
             {"Strategies", "strategies"},
             {"Success factors", "csfs"},
             {"Frameworks", "framework_clauses"}},
            section);
  return section;
}

SheetSection EffectOf(const reg::Opportunity& entry) {
  SheetSection section{"Effect", {}};
  AddFields(entry,
            {{"KPI metric", "kpi_metric"},
             {"Measured by", "measurement_method"},
             {"Indicator", "primary_indicator.indicator"},
             {"Base", "primary_indicator.base"},
             {"Target", "primary_indicator.target"},
             {"Target date", "primary_indicator.target_date"},
             {"Judged on", "effect_review_date"},
             {"Benefit hoped for", "benefit_forecast.description"},
             {"", "benefit_forecast.amount"},
             {"Benefit claimed", "benefit_realised.description"},
             {"", "benefit_realised.amount"},
             {"Claimed by", "benefit_claimed_by"},
             {"Confirmed by", "benefit_confirmed_by"},
             {"Verdict", "verdict.value"},
             {"", "verdict.sentence"},
             {"Judged as", "closure_code"},
             {"Changed", "outcome_category"},
             {"Lessons", "lessons"}},
            section);
  return section;
}

SheetSection ScoreOf(const reg::ScoreExplanation& score) {
  SheetSection section{"Score", {}};
  if (score.terms().empty()) return section;
  section.rows.emplace_back("Points",
                            absl::StrFormat("%.1f of 100", score.score()));
  for (const reg::ScoreTerm& term : score.terms()) {
    section.rows.emplace_back(
        absl::StrReplaceAll(term.term(), {{"_", " "}}),
        absl::StrFormat("%.1f  %s", term.points(), term.fact()));
  }
  return section;
}

SheetSection ObjectionsOf(const std::vector<reg::Objection>& objections) {
  SheetSection section{"Objections", {}};
  for (const reg::Objection& each : objections) {
    std::string text = each.text();
    if (!each.answer().empty()) StrAppend(&text, " - ", each.answer());
    section.rows.emplace_back(
        StrCat(LastPart(each.raised_by()), ", ", FieldText(each, "state")),
        text);
  }
  return section;
}

SheetSection HistoryOf(const std::vector<reg::HistoryEntry>& history) {
  SheetSection section{"What happened", {}};
  const size_t first =
      history.size() > kHistoryShown ? history.size() - kHistoryShown : 0;
  if (first > 0) {
    section.rows.emplace_back("", StrCat(first, " earlier events"));
  }
  for (size_t i = first; i < history.size(); ++i) {
    const reg::HistoryEntry& line = history[i];
    std::string text = line.event();
    if (!line.actor().empty()) StrAppend(&text, " by ", LastPart(line.actor()));
    if (!line.reason().empty()) StrAppend(&text, ": ", line.reason());
    section.rows.emplace_back(FieldText(line, "event_time"), text);
  }
  return section;
}

// The text in lines of at most `columns`, broken between words.
std::vector<std::string> Wrap(std::string_view text, size_t columns) {
  std::vector<std::string> lines;
  for (absl::string_view paragraph : absl::StrSplit(View(text), '\n')) {
    std::string line;
    for (absl::string_view word :
         absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && line.size() + 1 + word.size() > columns) {
        lines.push_back(std::move(line));
        line.clear();
      }
      StrAppend(&line, line.empty() ? "" : " ", StdView(word));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Escaped(std::string_view text) {
  return absl::StrReplaceAll(View(text), {{"&", "&amp;"},
                                          {"<", "&lt;"},
                                          {">", "&gt;"},
                                          {"\"", "&quot;"},
                                          {"\n", "<br>"}});
}

constexpr char kStyle[] =
    "@page{size:A4;margin:15mm}body{font:10pt sans-serif;max-width:180mm;"
    "margin:auto}h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:8pt 0 "
    "2pt;border-bottom:1px solid #888}p{margin:0;color:#444}table{border-"
    "collapse:collapse;width:100%}td{vertical-align:top;padding:1pt 4pt}"
    "td:first-child{width:40mm;color:#444}";

}  // namespace

Sheet MakeSheet(const OpportunityFile& file) {
  const reg::Opportunity& entry = file.entry;
  Sheet sheet;
  sheet.title = StrCat(entry.number(), "  ", entry.title());
  sheet.subtitle = StrCat("Raised on ", FieldText(entry, "raise_date"), " by ",
                          FieldText(entry, "raised_by"),
                          entry.external_number().empty() ? "" : ", number ",
                          entry.external_number());
  Add(StandingOf(file), sheet);
  Add(CaseOf(entry), sheet);
  Add(EffectOf(entry), sheet);
  Add(ScoreOf(file.score), sheet);
  Add(ObjectionsOf(file.objections), sheet);
  Add(HistoryOf(file.history), sheet);
  return sheet;
}

std::string SheetAsText(const Sheet& sheet) {
  std::string text;
  for (const std::string& line : Wrap(sheet.title, kColumns)) {
    StrAppend(&text, line, "\n");
  }
  StrAppend(&text, sheet.subtitle, "\n");
  for (const SheetSection& section : sheet.sections) {
    StrAppend(&text, "\n", section.title, "\n",
              std::string(section.title.size(), '-'), "\n");
    for (const auto& [label, value] : section.rows) {
      std::string head = label;
      for (const std::string& line : Wrap(value, kColumns - kLabelColumns)) {
        head.resize(std::max(head.size() + 2, kLabelColumns), ' ');
        StrAppend(&text, head, line, "\n");
        head.clear();
      }
    }
  }
  return text;
}

std::string SheetAsHtml(const Sheet& sheet) {
  std::string html = StrCat(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<title>",
      Escaped(sheet.title), "</title><style>", kStyle,
      "</style></head><body>\n<h1>", Escaped(sheet.title), "</h1>\n<p>",
      Escaped(sheet.subtitle), "</p>\n");
  for (const SheetSection& section : sheet.sections) {
    StrAppend(&html, "<h2>", Escaped(section.title), "</h2>\n<table>\n");
    for (const auto& [label, value] : section.rows) {
      StrAppend(&html, "<tr><td>", Escaped(label), "</td><td>", Escaped(value),
                "</td></tr>\n");
    }
    html += "</table>\n";
  }
  return html + "</body></html>\n";
}

}  // namespace csi::tools
