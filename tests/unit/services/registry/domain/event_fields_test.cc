#include "services/registry/domain/event_fields.h"

#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/event_zoo.h"

namespace csi::registry {
namespace {

TEST(EventFields, FindsDigestGrantAndReason) {
  v1::JournalEvent event;
  event.mutable_opportunity_rejected()->set_reason("too dear");
  EXPECT_EQ(EventName(event), "OpportunityRejected");
  EXPECT_EQ(TextIn(event, "reason"), "too dear");
  EXPECT_EQ(GrantIn(event), nullptr);
  event.mutable_opportunity_rejected()->mutable_grant()->set_person("p");
  ASSERT_NE(GrantIn(event), nullptr);
  EXPECT_EQ(GrantIn(event)->person(), "p");
  MutableDigest(event)->set_number(5);
  EXPECT_EQ(DigestIn(event)->number(), 5u);
  EXPECT_EQ(event.opportunity_rejected().opportunity().number(), 5u);
}

TEST(EventFields, WhatAnEventLacksIsNull) {
  v1::JournalEvent event;
  EXPECT_EQ(PublicPart(event), nullptr);
  EXPECT_EQ(EventName(event), "");
  EXPECT_EQ(DigestIn(event), nullptr);
  EXPECT_EQ(MutableDigest(event), nullptr);
  EXPECT_EQ(GrantIn(event), nullptr);
  EXPECT_EQ(TextIn(event, "reason"), "");
  // A vote has a field named opportunity that is no digest.
  event.mutable_vote_cast()->mutable_vote()->set_opportunity("o");
  EXPECT_EQ(DigestIn(event), nullptr);
  EXPECT_EQ(TextIn(event, "reason"), "");
}

TEST(EventFields, EveryOpportunityEventHasADigest) {
  for (const v1::JournalEvent& event : OneOfEach()) {
    const std::string name = EventName(event);
    EXPECT_EQ(DigestIn(event) != nullptr,
              name.rfind("Opportunity", 0) == 0 || name == "DecayCheckDue")
        << name;
  }
}

}  // namespace
}  // namespace csi::registry
