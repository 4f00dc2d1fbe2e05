#include "services/reporting/domain/project.h"

#include "common/base/strings.h"
#include "csi/reporting/v1/reporting_subscription_events.pb.h"
#include "services/reporting/domain/agreements/apply_agreements.h"
#include "services/reporting/domain/digests.h"
#include "services/reporting/domain/thresholds/project_thresholds.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

template <class Event>
void Publish(std::string_view subject, Event event,
             std::vector<PublicEvent>& out) {
  out.push_back(
      {std::string(subject), std::make_unique<Event>(std::move(event))});
}

// The baseline events differ by where the baseline stands.
void PublishBaseline(const v1::Baseline& baseline,
                     std::vector<PublicEvent>& out) {
  if (baseline.state() == v1::BASELINE_STATE_COLLECTING) {
    v1::BaselineOpened event;
    *event.mutable_baseline() = DigestOf(baseline);
    return Publish(baseline.name(), std::move(event), out);
  }
  if (baseline.state() == v1::BASELINE_STATE_PROPOSED) {
    v1::BaselineProposed event;
    *event.mutable_baseline() = DigestOf(baseline);
    event.set_comparison(baseline.comparison());
    return Publish(baseline.name(), std::move(event), out);
  }
  v1::BaselineFrozen event;
  *event.mutable_baseline() = DigestOf(baseline);
  Publish(baseline.name(), std::move(event), out);
}

void PublishConfirmed(const v1::BaselineConfirmed& confirmed,
                      std::vector<PublicEvent>& out) {
  const v1::Baseline& baseline = confirmed.baseline();
  if (confirmed.froze_content()) {
    v1::BaselineFrozen frozen;
    *frozen.mutable_baseline() = DigestOf(baseline);
    Publish(baseline.name(), std::move(frozen), out);
  }
  v1::BaselineAccepted event;
  *event.mutable_baseline() = DigestOf(baseline);
  event.set_comment(baseline.accept_comment());
  Publish(baseline.name(), std::move(event), out);
}

void PublishStored(const v1::PointsStored& stored,
                   std::vector<PublicEvent>& out) {
  v1::PointsRecorded event;
  event.set_indicator(stored.indicator());
  event.set_count(stored.count());
  if (stored.count() > 0) {
    *event.mutable_first_period_time() = TimestampOf(stored.first_period_us());
    *event.mutable_last_period_time() = TimestampOf(stored.last_period_us());
  }
  event.set_late_count(stored.late_count());
  event.set_import_job(stored.import_job());
  Publish(stored.indicator(), std::move(event), out);
}

void PublishReplaced(const v1::PointsReplaced& replaced,
                     std::vector<PublicEvent>& out) {
  v1::PointsCorrected event;
  event.set_indicator(replaced.indicator());
  event.set_count(replaced.count());
  *event.mutable_first_period_time() = TimestampOf(replaced.first_period_us());
  *event.mutable_last_period_time() = TimestampOf(replaced.last_period_us());
  event.set_reason(replaced.reason());
  event.set_import_job(replaced.import_job());
  Publish(replaced.indicator(), std::move(event), out);
}

void PublishTurnedAway(const v1::RowsTurnedAway& rows,
                       std::vector<PublicEvent>& out) {
  v1::DataQualityDegraded event;
  event.set_subject(rows.indicator());
  event.set_refused_rows(rows.refused());
  *event.mutable_reasons() = rows.reasons();
  Publish(rows.indicator(), std::move(event), out);
}

void PublishChunk(const v1::ImportChunkTaken& taken,
                  std::vector<PublicEvent>& out) {
  v1::ImportAdvanced event;
  event.set_import_job(taken.import_job());
  event.set_chunk(taken.chunk());
  event.set_rows_read(taken.rows_read());
  event.set_rows_refused(taken.refused_size());
  Publish(taken.import_job(), std::move(event), out);
}

void PublishLatePoints(const v1::BaselineLatePoints& late,
                       std::vector<PublicEvent>& out) {
  v1::BaselineContradicted event;
  event.set_baseline(late.baseline());
  event.set_opportunity(late.opportunity());
  event.set_late_points(late.count());
  Publish(late.baseline(), std::move(event), out);
}

void PublishAnalysis(const v1::Analysis& analysis,
                     std::vector<PublicEvent>& out) {
  v1::AnalysisCompleted event;
  event.set_analysis(analysis.name());
  event.set_indicator(analysis.indicator());
  event.set_direction(analysis.direction());
  event.set_sentence(analysis.sentence());
  Publish(analysis.name(), std::move(event), out);
}

