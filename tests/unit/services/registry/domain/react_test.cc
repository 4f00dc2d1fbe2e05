#include "services/registry/domain/react.h"

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace wf = ::csi::workflow::v1;
namespace rep = ::csi::reporting::v1;

template <class Event>
void TellVerdict(RegistryWorld& world, const std::string& entry,
                 rep::VerdictValue value, bool interim = false) {
  Event event;
  auto& comparison = *event.mutable_comparison();
  comparison.set_comparison("tenants/acme/comparisons/c1");
  comparison.set_opportunity(entry);
  comparison.set_value(value);
  comparison.set_interim(interim);
  comparison.set_sentence("Fewer bypasses after the change.");
  comparison.mutable_accepted_by()->set_person("tenants/acme/people/anna");
  world.runner.Deliver("reporting", event, entry);
}

TEST(ReactToRun, TheWholeWayMovesTheEntryByItself) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED).name();
  wf::RunStarted started;
  started.set_matrix_variant("federated");
  world.Tell(name, "", started);
  v1::Opportunity entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(entry.run(), "tenants/acme/runs/run-1");
  EXPECT_TRUE(entry.run_active());
  EXPECT_EQ(entry.matrix_variant(), "federated");
  world.Tell<wf::StepApproved>(name, "ASSESSED");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_ASSESSED);
  world.Tell<wf::StepApproved>(name, "APPROVED");
  world.Tell<wf::ImplementationStarted>(name, "IN_PROGRESS");
  entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_IN_PROGRESS);
  EXPECT_TRUE(entry.has_actual_start_time());
  wf::EffectAwaited awaited;
  awaited.mutable_effect_review_time()->set_seconds(1780272000);
  world.Tell(name, "IN_REVIEW", awaited);
  entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_IN_REVIEW);
  EXPECT_EQ(entry.effect_review_date().month(), 6);
  TellVerdict<rep::VerdictReached>(world, name, rep::VERDICT_VALUE_IMPROVED);
  TellVerdict<rep::VerdictAccepted>(world, name, rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_IN_REVIEW)
      << "the run completes first";
  world.Tell<wf::RunCompleted>(name, "CLOSED");
  entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_FALSE(entry.run_active());
  EXPECT_TRUE(entry.has_actual_end_time());
  EXPECT_EQ(entry.verdict().value(), "IMPROVED");
  EXPECT_TRUE(entry.verdict().accepted());
}

TEST(ReactToRun, TheSameNewsTwiceChangesNothing) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ACCEPTED).name();
  wf::RfcStatusChanged changed;
  changed.mutable_rfc()->set_name("tenants/acme/runs/run-1/rfcs/x");
  changed.mutable_rfc()->set_status(wf::Rfc::STATUS_APPROVED);
  for (int i = 0; i < 2; ++i) world.Tell<wf::RunStarted>(name, "");
  uint64_t revision = world.Read(name).revision();
  EXPECT_EQ(revision, 3u);
  for (int i = 0; i < 2; ++i) world.Tell<wf::StepApproved>(name, "ASSESSED");
  for (int i = 0; i < 2; ++i) world.Tell(name, "", changed);
  EXPECT_EQ(world.Read(name).revision(), revision + 2);
  for (int i = 0; i < 2; ++i) {
    TellVerdict<rep::VerdictReached>(world, name, rep::VERDICT_VALUE_NOT_SHOWN);
  }
  EXPECT_EQ(world.Read(name).revision(), revision + 3);
}

TEST(ReactToRun, SendBackReturnsToAssessedOrAccepted) {
  for (const char* target : {"ASSESSED", "ACCEPTED"}) {
    for (const auto from :
         {v1::OPPORTUNITY_STATE_APPROVED, v1::OPPORTUNITY_STATE_IN_PROGRESS,
          v1::OPPORTUNITY_STATE_IN_REVIEW}) {
      RegistryWorld world;
      const auto name = world.InState("one", from).name();
      world.Tell<wf::StepSentBack>(name, target, {}, "run-one");
      EXPECT_EQ(StateName(world.Read(name).state()), target);
    }
  }
}

