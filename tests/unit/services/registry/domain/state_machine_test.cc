// Every state against every verb, through the commands, and against a table
// that was written down apart from the code's.
#include "services/registry/domain/state_machine.h"

#include <map>
#include <set>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using State = v1::OpportunityState;

std::vector<State> AllStates() {
  std::vector<State> states;
  for (int i = v1::OpportunityState_MIN + 1; i <= v1::OpportunityState_MAX;
       ++i) {
    states.push_back(static_cast<State>(i));
  }
  return states;
}

// state -> verb -> state after; what is not here is refused.
const std::map<std::string, std::map<std::string, std::string>>& Expected() {
  static const auto* const kTable = new std::map<
      std::string, std::map<std::string, std::string>>{
      {"NEW",
       {{"accept", "ACCEPTED"},
        {"reject", "REJECTED"},
        {"defer", "DEFERRED"},
        {"cancel", "CANCELLED"},
        {"update", "NEW"}}},
      {"ACCEPTED",
       {{"defer", "DEFERRED"},
        {"hold", "ON_HOLD"},
        {"cancel", "CANCELLED"},
        {"update", "ACCEPTED"}}},
      {"ASSESSED",
       {{"hold", "ON_HOLD"}, {"cancel", "CANCELLED"}, {"update", "ASSESSED"}}},
      {"APPROVED",
       {{"hold", "ON_HOLD"}, {"cancel", "CANCELLED"}, {"update", "APPROVED"}}},
      {"IN_PROGRESS",
       {{"hold", "ON_HOLD"},
        {"cancel", "CANCELLED"},
        {"update", "IN_PROGRESS"}}},
      {"IN_REVIEW",
       {{"hold", "ON_HOLD"}, {"cancel", "CANCELLED"}, {"update", "IN_REVIEW"}}},
      {"CLOSED", {{"reopen", "ACCEPTED"}, {"update", "CLOSED"}}},
      {"ON_HOLD",
       {{"resume", "ACCEPTED"},
        {"cancel", "CANCELLED"},
        {"update", "ON_HOLD"}}},
      {"DEFERRED",
       {{"resume", "NEW"}, {"cancel", "CANCELLED"}, {"update", "DEFERRED"}}},
      {"REJECTED", {{"reopen", "NEW"}}},
      {"CANCELLED", {{"reopen", "NEW"}}},
  };
  return *kTable;
}

absl::StatusOr<v1::Opportunity> Do(RegistryWorld& world,
                                   const std::string& verb,
                                   const std::string& name) {
  if (verb == "accept") return world.Accept("anna", name);
  if (verb == "reject") return world.Reject("anna", name);
  if (verb == "defer") return world.Defer("anna", name);
  if (verb == "hold") return world.Hold("bob", name);
  if (verb == "resume") {
    // Deferral is ended by whoever may defer, a hold by the A.
    const bool deferred =
        world.Read(name).state() == v1::OPPORTUNITY_STATE_DEFERRED;
    return world.Resume(deferred ? "anna" : "bob", name);
  }
  if (verb == "cancel") return world.Cancel("anna", name);
  if (verb == "close") return world.Close("anna", name);
  if (verb == "reopen") return world.Reopen("anna", name);
  if (verb == "move") {
    return world.Move("bob", name, v1::OPPORTUNITY_STATE_IN_REVIEW);
  }
  v1::Opportunity entry = world.Read(name);
  entry.set_lessons("learned");
  return world.Update("anna", entry, "lessons");
}

TEST(StateMachine, EveryVerbInEveryState) {
  const std::vector<std::string> verbs = {"accept", "reject", "defer", "hold",
                                          "resume", "cancel", "close", "reopen",
                                          "move",   "update"};
  int accepted = 0;
  for (State state : AllStates()) {
    for (const std::string& verb : verbs) {
      RegistryWorld world;
      const v1::Opportunity before = world.InState("one", state);
      ASSERT_EQ(before.state(), state);
      const auto& row = Expected().at(StateName(state));
      const auto expected = row.find(verb);
      const auto after = Do(world, verb, before.name());
      const std::string place = StrCat(verb, " in ", StateName(state));
      if (expected == row.end()) {
        ASSERT_FALSE(after.ok()) << place;
        const std::string reason = ReasonIn(after);
        EXPECT_TRUE(reason == "WRONG_STATE" || reason == "RULE_VIOLATED")
            << place << ": " << after.status();
        EXPECT_EQ(world.Read(before.name()).revision(), before.revision())
            << place;
      } else {
        ASSERT_TRUE(after.ok()) << place << ": " << after.status();
        EXPECT_EQ(StateName(after->state()), expected->second) << place;
        EXPECT_EQ(after->revision(), before.revision() + 1) << place;
        ++accepted;
      }
    }
  }
  EXPECT_EQ(accepted, 31);
}

TEST(StateMachine, WrongStateNamesEntryStateAndStatesThatAllowIt) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_REJECTED);
  const auto refused = world.Accept("anna", entry.name());
  ASSERT_EQ(ReasonIn(refused), "WRONG_STATE");
  EXPECT_THAT(
      std::string(refused.status().message()),
      ::testing::HasSubstr("Entry 1 \"Title of one\" is REJECTED and cannot be "
                           "accepted; that needs NEW."));
  EXPECT_EQ(MetadataOf(refused.status(), "state"), "REJECTED");
}

TEST(StateMachine, EventsMoveForwardOnlyButForSendBackAndCancelledRuns) {
  const std::vector<State> way = {
      v1::OPPORTUNITY_STATE_NEW,         v1::OPPORTUNITY_STATE_ACCEPTED,
      v1::OPPORTUNITY_STATE_ASSESSED,    v1::OPPORTUNITY_STATE_APPROVED,
      v1::OPPORTUNITY_STATE_IN_PROGRESS, v1::OPPORTUNITY_STATE_IN_REVIEW,
      v1::OPPORTUNITY_STATE_CLOSED};
  for (size_t from = 0; from < way.size(); ++from) {
    for (size_t to = 0; to < way.size(); ++to) {
      const bool closed = from == 6;
      const bool forward = to > from && !closed;
      const bool back = to < from && !closed;
      EXPECT_EQ(Moves(way[from], way[to], Course::kForward), forward);
      EXPECT_EQ(Moves(way[from], way[to], Course::kSendBack),
                forward || (back && (to == 1 || to == 2)));
      EXPECT_EQ(Moves(way[from], way[to], Course::kRunIsOver),
                forward || (back && to == 1));
    }
    EXPECT_FALSE(
        Moves(way[from], v1::OPPORTUNITY_STATE_ON_HOLD, Course::kSendBack));
    EXPECT_FALSE(
        Moves(v1::OPPORTUNITY_STATE_CANCELLED, way[from], Course::kSendBack));
  }
}

TEST(StateMachine, NamesAreReadAndWritten) {
  for (State state : AllStates()) {
    EXPECT_EQ(StateOf(StateName(state)), state);
  }
  EXPECT_EQ(StateOf("HALF_DONE"), v1::OPPORTUNITY_STATE_UNSPECIFIED);
  EXPECT_EQ(StateOf(""), v1::OPPORTUNITY_STATE_UNSPECIFIED);
}

}  // namespace
}  // namespace csi::registry
