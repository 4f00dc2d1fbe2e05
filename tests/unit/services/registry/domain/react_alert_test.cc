// RG2, RP10: an alert of a threshold proposes one entry.
#include "csi/reporting/v1/reporting_threshold_events.pb.h"
#include "gtest/gtest.h"
#include "services/registry/domain/keys.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace rep = ::csi::reporting::v1;

class Alerts : public ::testing::Test {
 protected:
  void Tell(std::string_view alert, bool proposes) {
    rep::AlertOpened event;
    rep::Alert& opened = *event.mutable_alert();
    opened.set_name(authority::Name("alerts", alert));
    opened.set_threshold(authority::Name("thresholds", "high"));
    opened.set_indicator(authority::Name("indicators", "bypass"));
    opened.set_sentence("84 is above the limit of 80.");
    opened.set_severity(common::v1::SEVERITY_WARNING);
    opened.mutable_scope()->set_service("tenants/acme/services/web");
    opened.mutable_open_period_time()->set_seconds(86400);
    event.set_proposes_entry(proposes);
    event.set_approved_by(authority::Name("people", "bob"));
    world.runner.Deliver("reporting", event, opened.name());
  }

  int Logged() { return world.runner.CountEvents("registry", kLogged); }

  static constexpr char kLogged[] = "OpportunityLogged";
  RegistryWorld world;
};

TEST_F(Alerts, ProposeOneEntryEach) {
  Tell("a", true);
  const auto name =
      world.runner.state("registry")
          .Get(SourceEventKey("acme", authority::Name("thresholds", "high"),
                              authority::Name("alerts", "a")));
  ASSERT_TRUE(name.has_value());
  const v1::Opportunity entry = world.Read(*name);
  EXPECT_EQ(entry.state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(entry.title(), "Threshold high is breached");
  EXPECT_EQ(entry.description(), "84 is above the limit of 80.");
  EXPECT_EQ(entry.scope().service(), "tenants/acme/services/web");
  EXPECT_EQ(entry.raised_by(), "tenants/acme/people/bob");
  EXPECT_EQ(entry.primary_indicator().indicator(),
            "tenants/acme/indicators/bypass");
  EXPECT_EQ(entry.source().event_type(), "csi.reporting.v1.AlertOpened");
  EXPECT_EQ(entry.source().severity(), "WARNING");
  EXPECT_EQ(entry.source().trigger_period().start_time().seconds(), 86400);
  Tell("a", true);
  EXPECT_EQ(Logged(), 1);
  Tell("b", true);
  EXPECT_EQ(Logged(), 2);
}

TEST_F(Alerts, ProposeNothingUnlessTheThresholdSaysSo) {
  Tell("a", false);
  EXPECT_EQ(Logged(), 0);
}

}  // namespace
}  // namespace csi::registry
