#include "services/reporting/domain/apply.h"

#include "services/reporting/domain/agreements/apply_agreements.h"

namespace csi::reporting {

void ApplyEvent(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects) {
  switch (event.event_case()) {
    case v1::JournalEvent::kIndicatorDefined:
      return ApplyIndicator(event.indicator_defined().indicator(), fact,
                            effects);
    case v1::JournalEvent::kIndicatorApproved:
      return ApplyIndicator(event.indicator_approved().indicator(), fact,
                            effects);
    case v1::JournalEvent::kPointsStored:
      return ApplyPointsStored(event.points_stored(), fact, effects);
    case v1::JournalEvent::kPointsReplaced:
      return ApplyPointsReplaced(event.points_replaced(), fact, effects);
    case v1::JournalEvent::kRowsTurnedAway:
      return ApplyRowsTurnedAway(event.rows_turned_away(), fact, effects);
    case v1::JournalEvent::kImportStarted:
      return ApplyImportJob(event.import_started().import_job(), fact, effects);
    case v1::JournalEvent::kImportChunkTaken:
      return ApplyImportChunk(event.import_chunk_taken(), fact, effects);
    case v1::JournalEvent::kImportEnded:
      return ApplyImportJob(event.import_ended().import_job(), fact, effects);
    case v1::JournalEvent::kBaselineRecorded:
      return ApplyBaseline(event.baseline_recorded().baseline(), fact, effects);
    case v1::JournalEvent::kBaselineConfirmed:
      return ApplyBaseline(event.baseline_confirmed().baseline(), fact,
                           effects);
    case v1::JournalEvent::kBaselineLatePoints:
      return ApplyLatePoints(event.baseline_late_points(), fact, effects);
    case v1::JournalEvent::kTargetSet:
      return ApplyTarget(event.target_set().target(), fact, effects);
    case v1::JournalEvent::kAnalysisStored:
      return ApplyAnalysis(event.analysis_stored().analysis(), fact, effects);
    case v1::JournalEvent::kComparisonComputed:
      return ApplyComparison(event.comparison_computed().comparison(), fact,
                             effects);
    case v1::JournalEvent::kComparisonConfirmed:
      return ApplyComparison(event.comparison_confirmed().comparison(), fact,
                             effects);
    case v1::JournalEvent::kReportStored:
      return ApplyReport(event.report_stored(), fact, effects);
    case v1::JournalEvent::kAgreementSet:
    case v1::JournalEvent::kServiceNodeSet:
    case v1::JournalEvent::kOutageRecorded:
    case v1::JournalEvent::kOutageCorrected:
    case v1::JournalEvent::kBreachRecorded:
    case v1::JournalEvent::kAgreementWatchMoved:
    case v1::JournalEvent::kTicketRecorded:
      return ApplyAgreementEvent(event, fact, effects);
    case v1::JournalEvent::kThresholdRecorded:
      return ApplyThreshold(event.threshold_recorded(), fact, effects);
    case v1::JournalEvent::kAlertRecorded:
      return ApplyAlert(event.alert_recorded(), fact, effects);
    case v1::JournalEvent::kWatchMoved:
      return ApplyWatchMoved(event.watch_moved(), fact, effects);
    case v1::JournalEvent::kSuccessFactorSet:
      return ApplySuccessFactor(event.success_factor_set().success_factor(),
                                fact, effects);
    case v1::JournalEvent::kSubscriptionRecorded:
      return ApplySubscription(event.subscription_recorded(), fact, effects);
    case v1::JournalEvent::EVENT_NOT_SET:
      break;
  }
  effects.Broken("a reporting event of a kind that this program does not know");
}

}  // namespace csi::reporting
