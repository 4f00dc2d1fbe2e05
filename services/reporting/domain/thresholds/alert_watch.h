// Judges the figures that a command brings by the thresholds that watch their
// indicator, and opens, closes, changes and withdraws alerts. One watch per
// indicator and command; reads state only, a bounded number of rows.
//
// The alerts are those that a fold over all figures since the watch began would
// give (EpisodesOf), also after corrections and late figures: the state before
// the first changed figure is taken from the stored alerts and the figures just
// before it, and everything behind it is judged again.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERT_WATCH_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERT_WATCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/domain/thresholds/episode_machine.h"
#include "services/reporting/domain/thresholds/judged_stretch.h"

namespace csi::reporting {

class AlertWatch {
 public:
  // Both outlive the watch. `id` is the indicator's.
  AlertWatch(const Context& context, const v1::Indicator& indicator,
             std::string id);

  // No threshold watches the indicator.
  bool idle() const { return watches_.empty(); }

  // Figures of one series that are new or differ from what is stored, by
  // period. Emits AlertRecorded and WatchMoved.
  void Judge(std::string_view series,
             const std::map<int64_t, StoredPoint>& changed, Outcome& outcome);

  // Names of the alerts that were opened or changed.
  const std::vector<std::string>& changed_alerts() const { return changed_; }
  // Figures that were too old to be judged again, over all thresholds.
  int64_t unjudged() const { return unjudged_; }

 private:
  void JudgeBy(const v1::ThresholdWatch& watch, std::string_view series,
               const std::map<int64_t, StoredPoint>& changed, Outcome& outcome);
  std::vector<Episode> EpisodesFrom(const v1::ThresholdWatch& watch,
                                    const JudgedStretch& stretch,
                                    const std::optional<v1::Alert>& before);
  std::optional<v1::Alert> AlertBefore(const v1::Threshold& threshold,
                                       int64_t start_us);
  std::vector<v1::Alert> AlertsFrom(const v1::Threshold& threshold,
                                    int64_t start_us);
  void Compare(const v1::ThresholdWatch& watch, const JudgedStretch& stretch,
               const std::vector<v1::Alert>& known,
               const std::vector<Episode>& episodes, Outcome& outcome);
  void Open(const v1::Threshold& threshold, const JudgedStretch& stretch,
            const Episode& episode, Outcome& outcome);
  void Change(const v1::Threshold& threshold, const JudgedStretch& stretch,
              const v1::Alert& known, const Episode& episode, Outcome& outcome);
  void Emit(v1::Alert alert, v1::AlertChange change,
            const v1::Threshold& threshold, Outcome& outcome);

  const Context& context_;
  const v1::Indicator& indicator_;
  std::string id_;
  std::vector<v1::ThresholdWatch> watches_;
  std::vector<std::string> changed_;
  int64_t unjudged_ = 0;
};

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_ALERT_WATCH_H_
