// A leader whose appends fail in every way that the mock brokers can play.
#include "common/base/strings.h"
#include "tests/integration/kafka/copies.h"
#include "tests/unit/common/kafka/mock_brokers.h"

namespace csi::kafka {
namespace {

class InjectedErrorsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    brokers_.MakeTopic("journal");
    copies_ = std::make_unique<Copies>(brokers_.options(absl::Seconds(1)),
                                       "journal", false);
    host_ = &copies_->Start("a", true);
    ASSERT_TRUE(Copies::Leads(*host_));
    epoch_ = host_->report().epoch;
  }
  // The call's outcome is told, the next one is served, nothing is doubled.
  void ExpectHonest(bool landed) {
    const CallResult result = copies_->Add(*host_, "r1");
    EXPECT_EQ(result.status.ok(), landed) << result.status;
    if (!landed) {
      EXPECT_EQ(ReasonOf(result.status),
                common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
    }
    const CallResult again = copies_->Add(*host_, "r1");
    ASSERT_TRUE(again.status.ok()) << again.status;
    EXPECT_EQ(again.repeated, landed);
    EXPECT_EQ(Copies::Value(*host_, "x"), 1);
    EXPECT_GT(host_->report().epoch, epoch_) << "there was no new claim";
  }

  MockBrokers brokers_;
  std::unique_ptr<Copies> copies_;
  PartitionHost* host_ = nullptr;
  uint64_t epoch_ = 0;
};

TEST_F(InjectedErrorsTest, ARefusedAppendIsFollowedByANewClaim) {
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  ExpectHonest(false);
}

TEST_F(InjectedErrorsTest, AFatalErrorIsFollowedByANewClaim) {
  brokers_.FailNext(kProduceApi,
                    RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
  ExpectHonest(false);
}

TEST_F(InjectedErrorsTest, ALostAnswerIsResolvedByANewClaim) {
  // The mock answers late and has written nothing. Where the client's own retry
  // comes in time nothing was lost: then once more.
  for (int landed = 0; landed < 5; ++landed) {
    brokers_.DelayNext(kProduceApi, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, 4000);
    const std::string id = StrCat("r", landed);
    const CallResult result = copies_->Add(*host_, id);
    if (result.status.ok()) continue;
    EXPECT_EQ(ReasonOf(result.status),
              common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
    const CallResult again = copies_->Add(*host_, id);
    ASSERT_TRUE(again.status.ok()) << again.status;
    EXPECT_FALSE(again.repeated);
    EXPECT_EQ(Copies::Value(*host_, "x"), landed + 1);
    EXPECT_GT(host_->report().epoch, epoch_) << "there was no new claim";
    return;
  }
  FAIL() << "no answer was lost";
}

TEST_F(InjectedErrorsTest, ARetriedAppendIsAcknowledged) {
  brokers_.FailNext(kProduceApi, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  const CallResult result = copies_->Add(*host_, "r1");
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(Copies::Value(*host_, "x"), 1);
}

TEST_F(InjectedErrorsTest, AStandbyFollowsAndTakesOver) {
  PartitionHost& b = copies_->Start("b", false);
  ASSERT_TRUE(copies_->Add(*host_, "r1").status.ok());
  EXPECT_TRUE(Copies::Same(*host_, b));
  b.SetMayLead(true);
  host_->SetMayLead(false);
  ASSERT_TRUE(Copies::Leads(b));
  EXPECT_TRUE(Copies::Until([&] { return host_->report().following; }));
  EXPECT_TRUE(copies_->Add(b, "r1").repeated);
}

}  // namespace
}  // namespace csi::kafka
