#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/common/authority/world.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> People(const std::vector<Holder>& holders) {
  std::vector<std::string> people;
  for (const Holder& holder : holders) {
    people.push_back(holder.person.substr(holder.person.rfind('/') + 1));
  }
  return people;
}

std::vector<std::string> Rules(const Resolution& resolution) {
  std::vector<std::string> rules;
  for (const auto& finding : resolution.findings) {
    rules.push_back(finding.rule());
  }
  return rules;
}

TEST(Resolve, TheMostSpecificAssignmentIsAccountable) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "csi-manager", "bob", Scoped("email", ""));
  world.Assign("a3", "csi-manager", "carol", Scoped("", "change"));
  world.Deploy(world.Matrix("m", "central", {"step-1 csi-manager AR"}), 0);
  const Directory directory = world.directory();
  auto accountable = [&](const common::v1::Scope& scope) {
    return People(
        directory.Resolve(world.Ask("step-1", scope)).accountable.holders);
  };
  EXPECT_THAT(accountable(Scoped("", "")), ElementsAre("anna"));
  EXPECT_THAT(accountable(Scoped("email", "")), ElementsAre("bob"));
  EXPECT_THAT(accountable(Scoped("", "change")), ElementsAre("carol"));
  // As specific as each other: the service comes before the process.
  EXPECT_THAT(accountable(Scoped("email", "change")), ElementsAre("bob"));
  EXPECT_THAT(accountable(Scoped("print", "")), ElementsAre("anna"));
}

TEST(Resolve, ConsultedAreAllOfEveryContainingScope) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "analyst", "bob", Scoped("", ""));
  world.Assign("a3", "analyst", "carol", Scoped("email", ""));
  world.Deploy(world.Matrix("m", "central",
                            {"step-1 csi-manager AR", "step-1 analyst C!"}),
               0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("email", "")));
  EXPECT_THAT(People(resolution.consulted.holders),
              UnorderedElementsAre("bob", "carol"));
  EXPECT_THAT(resolution.consulted.blocking_roles,
              ElementsAre(Name("roles", "analyst")));
  EXPECT_THAT(resolution.findings, IsEmpty());
}

TEST(Resolve, ATieForResponsibleMeansAll) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "analyst", "bob", Scoped("", ""));
  world.Assign("a3", "analyst", "carol", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central",
                            {"step-1 csi-manager A", "step-1 analyst R"}),
               0);
  EXPECT_THAT(People(world.directory()
                         .Resolve(world.Ask("step-1", Scoped("", "")))
                         .responsible.holders),
              ElementsAre("bob", "carol"));
}

TEST(Resolve, AColumnOfAServiceDoesNotApplyWithoutOne) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central",
                            {"step-1 csi-manager AR", "step-1 @subject R",
                             "step-1 process-owner I"}),
               0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("", "")));
  EXPECT_THAT(People(resolution.responsible.holders), ElementsAre("anna"));
  EXPECT_THAT(resolution.responsible.vacant_roles, IsEmpty());
  EXPECT_THAT(resolution.findings, IsEmpty());
}

TEST(Resolve, SubjectOwnersAreBothForRAndTheServiceOwnerForA) {
  World world;
  world.Assign("a1", "service-owner", "anna", Scoped("email", ""));
  world.Assign("a2", "process-owner", "bob", Scoped("", "change"));
  world.Deploy(world.Matrix("m", "central", {"raise-rfc @subject AR"}), 0);
  const Resolution resolution = world.directory().Resolve(
      world.Ask("raise-rfc", Scoped("email", "change")));
  EXPECT_THAT(People(resolution.accountable.holders), ElementsAre("anna"));
  EXPECT_THAT(People(resolution.responsible.holders),
              ElementsAre("anna", "bob"));
}

TEST(Resolve, TheAccountablePersonFallsToTheCsiManagerForTheOrganisation) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "service-owner", "bob", Scoped("email", ""));
  world.Deploy(world.Matrix("m", "federated", {"step-1 @accountable AR"}), 0);
  Question question = world.Ask("step-1", Scoped("", ""));
  question.variant = "federated";
  EXPECT_THAT(People(world.directory().Resolve(question).accountable.holders),
              ElementsAre("anna"));
  question.scope = Scoped("email", "");
  EXPECT_THAT(People(world.directory().Resolve(question).accountable.holders),
              ElementsAre("bob"));
  question.accountable_person = Name("people", "carol");
  EXPECT_THAT(People(world.directory().Resolve(question).accountable.holders),
              ElementsAre("carol"));
}

TEST(Resolve, AServiceWithoutOwnerIsVacantAndNotTheCsiManagers) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central", {"step-1 @accountable AR"}), 0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("email", "")));
  EXPECT_THAT(resolution.accountable.holders, IsEmpty());
  EXPECT_THAT(resolution.accountable.vacant_roles,
              ElementsAre(Name("roles", "service-owner")));
  EXPECT_THAT(Rules(resolution), ElementsAre("P3", "P3"));
  EXPECT_THAT(resolution.findings[0].message(), HasSubstr("VACANT"));
}

