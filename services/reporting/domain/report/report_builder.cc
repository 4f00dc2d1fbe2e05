#include "services/reporting/domain/report/report_builder.h"

#include <array>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/quality.h"
#include "services/reporting/domain/report/report_chart.h"
#include "services/reporting/domain/report/report_methods.h"
#include "services/reporting/domain/report/report_overview.h"
#include "services/reporting/domain/report/report_record.h"
#include "services/reporting/domain/report/report_verdict.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

// In the order of render::EntryState.
constexpr std::array<const char*, render::kEntryStateCount> kStates = {
    "NEW",    "ACCEPTED", "ASSESSED", "APPROVED", "IN_PROGRESS", "IN_REVIEW",
    "CLOSED", "ON_HOLD",  "DEFERRED", "REJECTED", "CANCELLED"};
// What a reader looks for first comes first.
constexpr std::array<render::EntryState, render::kEntryStateCount> kOrder = {
    render::EntryState::kInProgress, render::EntryState::kInReview,
    render::EntryState::kApproved,   render::EntryState::kAssessed,
    render::EntryState::kAccepted,   render::EntryState::kOnHold,
    render::EntryState::kNew,        render::EntryState::kDeferred,
    render::EntryState::kClosed,     render::EntryState::kRejected,
    render::EntryState::kCancelled};

render::EntryState StateOf(const std::string& name) {
  for (size_t i = 0; i < kStates.size(); ++i) {
    if (name == kStates[i]) return static_cast<render::EntryState>(i);
  }
  return render::EntryState::kNew;
}

render::Entry EntryOf(const ReportSource& source, const EntrySource& read) {
  render::Entry entry;
  entry.number = absl::StrFormat("OPP-%04d", read.entry.number());
  entry.title = read.entry.title();
  entry.state = StateOf(read.entry.state());
  entry.accountable = source.Person(read.entry.accountable());
  // Nobody answers for an entry whose accountable person has gone.
  entry.accountable_left = !read.entry.accountable().empty() &&
                           entry.state != render::EntryState::kClosed &&
                           !source.IsHere(read.entry.accountable());
  if (read.entry.has_due_time()) entry.due = DayOf(read.entry.due_time());
  if (read.run) {
    entry.step = StepTitle(read.run->definition(), read.run->step(),
                           read.run->step_key());
  }
  if (read.comparison) {
    entry.verdict = VerdictValueOf(read.comparison->value());
    entry.verdict_reasons = {read.comparison->reasons().begin(),
                             read.comparison->reasons().end()};
  }
  return entry;
}

std::string KindWords(v1::BaselineKind kind) {
  switch (kind) {
    case v1::BASELINE_KIND_SERIES:
      return "Series";
    case v1::BASELINE_KIND_SINGLE:
      return "One dated figure";
    case v1::BASELINE_KIND_FIRST_MEASUREMENTS:
      return "First measurements";
    default:
      return "None";
  }
}

std::string BaselineWords(const EntrySource& read) {
  const v1::Baseline& baseline = *read.baseline;
  std::string words = KindWords(baseline.kind());
  if (baseline.kind() == v1::BASELINE_KIND_NONE) {
    return StrCat(words, ": ", baseline.reason(), " (", baseline.evidence(),
                  ")");
  }
  const v1::Frequency frequency =
      read.indicator ? read.indicator->frequency() : v1::FREQUENCY_DAY;
  if (baseline.points_size() > 0) {
    StrAppend(&words, " of ", baseline.points_size(), " ",
              PeriodWord(frequency), baseline.points_size() == 1 ? "" : "s",
              ", ", WindowWords(baseline.window(), frequency));
  }
  if (baseline.has_freeze_time()) {
    StrAppend(&words, ", frozen ",
              TimeWords(PeriodStart(v1::FREQUENCY_DAY,
                                    MicrosOf(baseline.freeze_time()))));
  }
  if (baseline.frozen_after_implementation()) {
    words += ", only after the implementation";
  }
  return words;
}

void FillFacts(const ReportSource& source, const EntrySource& read,
               render::Improvement& improvement) {
  const common::v1::Scope& scope = read.entry.scope();
  if (!scope.service().empty()) {
    improvement.facts.push_back({"Service", source.Service(scope.service())});
  }
  if (!scope.process().empty()) {
    improvement.facts.push_back({"Process", source.Process(scope.process())});
  }
  if (read.indicator) {
    improvement.facts.push_back({"Primary KPI", read.indicator->title()});
  }
  if (read.target) {
    std::string target =
        absl::StrFormat("%.4g %s", read.target->value(),
                        read.indicator ? read.indicator->unit() : "");
    if (read.target->has_target_time()) {
      target += " by " + TimeWords(MicrosOf(read.target->target_time()));
    }
    improvement.facts.push_back({"Target", target});
  }
  if (read.baseline) {
    improvement.facts.push_back({"Baseline", BaselineWords(read)});
    if (read.baseline->late_point_count() > 0) {
      improvement.facts.push_back(
          {"Late points",
           StrCat(read.baseline->late_point_count(),
                  " came for the frozen window: reported, not applied")});
    }
  }
  if (!read.entry.coordinator().empty()) {
    improvement.facts.push_back(
        {"Coordinator", source.Person(read.entry.coordinator())});
  }
}

