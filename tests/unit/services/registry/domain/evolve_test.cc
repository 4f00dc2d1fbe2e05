#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/event_fields.h"
#include "tests/unit/services/registry/domain/event_zoo.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(Evolve, EveryEventOfAnEntryCountsOnce) {
  for (const v1::JournalEvent& event : OneOfEach()) {
    v1::OpportunityRow row;
    row.mutable_opportunity()->set_revision(7);
    Evolve(event, authority::kStart, row);
    const uint64_t expected = event.has_opportunity_logged() ? 1
                              : DigestIn(event) != nullptr   ? 8
                                                             : 7;
    EXPECT_EQ(row.opportunity().revision(), expected) << EventName(event);
    EXPECT_EQ(row.opportunity().has_update_time(), DigestIn(event) != nullptr)
        << EventName(event);
  }
}

TEST(Evolve, TheDigestOfAnEventIsTheStateThatTheFoldReaches) {
  for (int i = v1::OPPORTUNITY_STATE_NEW; i <= v1::OpportunityState_MAX; ++i) {
    RegistryWorld world;
    const auto entry =
        world.InState("one", static_cast<v1::OpportunityState>(i));
    // The last event of each way there; its digest is its first field.
    const auto& event = world.runner.events("registry").back();
    v1::OpportunityWoken any;  // a message that is a digest alone
    ASSERT_TRUE(any.ParseFromString(event.data()));
    EXPECT_TRUE(MessageDifferencer::Equals(any.opportunity(),
                                           DigestOf(world.Read(entry.name()))))
        << event.type();
  }
}

TEST(Evolve, UnknownFieldNamesOfALaterVersionAreLeftAlone) {
  v1::JournalEvent event;
  event.mutable_opportunity_updated()->add_changed_fields("of_tomorrow");
  event.mutable_opportunity_updated()->add_changed_fields("title");
  event.mutable_opportunity_updated()->mutable_change()->set_title("New");
  v1::OpportunityRow row;
  row.mutable_opportunity()->set_title("Old");
  Evolve(event, authority::kStart, row);
  EXPECT_EQ(row.opportunity().title(), "New");
}

TEST(EvolveScore, SetsScoreRankAndSession) {
  v1::ScoreExplanation place;
  place.set_score(42.5);
  place.set_rank(3);
  v1::OpportunityRow row;
  EvolveScore(place, "tenants/acme/prioritizations/may", authority::kStart,
              row);
  EXPECT_EQ(row.opportunity().score(), 42.5);
  EXPECT_EQ(row.opportunity().rank(), 3);
  EXPECT_EQ(row.opportunity().prioritization(),
            "tenants/acme/prioritizations/may");
  EXPECT_EQ(row.opportunity().revision(), 1u);
}

}  // namespace
}  // namespace csi::registry
