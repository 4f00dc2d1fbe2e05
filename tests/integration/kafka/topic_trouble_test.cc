// Topics that are missing, wrong, or not the ones they were.
#include "tests/integration/kafka/copies.h"
#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

class TopicTroubleTest : public RealBrokersTest {
 protected:
  void SetUp() override {
    RealBrokersTest::SetUp();
    if (IsSkipped()) return;
    copies_ = std::make_unique<Copies>(cluster_, topic_);
  }
  void TearDown() override {
    copies_.reset();
    RealBrokersTest::TearDown();
  }
  static bool Says(PartitionHost& host, std::string_view words) {
    return Copies::Until([&] {
      return host.report().halt_reason.find(words) != std::string::npos;
    });
  }
  std::unique_ptr<Copies> copies_;
};

TEST_F(TopicTroubleTest, AMissingTopicIsSaidAndNotMadeAndUsedOnceItIsThere) {
  PartitionHost& a = copies_->Start("a", true);
  EXPECT_TRUE(Says(a, "is not there")) << a.report().halt_reason;
  EXPECT_EQ(ReasonOf(copies_->Add(a, "r1").status),
            common::v1::ERROR_REASON_NOT_SERVING);
  auto state = admin_->Describe(topic_, kAdminWait);
  ASSERT_TRUE(state.ok());
  EXPECT_FALSE(state->exists);
  MakeTopic();
  ASSERT_TRUE(Copies::Leads(a));
  EXPECT_TRUE(copies_->Add(a, "r1").status.ok());
}

TEST_F(TopicTroubleTest, ACompactedTopicIsNotUsed) {
  MakeTopic({{"cleanup.policy", "compact"}});
  PartitionHost& a = copies_->Start("a", true);
  EXPECT_TRUE(Says(a, "cleanup.policy is compact")) << a.report().halt_reason;
}

TEST_F(TopicTroubleTest, ATopicThatForgetsIsNotUsed) {
  MakeTopic({{"retention.ms", "86400000"}});
  PartitionHost& a = copies_->Start("a", true);
  EXPECT_TRUE(Says(a, "retention.ms is 86400000")) << a.report().halt_reason;
}

TEST_F(TopicTroubleTest, AnotherPartitionCountIsNotUsed) {
  MakeTopic({}, 2);
  PartitionHost& a = copies_->Start("a", true);
  EXPECT_TRUE(Says(a, "it has 2 partitions, 1 are needed"))
      << a.report().halt_reason;
}

TEST_F(TopicTroubleTest, AReplacedTopicIsNeverWrittenOnWithTheOldState) {
  MakeTopic();
  PartitionHost* a = &copies_->Start("a", true);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(copies_->Add(*a, StrCat("r", i)).status.ok());
  }
  const std::string old_journal = a->journal_id();
  copies_->Stop("a");
  DeleteTopic();
  MakeTopic();
  // Longer than the old one, so that the end alone tells nothing.
  PartitionHost& b = copies_->Start("b", true);
  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(copies_->Add(b, StrCat("n", i), "y").status.ok());
  }
  a = &copies_->Start("a", false);
  EXPECT_TRUE(Copies::Same(*a, b));
  EXPECT_NE(a->journal_id(), old_journal);
  EXPECT_EQ(Copies::Value(*a, "x"), 0);
  EXPECT_TRUE(
      std::filesystem::exists(copies_->Folder("a") / "raci" / "0.aside"));
}

TEST_F(TopicTroubleTest, ATopicReplacedUnderARunningLeaderIsNoticed) {
  MakeTopic();
  PartitionHost& a = copies_->Start("a", true);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(copies_->Add(a, StrCat("r", i)).status.ok());
  }
  const std::string old_journal = a.journal_id();
  DeleteTopic();
  MakeTopic();
  EXPECT_TRUE(Copies::Until(
      [&] {
        const HostReport report = a.report();
        return a.journal_id() != old_journal &&
               report.phase == Executor::Phase::kLead;
      },
      60))
      << a.report().halt_reason;
  EXPECT_EQ(Copies::Value(a, "x"), 0);
  ASSERT_TRUE(copies_->Add(a, "again").status.ok());
  EXPECT_EQ(Copies::Value(a, "x"), 1);
}

TEST_F(TopicTroubleTest, BrokersThatAreAwayAreSaid) {
  Copies nowhere({"127.0.0.1:9"}, topic_);
  PartitionHost& a = nowhere.Start("a", true);
  EXPECT_TRUE(Says(a, "No Kafka broker answered")) << a.report().halt_reason;
  EXPECT_EQ(ReasonOf(nowhere.Add(a, "r1").status),
            common::v1::ERROR_REASON_NOT_SERVING);
}

}  // namespace
}  // namespace csi::kafka
