#include "services/reporting/domain/agreements/agreement_report.h"

#include <algorithm>
#include <utility>

#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/agreement_words.h"
#include "services/reporting/domain/agreements/durations.h"
#include "services/reporting/domain/agreements/month_figures.h"
#include "services/reporting/domain/agreements/outage_rows.h"
#include "services/reporting/domain/agreements/ticket_clocks.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

v1::AvailabilityFigures FiguresMessage(const Availability& from) {
  v1::AvailabilityFigures to;
  *to.mutable_agreed() = DurationOf(from.agreed_us);
  *to.mutable_downtime() = DurationOf(from.downtime_us);
  to.set_outage_count(from.outage_count);
  if (const auto percent = from.Percent()) to.set_availability(*percent);
  if (const auto mean = from.MtrsUs()) *to.mutable_mtrs() = DurationOf(*mean);
  if (const auto mean = from.MtbfUs()) *to.mutable_mtbf() = DurationOf(*mean);
  if (const auto mean = from.MtbsiUs()) *to.mutable_mtbsi() = DurationOf(*mean);
  return to;
}

void FillOutages(const AgreementQuestion& question, const MonthFigures& figures,
                 v1::AgreementReport& report) {
  std::vector<IntervalSet> felt;
  std::vector<std::pair<std::string, std::string>> names;  // outage, node
  for (size_t i = 0; i < figures.outages.size(); ++i) {
    for (const v1::OutageSpan& outage : figures.outages[i]) {
      const IntervalSet stood({SpanOf(outage, figures.as_of_us)});
      felt.push_back(stood.Intersect(figures.felt[i]));
      names.emplace_back(outage.outage(), figures.tree.ids[i]);
    }
  }
  const std::vector<OutagePart> parts = AttributeDowntime(felt);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].counted_us == 0) continue;
    v1::CountedOutage& counted = *report.add_outages();
    counted.set_outage(
        ResourceName(question.tenant, "outages", names[i].first));
    counted.set_node(
        ResourceName(question.tenant, "serviceNodes", names[i].second));
    *counted.mutable_counted() = DurationOf(parts[i].counted_us);
    *counted.mutable_shared() = DurationOf(parts[i].shared_us);
    const auto row = ReadRow<v1::Outage>(
        question.state, Key(kOutageTag, {question.tenant, names[i].first}));
    if (row == nullptr) continue;
    *counted.mutable_start_time() = row->start_time();
    if (row->has_end_time()) *counted.mutable_end_time() = row->end_time();
    counted.set_planned(row->planned());
    counted.set_revision(row->revision());
    counted.set_summary(row->summary());
    counted.set_cause(row->cause());
  }
  std::stable_sort(report.mutable_outages()->begin(),
                   report.mutable_outages()->end(),
                   [](const v1::CountedOutage& a, const v1::CountedOutage& b) {
                     return MicrosOf(a.counted()) > MicrosOf(b.counted());
                   });
}

// The downtime that the node of an underpinning agreement explains: by the tree
// of the agreement above, or by its own where it stands elsewhere.
absl::StatusOr<IntervalSet> ExplainedBy(const AgreementQuestion& question,
                                        const MonthFigures& figures,
                                        std::string_view node) {
  for (size_t i = 0; i < figures.tree.ids.size(); ++i) {
    if (figures.tree.ids[i] == node) return figures.felt[i];
  }
  ASSIGN_OR_RETURN(ServiceTree tree, TreeOf(question.state, question.tenant,
                                            node, question.month));
  for (size_t i = 0; i < tree.ids.size(); ++i) {
    std::vector<TimeSpan> spans;
    for (const v1::OutageSpan& outage : OutagesOf(
             question.state, question.tenant, tree.ids[i], figures.window)) {
      spans.push_back(SpanOf(outage, figures.as_of_us));
    }
    tree.nodes[i].own = IntervalSet(std::move(spans));
  }
  return JoinOutages(tree.nodes)[0].Intersect(figures.lost);
}

