// Copies that share one journal: following, stepping down, claiming.
// Longer than 300 lines because all of it plays on one fixture.
#include <set>

#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

class FollowTest : public testing::ExecutorTest {
 protected:
  void OpenShared(bool may_lead) {
    ExecutorOptions options;
    options.atomic_append = false;
    options.may_lead = may_lead;
    options.address = "here:1";
    Open(options);
    Run();
  }
  void Lead() {
    OpenShared(true);
    ASSERT_TRUE(executor_->leading());
  }
  std::string Claim(uint64_t epoch, std::string address = "there:2") {
    common::v1::JournalRecord record = journal::NewRecord();
    record.mutable_claim()->set_epoch(epoch);
    record.mutable_claim()->set_writer("another writer..");
    record.mutable_claim()->set_address(address);
    return record.SerializeAsString();
  }
  // Hands over all that stands behind what the executor has seen.
  void Follow() {
    const auto from = executor_->FollowFrom();
    ASSERT_TRUE(from.has_value());
    executor_->OnFollowed(*from, {journal_.begin() + *from, journal_.end()});
    Run();
  }
  std::vector<std::string> At(const Action& read) const {
    return {journal_.begin() + read.from, journal_.begin() + read.to};
  }
  Action NextAppend() {
    while (std::optional<Action> action = executor_->Poll(now_)) {
      switch (action->kind) {
        case Action::Kind::kAppend:
          return *std::move(action);
        case Action::Kind::kRead:
          executor_->OnRecords(
              action->from,
              {journal_.begin() + action->from,
               journal_.begin() + std::min(action->to, journal_.size())});
          break;
        case Action::Kind::kCommit:
          store_.Commit(action->writes);
          break;
        case Action::Kind::kReopen:
          executor_->OnOpened(journal_.size());
          break;
        case Action::Kind::kSetAside:
          ADD_FAILURE() << action->why;
      }
    }
    ADD_FAILURE() << "no append came";
    return {};
  }
  void Land(const Action& action) {
    journal_.push_back(action.record);
    executor_->OnAppended(AppendOutcome::kCommitted, journal_.size() - 1);
  }
  uint64_t epoch() const { return executor_->partition().epoch(); }
  common::v1::ErrorReason Reason(size_t i) {
    return ReasonOf(results_[i].status);
  }
};

TEST_F(FollowTest, AFollowerFoldsWhatStandsInTheJournal) {
  Lead();
  const MemoryStore::Tables before = store_.tables();
  const size_t end = journal_.size();
  Submit({"add", "x"}, "r1");
  Run();
  store_.Restore(before);
  const std::vector<std::string> all = journal_;
  journal_.resize(end);
  OpenShared(false);
  EXPECT_TRUE(executor_->following());
  EXPECT_EQ(Value("x"), 0);
  journal_ = all;
  Follow();
  EXPECT_EQ(Value("x"), 1);
  EXPECT_TRUE(executor_->following());
}

TEST_F(FollowTest, AFollowerOfAnEmptyJournalWritesNothing) {
  OpenShared(false);
  EXPECT_TRUE(journal_.empty());
  Submit({"add", "x"}, "");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_NOT_LEADER);
  executor_->SetMayLead(true);
  Run();
  EXPECT_TRUE(executor_->leading());
}

TEST_F(FollowTest, AFollowerThatIsNamedClaims) {
  Lead();
  OpenShared(false);
  const uint64_t before = epoch();
  executor_->SetMayLead(true);
  Run();
  EXPECT_TRUE(executor_->leading());
  EXPECT_EQ(epoch(), before + 1);
}

TEST_F(FollowTest, ALeaderStepsDownWhenItMeetsAnothersClaim) {
  Lead();
  executor_->SetMayLead(false);
  EXPECT_TRUE(executor_->leading()) << "a revoke alone is no loss";
  journal_.push_back(Claim(epoch() + 1));
  Follow();
  EXPECT_TRUE(executor_->following());
  Submit({"add", "x"}, "");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_NOT_LEADER);
  EXPECT_EQ(MetadataOf(results_[0].status, "leader"), "there:2");
}

