// Workflow and the real register together: the entry moves by itself as the
// run moves, and what is done to the entry reaches the run.
#include "common/kv/keys.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "gtest/gtest.h"
#include "services/registry/domain/registry_domain.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;

class Together : public ::testing::Test {
 protected:
  Together() : office(registry::MakeRegistryDomain()) {
    reg::CreateOpportunityRequest create;
    create.set_parent("tenants/acme");
    create.set_opportunity_id("bypass");
    create.mutable_opportunity()->set_title("Fewer releases bypass the tests");
    create.mutable_opportunity()->mutable_scope()->set_service(
        Name("services", "email"));
    office.Service("email");
    const auto created = OnEntry("sven", "CreateOpportunity", create);
    EXPECT_TRUE(created.ok()) << created.status();
    reg::AcceptOpportunityRequest accept;
    accept.set_name(Name("opportunities", "bypass"));
    const auto accepted = OnEntry("cora", "AcceptOpportunity", accept);
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    if (accepted.ok()) entry_ = *accepted;
  }

  absl::StatusOr<reg::Opportunity> OnEntry(
      std::string_view as, std::string_view method,
      const google::protobuf::Message& request) {
    office.runner.ActAs(std::string(as));
    return office.runner.Call<reg::Opportunity>("registry", method, request);
  }
  // As the register's events tell it; the last one has the last word.
  std::string State() {
    std::string state;
    for (const auto& event : office.runner.events("registry")) {
      if (event.type().rfind("csi.registry.v1.Opportunity", 0) != 0) continue;
      reg::OpportunityWoken any;
      any.ParseFromString(event.data());
      state = reg::OpportunityState_Name(any.opportunity().state()).substr(18);
    }
    return state;
  }

  Office office;
  reg::Opportunity entry_;
};

TEST_F(Together, EntryFollowsTheRunFromAcceptedToClosed) {
  EXPECT_EQ(entry_.accountable(), Name("people", "sven"));
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  office.Through("r1", 4);
  EXPECT_EQ(State(), "ACCEPTED");
  office.Through("r1", 5);
  EXPECT_EQ(State(), "ASSESSED");
  office.Frozen("bypass");
  office.Through("r1", 6);
  EXPECT_EQ(State(), "IN_PROGRESS");
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C1", 1, v1::Rfc::STATUS_BACKED_OUT)).ok());
  EXPECT_EQ(State(), "ACCEPTED");
  office.Through("r1", 6);
  EXPECT_EQ(State(), "IN_PROGRESS");
  ASSERT_TRUE(office.Raise("sven", "r1", "C2").ok());
  ASSERT_TRUE(
      office.Ingest(office.News("C2", 1, v1::Rfc::STATUS_CLOSED_SUCCESS)).ok());
  EXPECT_EQ(State(), "IN_REVIEW");
  office.runner.Advance(absl::Hours(24 * 57));
  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_COMPLETED);
  EXPECT_EQ(State(), "CLOSED");
}

TEST_F(Together, HoldOnEitherSideHoldsBothOnceAndReturns) {
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  ASSERT_TRUE(office.Hold("cora", "r1").ok());
  EXPECT_EQ(State(), "ON_HOLD");
  EXPECT_EQ(office.Count("RunHeld"), 1);
  ASSERT_TRUE(office.Resume("cora", "r1").ok());
  EXPECT_EQ(State(), "ACCEPTED");
  reg::HoldOpportunityRequest hold;
  hold.set_name(Name("opportunities", "bypass"));
  hold.set_reason("no money");
  const auto held = OnEntry("sven", "HoldOpportunity", hold);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_ON_HOLD);
  reg::ResumeOpportunityRequest resume;
  resume.set_name(hold.name());
  const auto resumed = OnEntry("sven", "ResumeOpportunity", resume);
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_RUNNING);
  EXPECT_EQ(State(), "ACCEPTED");
}

TEST_F(Together, CancelledRunLeavesTheEntryAccepted) {
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  office.Through("r1", 5);
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_EQ(State(), "ACCEPTED");
  EXPECT_TRUE(office.Start("sven", "r2", "bypass").ok());
}

}  // namespace
}  // namespace csi::workflow
