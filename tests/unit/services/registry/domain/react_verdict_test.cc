// RG7: a closed improvement whose effect is lost is open again.
#include "common/base/strings.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace rep = ::csi::reporting::v1;
using ::testing::HasSubstr;

class Decay : public ::testing::Test {
 protected:
  // An improvement of web that was closed as IMPROVED by the comparison c1.
  Decay() {
    v1::Opportunity fields;
    fields.set_title("Fewer bypassed releases");
    fields.set_retrospective(true);
    fields.mutable_scope()->set_service("tenants/acme/services/web");
    fields.mutable_primary_indicator()->set_indicator(
        authority::Name("indicators", "bypass"));
    name = world.LogAs("one", fields).name();
    EXPECT_TRUE(world.Accept("anna", name).ok());
    EXPECT_TRUE(world.Move("bob", name, v1::OPPORTUNITY_STATE_IN_REVIEW).ok());
    Tell<rep::VerdictAccepted>("c1", rep::VERDICT_VALUE_IMPROVED);
    EXPECT_EQ(Entry().state(), v1::OPPORTUNITY_STATE_CLOSED);
  }

  template <class Event>
  void Tell(std::string_view comparison, rep::VerdictValue value,
            bool interim = false, std::string_view indicator = "bypass") {
    Event event;
    auto& digest = *event.mutable_comparison();
    digest.set_comparison(authority::Name("comparisons", comparison));
    digest.set_opportunity(name);
    digest.set_indicator(authority::Name("indicators", indicator));
    digest.set_value(value);
    digest.set_interim(interim);
    world.runner.Deliver("reporting", event, name);
  }
  v1::Opportunity Entry() { return world.Read(name); }

  RegistryWorld world;
  std::string name;
};

TEST_F(Decay, OpensTheEntryAgainWithItsAccountablePersonAndTheFigures) {
  Tell<rep::VerdictReached>("c2", rep::VERDICT_VALUE_WORSENED);
  const v1::Opportunity entry = Entry();
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(entry.accountable(), "tenants/acme/people/bob");
  EXPECT_THAT(entry.state_reason(), HasSubstr("did not last: WORSENED"));
  EXPECT_EQ(entry.verdict().value(), "WORSENED");
  EXPECT_FALSE(entry.verdict().accepted());
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityReopened"), 1);
}

TEST_F(Decay, OpensItAsNewWhereNobodyIsAccountable) {
  world.BobLeaves(1);
  world.runner.Advance(absl::Hours(2));
  Tell<rep::VerdictReached>("c2", rep::VERDICT_VALUE_NO_MATERIAL_CHANGE);
  EXPECT_EQ(Entry().state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(Entry().accountable(), "");
}

TEST_F(Decay, IsNothingThatIsInterimUnsureOfAnotherIndicatorOrTheSame) {
  Tell<rep::VerdictReached>("c2", rep::VERDICT_VALUE_WORSENED, true);
  Tell<rep::VerdictReached>("c3", rep::VERDICT_VALUE_NOT_SHOWN);
  Tell<rep::VerdictReached>("c4", rep::VERDICT_VALUE_INCONCLUSIVE);
  Tell<rep::VerdictReached>("c5", rep::VERDICT_VALUE_WORSENED, false, "other");
  Tell<rep::VerdictReached>("c1", rep::VERDICT_VALUE_WORSENED);
  EXPECT_EQ(Entry().state(), v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(Entry().verdict().value(), "IMPROVED");
}

TEST_F(Decay, OpensItOnce) {
  Tell<rep::VerdictReached>("c2", rep::VERDICT_VALUE_WORSENED);
  Tell<rep::VerdictReached>("c3", rep::VERDICT_VALUE_WORSENED);
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityReopened"), 1);
  EXPECT_EQ(Entry().verdict().comparison(),
            authority::Name("comparisons", "c3"));
}

}  // namespace
}  // namespace csi::registry
