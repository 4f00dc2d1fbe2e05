// Fields that the policy adds to entries.
#include "services/registry/domain/extra_fields.h"

#include "gtest/gtest.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

void Define(v1::Policy& policy, const std::string& key, v1::ExtraFieldType type,
            bool required = false) {
  v1::ExtraFieldDefinition& field = *policy.add_extra_fields();
  field.set_key(key);
  field.set_type(type);
  field.set_required(required);
  if (type != v1::EXTRA_FIELD_TYPE_CHOICE) return;
  field.add_choices("red");
  field.add_choices("green");
}

v1::Policy Four() {
  v1::Policy policy;
  policy.set_name("tenants/acme/policies/register");
  Define(policy, "cost-centre", v1::EXTRA_FIELD_TYPE_TEXT, true);
  Define(policy, "hours", v1::EXTRA_FIELD_TYPE_NUMBER);
  Define(policy, "audit-day", v1::EXTRA_FIELD_TYPE_DATE);
  Define(policy, "colour", v1::EXTRA_FIELD_TYPE_CHOICE);
  return policy;
}

absl::StatusOr<v1::Policy> Set(RegistryWorld& world, const v1::Policy& policy) {
  v1::SetPolicyRequest request;
  *request.mutable_policy() = policy;
  return world.Call<v1::Policy>("anna", "SetPolicy", request);
}

v1::Opportunity With(const std::string& key, const std::string& value) {
  v1::Opportunity entry;
  entry.set_title("Entry");
  entry.mutable_scope()->set_service("tenants/acme/services/web");
  v1::ExtraField& field = *entry.add_extra_fields();
  field.set_key(key);
  field.set_value(value);
  return entry;
}

TEST(CheckExtraFields, TakesValuesOfTheirTypeAlone) {
  const v1::Policy policy = Four();
  const auto fits = [&](const std::string& key, const std::string& value) {
    return CheckExtraFields(policy, With(key, value)).ok();
  };
  EXPECT_TRUE(fits("cost-centre", "4711"));
  EXPECT_TRUE(fits("hours", "12.5"));
  EXPECT_FALSE(fits("hours", "many"));
  EXPECT_FALSE(fits("hours", "nan"));
  EXPECT_TRUE(fits("audit-day", "2028-02-29"));
  EXPECT_FALSE(fits("audit-day", "2027-02-29"));
  EXPECT_FALSE(fits("audit-day", "2027"));
  EXPECT_TRUE(fits("colour", "green"));
  EXPECT_FALSE(fits("colour", "blue"));
  EXPECT_FALSE(fits("unknown", "x"));
  EXPECT_FALSE(fits("cost-centre", ""));
  EXPECT_FALSE(fits("cost-centre", std::string(1001, 'x')));
  v1::Opportunity twice = With("hours", "1");
  *twice.add_extra_fields() = twice.extra_fields(0);
  EXPECT_FALSE(CheckExtraFields(policy, twice).ok());
}

TEST(CheckExtraDefinitions, RefusesWhatMeansNothing) {
  const auto refused = [](auto change) {
    v1::Policy policy = Four();
    change(policy);
    return !CheckExtraDefinitions(policy).ok();
  };
  EXPECT_FALSE(refused([](v1::Policy&) {}));
  EXPECT_TRUE(refused([](v1::Policy& p) {
    p.mutable_extra_fields(0)->set_key("Cost Centre");
  }));
  EXPECT_TRUE(refused(
      [](v1::Policy& p) { p.mutable_extra_fields(0)->set_key("hours"); }));
  EXPECT_TRUE(
      refused([](v1::Policy& p) { p.mutable_extra_fields(0)->clear_type(); }));
  EXPECT_TRUE(refused(
      [](v1::Policy& p) { p.mutable_extra_fields(0)->add_choices("x"); }));
  EXPECT_TRUE(refused(
      [](v1::Policy& p) { p.mutable_extra_fields(3)->clear_choices(); }));
  EXPECT_TRUE(refused(
      [](v1::Policy& p) { p.mutable_extra_fields(3)->add_choices("red"); }));
  EXPECT_TRUE(refused([](v1::Policy& p) {
    for (int i = 0; i < 30; ++i) {
      Define(p, "more-" + std::to_string(i), v1::EXTRA_FIELD_TYPE_TEXT);
    }
  }));
}

TEST(ExtraFields, StandInTheEntryWithTheVersionThatCheckedThem) {
  RegistryWorld world;
  ASSERT_TRUE(Set(world, Four()).ok());
  const std::string name = world.LogAs("one", With("hours", "3")).name();
  EXPECT_EQ(world.Read(name).extra_fields_version(), 1u);
  ASSERT_TRUE(Set(world, Four()).ok());
  v1::Opportunity change = With("colour", "red");
  change.set_name(name);
  const auto changed = world.Update("anna", change, "extra_fields");
  ASSERT_TRUE(changed.ok()) << changed.status();
  ASSERT_EQ(changed->extra_fields_size(), 1);
  EXPECT_EQ(changed->extra_fields(0).value(), "red");
  EXPECT_EQ(changed->extra_fields_version(), 2u);
  change.mutable_extra_fields(0)->set_value("blue");
  EXPECT_EQ(ReasonIn(world.Update("anna", change, "extra_fields")),
            "FIELD_INVALID");
}

TEST(ExtraFields, RequiredOnesAreThereBeforeAnEntryIsAccepted) {
  RegistryWorld world;
  ASSERT_TRUE(Set(world, Four()).ok());
  const std::string name = world.Log("one").name();
  const auto refused = world.Accept("anna", name);
  EXPECT_EQ(ReasonIn(refused), "RULE_VIOLATED");
  EXPECT_EQ(MetadataOf(refused.status(), "fields"), "cost-centre");
  v1::Opportunity change = With("cost-centre", "4711");
  change.set_name(name);
  ASSERT_TRUE(world.Update("anna", change, "extra_fields").ok());
  EXPECT_TRUE(world.Accept("anna", name).ok());
}

}  // namespace
}  // namespace csi::registry
