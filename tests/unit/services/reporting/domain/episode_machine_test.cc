#include "services/reporting/domain/thresholds/episode_machine.h"

#include <string_view>

#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

// One figure a letter: b breach, c calm, - neither. Gives "open-close" places.
std::string Walk(std::string_view figures, int enter_count, int enter_periods,
                 int leave_count) {
  v1::Threshold threshold;
  threshold.set_enter_count(enter_count);
  threshold.set_enter_periods(enter_periods);
  threshold.set_leave_count(leave_count);
  std::vector<JudgedFigure> judged;
  for (size_t i = 0; i < figures.size(); ++i) {
    JudgedFigure& figure = judged.emplace_back();
    figure.period_us = static_cast<int64_t>(i);
    figure.breach = figures[i] == 'b';
    figure.calm = figures[i] == 'c';
  }
  std::string text;
  for (const Episode& each : EpisodesOf(threshold, judged)) {
    text += std::to_string(each.opened.period_us) + "-" +
            (each.close_us ? std::to_string(*each.close_us) : "") + " ";
  }
  return text;
}

TEST(EpisodeMachine, OpensAtABreachAndClosesWhenCalm) {
  EXPECT_EQ(Walk("", 0, 0, 0), "");
  EXPECT_EQ(Walk("--c", 0, 0, 0), "");
  EXPECT_EQ(Walk("b-b-cb", 0, 0, 0), "0-4 5- ");
}

TEST(EpisodeMachine, OpensAtTheKthBreachOfTheLastN) {
  EXPECT_EQ(Walk("b--b-bcc", 2, 3, 1), "5-6 ");
  EXPECT_EQ(Walk("bb", 3, 5, 1), "");
  EXPECT_EQ(Walk("bbb", 3, 0, 1), "2- ");
}

TEST(EpisodeMachine, ClosesAtTheLastOfMCalmFiguresInARow) {
  EXPECT_EQ(Walk("bcc-ccb", 1, 1, 3), "0- ");
  EXPECT_EQ(Walk("bc-ccc", 1, 1, 3), "0-5 ");
}

TEST(EpisodeMachine, CountsNoBreachTwice) {
  EXPECT_EQ(Walk("bbcb", 2, 4, 1), "1-2 ");
  EXPECT_EQ(Walk("bbcbb", 2, 4, 1), "1-2 4- ");
}

}  // namespace
}  // namespace csi::reporting
