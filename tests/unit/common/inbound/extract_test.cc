#include "common/inbound/extract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/inbound/limits.h"
#include "common/inbound/poison.h"
#include "tests/unit/common/inbound/example.h"

namespace csi::inbound {
namespace {

using testing::HasSubstr;

const std::vector<Purpose>& Purposes() {
  static const auto* const purposes =
      new std::vector<Purpose>{{"thing",
                                {{"name", FieldKind::kText},
                                 {"when", FieldKind::kTime},
                                 {"count", FieldKind::kCount},
                                 {"value", FieldKind::kNumber}}}};
  return *purposes;
}

Mapping Made(const std::string& rest) {
  const auto mapping = ParseMapping("f",
                                    "mapping: m\nfor: thing\n"
                                    "tenant: {attribute: partitionkey}\n" +
                                        rest,
                                    Purposes());
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return mapping.ok() ? *mapping : Mapping();
}

absl::StatusOr<Extracted> Of(const Mapping& mapping, const std::string& data) {
  return Extract(mapping, *ReadCloudEvent(Event("//s", "t", "1", data)));
}

const char* const kFields = R"(
match: {type: t}
fields:
  name: [{path: /a/0/n}, {path: /n}, {attribute: subject}, {constant: none}]
  when: {path: /w, time: "%Y-%m-%d %H:%M:%S", zone: Europe/Berlin}
  count: {path: /c}
  value: {path: /v}
)";

TEST(Extract, TheFirstPlaceThatHoldsSomethingCounts) {
  const Mapping mapping = Made(kFields);
  const auto name = [&](const char* data) {
    const auto found = Of(mapping, data);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? std::string(found->rows[0].field("name")) : "";
  };
  EXPECT_EQ(name(R"({"a":[{"n":"x"}],"n":"y"})"), "x");
  EXPECT_EQ(name(R"({"a":[],"n":"y"})"), "y");
  EXPECT_EQ(name(R"({"a":{"0":{"n":""}},"n":null})"), "none");
  EXPECT_EQ(name(R"({"n":7})"), "7");
  EXPECT_EQ(name(R"({"n":true})"), "true");
  EXPECT_EQ(name(R"([1])"), "none");
  EXPECT_EQ(name(R"({"a":[{"n":{"x":1}}],"n":"y"})"), "y");
}

TEST(Extract, TimesAreReadInTheirFormatAndZone) {
  const auto found =
      Of(Made(kFields), R"({"w":"2024-07-01 12:00:00","c":"7","v":-1.5e3})");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->tenant, "acme");
  EXPECT_EQ(absl::FormatTime(TimeOf(found->rows[0].field("when")),
                             absl::UTCTimeZone()),
            "2024-07-01T10:00:00+00:00");
  EXPECT_EQ(CountOf(found->rows[0].field("count")), 7u);
  EXPECT_EQ(NumberOf(found->rows[0].field("value")), -1500);
}

TEST(Extract, AFieldThatCannotBeReadIsNamed) {
  const Mapping mapping = Made(kFields);
  for (const char* data :
       {R"({"w":"yesterday"})", R"({"w":"99999-01-01 00:00:00"})",
        R"({"c":-1})", R"({"c":1.5})", R"({"c":99999999999999999999})",
        R"({"v":"much"})", R"({"v":"1e999"})", R"({"v":"nan"})",
        R"({"v":{"x":1}})", R"({"c":[1]})"}) {
    const auto found = Of(mapping, data);
    EXPECT_EQ(PoisonWord(found.status()), "FIELD_BAD") << data;
    EXPECT_THAT(std::string(found.status().message()), HasSubstr("field "));
  }
}

TEST(Extract, DataThatIsNoJsonIsRefused) {
  const Mapping mapping = Made(kFields);
  for (const std::string& data :
       {std::string(), std::string("{"), std::string("\xff"),
        std::string("{\"n\":\"\xff\"}"), std::string(100000, '['),
        std::string(kJsonDepthMax + 1, '[') +
            std::string(kJsonDepthMax + 1, ']')}) {
    EXPECT_EQ(PoisonWord(Of(mapping, data).status()), "NOT_JSON");
  }
  EXPECT_TRUE(Of(mapping, std::string(kJsonDepthMax, '[') +
                              std::string(kJsonDepthMax, ']'))
                  .ok());
}

TEST(Extract, AFieldHoldsUpToItsBound) {
  const Mapping mapping = Made(kFields);
  const std::string edge(kFieldBytesMax, 'x');
  EXPECT_TRUE(Of(mapping, "{\"n\":\"" + edge + "\"}").ok());
  EXPECT_EQ(PoisonWord(Of(mapping, "{\"n\":\"" + edge + "x\"}").status()),
            "TOO_LARGE");
}

TEST(Extract, WithoutATenantNothingIsTaken) {
  const auto event =
      ReadCloudEvent(With(Event("//s", "t", "1", "{}"), "ce_partitionkey", ""));
  EXPECT_EQ(PoisonWord(Extract(Made(kFields), *event).status()), "NO_TENANT");
}

TEST(Extract, AConditionLeavesOutWithoutAnError) {
  const Mapping mapping = Made(
      "match: {type: t, when: [{path: /k, is: [Normal Change]}]}\n"
      "fields: {name: {constant: x}}\n");
  EXPECT_FALSE(Of(mapping, R"({"k":"normal-change"})")->ignored);
  EXPECT_TRUE(Of(mapping, R"({"k":"bug"})")->ignored);
  EXPECT_TRUE(Of(mapping, "{}")->ignored);
}

TEST(Extract, EachItemIsARowAndABadOneSaysWhich) {
  const Mapping mapping = Made(
      "match: {type: t}\neach: /list\n"
      "fields: {name: {outer: /n}, value: {path: /v}}\n"
      "dimensions: {site: {path: /s}}\n");
  const auto found =
      Of(mapping, R"({"n":"x","list":[{"v":1},{"v":2,"s":"Ulm"}]})");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->rows.size(), 2u);
  EXPECT_EQ(found->rows[1].field("name"), "x");
  EXPECT_EQ(found->rows[1].dimensions.at("site"), "Ulm");
  EXPECT_TRUE(found->rows[0].dimensions.empty());
  const auto bad = Of(mapping, R"({"list":[{"v":1},{"v":"x"}]})");
  EXPECT_THAT(std::string(bad.status().message()), HasSubstr("row 1: field"));
  EXPECT_EQ(PoisonWord(bad.status()), "FIELD_BAD");
  EXPECT_EQ(PoisonWord(Of(mapping, "{}").status()), "FIELD_MISSING");
  std::string many = "{\"list\":[0";
  for (size_t i = 0; i < kRowsMax; ++i) many += ",0";
  EXPECT_EQ(PoisonWord(Of(mapping, many + "]}").status()), "TOO_LARGE");
}

}  // namespace
}  // namespace csi::inbound