TEST_F(FollowTest, FromTheSightOfAnothersClaimOnTheLeadIsElsewhere) {
  Lead();
  EXPECT_FALSE(executor_->led_elsewhere());
  executor_->SetMayLead(false);
  EXPECT_FALSE(executor_->led_elsewhere()) << "a revoke alone is no loss";
  journal_.push_back(Claim(epoch() + 1));
  const auto from = executor_->FollowFrom();
  executor_->OnFollowed(*from, {journal_.begin() + *from, journal_.end()});
  // The claim is to be folded yet: who sends calls there answers no queries.
  EXPECT_FALSE(executor_->following());
  Submit({"add", "x"}, "");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_NOT_LEADER);
  EXPECT_TRUE(executor_->led_elsewhere());
}

TEST_F(FollowTest, ALeaderThatYieldsDecidesNothingAndSendsCallsElsewhere) {
  Lead();
  Submit({"add", "x"}, "r1");
  Action batch = NextAppend();
  Submit({"add", "x"}, "r2");
  executor_->Yield(now_.steady + absl::Seconds(1));
  EXPECT_FALSE(executor_->yielded()) << "an append is under way";
  Land(batch);
  Run();
  EXPECT_TRUE(executor_->yielded());
  EXPECT_TRUE(executor_->leading());
  Submit({"add", "x"}, "r3");
  ASSERT_EQ(results_.size(), 3u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_NOT_LEADER) << "r2";
  EXPECT_TRUE(results_[1].status.ok()) << results_[1].status;
  EXPECT_EQ(Reason(2), common::v1::ERROR_REASON_NOT_LEADER) << "r3";
  EXPECT_EQ(MetadataOf(results_[2].status, "leader"), "") << "not this copy";
  executor_->SetMayLead(false);
  journal_.push_back(Claim(epoch() + 1));
  Follow();
  EXPECT_TRUE(executor_->following());
  EXPECT_EQ(executor_->stats().unknown_outcomes, 0u);
}

TEST_F(FollowTest, ALeaderLeadsOnWhenNobodyClaimsWhatItYielded) {
  Lead();
  executor_->Yield(now_.steady + absl::Seconds(1));
  Submit({"add", "x"}, "r1");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_NOT_LEADER);
  now_.steady += absl::Seconds(1);
  Run();
  Submit({"add", "x"}, "r1");
  Run();
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_TRUE(results_[1].status.ok()) << results_[1].status;
}

TEST_F(FollowTest, ADeadClaimDeposesNobodyAndMovesNoOffset) {
  Lead();
  const uint64_t expected = executor_->partition().next_offset();
  journal_.push_back(Claim(epoch()));
  journal_.push_back(Claim(epoch() + 2));
  Follow();
  EXPECT_TRUE(executor_->leading());
  EXPECT_EQ(executor_->partition().next_offset(), expected);
  EXPECT_EQ(executor_->FollowFrom(), journal_.size());
  Submit({"add", "x"}, "r1");
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok()) << results_[0].status;
  EXPECT_EQ(results_[0].offset, journal_.size() - 1);
}

TEST_F(FollowTest, AClaimIsReadBackBehindASecondLookAtTheRecordBefore) {
  Lead();
  OpenShared(false);
  executor_->SetMayLead(true);
  Action claim = NextAppend();
  // What was read before the claim was acknowledged is gone.
  journal_.back() = Claim(epoch() + 7);
  Land(claim);
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kRead);
  EXPECT_EQ(action->to, journal_.size() - 1);
  executor_->OnRecords(action->from, At(*action));
  action = executor_->Poll(now_);
  ASSERT_TRUE(action);
  EXPECT_EQ(action->kind, Action::Kind::kSetAside);
}

TEST_F(FollowTest, ARefusalAloneWaitsForAnEmptyBatchThatCounts) {
  Lead();
  Submit({"refuse", "x"}, "");
  Action barrier = NextAppend();
  EXPECT_TRUE(results_.empty());
  Land(barrier);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(executor_->stats().barriers, 1u);
}