render::Improvement ImprovementOf(const ReportSource& source,
                                  const EntrySource& read) {
  render::Improvement improvement;
  improvement.entry = EntryOf(source, read);
  if (read.comparison) improvement.sentence = read.comparison->sentence();
  FillFacts(source, read, improvement);
  if (read.indicator) improvement.indicator = read.indicator->title();
  for (const v1::RfcView& rfc : read.rfcs) {
    StrAppend(&improvement.change, improvement.change.empty() ? "" : ", ",
              RfcLabel(rfc));
  }
  improvement.chart = BuildChart(source, read);
  improvement.verdict = BuildVerdict(source, read);
  improvement.trends = BuildTrends(read);
  improvement.figures = BuildFigures(read);
  FillRecord(source, read, improvement);
  return improvement;
}

// The tenant stands in the head of the report.
std::string ShortName(const ReportSource& source, const std::string& name) {
  const std::string tenant = StrCat("tenants/", source.tenant, "/");
  return name.starts_with(tenant) ? name.substr(tenant.size()) : name;
}

// One line each per indicator and baseline that the report rests on.
void FillInputs(const ReportSource& source, const EntrySource& read,
                std::set<std::string>& seen, render::ReportModel& model) {
  if (read.indicator && seen.insert(read.indicator->name()).second) {
    const v1::DataQuality quality = QualityOf(
        source.state, source.tenant, *read.indicator, "", {}, source.now);
    render::DataQuality line;
    line.source = read.indicator->title();
    line.read = quality.expected_periods();
    line.used = quality.present_periods();
    line.refused = quality.refused_rows();
    line.missing = quality.expected_periods() - quality.present_periods();
    line.corrected = quality.corrected_points();
    line.late = quality.late_points();
    for (const common::v1::Finding& finding : quality.findings()) {
      line.findings.push_back(finding.message());
    }
    model.quality.push_back(std::move(line));
    model.inputs.push_back(
        {.name = ShortName(source, read.indicator->name()),
         .kind = "points",
         .detail = StrCat(read.indicator->point_count(), " points, definition ",
                          read.indicator->definition_revision()),
         .attribution = read.indicator->source()});
  }
  if (read.baseline && seen.insert(read.baseline->name()).second) {
    model.inputs.push_back({.name = ShortName(source, read.baseline->name()),
                            .kind = "baseline",
                            .detail = BaselineWords(read),
                            .sha256 = read.baseline->content_sha256()});
  }
  if (read.comparison && seen.insert(read.comparison->name()).second) {
    model.inputs.push_back({.name = ShortName(source, read.comparison->name()),
                            .kind = "comparison",
                            .detail = "verdict with its figures",
                            .sha256 = read.comparison->input_sha256()});
  }
}

// "raci=raci/52": everything before that position was read.
render::JournalStamp StampOf(std::string_view revision) {
  render::JournalStamp stamp;
  stamp.service = std::string(revision.substr(0, revision.find('=')));
  const std::string_view position(LastPart(revision));
  if (!absl::SimpleAtoi(View(position), &stamp.position)) stamp.position = 0;
  return stamp;
}

bool Wanted(const ReportRequest& request, const EntrySource& read) {
  const common::v1::Scope& scope = read.entry.scope();
  return (request.service.empty() || scope.service() == request.service) &&
         (request.process.empty() || scope.process() == request.process);
}

bool WorthASection(const EntrySource& read) {
  return read.run || read.comparison || read.baseline;
}

}  // namespace

render::ReportModel BuildReport(const ReportSource& source,
                                const ReportRequest& request) {
  render::ReportModel model;
  model.title = request.title.empty()
                    ? std::string(render::AudienceTitle(request.audience))
                    : request.title;
  model.layout = request.layout;
  model.tenant = source.tenant;
  model.tenant_name = source.tenant;
  model.generated_time = source.now;
  model.generated_by = source.Person(request.generated_by);
  for (size_t i = 0; i < kStates.size(); ++i) {
    model.counts[i] = CountIn(source.views, source.tenant, kStates[i]);
  }
  for (const std::string& revision : request.view_revisions) {
    model.journals.push_back(StampOf(revision));
  }
  std::set<std::string> seen;
  // Reviews are about months that are over.
  OverviewRequest overview{
      .service = request.service,
      .last_whole_month =
          request.audience == render::Audience::kCustomerReview ||
          request.audience == render::Audience::kSlaReview,
      .entries = {}};
  const auto add = [&](const std::string& name) {
    const std::optional<EntrySource> read = ReadEntry(source, name);
    if (!read || !Wanted(request, *read)) return;
    model.entries.push_back(EntryOf(source, *read));
    overview.entries.push_back(*read);
    const bool room = model.improvements.size() <
                      static_cast<size_t>(limits::kReportImprovementsMax);
    if (!room || !WorthASection(*read)) return;
    model.improvements.push_back(ImprovementOf(source, *read));
    FillInputs(source, *read, seen, model);
  };
  if (!request.opportunity.empty()) {
    add(request.opportunity);
  } else {
    for (render::EntryState state : kOrder) {
      const size_t room =
          static_cast<size_t>(limits::kReportEntriesMax) - model.entries.size();
      for (const std::string& name :
           OpportunitiesIn(source.views, source.tenant,
                           kStates[static_cast<size_t>(state)], room)) {
        add(name);
      }
    }
  }
  model.methods = MethodsOfReport();
  if (!model.layout.sections.empty()) FillOverview(source, overview, model);
  return model;
}

}  // namespace csi::reporting