template <class Event>
void PublishVerdict(const v1::Comparison& comparison,
                    std::vector<PublicEvent>& out) {
  Event event;
  *event.mutable_comparison() = DigestOf(comparison);
  Publish(comparison.name(), std::move(event), out);
}

void PublishSubscription(const v1::SubscriptionRecorded& recorded,
                         std::vector<PublicEvent>& out) {
  const v1::ReportSubscription& subscription = recorded.report_subscription();
  if (!recorded.published()) {
    v1::ReportSubscriptionChanged changed;
    *changed.mutable_report_subscription() = subscription;
    changed.set_deleted(recorded.deleted());
    return Publish(subscription.name(), std::move(changed), out);
  }
  v1::ReportPublished published;
  published.set_report(subscription.last_report());
  published.set_title(subscription.report().title());
  published.set_report_subscription(subscription.name());
  published.set_person(subscription.person());
  Publish(subscription.last_report(), std::move(published), out);
}

}  // namespace

void ProjectEvent(const v1::JournalEvent& event,
                  std::vector<PublicEvent>& out) {
  switch (event.event_case()) {
    case v1::JournalEvent::kIndicatorDefined:
      return Publish(event.indicator_defined().indicator().name(),
                     event.indicator_defined(), out);
    case v1::JournalEvent::kIndicatorApproved:
      return Publish(event.indicator_approved().indicator().name(),
                     event.indicator_approved(), out);
    case v1::JournalEvent::kPointsStored:
      return PublishStored(event.points_stored(), out);
    case v1::JournalEvent::kPointsReplaced:
      return PublishReplaced(event.points_replaced(), out);
    case v1::JournalEvent::kRowsTurnedAway:
      return PublishTurnedAway(event.rows_turned_away(), out);
    case v1::JournalEvent::kImportStarted:
      return Publish(event.import_started().import_job().name(),
                     event.import_started(), out);
    case v1::JournalEvent::kImportChunkTaken:
      return PublishChunk(event.import_chunk_taken(), out);
    case v1::JournalEvent::kImportEnded:
      return Publish(event.import_ended().import_job().name(),
                     event.import_ended(), out);
    case v1::JournalEvent::kBaselineRecorded:
      return PublishBaseline(event.baseline_recorded().baseline(), out);
    case v1::JournalEvent::kBaselineConfirmed:
      return PublishConfirmed(event.baseline_confirmed(), out);
    case v1::JournalEvent::kBaselineLatePoints:
      return PublishLatePoints(event.baseline_late_points(), out);
    case v1::JournalEvent::kTargetSet:
      return Publish(event.target_set().target().name(), event.target_set(),
                     out);
    case v1::JournalEvent::kAnalysisStored:
      return PublishAnalysis(event.analysis_stored().analysis(), out);
    case v1::JournalEvent::kComparisonComputed:
      return PublishVerdict<v1::VerdictReached>(
          event.comparison_computed().comparison(), out);
    case v1::JournalEvent::kComparisonConfirmed:
      return PublishVerdict<v1::VerdictAccepted>(
          event.comparison_confirmed().comparison(), out);
    case v1::JournalEvent::kReportStored: {
      v1::ReportRendered rendered;
      *rendered.mutable_report() = event.report_stored().report();
      return Publish(rendered.report().name(), rendered, out);
    }
    case v1::JournalEvent::kAgreementSet:
    case v1::JournalEvent::kServiceNodeSet:
    case v1::JournalEvent::kOutageRecorded:
    case v1::JournalEvent::kOutageCorrected:
    case v1::JournalEvent::kBreachRecorded:
    case v1::JournalEvent::kAgreementWatchMoved:
    case v1::JournalEvent::kTicketRecorded:
      return ProjectAgreementEvent(event, out);
    case v1::JournalEvent::kThresholdRecorded:
      return ProjectThreshold(event.threshold_recorded(), out);
    case v1::JournalEvent::kAlertRecorded:
      return ProjectAlert(event.alert_recorded(), out);
    case v1::JournalEvent::kWatchMoved:
      return ProjectWatchMoved(event.watch_moved(), out);
    case v1::JournalEvent::kSuccessFactorSet:
      return Publish(event.success_factor_set().success_factor().name(),
                     event.success_factor_set(), out);
    case v1::JournalEvent::kSubscriptionRecorded:
      return PublishSubscription(event.subscription_recorded(), out);
    case v1::JournalEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace csi::reporting
