#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "tests/unit/common/authority/world.h"

namespace csi::authority {
namespace {

using common::v1::LETTER_ACCOUNTABLE;
using common::v1::LETTER_RESPONSIBLE;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Check : public ::testing::Test {
 protected:
  Check() {
    world_.Deploy(world_.Matrix("m", "central",
                                {"step-1 csi-manager A", "step-1 analyst R"}),
                  0);
    world_.Assign("a1", "csi-manager", "anna", Scoped("", ""), 0, 100);
    world_.Assign("a2", "analyst", "bob", Scoped("", ""));
  }

  Answer Ask(std::string_view person, int hour = 1) {
    return world_.directory().Check(Name("people", person),
                                    {LETTER_ACCOUNTABLE, LETTER_RESPONSIBLE},
                                    world_.Ask("step-1", Scoped("", ""), hour));
  }

  World world_;
};

TEST_F(Check, GrantsTheFirstLetterHeldWithItsRoleAndAssignment) {
  const Answer answer = Ask("bob");
  ASSERT_TRUE(answer.allowed);
  EXPECT_EQ(answer.grant.letter(), LETTER_RESPONSIBLE);
  EXPECT_EQ(answer.grant.person(), Name("people", "bob"));
  EXPECT_EQ(answer.grant.role(), Name("roles", "analyst"));
  EXPECT_EQ(answer.grant.assignment(), Name("assignments", "a2"));
  EXPECT_EQ(answer.grant.matrix(), Name("matrices", "m"));
  EXPECT_THAT(answer.grant.exceptions(), IsEmpty());
}

TEST_F(Check, RefusesWithWhoCouldInstead) {
  const Answer answer = Ask("carol");
  ASSERT_FALSE(answer.allowed);
  const absl::Status status = NotAuthorized(
      world_.directory(), Name("people", "carol"), "approve step 1", answer);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(status.message(),
            "Carol may not approve step 1: not accountable or responsible for "
            "step-1 in the whole organisation. Could instead: Anna "
            "(csi-manager), Bob (analyst).");
}

TEST_F(Check, ADeputyActsDuringTheAbsenceOnly) {
  world_.Absent("anna", "carol", 2, 4);
  EXPECT_FALSE(Ask("carol", 1).allowed);
  const Answer answer = Ask("carol", 2);
  ASSERT_TRUE(answer.allowed);
  EXPECT_THAT(answer.grant.exceptions(), ElementsAre("DEPUTY"));
  EXPECT_TRUE(Ask("anna", 2).allowed);
  EXPECT_FALSE(Ask("carol", 4).allowed);
}

TEST_F(Check, TheFirstFilledLineActsWhenNobodyIsAccountable) {
  world_.Line("csi-manager", "process-owner", 1);
  world_.Line("csi-manager", "it-director", 2);
  world_.Assign("a3", "it-director", "dave", Scoped("", ""));
  EXPECT_FALSE(Ask("dave", 99).allowed);
  const Answer answer = Ask("dave", 100);
  ASSERT_TRUE(answer.allowed);
  EXPECT_EQ(answer.grant.letter(), LETTER_ACCOUNTABLE);
  EXPECT_THAT(answer.grant.exceptions(), ElementsAre("ACTING"));
  EXPECT_FALSE(Ask("anna", 100).allowed);
}

TEST_F(Check, TheFirstActorMayDoAllWithoutACsiManager) {
  EXPECT_FALSE(Ask("root", 99).allowed);
  const Answer answer = Ask("root", 100);
  ASSERT_TRUE(answer.allowed);
  EXPECT_THAT(answer.grant.exceptions(), ElementsAre("BOOTSTRAP"));
  EXPECT_FALSE(Ask("erin", 100).allowed);
}

TEST_F(Check, AFirstActorWhoLeftDoesNotRegainAuthority) {
  world_.Person("root", "Root");
  world_.Leave("root", 50);
  EXPECT_FALSE(Ask("root", 100).allowed);
}

TEST_F(Check, TwoAccountablePeopleMayNotActEither) {
  world_.Assign("a3", "csi-manager", "erin", Scoped("", ""));
  EXPECT_FALSE(Ask("anna").allowed);
  EXPECT_FALSE(Ask("erin").allowed);
  EXPECT_THAT(Ask("anna").reason,
              HasSubstr("Only one person can be accountable"));
}

TEST_F(Check, AnUnknownActivityIsNobodys) {
  const Answer answer =
      world_.directory().Check(Name("people", "anna"), {LETTER_ACCOUNTABLE},
                               world_.Ask("no-such-thing", Scoped("", "")));
  EXPECT_FALSE(answer.allowed);
  EXPECT_THAT(answer.reason, HasSubstr("no-such-thing"));
}

TEST_F(Check, NobodyIsNotAPerson) {
  EXPECT_FALSE(world_.directory()
                   .Check("", {LETTER_ACCOUNTABLE},
                          world_.Ask("step-1", Scoped("", ""), 100))
                   .allowed);
}

TEST_F(Check, AnEmptyDirectoryLetsWhoeverAsksBootstrap) {
  MemoryKv rows;
  const Directory directory(rows, "acme");
  EXPECT_TRUE(directory.InBootstrap(kStart));
  EXPECT_TRUE(directory
                  .Check(Name("people", "anna"), {LETTER_ACCOUNTABLE},
                         world_.Ask("step-1", Scoped("", "")))
                  .allowed);
}

}  // namespace
}  // namespace csi::authority
