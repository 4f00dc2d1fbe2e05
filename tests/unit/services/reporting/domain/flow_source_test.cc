#include "services/reporting/domain/flow_source.h"

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

constexpr int64_t kDayUs = int64_t{86400} * 1000 * 1000;

class FlowSourceTest : public ReportingWorld {};

TEST_F(FlowSourceTest, ReadsAtMostTheEntriesAskedForAndSaysSo) {
  Deliver(Entry("a", ""));
  Deliver(Entry("b", ""));
  const auto context = runner.Query("reporting");
  const FlowSource all = ReadFlow(context.views, "acme", 10, 10);
  EXPECT_EQ(all.entries.size(), 2U);
  EXPECT_FALSE(all.truncated);
  const FlowSource one = ReadFlow(context.views, "acme", 1, 10);
  EXPECT_EQ(one.entries.size(), 1U);
  EXPECT_TRUE(one.truncated);
}

TEST(StaleEntries, CountsOpenOnesThatDidNotMoveSince) {
  EntryFlow old;
  old.name = "old";
  old.state = "NEW";
  EntryFlow moved = old;
  moved.state = "ACCEPTED";
  moved.moves = {{50 * kDayUs, "ACCEPTED"}};
  EntryFlow closed = old;
  closed.state = "CLOSED";
  EntryFlow after_the_fact = old;
  after_the_fact.retrospective = true;
  const std::vector<EntryFlow> entries = {old, moved, closed, after_the_fact};
  EXPECT_EQ(StaleEntries(entries, 61 * kDayUs, 60), 1);
  EXPECT_EQ(StaleEntries(entries, 60 * kDayUs, 60), 0);
  EXPECT_EQ(StaleEntries(entries, 111 * kDayUs, 60), 2);
}

}  // namespace
}  // namespace csi::reporting