TEST(Resolve, ANamedVariantIsAskedBeforeTheCommonMatrix) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "it-director", "bob", Scoped("", ""));
  world.Deploy(world.Matrix("m", "", {"step-1 csi-manager AR"}), 0);
  world.Deploy(world.Matrix("n", "central", {"step-1 it-director AR"}), 0);
  Question question = world.Ask("step-1", Scoped("", ""));
  EXPECT_THAT(People(world.directory().Resolve(question).accountable.holders),
              ElementsAre("bob"));
  question.variant = "federated";
  EXPECT_THAT(People(world.directory().Resolve(question).accountable.holders),
              ElementsAre("anna"));
}

TEST(Resolve, AnswersAsOfAnyTime) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""), 0, 10);
  world.Assign("a2", "csi-manager", "bob", Scoped("", ""), 10);
  const pb::Matrix matrix =
      world.Matrix("m", "central", {"step-1 csi-manager AR"});
  world.Deploy(matrix, 2);
  world.Retire(matrix, 2, 20);
  auto at = [&](int hour) {
    return People(world.directory()
                      .Resolve(world.Ask("step-1", Scoped("", ""), hour))
                      .accountable.holders);
  };
  EXPECT_THAT(at(1), IsEmpty());
  EXPECT_THAT(at(2), ElementsAre("anna"));
  EXPECT_THAT(at(9), ElementsAre("anna"));
  EXPECT_THAT(at(10), ElementsAre("bob"));
  EXPECT_THAT(at(20), IsEmpty());
}

TEST(Resolve, TwoBehindTheAAreNamedTogether) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "csi-manager", "bob", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central", {"step-1 csi-manager AR"}), 0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("", "")));
  ASSERT_THAT(Rules(resolution), ElementsAre("H1"));
  EXPECT_THAT(resolution.findings[0].message(), HasSubstr("Anna and Bob"));
  EXPECT_THAT(resolution.findings[0].message(),
              HasSubstr("Only one person can be accountable"));
}

TEST(Resolve, ATeamIsResponsibleWithItsMembersButNeverAccountable) {
  World world;
  world.Team("desk", {"anna", "bob"});
  world.Leave("bob", 0);
  world.Assign("a1", "csi-manager", "teams/desk", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central", {"step-1 csi-manager AR"}), 0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("", "")));
  EXPECT_THAT(People(resolution.responsible.holders), ElementsAre("anna"));
  EXPECT_THAT(resolution.accountable.holders, IsEmpty());
  EXPECT_THAT(Rules(resolution), ElementsAre("P6", "P3"));
}

TEST(Resolve, ADeputyStandsBesideTheHolder) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Absent("anna", "bob", 0, 5);
  world.Deploy(world.Matrix("m", "central", {"step-1 csi-manager AR"}), 0);
  const Resolution resolution =
      world.directory().Resolve(world.Ask("step-1", Scoped("", "")));
  EXPECT_THAT(People(resolution.accountable.holders), ElementsAre("anna"));
  EXPECT_THAT(People(resolution.accountable.deputies), ElementsAre("bob"));
}

TEST(Resolve, ALimitHandsAccountabilityOn) {
  World world;
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""));
  world.Assign("a2", "it-director", "bob", Scoped("", ""));
  world.Deploy(world.Matrix("m", "central", {"decide-sip csi-manager AR"}), 0);
  pb::AuthorityLimitSet event;
  event.mutable_limit()->set_name(Name("authorityLimits", "l"));
  event.mutable_limit()->set_role(Name("roles", "csi-manager"));
  event.mutable_limit()->set_activity("decide-sip");
  event.mutable_limit()->set_beyond(Name("roles", "it-director"));
  event.mutable_limit()->mutable_max_cost()->set_currency_code("EUR");
  event.mutable_limit()->mutable_max_cost()->set_units(1000);
  world.Fold(event);
  Question question = world.Ask("decide-sip", Scoped("", ""));
  auto accountable = [&] {
    return People(world.directory().Resolve(question).accountable.holders);
  };
  EXPECT_THAT(accountable(), ElementsAre("anna"));
  question.stake = Stake{"EUR", 1000, 0, 0};
  EXPECT_THAT(accountable(), ElementsAre("anna"));
  question.stake = Stake{"EUR", 1000, 1, 0};
  EXPECT_THAT(accountable(), ElementsAre("bob"));
  question.stake = Stake{"USD", 1, 0, 0};
  EXPECT_THAT(accountable(), ElementsAre("bob"));
  event.mutable_limit()->set_max_size(pb::AUTHORITY_SIZE_MEDIUM);
  world.Fold(event);
  question.stake = Stake{"EUR", 1, 0, 2};
  EXPECT_THAT(accountable(), ElementsAre("anna"));
  question.stake = Stake{"EUR", 1, 0, 3};
  EXPECT_THAT(accountable(), ElementsAre("bob")) << "cheap, but large";
}

}  // namespace
}  // namespace csi::authority
