// No command, reply or reaction makes a record larger than its bound, and none
// is tried for ever or dropped without a trace.
#include "common/base/strings.h"
#include "common/executor/limits.h"
#include "common/journal/chain.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

using ::testing::HasSubstr;

class RecordBoundsTest : public testing::ExecutorTest {
 protected:
  // A partition that reacts to the directory's events.
  void OpenReacting() {
    domain_ = testing::MakeLedgerDomain("registry", {"raci"});
    Open();
    Run();
  }
  // One foreign record whose events ask for so many bytes of effects each.
  void Offer(uint64_t offset, const std::vector<std::string>& sizes,
             const std::string& id = "event") {
    ForeignBatch batch{"raci", "0123456789abcdef", offset + 1, {}, true};
    EventList::Events events;
    for (const std::string& size : sizes) {
      common::v1::CloudEvent event;
      event.set_id(StrCat(id, offset, "/", events.size()));
      event.set_tenant("acme");
      event.set_subject(size);
      events.push_back(event);
    }
    batch.records.push_back({offset, std::move(events)});
    executor_->OnForeign(std::move(batch), now_);
  }
  std::vector<common::v1::Batch> Batches() {
    std::vector<common::v1::Batch> batches;
    for (const std::string& bytes : journal_) {
      EXPECT_LE(bytes.size(), limits::kRecordBytesMax);
      common::v1::JournalRecord record;
      EXPECT_TRUE(record.ParseFromString(bytes));
      if (record.has_batch()) batches.push_back(record.batch());
    }
    return batches;
  }
  // Event ids that caused an entry, over all batches.
  std::vector<std::string> Causes() {
    std::vector<std::string> causes;
    for (const auto& batch : Batches()) {
      for (const auto& entry : batch.entries()) {
        causes.push_back(entry.causation_id());
      }
    }
    return causes;
  }
  static std::vector<std::string> EventsOf(uint64_t offset, int count,
                                           const std::string& id = "event") {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) ids.push_back(StrCat(id, offset, "/", i));
    return ids;
  }
};

