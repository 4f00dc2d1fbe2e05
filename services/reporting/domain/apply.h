// Folds journal events into state rows: the only writer of state. Total: never
// refuses; an assumption that does not hold halts the partition with its place.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_APPLY_H_
#define CSI_SERVICES_REPORTING_DOMAIN_APPLY_H_

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

void ApplyEvent(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects);

// By family; called by ApplyEvent alone.
void ApplyIndicator(const v1::Indicator& indicator, const Fact& fact,
                    Effects& effects);
void ApplyPointsStored(const v1::PointsStored& event, const Fact& fact,
                       Effects& effects);
void ApplyPointsReplaced(const v1::PointsReplaced& event, const Fact& fact,
                         Effects& effects);
void ApplyRowsTurnedAway(const v1::RowsTurnedAway& event, const Fact& fact,
                         Effects& effects);
void ApplyImportJob(const v1::ImportJob& job, const Fact& fact,
                    Effects& effects);
void ApplyImportChunk(const v1::ImportChunkTaken& event, const Fact& fact,
                      Effects& effects);
void ApplyBaseline(const v1::Baseline& baseline, const Fact& fact,
                   Effects& effects);
void ApplyLatePoints(const v1::BaselineLatePoints& event, const Fact& fact,
                     Effects& effects);
void ApplyTarget(const v1::Target& target, const Fact& fact, Effects& effects);
void ApplyComparison(const v1::Comparison& comparison, const Fact& fact,
                     Effects& effects);
void ApplyAnalysis(const v1::Analysis& analysis, const Fact& fact,
                   Effects& effects);
void ApplyReport(const v1::ReportStored& event, const Fact& fact,
                 Effects& effects);
void ApplyThreshold(const v1::ThresholdRecorded& event, const Fact& fact,
                    Effects& effects);
void ApplyAlert(const v1::AlertRecorded& event, const Fact& fact,
                Effects& effects);
void ApplySubscription(const v1::SubscriptionRecorded& event, const Fact& fact,
                       Effects& effects);
void ApplySuccessFactor(const v1::SuccessFactor& factor, const Fact& fact,
                        Effects& effects);
void ApplyWatchMoved(const v1::WatchMoved& event, const Fact& fact,
                     Effects& effects);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_APPLY_H_