absl::Status FillUnderpinning(const AgreementQuestion& question,
                              const MonthFigures& figures,
                              v1::AgreementReport& report) {
  IntervalSet unexplained = figures.lost;
  for (const std::string& name : figures.terms.underpinned_by()) {
    ASSIGN_OR_RETURN(const MonthFigures own,
                     FiguresOf(question.state, question.tenant, LastPart(name),
                               question.month, question.now_us));
    v1::UnderpinningShare& share = *report.add_underpinning();
    share.set_agreement(name);
    share.set_standing(own.standing);
    if (own.terms.name().empty()) continue;
    share.set_title(own.terms.title());
    share.set_kind(own.terms.kind());
    if (const auto percent = own.full.Percent()) {
      share.set_availability(*percent);
    }
    if (own.terms.has_availability_target()) {
      share.set_availability_target(own.terms.availability_target());
    }
    ASSIGN_OR_RETURN(
        const IntervalSet explained,
        ExplainedBy(question, figures, LastPart(own.terms.node())));
    const int64_t share_us = explained.TotalUs();
    *share.mutable_share() = DurationOf(share_us);
    if (figures.full.downtime_us > 0) {
      share.set_share_percent(100.0 * static_cast<double>(share_us) /
                              static_cast<double>(figures.full.downtime_us));
    }
    share.set_caused(share_us > 0 &&
                     figures.standing == v1::AGREEMENT_STANDING_BREACHED &&
                     own.standing == v1::AGREEMENT_STANDING_BREACHED);
    unexplained = unexplained.Minus(explained);
  }
  *report.mutable_unexplained() = DurationOf(unexplained.TotalUs());
  return absl::OkStatus();
}

absl::Status FillMonths(const AgreementQuestion& question,
                        v1::AgreementReport& report) {
  for (int back = question.chart_months - 1; back >= 0; --back) {
    const CalendarMonth month = question.month.Plus(-back);
    ASSIGN_OR_RETURN(const MonthFigures figures,
                     FiguresOf(question.state, question.tenant,
                               question.agreement, month, question.now_us));
    v1::AgreementMonth& mark = *report.add_months();
    mark.set_month(month.Text());
    mark.set_standing(figures.standing);
    mark.set_colour(ColourOf(figures.standing));
    mark.set_running(figures.running);
    if (const auto percent = figures.full.Percent()) {
      mark.set_availability(*percent);
    }
    *mark.mutable_downtime() = DurationOf(figures.full.downtime_us);
    if (figures.allowed_us) {
      *mark.mutable_allowed() = DurationOf(*figures.allowed_us);
    }
  }
  return absl::OkStatus();
}

void FillImprovements(const AgreementQuestion& question,
                      v1::AgreementReport& report) {
  const std::string prefix =
      KeyPrefix(kByAgreementTag, {question.tenant, question.agreement});
  std::vector<std::string> names;
  question.views.ScanPrefix(
      prefix, [&](std::string_view key, std::string_view) {
        names.push_back(ResourceName(question.tenant, "opportunities",
                                     key.substr(prefix.size())));
        return names.size() < limits::kImprovementsNamedMax;
      });
  for (const std::string& name : names) {
    const auto entry = OpportunityOf(question.views, question.tenant, name);
    v1::AgreementImprovement& improvement = *report.add_improvements();
    improvement.set_opportunity(name);
    if (!entry) continue;
    improvement.set_title(entry->title());
    improvement.set_state(entry->state());
  }
}

}  // namespace

absl::StatusOr<v1::AgreementReport> ReportOn(
    const AgreementQuestion& question) {
  ASSIGN_OR_RETURN(
      const MonthFigures figures,
      FiguresOf(question.state, question.tenant, question.agreement,
                question.month, question.now_us));
  v1::AgreementReport report;
  report.set_month(question.month.Text());
  report.set_standing(figures.standing);
  if (!figures.terms.name().empty()) {
    *report.mutable_agreement() = figures.terms;
  }
  if (figures.standing != v1::AGREEMENT_STANDING_NOT_IN_FORCE) {
    *report.mutable_period()->mutable_start_time() =
        TimestampOf(figures.window.start_us);
    *report.mutable_period()->mutable_end_time() =
        TimestampOf(figures.window.end_us);
    *report.mutable_as_of_time() = TimestampOf(figures.as_of_us);
    report.set_running(figures.running);
    *report.mutable_full_month() = FiguresMessage(figures.full);
    if (figures.running) {
      *report.mutable_elapsed() = FiguresMessage(figures.elapsed);
    }
    if (figures.allowed_us) {
      *report.mutable_allowed() = DurationOf(*figures.allowed_us);
      *report.mutable_left() =
          DurationOf(*figures.allowed_us - figures.full.downtime_us);
    }
    if (figures.breach_us) {
      *report.mutable_breach_time() = TimestampOf(*figures.breach_us);
    }
    FillOutages(question, figures, report);
    RETURN_IF_ERROR(FillUnderpinning(question, figures, report));
    RETURN_IF_ERROR(FillTimeTargets(
        question.state, question.tenant, figures.terms, figures.window,
        question.now_us, question.tickets_max, report));
  }
  RETURN_IF_ERROR(FillMonths(question, report));
  FillImprovements(question, report);
  report.set_sentence(SentenceOf(report));
  return report;
}

}  // namespace csi::reporting
