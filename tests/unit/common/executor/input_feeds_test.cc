#include "common/executor/input_feeds.h"

#include "common/executor/limits.h"
#include "common/journal/chain.h"
#include "common/publisher/projection.h"
#include "gtest/gtest.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi {
namespace {

constexpr char kSource[] = "news/0";

class InputTest : public testing::ExecutorTest {
 protected:
  InputTest() { inputs_ = {kSource}; }

  static Input MakeInput(uint64_t offset,
                         std::vector<std::vector<std::string>> commands) {
    Input input;
    input.offset = offset;
    input.fingerprint = std::string(16, static_cast<char>('a' + offset % 26));
    input.event_id = "event-" + std::to_string(offset);
    for (auto& words : commands) {
      input.commands.push_back(
          {"acme",
           testing::LedgerCommand(std::move(words), "", "acme").request});
    }
    return input;
  }
  void Offer(std::vector<Input> inputs) {
    const auto place = executor_->WantedInput(kSource);
    ASSERT_TRUE(place);
    executor_->OnInputs({kSource, *place, std::move(inputs)});
  }
  common::v1::Batch LastBatch() {
    common::v1::JournalRecord record;
    EXPECT_TRUE(record.ParseFromString(journal_.back()));
    return record.batch();
  }
};

TEST_F(InputTest, HasItsEffectAndItsPlaceInOneRecord) {
  Open();
  Run();
  Offer({MakeInput(5, {{"add", "x"}, {"add", "y"}})});
  Run();
  EXPECT_EQ(Value("x"), 1);
  EXPECT_EQ(Value("y"), 1);
  const common::v1::Batch batch = LastBatch();
  ASSERT_EQ(batch.entries_size(), 2);
  EXPECT_EQ(batch.entries(0).causation_id(), "event-5");
  ASSERT_EQ(batch.inputs_size(), 1);
  EXPECT_EQ(batch.inputs(0).source(), kSource);
  EXPECT_EQ(batch.inputs(0).offset(), 5u);
  EXPECT_EQ(Refold(), store_.tables());
}

TEST_F(InputTest, IsReadOnFromThePlaceInTheJournalAfterATakeover) {
  Open();
  Run();
  Offer({MakeInput(5, {{"add", "x"}}), MakeInput(6, {{"add", "x"}})});
  Run();
  Open();
  Run();
  const auto place = executor_->WantedInput(kSource);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->next, 7u);
  EXPECT_EQ(place->fingerprint, std::string(16, 'g'));
}

TEST_F(InputTest, OfAnAppendThatFailedIsReadAgain) {
  Open();
  Run();
  Offer({MakeInput(0, {{"add", "x"}})});
  const auto action = executor_->Poll(now_);
  ASSERT_TRUE(action && action->kind == Action::Kind::kAppend);
  executor_->OnAppended(AppendOutcome::kNotWritten, 0);
  ASSERT_TRUE(executor_->Poll(now_));  // reopen
  executor_->OnOpened(journal_.size());
  Run();
  const auto place = executor_->WantedInput(kSource);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->next, 0u);
  Offer({MakeInput(0, {{"add", "x"}})});
  Run();
  EXPECT_EQ(Value("x"), 1);
}

TEST_F(InputTest, ThatIsRefusedHasNoEffectAndIsPublishedAsRejected) {
  Open();
  Run();
  Offer({MakeInput(3, {{"add", "x"}, {"refuse", "x"}}),
         MakeInput(4, {{"add", "z"}})});
  Run();
  EXPECT_EQ(Value("x"), 0);
  EXPECT_EQ(Value("z"), 1);
  EXPECT_EQ(executor_->stats().inputs_rejected, 1u);
  const common::v1::Batch batch = LastBatch();
  ASSERT_EQ(batch.entries_size(), 2);
  EXPECT_EQ(batch.entries(0).rejected_input().reason(), "RULE_VIOLATED");
  EXPECT_EQ(batch.entries(0).rejected_input().topic(), "news");
  EXPECT_EQ(batch.entries(0).rejected_input().offset(), 3u);
  EXPECT_EQ(batch.event_count(), 2u);
  common::v1::JournalRecord record;
  ASSERT_TRUE(record.ParseFromString(journal_.back()));
  EXPECT_EQ(record.feature_level(), journal::kFeatureLevelInputs);
  const auto events = ProjectRecord(
      *domain_, {"local", "raci", 0, "0123456789abcdef"}, 2, journal_.back());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type(), "csi.common.v1.InputRejected");
  EXPECT_EQ(events[0].subject(), "inputs/news/0/3");
  EXPECT_EQ(Refold(), store_.tables());
}

