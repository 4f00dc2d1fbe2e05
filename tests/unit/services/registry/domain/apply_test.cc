#include "services/registry/domain/apply.h"

#include "common/kv/memory_kv.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/event_fields.h"
#include "services/registry/domain/keys.h"
#include "tests/unit/services/registry/domain/event_zoo.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RecordingEffects : public Effects {
 public:
  KvWriter& state() override { return rows; }
  void SetTimer(const Timer&) override {}
  void CancelTimer(const Timer&) override {}
  void Broken(std::string what) override { broken.push_back(what); }

  MemoryKv rows;
  std::vector<std::string> broken;
};

Fact At(absl::Time time) { return {"acme", "anna", "", "Test", "", time}; }

// Events of an entry or session that must have been made before.
bool NeedsAnEarlierEvent(const v1::JournalEvent& event) {
  return (DigestIn(event) != nullptr && !event.has_opportunity_logged()) ||
         event.has_vote_cast() || event.has_prioritization_concluded();
}

TEST(Apply, TakesEveryEventAfterWhatItRestsOn) {
  RecordingEffects effects;
  for (const v1::JournalEvent& event : OneOfEach()) {
    if (!NeedsAnEarlierEvent(event)) {
      ApplyEvent(event, At(authority::kStart), effects);
    }
  }
  for (const v1::JournalEvent& event : OneOfEach()) {
    if (NeedsAnEarlierEvent(event)) {
      ApplyEvent(event, At(authority::kStart), effects);
    }
  }
  EXPECT_THAT(effects.broken, IsEmpty());
}

TEST(Apply, HaltsOnEventsOfWhatWasNeverMade) {
  for (const v1::JournalEvent& event : OneOfEach()) {
    RecordingEffects effects;
    ApplyEvent(event, At(authority::kStart), effects);
    if (NeedsAnEarlierEvent(event)) {
      ASSERT_EQ(effects.broken.size(), 1u) << EventName(event);
      EXPECT_THAT(effects.broken[0], HasSubstr(EventName(event)));
      EXPECT_THAT(effects.rows.rows(), IsEmpty());
    } else {
      EXPECT_THAT(effects.broken, IsEmpty()) << EventName(event);
    }
  }
}

TEST(Apply, HaltsOnASecondLoggingAndOnUnknownTypes) {
  RecordingEffects effects;
  const v1::JournalEvent logged = OneOfEach().front();
  ApplyEvent(logged, At(authority::kStart), effects);
  ApplyEvent(logged, At(authority::kStart), effects);
  ASSERT_EQ(effects.broken.size(), 1u);
  EXPECT_THAT(effects.broken[0], HasSubstr("exists already"));
  ApplyEvent(v1::JournalEvent(), At(authority::kStart), effects);
  ASSERT_EQ(effects.broken.size(), 2u);
  EXPECT_THAT(effects.broken[1], HasSubstr("too old for this journal"));
}

TEST(Apply, TheHeadRowHoldsNoLongText) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Entry");
  fields.set_description(std::string(20000, 'd'));
  fields.set_justification(std::string(20000, 'j'));
  world.LogAs("one", fields);
  const auto& rows = world.runner.state("registry");
  EXPECT_LT(rows.Get(EntryKey("acme", "one"))->size(), 300u);
  EXPECT_GT(rows.Get(EntryTextKey("acme", "one"))->size(), 40000u);
  // An entry without texts has no row for them.
  world.Log("two");
  EXPECT_FALSE(rows.Has(EntryTextKey("acme", "two")));
}

TEST(Apply, ClearedTextsLeaveNoRow) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Entry");
  fields.set_description("short");
  v1::Opportunity entry = world.LogAs("one", fields);
  entry.clear_etag();
  entry.clear_description();
  ASSERT_TRUE(world.Update("frank", entry, "description").ok());
  EXPECT_FALSE(world.runner.state("registry").Has(EntryTextKey("acme", "one")));
}

}  // namespace
}  // namespace csi::registry
