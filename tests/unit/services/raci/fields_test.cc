#include "services/raci/domain/fields.h"

#include "common/authority/rows.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(CheckDisplayName, TakesOneReadableLine) {
  EXPECT_TRUE(CheckDisplayName("f", "Zo\xc3\xab").ok());
  EXPECT_REFUSED(CheckDisplayName("f", ""), "FIELD_INVALID", "empty");
  EXPECT_REFUSED(CheckDisplayName("f", "a\nb"), "FIELD_INVALID", "line end");
  EXPECT_REFUSED(CheckDisplayName("f", std::string("a\0b", 3)), "FIELD_INVALID",
                 "control character");
}

TEST(CheckText, TakesLineEndsAndBounds) {
  EXPECT_TRUE(CheckText("f", "a\nb\tc", 5).ok());
  EXPECT_REFUSED(CheckText("f", "abcdef", 5), "FIELD_INVALID",
                 "at most 5 are allowed");
}

TEST(CheckReferences, SaysWhichOfTheListIsWrong) {
  RaciWorld world;
  Context context;
  context.tenant = "acme";
  context.state = &world.runner.state("raci");
  const auto check = [&](const std::vector<std::string>& people) {
    const Names names(people.begin(), people.end());
    return CheckReferences(context, "f", names, 3, "people",
                           authority::kPersonTag, "ListPeople");
  };
  const std::string anna = Name("people", "anna");
  EXPECT_TRUE(check({}).ok());
  EXPECT_TRUE(check({anna, anna, anna}).ok());
  EXPECT_REFUSED(check({anna, anna, anna, anna}), "FIELD_INVALID", "at most 3");
  EXPECT_REFUSED(check({anna, ""}), "FIELD_INVALID", "f[1]");
  EXPECT_REFUSED(check({anna, "anna"}), "FIELD_INVALID", "f[1]");
  EXPECT_REFUSED(check({Name("people", "nobody"), anna}), "NOT_FOUND",
                 "ListPeople");
}

TEST(CheckNoRepeats, SaysWhichStandsThereBefore) {
  const std::vector<std::string> words = {"a", "b", "a"};
  EXPECT_TRUE(CheckNoRepeats("f", {words.begin(), words.begin() + 2}).ok());
  EXPECT_REFUSED(CheckNoRepeats("f", {words.begin(), words.end()}),
                 "FIELD_INVALID", "f[2]");
}

TEST(CheckScope, NamesTheFieldOfWhatIsWrong) {
  RaciWorld world;
  Context context;
  context.tenant = "acme";
  context.state = &world.runner.state("raci");
  common::v1::Scope scope = Scoped("email", "release");
  scope.set_geography("EMEA");
  scope.set_provider(Name("parties", "hoster"));
  EXPECT_TRUE(CheckScope(context, "scope", scope).ok());
  scope.set_provider("hoster");
  EXPECT_REFUSED(CheckScope(context, "scope", scope), "FIELD_INVALID",
                 "scope.provider");
  scope.clear_provider();
  scope.set_technology(std::string("x\0y", 3));
  EXPECT_REFUSED(CheckScope(context, "scope", scope), "FIELD_INVALID",
                 "scope.technology");
  scope.clear_technology();
  scope.set_unit(Name("units", "north"));
  EXPECT_REFUSED(CheckScope(context, "scope", scope), "NOT_FOUND", "north");
}

}  // namespace
}  // namespace csi::raci