TEST_F(FollowTest, ARefusalOfALeaderThatLostIsNotFinal) {
  Lead();
  executor_->SetMayLead(false);
  Submit({"refuse", "x"}, "");
  Action barrier = NextAppend();
  journal_.push_back(Claim(epoch() + 1));
  Land(barrier);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
}

// A read that must not be old: the answer waits for a record that counts.
TEST_F(FollowTest, ALeadIsProvedByAnEmptyBatchThatCounts) {
  Lead();
  AskWhetherItLeads();
  Action barrier = NextAppend();
  EXPECT_TRUE(results_.empty());
  Land(barrier);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok()) << results_[0].status;
  EXPECT_EQ(executor_->stats().barriers, 1u);
}

TEST_F(FollowTest, ALeaderThatLostProvesNothing) {
  Lead();
  executor_->SetMayLead(false);
  AskWhetherItLeads();
  Action barrier = NextAppend();
  journal_.push_back(Claim(epoch() + 1));
  Land(barrier);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  AskWhetherItLeads();
  Run();
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_EQ(Reason(1), common::v1::ERROR_REASON_NOT_LEADER);
}

TEST_F(FollowTest, AProofRidesOnAWriteThatIsUnderWay) {
  Lead();
  Submit({"add", "x"}, "r1");
  AskWhetherItLeads();
  Action batch = NextAppend();
  Land(batch);
  Run();
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_TRUE(results_[1].status.ok());
  EXPECT_EQ(executor_->stats().barriers, 0u);
}

TEST_F(FollowTest, ABatchBehindAnothersClaimIsAnsweredWithoutANewClaim) {
  Lead();
  executor_->SetMayLead(false);
  Submit({"add", "x"}, "r1");
  Action batch = NextAppend();
  journal_.push_back(Claim(epoch() + 1));
  Land(batch);
  const size_t end = journal_.size();
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(journal_.size(), end);
  EXPECT_TRUE(executor_->following());
  EXPECT_EQ(Value("x"), 0);
}

TEST_F(FollowTest, CallsThatWaitBehindALostBatchAreSentToTheOther) {
  Lead();
  executor_->SetMayLead(false);
  Submit({"add", "x"}, "r1");
  Action batch = NextAppend();
  Submit({"add", "x"}, "r2");
  journal_.push_back(Claim(epoch() + 1));
  Land(batch);
  Run();
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_EQ(Reason(1), common::v1::ERROR_REASON_NOT_LEADER);
  EXPECT_EQ(MetadataOf(results_[1].status, "leader"), "there:2");
}

TEST_F(FollowTest, AnUnknownOutcomeIsNotAnsweredFromTheEndOfTheJournal) {
  Lead();
  executor_->SetMayLead(false);
  const uint64_t own = epoch();
  Submit({"add", "x"}, "r1");
  Action batch = NextAppend();
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  journal_.push_back(Claim(own + 1));
  Action settling = NextAppend();
  EXPECT_TRUE(results_.empty());
  // The bid of a copy that is not named deposes nobody.
  common::v1::JournalRecord record;
  ASSERT_TRUE(record.ParseFromString(settling.record));
  EXPECT_EQ(record.claim().epoch(), own + 1);
  journal_.push_back(batch.record);  // late, and dead
  Land(settling);
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(epoch(), own + 1);
  EXPECT_EQ(executor_->partition().writer(), "another writer..");
}

TEST_F(FollowTest, ABatchThatWasSeenAndCutOffIsNotAcknowledged) {
  Lead();
  Submit({"add", "x"}, "r1");
  const size_t place = journal_.size();
  Action batch = NextAppend();
  journal_.push_back(batch.record);
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  Action claim = NextAppend();  // the batch was folded before it
  journal_.resize(place);
  journal_.push_back(claim.record);
  executor_->OnAppended(AppendOutcome::kCommitted, place);
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action);
  ASSERT_EQ(action->kind, Action::Kind::kSetAside);
  store_.Restore({});
  executor_->OnOpened(journal_.size());
  Run();
  ASSERT_TRUE(executor_->leading());
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(Reason(0), common::v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(Value("x"), 0);
}

