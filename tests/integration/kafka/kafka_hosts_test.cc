// Copies of a partition on real brokers.
#include "tests/integration/kafka/copies.h"
#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

class KafkaHostsTest : public RealBrokersTest {
 protected:
  void SetUp() override {
    RealBrokersTest::SetUp();
    if (IsSkipped()) return;
    MakeTopic();
    copies_ = std::make_unique<Copies>(cluster_, topic_);
  }
  void TearDown() override {
    copies_.reset();
    RealBrokersTest::TearDown();
  }
  std::unique_ptr<Copies> copies_;
};

TEST_F(KafkaHostsTest, AnswersOnceOverARestart) {
  PartitionHost* host = &copies_->Start("a", true);
  const CallResult first = copies_->Add(*host, "r1");
  ASSERT_TRUE(first.status.ok()) << first.status;
  host = &copies_->Start("a", true);
  const CallResult again = copies_->Add(*host, "r1");
  ASSERT_TRUE(again.status.ok()) << again.status;
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.reply, first.reply);
  EXPECT_EQ(again.offset, first.offset);
  EXPECT_EQ(Copies::Value(*host, "x"), 1);
}

TEST_F(KafkaHostsTest, AFollowerHasTheSameRowsAndTakesOver) {
  PartitionHost& a = copies_->Start("a", true);
  ASSERT_TRUE(Copies::Leads(a));
  PartitionHost& b = copies_->Start("b", false);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(copies_->Add(a, StrCat("r", i)).status.ok());
  }
  EXPECT_TRUE(Copies::Same(a, b));
  EXPECT_TRUE(Copies::Until([&] { return b.report().following; }));
  EXPECT_EQ(b.report().leader_address, "a:1");
  copies_->Stop("a");
  b.SetMayLead(true);
  ASSERT_TRUE(Copies::Leads(b));
  const CallResult again = copies_->Add(b, "r7");
  EXPECT_TRUE(again.repeated);
  ASSERT_TRUE(copies_->Add(b, "new").status.ok());
  EXPECT_EQ(Copies::Value(b, "x"), 101);
}

TEST_F(KafkaHostsTest, ALeaderThatWasReplacedStepsDownAndNamesTheOther) {
  PartitionHost& a = copies_->Start("a", true);
  ASSERT_TRUE(copies_->Add(a, "r1").status.ok());
  a.SetMayLead(false);
  ASSERT_TRUE(copies_->Add(a, "r2").status.ok()) << "a revoke is no loss";
  PartitionHost& b = copies_->Start("b", true);
  ASSERT_TRUE(Copies::Leads(b));
  EXPECT_TRUE(Copies::Until([&] { return a.report().following; }));
  const CallResult refused = copies_->Add(a, "r3");
  EXPECT_EQ(ReasonOf(refused.status), common::v1::ERROR_REASON_NOT_LEADER);
  EXPECT_EQ(MetadataOf(refused.status, "leader"), "b:1");
  EXPECT_TRUE(copies_->Add(b, "r3").status.ok());
  EXPECT_TRUE(Copies::Same(a, b));
}

TEST_F(KafkaHostsTest, ALostDiskIsRebuilt) {
  PartitionHost* a = &copies_->Start("a", true);
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(
        copies_->Add(*a, StrCat("r", i), StrCat("k", i % 7)).status.ok());
  }
  PartitionHost& b = copies_->Start("b", false);
  ASSERT_TRUE(Copies::Same(*a, b));
  copies_->LoseDisk("b");
  PartitionHost& again = copies_->Start("b", false);
  EXPECT_TRUE(Copies::Same(*a, again));
}

// Two copies that are both named fight for the lead while clients repeat what
// was not acknowledged at either of them.
TEST_F(KafkaHostsTest, TwoThatFightForTheLeadLoseAndDoubleNothing) {
  PartitionHost& a = copies_->Start("a", true);
  PartitionHost& b = copies_->Start("b", true);
  constexpr int kRequests = 300;
  for (int i = 0; i < kRequests; ++i) {
    const std::string id = StrCat("r", i);
    bool done = false;
    for (int attempt = 0; attempt < 200 && !done; ++attempt) {
      PartitionHost& host = (i / 20 + attempt) % 2 == 0 ? a : b;
      auto answer = copies_->Send(host, id, StrCat("k", i));
      ASSERT_EQ(answer.wait_for(std::chrono::seconds(30)),
                std::future_status::ready);
      done = answer.get().status.ok();
    }
    ASSERT_TRUE(done) << id;
  }
  a.SetMayLead(false);
  EXPECT_TRUE(Copies::Same(a, b));
  for (int i = 0; i < kRequests; ++i) {
    ASSERT_EQ(Copies::Value(b, StrCat("k", i)), 1) << i;
  }
  EXPECT_GT(b.report().epoch, 2u);
}

}  // namespace
}  // namespace csi::kafka
