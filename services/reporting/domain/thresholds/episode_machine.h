// Episodes of a threshold: hysteresis over judged figures. An episode opens at
// a breach that is at least the k-th among the last n figures since the last
// one closed, and closes at the last of m calm figures in a row. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_EPISODE_MACHINE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_EPISODE_MACHINE_H_

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "services/reporting/domain/thresholds/threshold_rule.h"

namespace csi::reporting {

struct Episode {
  JudgedFigure opened;
  std::optional<int64_t> close_us;  // absent while it goes on
  bool operator==(const Episode&) const = default;
};

class EpisodeMachine {
 public:
  explicit EpisodeMachine(const v1::Threshold& threshold);

  // Goes on in an episode that is open, with what was judged since.
  void Resume(Episode open);

  void Step(const JudgedFigure& figure);

  // All that opened so far, and the one that was resumed first.
  const std::vector<Episode>& episodes() const { return episodes_; }

 private:
  void StepIdle(const JudgedFigure& figure);
  void StepOpen(const JudgedFigure& figure);

  size_t enter_count_;
  size_t enter_periods_;
  size_t leave_count_;
  bool open_ = false;
  size_t calm_run_ = 0;
  std::deque<bool> breaches_;  // the last n since the last close
  std::vector<Episode> episodes_;
};

// All episodes over figures from the first on.
std::vector<Episode> EpisodesOf(const v1::Threshold& threshold,
                                std::span<const JudgedFigure> figures);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_EPISODE_MACHINE_H_