TEST(ReactToRun, NoOtherEventMovesAnEntryBackwards) {
  RegistryWorld world;
  const auto name =
      world.InState("one", v1::OPPORTUNITY_STATE_IN_PROGRESS).name();
  for (const char* state : {"ACCEPTED", "ASSESSED", "APPROVED", "NEW"}) {
    world.Tell<wf::StepApproved>(name, state, {}, "run-one");
    world.Tell<wf::StepSkipped>(name, state, {}, "run-one");
    world.Tell<wf::RfcStatusChanged>(name, state, {}, "run-one");
    world.Tell<wf::ImplementationStarted>(name, state, {}, "run-one");
  }
  world.Tell<wf::StepSentBack>(name, "APPROVED", {}, "run-one");
  world.Tell<wf::StepSentBack>(name, "NEW", {}, "run-one");
  world.Tell<wf::StepSentBack>(name, "", {}, "run-one");
  world.Tell<wf::StepSentBack>(name, "NONSENSE", {}, "run-one");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_IN_PROGRESS);
}

TEST(ReactToRun, ACancelledRunLeavesTheEntryAccepted) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_APPROVED).name();
  world.Tell<wf::RunCancelled>(name, "ACCEPTED", {}, "run-one");
  const auto entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_FALSE(entry.run_active());
  // It may be deferred now, and another run may start.
  EXPECT_TRUE(world.Defer("anna", name).ok());
}

TEST(ReactToRun, ACancelledEntryStaysCancelledWhenItsRunEnds) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED).name();
  ASSERT_TRUE(world.Cancel("anna", name).ok());
  EXPECT_EQ(MetadataOf(world.Reopen("anna", name).status(), "rule"),
            "RUN_ACTIVE");
  world.Tell<wf::StepApproved>(name, "APPROVED", {}, "run-one");
  world.Tell<wf::RunCancelled>(name, "ACCEPTED", {}, "run-one");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_CANCELLED);
  EXPECT_FALSE(world.Read(name).run_active());
  EXPECT_TRUE(world.Reopen("anna", name).ok());
}

TEST(ReactToRun, NewsOfAnotherRunIsPassedOver) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED).name();
  const auto before = world.Read(name).revision();
  world.Tell<wf::StepApproved>(name, "APPROVED", {}, "run-of-old");
  world.Tell<wf::RunCancelled>(name, "ACCEPTED", {}, "run-of-old");
  world.Tell<wf::StepApproved>(EntryName("ghost"), "APPROVED");
  world.Tell<wf::StepApproved>("not a name", "APPROVED");
  EXPECT_EQ(world.Read(name).revision(), before);
}

TEST(ReactToRun, WhatReachesAHaltedEntryChangesWhereItReturnsTo) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED).name();
  ASSERT_TRUE(world.Hold("bob", name).ok());
  world.Tell<wf::StepApproved>(name, "APPROVED", {}, "run-one");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_ON_HOLD);
  // The run was held because of the entry: it says no entry state.
  world.Tell<wf::RunHeld>(name, "", {}, "run-one");
  world.Tell<wf::RunResumed>(name, "", {}, "run-one");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_ON_HOLD);
  const auto resumed = world.Resume("bob", name);
  ASSERT_TRUE(resumed.ok());
  EXPECT_EQ(resumed->state(), v1::OPPORTUNITY_STATE_APPROVED);
}

TEST(ReactToRun, ARunThatGoesOnTakesItsEntryAlong) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED).name();
  ASSERT_TRUE(world.Hold("bob", name).ok());
  world.Tell<wf::RunResumed>(name, "ASSESSED", {}, "run-one");
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_ASSESSED);
}

