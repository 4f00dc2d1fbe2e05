#include "services/raci/domain/stored_rules.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

v1::SetRuleSettingsRequest Setting(std::string_view rule,
                                   common::v1::Severity severity) {
  v1::SetRuleSettingsRequest request;
  request.set_parent("tenants/acme");
  request.set_comment("we are small");
  v1::RuleSetting& setting = *request.mutable_settings()->add_rules();
  setting.set_rule(std::string(rule));
  setting.set_severity(severity);
  return request;
}

absl::StatusOr<v1::RuleSettingsVersion> Set(
    RaciWorld& world, const v1::SetRuleSettingsRequest& request) {
  return world.Call<v1::RuleSettingsVersion>("SetRuleSettings", request);
}

absl::StatusOr<v1::RuleSettingsVersion> Get(const RaciWorld& world,
                                            uint64_t revision) {
  v1::GetRuleSettingsRequest request;
  request.set_parent("tenants/acme");
  request.set_revision(revision);
  v1::RuleSettingsVersion version;
  RETURN_IF_ERROR(
      GetRuleSettings(world.runner.Query("raci"), request, &version));
  return version;
}

// Severity of H7 (neither C nor I) in a matrix that has it.
common::v1::Severity H7(const RaciWorld& world,
                        const v1::RuleSettings* settings) {
  v1::CheckMatrixRequest request;
  request.set_parent("tenants/acme");
  request.set_name(Name("matrices", "m"));
  if (settings != nullptr) *request.mutable_settings() = *settings;
  v1::CheckMatrixResponse reply;
  EXPECT_TRUE(CheckMatrix(world.runner.Query("raci"), request, &reply).ok());
  for (const auto& finding : reply.findings()) {
    if (finding.rule() == "H7") return finding.severity();
  }
  return common::v1::SEVERITY_UNSPECIFIED;
}

TEST(RuleSettings, HoldForCallsThatBringNone) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.AddMatrix("m", {"x csi-manager A", "x reporting-analyst R"}));
  EXPECT_EQ(H7(world, nullptr), common::v1::SEVERITY_WARNING);
  ASSERT_ACCEPTED(Set(world, Setting("H7", common::v1::SEVERITY_ERROR)));
  EXPECT_EQ(H7(world, nullptr), common::v1::SEVERITY_ERROR);
  const v1::RuleSettings none;
  EXPECT_EQ(H7(world, &none), common::v1::SEVERITY_WARNING);
  v1::ImportMatrixRequest import;
  import.set_parent("tenants/acme");
  import.set_matrix_id("t");
  import.set_table("Activity,CSI manager,Reporting analyst\nx,A,R\n");
  const auto imported =
      world.Call<v1::ImportMatrixResponse>("ImportMatrix", import);
  ASSERT_ACCEPTED(imported);
  bool found = false;
  for (const auto& finding : imported->findings()) {
    if (finding.rule() != "H7") continue;
    found = true;
    EXPECT_EQ(finding.severity(), common::v1::SEVERITY_ERROR);
  }
  EXPECT_TRUE(found);
}

TEST(RuleSettings, EveryVersionIsKept) {
  RaciWorld world;
  auto version = Get(world, 0);
  ASSERT_ACCEPTED(version);
  EXPECT_EQ(version->revision(), 0u);
  const auto first = Set(world, Setting("H7", common::v1::SEVERITY_ERROR));
  ASSERT_ACCEPTED(first);
  EXPECT_EQ(first->set_by(), Name("people", "root"));
  v1::SetRuleSettingsRequest next = Setting("H7", common::v1::SEVERITY_INFO);
  next.set_etag(first->etag());
  ASSERT_ACCEPTED(Set(world, next));
  EXPECT_REFUSED(Set(world, next), "ETAG_MISMATCH", "ruleSettings");
  version = Get(world, 1);
  ASSERT_ACCEPTED(version);
  EXPECT_EQ(version->settings().rules(0).severity(),
            common::v1::SEVERITY_ERROR);
  version = Get(world, 0);
  ASSERT_ACCEPTED(version);
  EXPECT_EQ(version->revision(), 2u);
  EXPECT_EQ(version->settings().rules(0).severity(), common::v1::SEVERITY_INFO);
  EXPECT_REFUSED(Get(world, 3), "FIELD_INVALID", "no version 3");
}

TEST(RuleSettings, RefusesWhatIsNoSetting) {
  RaciWorld world;
  EXPECT_REFUSED(Set(world, Setting("H1", common::v1::SEVERITY_INFO)),
                 "FIELD_INVALID", "rely on rule H1");
  EXPECT_REFUSED(Set(world, Setting("X1", common::v1::SEVERITY_INFO)),
                 "FIELD_INVALID", "no rule");
  v1::SetRuleSettingsRequest request =
      Setting("H7", common::v1::SEVERITY_ERROR);
  request.clear_comment();
  EXPECT_REFUSED(Set(world, request), "FIELD_INVALID", "say why");
  ASSERT_ACCEPTED(world.Appoint("c1", "csi-manager", "frank"));
  world.runner.ActAs("carol");
  EXPECT_REFUSED(Set(world, Setting("H7", common::v1::SEVERITY_ERROR)),
                 "NOT_AUTHORIZED", "judged");
}

}  // namespace
}  // namespace csi::raci
