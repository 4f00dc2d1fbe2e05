// model_test goes back over random runs; here are texts, lists and refusals.
#include "services/registry/domain/past_entry.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

class PastEntry : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Opportunity> AsOf(absl::Time time) {
    v1::Opportunity entry = world_.Read(EntryName("one"));
    const absl::Status status =
        GoBackTo(world_.runner.state("registry"), "acme", "one", time, entry);
    if (!status.ok()) return status;
    return entry;
  }
  v1::Opportunity Now() {
    v1::Opportunity entry = world_.Read(EntryName("one"));
    entry.clear_etag();
    return entry;
  }
  RegistryWorld world_;
};

TEST_F(PastEntry, LongTextsAndListsAreThoseOfThatTime) {
  v1::Opportunity fields;
  fields.set_title("Slow mail");
  fields.set_description("Takes a minute.");
  world_.LogAs("one", fields);
  const absl::Time logged = world_.runner.now();
  const v1::Opportunity first = Now();
  v1::Opportunity change;
  change.set_name(EntryName("one"));
  change.set_description("Takes two.");
  change.add_framework_clauses("ISO 20000");
  ASSERT_TRUE(
      world_.Update("anna", change, "description,framework_clauses").ok());
  const absl::Time updated = world_.runner.now();
  const v1::Opportunity second = Now();
  ASSERT_TRUE(world_.Accept("anna", EntryName("one")).ok() ||
              world_.Reject("anna", EntryName("one")).ok());
  ASSERT_NE(Now().state(), second.state());
  EXPECT_EQ(AsOf(logged)->ShortDebugString(), first.ShortDebugString());
  EXPECT_EQ(AsOf(updated)->ShortDebugString(), second.ShortDebugString());
  EXPECT_EQ(AsOf(world_.runner.now())->ShortDebugString(),
            Now().ShortDebugString());
  EXPECT_EQ(first.description(), "Takes a minute.");
}

TEST_F(PastEntry, WhatHappenedBesideAnEntryChangesNothingOfIt) {
  world_.Log("one");
  const v1::Opportunity before = Now();
  const absl::Time time = world_.runner.now();
  v1::AddCommentRequest comment;
  comment.set_parent("tenants/acme");
  comment.mutable_comment()->set_subject(EntryName("one"));
  comment.mutable_comment()->set_text("Noted.");
  ASSERT_TRUE(world_.Call<v1::Comment>("dave", "AddComment", comment).ok());
  EXPECT_EQ(AsOf(time)->ShortDebugString(), before.ShortDebugString());
}

TEST_F(PastEntry, BeforeItWasLoggedThereIsNone) {
  const absl::Time before = world_.runner.now();
  world_.Log("one");
  const auto entry = AsOf(before);
  EXPECT_EQ(ReasonIn(entry), "NOT_FOUND");
  EXPECT_THAT(std::string(entry.status().message()), HasSubstr("was logged"));
}

}  // namespace
}  // namespace csi::registry