TEST(ReactToRun, RfcsAreFollowedWithTheirStatus) {
  RegistryWorld world;
  const auto name =
      world.InState("one", v1::OPPORTUNITY_STATE_IN_PROGRESS).name();
  const std::pair<wf::Rfc::Status, bool> kWay[] = {
      {wf::Rfc::STATUS_SUBMITTED, false},
      {wf::Rfc::STATUS_IMPLEMENTING, false},
      {wf::Rfc::STATUS_IMPLEMENTED, true},
      {wf::Rfc::STATUS_CLOSED_FAILED, true},
      {wf::Rfc::STATUS_BACKED_OUT, false},
      {wf::Rfc::STATUS_CLOSED_SUCCESS, true}};
  for (const auto& [status, implemented] : kWay) {
    wf::RfcStatusChanged changed;
    changed.mutable_rfc()->set_name("tenants/acme/runs/run-one/rfcs/x");
    changed.mutable_rfc()->set_external_id("RFC-501");
    changed.mutable_rfc()->set_status(status);
    world.Tell(name, "", changed, "run-one");
    const auto entry = world.Read(name);
    ASSERT_EQ(entry.rfcs_size(), 1);
    EXPECT_EQ(StrCat("STATUS_", entry.rfcs(0).status()),
              wf::Rfc::Status_Name(status));
    EXPECT_EQ(entry.rfcs(0).implemented(), implemented)
        << entry.rfcs(0).status();
  }
}

TEST(ReactToVerdict, ClosesAnEntryWithoutARunUnlessInterim) {
  RegistryWorld world;
  v1::Opportunity fields;
  fields.set_title("Done long ago");
  fields.set_retrospective(true);
  fields.mutable_scope()->set_service("tenants/acme/services/web");
  const auto name = world.LogAs("one", fields).name();
  ASSERT_TRUE(world.Accept("anna", name).ok());
  ASSERT_TRUE(world.Move("bob", name, v1::OPPORTUNITY_STATE_IN_REVIEW).ok());
  TellVerdict<rep::VerdictAccepted>(world, name,
                                    rep::VERDICT_VALUE_INCONCLUSIVE, true);
  EXPECT_EQ(world.Read(name).state(), v1::OPPORTUNITY_STATE_IN_REVIEW);
  TellVerdict<rep::VerdictAccepted>(world, name,
                                    rep::VERDICT_VALUE_NOT_MEASURABLE);
  const auto entry = world.Read(name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(entry.verdict().value(), "NOT_MEASURABLE");
}

TEST(ReactToVerdict, LaterFiguresDoNotTakeBackAnAcceptedVerdict) {
  RegistryWorld world;
  const auto name =
      world.InState("one", v1::OPPORTUNITY_STATE_IN_REVIEW).name();
  TellVerdict<rep::VerdictAccepted>(world, name, rep::VERDICT_VALUE_IMPROVED);
  TellVerdict<rep::VerdictReached>(world, name, rep::VERDICT_VALUE_WORSENED);
  EXPECT_EQ(world.Read(name).verdict().value(), "IMPROVED");
  TellVerdict<rep::VerdictReached>(world, EntryName("ghost"),
                                   rep::VERDICT_VALUE_WORSENED);
}

TEST(ReactTo, KnowsItsEventsAndSurvivesBrokenBytes) {
  auto reacts = [](const char* type, const std::string& data = "") {
    common::v1::CloudEvent event;
    event.set_type(type);
    event.set_data(data);
    return IsReactedTo(event);
  };
  EXPECT_TRUE(reacts("csi.workflow.v1.RunStarted"));
  EXPECT_TRUE(reacts("csi.reporting.v1.VerdictAccepted"));
  EXPECT_FALSE(reacts("csi.workflow.v1.StepSubmitted"));
  EXPECT_FALSE(reacts("csi.raci.v1.PersonLeft"));
  // A step matters when it moves the entry.
  wf::StepSentBack back;
  back.mutable_context()->set_run("tenants/acme/runs/r");
  EXPECT_FALSE(reacts("csi.workflow.v1.StepSentBack", ToBytes(back)));
  back.mutable_context()->set_entry_state("ASSESSED");
  EXPECT_TRUE(reacts("csi.workflow.v1.StepSentBack", ToBytes(back)));
  EXPECT_FALSE(reacts("csi.workflow.v1.StepApproved", "\xff\xff"));
  for (const char* type :
       {"csi.workflow.v1.RunStarted", "csi.reporting.v1.VerdictAccepted",
        "csi.reporting.v1.VerdictReached", "csi.unknown.v1.Thing"}) {
    common::v1::CloudEvent event;
    event.set_type(type);
    event.set_data("\xff\xff\xff");
    Context context;
    context.tenant = "acme";
    Outcome outcome;
    ReactTo(event, context, outcome);
    EXPECT_TRUE(outcome.events().empty()) << type;
  }
}

}  // namespace
}  // namespace csi::registry