TEST_F(FollowTest, AnUnknownBatchThatLandedIsAcknowledgedByACopyThatLost) {
  Lead();
  executor_->SetMayLead(false);
  const uint64_t own = epoch();
  Submit({"add", "x"}, "r1");
  Action batch = NextAppend();
  journal_.push_back(batch.record);
  const uint64_t landed = journal_.size() - 1;
  journal_.push_back(Claim(own + 1));
  executor_->OnAppended(AppendOutcome::kUnknown, 0);
  Land(NextAppend());
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_TRUE(results_[0].status.ok()) << results_[0].status;
  EXPECT_EQ(results_[0].offset, landed);
}

TEST_F(FollowTest, EachClaimHasBitsOfItsOwn) {
  std::set<std::string> writers;
  for (int i = 0; i < 3; ++i) {
    OpenShared(true);
    ASSERT_TRUE(executor_->leading());
    writers.insert(executor_->partition().writer());
    // The same copy, after an outcome that it does not know.
    Submit({"add", "x"}, "");
    NextAppend();
    executor_->OnAppended(AppendOutcome::kUnknown, 0);
    Run();
    ASSERT_TRUE(executor_->leading());
    writers.insert(executor_->partition().writer());
  }
  EXPECT_EQ(writers.size(), 6u);
}

TEST_F(FollowTest, LostClaimsPauseLongerEachTime) {
  Lead();
  OpenShared(false);
  executor_->SetMayLead(true);
  absl::Duration last = absl::ZeroDuration();
  for (int lost = 0; lost < 4; ++lost) {
    const uint64_t wanted = epoch() + 1;
    Action claim = NextAppend();
    journal_.push_back(Claim(wanted));
    Land(claim);
    Run();
    EXPECT_FALSE(executor_->leading());
    const auto next = executor_->NextClaim();
    ASSERT_TRUE(next.has_value());
    const absl::Duration pause = *next - now_.steady;
    const absl::Duration mean = absl::Milliseconds(50) * (1 << lost);
    EXPECT_GE(pause, mean / 2);
    EXPECT_LE(pause, mean * 3 / 2);
    EXPECT_FALSE(executor_->Poll(now_).has_value());
    last = pause;
    now_.steady += pause;
  }
  EXPECT_GT(last, absl::Milliseconds(150));
}

TEST_F(FollowTest, AFollowerNoticesThatItsLastRecordIsAnother) {
  Lead();
  OpenShared(false);
  executor_->Recheck();
  Run();
  EXPECT_TRUE(executor_->following());
  journal_.back() = Claim(77);
  executor_->Recheck();
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kRead);
  executor_->OnRecords(action->from, At(*action));
  action = executor_->Poll(now_);
  ASSERT_TRUE(action);
  EXPECT_EQ(action->kind, Action::Kind::kSetAside);
}

// Two claims were cut and landed again in another order; a double of the second
// stands where it stood, so that the last record is the same.
TEST_F(FollowTest, AFollowerComparesMoreThanTheLastRecord) {
  Lead();
  executor_->SetMayLead(false);
  journal_.push_back(Claim(epoch() + 1, "there:1"));
  journal_.push_back(Claim(epoch() + 2, "there:2"));
  Follow();
  ASSERT_TRUE(executor_->following());
  journal_[journal_.size() - 2] = journal_.back();
  executor_->Recheck();
  std::optional<Action> action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kRead);
  executor_->OnRecords(action->from, At(*action));
  action = executor_->Poll(now_);
  ASSERT_TRUE(action);
  EXPECT_EQ(action->kind, Action::Kind::kSetAside);
}

TEST_F(FollowTest, ACopyWithAnotherPartitionCountStops) {
  Lead();
  ExecutorOptions other;
  other.atomic_append = false;
  other.partition_count = 8;
  store_.Restore({});
  Open(other);
  Run();
  EXPECT_EQ(executor_->phase(), Executor::Phase::kHalted);
  EXPECT_NE(executor_->halt_reason().find("partition 0 of 1"),
            std::string::npos)
      << executor_->halt_reason();
}

}  // namespace
}  // namespace csi