TEST_F(InputTest, ThatCannotBeReadIsJournaledAsRejected) {
  Open();
  Run();
  Input input = MakeInput(9, {});
  input.rejected = RejectionOf(kSource, input);
  input.rejected->set_reason("NOT_JSON");
  Offer({input});
  Run();
  ASSERT_EQ(LastBatch().entries_size(), 1);
  EXPECT_EQ(LastBatch().entries(0).rejected_input().reason(), "NOT_JSON");
  EXPECT_EQ(LastBatch().inputs(0).offset(), 9u);
}

TEST_F(InputTest, WhoseEffectsFitIntoNoRecordIsRejected) {
  Open();
  Run();
  const std::string most = std::to_string(limits::kCommandEventBytesMax - 100);
  const std::vector<std::vector<std::string>> many(10, {"big", most});
  Offer({MakeInput(0, many), MakeInput(1, {{"add", "x"}})});
  Run();
  EXPECT_EQ(Value("x"), 1);
  EXPECT_EQ(executor_->stats().inputs_rejected, 1u);
}

TEST_F(InputTest, OfNoInterestIsMarkedAfterAWhileOrWithTheNextBatch) {
  Open();
  Run();
  const size_t before = journal_.size();
  Offer({MakeInput(0, {}), MakeInput(1, {})});
  Run();
  EXPECT_EQ(journal_.size(), before);
  now_.steady += absl::Microseconds(limits::kInputMarkAfterUs);
  Run();
  ASSERT_EQ(journal_.size(), before + 1);
  EXPECT_EQ(LastBatch().inputs(0).offset(), 1u);
  Offer({MakeInput(2, {})});
  Submit({"add", "x"}, "r1");
  Run();
  EXPECT_EQ(LastBatch().inputs(0).offset(), 2u);
}

TEST_F(InputTest, IsNotTakenByACopyThatFollows) {
  Open();
  EXPECT_FALSE(executor_->WantedInput(kSource));
}

TEST_F(InputTest, WaitsForAViewAndKeepsItsOrder) {
  domain_ = testing::MakeLedgerDomain("workflow", {"raci"});
  Open();
  Run();
  Offer({MakeInput(0, {{"view", "x"}}), MakeInput(1, {{"add", "y"}})});
  Run();
  EXPECT_EQ(Value("y"), 0);
  EXPECT_EQ(executor_->inputs().waiting(), 2u);
  executor_->OnForeign({"raci", "journal", 1, {}, true}, now_);
  Run();
  EXPECT_EQ(Value("y"), 1);
  EXPECT_EQ(executor_->inputs().waiting(), 0u);
}

TEST(InputFeeds, GivesEachSourceItsTurnAndBoundsWhatWaits) {
  InputFeeds feeds({"a/0", "a/1"});
  feeds.Reset({});
  InputBatch batch{"a/0", {}, std::vector<Input>(limits::kInputQueueMax)};
  for (size_t i = 0; i < batch.inputs.size(); ++i) batch.inputs[i].offset = i;
  feeds.Offer(batch);
  EXPECT_FALSE(feeds.Wanted("a/0"));
  EXPECT_TRUE(feeds.Wanted("a/1"));
  feeds.Offer({"a/1", {}, {Input{}}});
  EXPECT_EQ(feeds.Front("")->source, "a/0");
  EXPECT_EQ(feeds.Front("a/0")->source, "a/1");
  EXPECT_FALSE(feeds.Front("a/1"));
}

TEST(InputFeeds, DropsWhatWasNotAskedFor) {
  InputFeeds feeds({"a/0"});
  feeds.Reset({});
  feeds.Offer({"a/0", {3, "other"}, {Input{}}});
  feeds.Offer({"b/0", {}, {Input{}}});
  EXPECT_EQ(feeds.waiting(), 0u);
}

}  // namespace
}  // namespace csi