TEST_F(RecordBoundsTest, AReplyThatIsTooLargeIsRefusedAndLeavesNothing) {
  Open();
  Run();
  const auto before = store_.tables();
  Submit({"long", "x", StrCat(limits::kCommandReplyBytesMax + 1)}, "r1");
  Run();
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(ReasonOf(results_[0].status), common::v1::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(MetadataOf(results_[0].status, "limit"), "command_reply_bytes_max");
  EXPECT_TRUE(store_.tables() == before);
  EXPECT_EQ(Value("x"), 0);
  Submit({"add", "x"}, "r2");
  Run();
  EXPECT_EQ(Value("x"), 1);
  EXPECT_TRUE(Refold() == store_.tables());
}

TEST_F(RecordBoundsTest, RepliesCountTowardsTheRecord) {
  Open();
  Run();
  for (int i = 0; i < 6; ++i) {
    Submit({"long", "x", StrCat(limits::kCommandReplyBytesMax - 100)},
           StrCat("r", i));
  }
  Run();
  ASSERT_EQ(results_.size(), 6u);
  for (const CallResult& result : results_) EXPECT_TRUE(result.status.ok());
  EXPECT_EQ(Batches().size(), 6u);
  EXPECT_EQ(Value("x"), 6);
  EXPECT_TRUE(Refold() == store_.tables());
}

TEST_F(RecordBoundsTest, ManySmallCommandsStayWithinTheRecord) {
  Open();
  Run();
  const std::string name(800, 'n');
  for (int i = 0; i < 1024; ++i) Submit({"add", name}, StrCat("r", i));
  Run();
  EXPECT_EQ(results_.size(), 1024u);
  EXPECT_EQ(Value(name), 1024);
  EXPECT_GE(Batches().size(), 2u);
}

TEST_F(RecordBoundsTest, AForeignRecordWithTooManyEffectsIsTakenInParts) {
  OpenReacting();
  Offer(0, std::vector<std::string>(10, "200000"));
  Run();
  const auto batches = Batches();
  ASSERT_GE(batches.size(), 3u);
  EXPECT_EQ(batches[0].inputs(0).offset(), 0u);
  EXPECT_EQ(batches[0].inputs(0).events_used(), 4u);
  EXPECT_EQ(batches.back().inputs(0).events_used(), 0u);
  // A program that does not know of parts must stop at one.
  common::v1::JournalRecord record;
  ASSERT_TRUE(record.ParseFromString(journal_[2]));
  EXPECT_EQ(record.feature_level(), journal::kFeatureLevelParts);
  ASSERT_TRUE(record.ParseFromString(journal_.back()));
  EXPECT_EQ(record.feature_level(), journal::kFeatureLevelBase);
  EXPECT_EQ(Causes(), EventsOf(0, 10));
  EXPECT_EQ(executor_->stats().reactions, 10u);
  EXPECT_TRUE(executor_->feeds().reactions().empty());
  EXPECT_TRUE(Refold()[0] == store_.tables()[0]);
}

TEST_F(RecordBoundsTest, TheRestOfAPartlyUsedRecordIsTakenAfterARestart) {
  OpenReacting();
  Offer(0, std::vector<std::string>(10, "200000"));
  // The first part is durable, then the power goes.
  std::optional<Action> action = executor_->Poll(now_);
  while (action->kind == Action::Kind::kCommit) {
    store_.Commit(action->writes);
    action = executor_->Poll(now_);
  }
  ASSERT_EQ(action->kind, Action::Kind::kAppend);
  journal_.push_back(action->record);
  store_.Commit(action->writes);
  Open();
  Run();
  EXPECT_EQ(executor_->WantedOffset("raci"), 0u);
  Offer(0, std::vector<std::string>(10, "200000"));
  Run();
  EXPECT_EQ(Causes(), EventsOf(0, 10));
  EXPECT_EQ(executor_->WantedOffset("raci"), 1u);
}

TEST_F(RecordBoundsTest, APartWhoseAppendWasLostIsDecidedAgain) {
  OpenReacting();
  Offer(0, std::vector<std::string>(10, "200000"));
  std::optional<Action> action = executor_->Poll(now_);
  while (action->kind == Action::Kind::kCommit) {
    store_.Commit(action->writes);
    action = executor_->Poll(now_);
  }
  executor_->OnAppended(AppendOutcome::kNotWritten, 0);
  Run();
  Offer(0, std::vector<std::string>(10, "200000"));
  Run();
  EXPECT_EQ(Causes(), EventsOf(0, 10));
}

TEST_F(RecordBoundsTest, AReactionThatIsTooLargeLeavesItsReason) {
  OpenReacting();
  Offer(0, {"10", StrCat(limits::kCommandEventBytesMax), "20"});
  Run();
  const auto batches = Batches();
  ASSERT_EQ(batches.size(), 1u);
  ASSERT_EQ(batches[0].entries_size(), 3);
  const common::v1::Entry& failed = batches[0].entries(1);
  EXPECT_EQ(failed.causation_id(), "event0/1");
  EXPECT_EQ(failed.events_size(), 0);
  EXPECT_THAT(failed.refusal(), HasSubstr("TOO_LARGE: "));
  EXPECT_THAT(failed.refusal(), HasSubstr("command_event_bytes_max"));
  EXPECT_EQ(executor_->stats().failed, 1u);
  EXPECT_EQ(batches[0].inputs(0).events_used(), 0u);
}

TEST_F(RecordBoundsTest, ManyFailedReactionsStayWithinTheRecord) {
  OpenReacting();
  const std::string id(20000, 'e');
  const std::vector<std::string> sizes(100,
                                       StrCat(limits::kCommandEventBytesMax));
  Offer(0, sizes, id);
  Run();
  EXPECT_EQ(Causes(), EventsOf(0, 100, id));
  EXPECT_EQ(executor_->stats().failed, 100u);
  EXPECT_GE(Batches().size(), 3u);
}

}  // namespace
}  // namespace csi
