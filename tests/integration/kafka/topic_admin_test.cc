#include "common/kafka/topic_admin.h"

#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

using TopicAdminTest = RealBrokersTest;

TEST_F(TopicAdminTest, AJournalsTopicIsAsItShallBe) {
  MakeTopic({}, 3);
  auto state = admin_->Describe(topic_, kAdminWait);
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_TRUE(state->exists);
  EXPECT_EQ(state->partitions, 3);
  EXPECT_EQ(state->configs["retention.ms"], "-1");
  EXPECT_TRUE(
      CompareTopic(JournalTopicSpec(topic_, 3, replication_), *state).empty());
}

TEST_F(TopicAdminTest, AMissingTopicIsDescribedAndNotMade) {
  for (int i = 0; i < 2; ++i) {
    auto state = admin_->Describe(topic_, kAdminWait);
    ASSERT_TRUE(state.ok()) << state.status();
    EXPECT_FALSE(state->exists);
  }
}

TEST_F(TopicAdminTest, CreatingTwiceIsSaid) {
  MakeTopic();
  EXPECT_EQ(
      admin_->Create(JournalTopicSpec(topic_, 1, replication_), kAdminWait)
          .code(),
      absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace csi::kafka
