// Rows of another state format are never folded on: they are made anew.
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using StateFormatTest = testing::ExecutorTest;

TEST_F(StateFormatTest, RowsOfAnotherFormatAreSetAsideAndFoldedAnew) {
  Open();
  Run();
  Submit({"add", "x"}, "r1");
  Submit({"add", "x"}, "r2");
  Run();
  // As an earlier program left them: its format, and a row that means nothing.
  auto state = GetRow<common::v1::PartitionState>(store_.table(Table::kMeta),
                                                  kPartitionStateKey)
                   .value_or(common::v1::PartitionState());
  ASSERT_EQ(state.state_format(), journal::kStateFormat);
  state.set_state_format(journal::kStateFormat - 1);
  WriteSet writes;
  writes.at(Table::kMeta)[kPartitionStateKey] = ToBytes(state);
  writes.at(Table::kState)["of an earlier format"] = "x";
  store_.Commit(writes);
  Open();
  const std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action.has_value());
  EXPECT_EQ(action->kind, Action::Kind::kSetAside);
  EXPECT_NE(action->why.find("format"), std::string::npos) << action->why;
  // The driver drops the tables and opens them again.
  store_.Restore({});
  executor_->OnOpened(journal_.size());
  Run();
  EXPECT_TRUE(executor_->leading());
  EXPECT_FALSE(store_.table(Table::kState).Has("of an earlier format"));
  EXPECT_EQ(Value("x"), 2);
  EXPECT_EQ(executor_->partition().state_format(), journal::kStateFormat);
}

}  // namespace
}  // namespace csi
