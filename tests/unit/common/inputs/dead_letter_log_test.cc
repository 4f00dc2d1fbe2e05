#include "common/inputs/dead_letter_log.h"

#include "common/base/strings.h"
#include "common/inputs/dead_letters.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

kafka::ReadMessage Stored(const kafka::EventMessage& message,
                          uint64_t offset = 0) {
  kafka::ReadMessage stored;
  stored.offset = offset;
  stored.key = message.key.value_or("");
  stored.value = message.value.value_or("");
  stored.headers = message.headers;
  stored.timestamp_ms = 1000;
  return stored;
}

kafka::ReadMessage LetterAt(uint64_t offset, const std::string& id = "event-1",
                            int partition = 0) {
  common::v1::CloudEvent event;
  event.set_id(id);
  event.set_source(StrCat("//csi/local/workflow/", partition));
  common::v1::InputRejected rejected;
  rejected.set_topic("itsm.change.events");
  rejected.set_offset(offset);
  rejected.set_reason("NOT_JSON");
  rejected.set_message("the data is no JSON.");
  rejected.set_stage(common::v1::InputRejected::STAGE_READ);
  kafka::ReadMessage original;
  original.key = "acme";
  original.value = "oops";
  original.headers = {{"ce_id", "x"}, {"__connect.errors.topic", "old"}};
  return Stored(LetterOf(event, rejected, &original));
}

constexpr char kId[] = "itsm.change.events/0/7";

TEST(DeadLetters, KeepTheInputAndSayWhereAndWhy) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  const auto letter = log.Find(kId);
  ASSERT_TRUE(letter.ok());
  EXPECT_EQ((*letter)->reason, "NOT_JSON");
  EXPECT_EQ((*letter)->stage, "VALUE_CONVERTER");
  EXPECT_EQ((*letter)->connector, "csi-workflow");
  EXPECT_EQ((*letter)->input.key, "acme");
  EXPECT_EQ((*letter)->input.value, "oops");
  const kafka::Headers kept = {{"ce_id", "x"}};
  EXPECT_EQ((*letter)->input.headers, kept);
  EXPECT_TRUE((*letter)->whole);
  EXPECT_EQ((*letter)->state(), "open");
}

TEST(DeadLetters, WithoutTheirInputSaySo) {
  common::v1::CloudEvent event;
  common::v1::InputRejected rejected;
  rejected.set_topic("t");
  DeadLetterLog log;
  log.Take(Stored(LetterOf(event, rejected, nullptr)));
  ASSERT_TRUE(log.Find("t/0/0").ok());
  EXPECT_FALSE((*log.Find("t/0/0"))->whole);
}

TEST(DeadLetterLog, TakesALetterThatComesAgainOnce) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  log.Take(Stored(DecisionMessage(kId, {"discarded", "olga", "a test", {}})));
  log.Take(LetterAt(7));
  EXPECT_EQ(log.letters().size(), 1u);
  EXPECT_EQ((*log.Find(kId))->state(), "discarded");
  EXPECT_EQ((*log.Find(kId))->decisions[0].by, "olga");
  EXPECT_EQ((*log.Find(kId))->decisions[0].reason, "a test");
}

TEST(DeadLetterLog, TakesWhatSeveralPartitionsRejectOnce) {
  DeadLetterLog log;
  log.Take(LetterAt(7, "event-1", 0));
  log.Take(LetterAt(7, "event-9", 3));
  EXPECT_EQ(log.letters().size(), 1u);
  EXPECT_EQ((*log.Find(kId))->task, "0");
}

TEST(DeadLetterLog, KnowsThatAPlaceCameAgain) {
  DeadLetterLog log;
  log.Take(LetterAt(7, "event-1", 3));
  log.Take(LetterAt(7, "event-9", 3));
  EXPECT_EQ(log.letters().size(), 2u);
  EXPECT_TRUE(log.Find(StrCat(kId, "#2")).ok());
}

TEST(DeadLetterLog, ShowsAReplayThatBrokeOff) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  log.Take(Stored(DecisionMessage(kId, {"replaying", "olga", "mended", {}})));
  EXPECT_EQ((*log.Find(kId))->state(), "replaying");
  log.Take(Stored(DecisionMessage(kId, {"replayed", "olga", "mended", {}})));
  EXPECT_EQ((*log.Find(kId))->state(), "replayed");
}

TEST(DeadLetterLog, CountsStrangersAndNamesNobody) {
  DeadLetterLog log;
  log.Take(Stored({}));
  log.Take(Stored(DecisionMessage("none/0/1", {"discarded", "", "", {}})));
  EXPECT_EQ(log.strangers(), 2u);
  EXPECT_TRUE(absl::IsNotFound(log.Find("none/0/1").status()));
}

TEST(DeadLetterLog, ReplaysTheInputAndSaysOfWhichLetter) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  Letter letter = **log.Find(kId);
  letter.input.headers.emplace_back(kReplayOf, "earlier/0/1");
  const kafka::EventMessage again = ReplayMessage(letter);
  EXPECT_EQ(again.value, "oops");
  const kafka::Headers headers = {{"ce_id", "x"}, {kReplayOf, kId}};
  EXPECT_EQ(again.headers, headers);
}

TEST(DeadLetterLog, IsNotHiddenByWhatAnInputHadInItsHeaders) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  kafka::ReadMessage hidden = LetterAt(8);
  hidden.headers.insert(hidden.headers.begin(), {kDecisionOf, kId});
  hidden.headers.insert(hidden.headers.begin(), {kDecision, "discarded"});
  log.Take(hidden);
  EXPECT_EQ(log.letters().size(), 2u);
  EXPECT_EQ((*log.Find(kId))->state(), "open");
}

TEST(DeadLetterLog, KeepsALetterOfAReplacedTopicBesideTheOlder) {
  DeadLetterLog log;
  log.Take(LetterAt(7));
  kafka::ReadMessage later = LetterAt(7);
  for (auto& [name, value] : later.headers) {
    if (name == kLetterEvent) value = "event-2";
  }
  log.Take(later);
  log.Take(later);
  EXPECT_EQ(log.letters().size(), 2u);
  EXPECT_TRUE(log.Find(StrCat(kId, "#2")).ok());
}

}  // namespace
}  // namespace csi
