#include "common/domain/decided_record.h"

#include "common/publisher/projection.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using DecidedRecordTest = testing::ExecutorTest;

TEST_F(DecidedRecordTest, ProjectsAsItsBytesDo) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Submit({"add", "y"}, "r2", "other");
  Submit({"refuse", "x"}, "r3");  // no entry
  Submit({"add", "x"}, "");
  const std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kAppend);
  ASSERT_NE(action->decided, nullptr);
  const EventOrigin origin{"local", "raci", 0, "0123456789abcdef"};
  const auto decided =
      ProjectDecided(origin, 2, action->record, *action->decided);
  const auto parsed = ProjectRecord(*domain_, origin, 2, action->record);
  ASSERT_EQ(decided.size(), 3u);
  ASSERT_EQ(parsed.size(), decided.size());
  for (size_t i = 0; i < parsed.size(); ++i) {
    EXPECT_EQ(decided[i].SerializeAsString(), parsed[i].SerializeAsString());
  }
  EXPECT_EQ(decided[1].tenant(), "other");
  EXPECT_TRUE(decided[2].position().last());
}

}  // namespace
}  // namespace csi
