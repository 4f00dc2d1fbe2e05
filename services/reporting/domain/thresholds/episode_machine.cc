#include "services/reporting/domain/thresholds/episode_machine.h"

#include <algorithm>

namespace csi::reporting {

EpisodeMachine::EpisodeMachine(const v1::Threshold& threshold)
    : enter_count_(static_cast<size_t>(EnterCount(threshold))),
      enter_periods_(static_cast<size_t>(EnterPeriods(threshold))),
      leave_count_(static_cast<size_t>(LeaveCount(threshold))) {}

void EpisodeMachine::Resume(Episode open) {
  open.close_us.reset();
  episodes_.push_back(std::move(open));
  open_ = true;
  calm_run_ = 0;
  breaches_.clear();
}

void EpisodeMachine::Step(const JudgedFigure& figure) {
  if (open_) {
    StepOpen(figure);
  } else {
    StepIdle(figure);
  }
}

void EpisodeMachine::StepIdle(const JudgedFigure& figure) {
  breaches_.push_back(figure.breach);
  if (breaches_.size() > enter_periods_) breaches_.pop_front();
  if (!figure.breach) return;
  const auto count = std::count(breaches_.begin(), breaches_.end(), true);
  if (static_cast<size_t>(count) < enter_count_) return;
  Resume({figure, std::nullopt});
}

void EpisodeMachine::StepOpen(const JudgedFigure& figure) {
  calm_run_ = figure.calm ? calm_run_ + 1 : 0;
  if (calm_run_ < leave_count_) return;
  episodes_.back().close_us = figure.period_us;
  open_ = false;
}

std::vector<Episode> EpisodesOf(const v1::Threshold& threshold,
                                std::span<const JudgedFigure> figures) {
  EpisodeMachine machine(threshold);
  for (const JudgedFigure& figure : figures) machine.Step(figure);
  return machine.episodes();
}

}  // namespace csi::reporting
