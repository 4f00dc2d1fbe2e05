#include "services/reporting/domain/flow.h"

#include <gtest/gtest.h>

#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

int64_t At(int month, int day) {
  return absl::ToUnixMicros(
      absl::FromCivil(absl::CivilDay(2024, month, day), absl::UTCTimeZone()));
}

EntryFlow Entry(std::string name, int64_t logged,
                std::vector<StateMove> moves) {
  EntryFlow entry;
  entry.name = std::move(name);
  entry.logged_us = logged;
  entry.state = moves.empty() ? "NEW" : moves.back().state;
  entry.moves = std::move(moves);
  return entry;
}

// Logged on 1 January, running in February, closed on 31 March: 90 days in all.
EntryFlow Finished(std::string name = "done") {
  return Entry(std::move(name), At(1, 1),
               {{At(1, 11), "ACCEPTED"},
                {At(2, 10), "IN_PROGRESS"},
                {At(3, 31), "CLOSED"}});
}

const v1::CycleTime& CycleOf(const v1::FlowAnalysis& flow,
                             std::string_view stretch) {
  for (const v1::CycleTime& cycle : flow.cycle_times()) {
    if (cycle.stretch() == stretch) return cycle;
  }
  ADD_FAILURE() << stretch;
  return v1::CycleTime::default_instance();
}

int64_t CountOf(const v1::FlowPeriod& period, std::string_view state) {
  for (const v1::StateCount& count : period.states()) {
    if (count.state() == state) return count.count();
  }
  return 0;
}

TEST(Flow, MeasuresTheFourStretches) {
  const auto flow = FlowOf({Finished()}, v1::FREQUENCY_MONTH, 6, At(5, 15));
  EXPECT_DOUBLE_EQ(CycleOf(flow, "LOGGED_TO_ACCEPTED").median_days(), 10);
  EXPECT_DOUBLE_EQ(CycleOf(flow, "ACCEPTED_TO_RUNNING").median_days(), 30);
  EXPECT_DOUBLE_EQ(CycleOf(flow, "RUNNING_TO_CLOSED").median_days(), 50);
  EXPECT_DOUBLE_EQ(CycleOf(flow, "LOGGED_TO_CLOSED").p85_days(), 90);
}

TEST(Flow, CountsWhatEndedWithinTheWindowOnly) {
  const auto flow = FlowOf({Finished()}, v1::FREQUENCY_MONTH, 2, At(5, 15));
  EXPECT_EQ(CycleOf(flow, "LOGGED_TO_CLOSED").count(), 0);
  EXPECT_FALSE(CycleOf(flow, "LOGGED_TO_CLOSED").has_median_days());
  ASSERT_EQ(flow.periods_size(), 2);
  EXPECT_EQ(MicrosOf(flow.periods(0).start_time()), At(4, 1));
}

TEST(Flow, PeriodsSayWhatStoodWhereAtTheirEnd) {
  const auto flow = FlowOf({Finished(), Entry("new", At(2, 20), {})},
                           v1::FREQUENCY_MONTH, 4, At(4, 2));
  ASSERT_EQ(flow.periods_size(), 4);
  const v1::FlowPeriod& january = flow.periods(0);
  EXPECT_EQ(january.logged(), 1);
  EXPECT_EQ(CountOf(january, "ACCEPTED"), 1);
  EXPECT_EQ(CountOf(january, "NEW"), 0);
  const v1::FlowPeriod& february = flow.periods(1);
  EXPECT_EQ(february.logged(), 1);
  EXPECT_EQ(CountOf(february, "IN_PROGRESS"), 1);
  EXPECT_EQ(CountOf(february, "NEW"), 1);
  const v1::FlowPeriod& march = flow.periods(2);
  EXPECT_EQ(march.closed(), 1);
  EXPECT_EQ(CountOf(march, "CLOSED"), 1);
  EXPECT_DOUBLE_EQ(flow.throughput(), 1.0 / 3);
}

TEST(Flow, AgesAreThoseOfTheStateThatAnEntryIsIn) {
  const auto flow = FlowOf({Entry("a", At(1, 1), {{At(4, 1), "ACCEPTED"}}),
                            Entry("b", At(1, 1), {{At(3, 22), "ACCEPTED"}}),
                            Entry("c", At(4, 9), {}), Finished()},
                           v1::FREQUENCY_MONTH, 12, At(4, 11));
  ASSERT_EQ(flow.ages_size(), 2);  // what is closed has no age
  EXPECT_EQ(flow.ages(0).state(), "NEW");
  EXPECT_DOUBLE_EQ(flow.ages(0).median_days(), 2);
  EXPECT_EQ(flow.ages(1).state(), "ACCEPTED");
  EXPECT_EQ(flow.ages(1).count(), 2);
  EXPECT_DOUBLE_EQ(flow.ages(1).median_days(), 10);
  EXPECT_EQ(flow.ages(1).oldest(), "b");
  EXPECT_DOUBLE_EQ(flow.ages(1).oldest_days(), 20);
}

TEST(Flow, AReopenedEntryHasNotEnded) {
  EntryFlow again = Finished();
  again.moves.push_back({At(4, 20), "ACCEPTED"});
  again.state = "ACCEPTED";
  const auto flow = FlowOf({again}, v1::FREQUENCY_MONTH, 12, At(5, 15));
  EXPECT_EQ(CycleOf(flow, "LOGGED_TO_CLOSED").count(), 0);
  EXPECT_EQ(flow.ages(0).state(), "ACCEPTED");
}

TEST(Flow, WhatWasMadeAfterTheFactIsSaidAndNotTimed) {
  EntryFlow old = Finished();
  old.retrospective = true;
  const auto flow = FlowOf({old}, v1::FREQUENCY_MONTH, 12, At(5, 15));
  EXPECT_EQ(flow.retrospective(), 1);
  EXPECT_EQ(CycleOf(flow, "LOGGED_TO_CLOSED").count(), 0);
}

TEST(Flow, ADueDayIsInTimeUntilItsEnd) {
  EntryFlow entry = Entry("a", At(1, 1), {});
  entry.due_us = At(4, 10);
  const auto before = FlowOf({entry}, v1::FREQUENCY_MONTH, 1, At(4, 11) - 1);
  EXPECT_EQ(before.overdue(), 0);
  const auto after = FlowOf({entry, Entry("b", At(1, 1), {})},
                            v1::FREQUENCY_MONTH, 1, At(4, 11));
  EXPECT_EQ(after.overdue(), 1);
  EXPECT_EQ(after.without_due_date(), 1);
}

}  // namespace
}  // namespace csi::reporting
