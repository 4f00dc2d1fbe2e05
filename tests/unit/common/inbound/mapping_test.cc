#include "common/inbound/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/inbound/mapping_files.h"
#include "common/inbound/mapping_set.h"
#include "tests/unit/common/inbound/example.h"

namespace csi::inbound {
namespace {

using testing::HasSubstr;

const std::vector<Purpose>& Purposes() {
  static const auto* const purposes =
      new std::vector<Purpose>{{"thing",
                                {{"name", FieldKind::kText},
                                 {"when", FieldKind::kTime},
                                 {"code", FieldKind::kText}}}};
  return *purposes;
}

constexpr char kGood[] = R"(
mapping: m
for: thing
match: {source: "//s/*", type: t}
tenant: {attribute: partitionkey}
fields:
  name: [{path: /a/b}, {constant: x}]
  when: {path: /t, time: "%Y", zone: UTC}
  code: {path: /c}
states:
  In Progress: A
  closed: {by: code, words: {Won't Do: B}, else: C}
)";

TEST(ParseMapping, ReadsWhatIsWritten) {
  const auto mapping = ParseMapping("f", kGood, Purposes());
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->name, "m");
  EXPECT_EQ(mapping->source, "//s/*");
  EXPECT_EQ(mapping->fields.at("name").places.size(), 2u);
  EXPECT_EQ(mapping->fields.at("when").time_format, "%Y");
  EXPECT_EQ(mapping->states.at("in_progress").status, "A");
  EXPECT_EQ(mapping->states.at("closed").second.at("won't_do"), "B");
}

struct Mistake {
  std::string from, to, said;
};

TEST(ParseMapping, EveryMistakeIsSaidWithItsPlace) {
  const Mistake mistakes[] = {
      {"mapping: m", "mapping:", "mapping"},
      {"for: thing", "for: other", "is not one of: thing"},
      {"for: thing", "fore: thing", "fore: is not known"},
      {"/a/b", "a/b", "fields.name[0].path: 'a/b' is no JSON pointer"},
      {"{constant: x}", "{}", "fields.name[1]: needs one of"},
      {"{constant: x}", "{constant: x, path: /y}", "needs one of"},
      {"{constant: x}", "{constand: x}", "constand: is not known"},
      {"zone: UTC", "zone: Mars/Base", "fields.when.zone"},
      {"\"//s/*\"", "\"*/s\"", "match.source"},
      {"  code: {path: /c}\n", "", "states.closed.by: field code"},
      {"In Progress: A", "In Progress: \"\"", "states.In Progress: is empty"},
      {"In Progress: A", "In Progress: A\n  in-progress: B", "twice"},
      {"tenant: {attribute: partitionkey}\n", "", "tenant: is missing"},
      {"match: {source: \"//s/*\", type: t}\n", "", "match: is missing"},
      {"by: code, ", "", "states.closed: needs one status"},
      {"fields:", "fields: [", "is no YAML"},
  };
  for (const Mistake& each : mistakes) {
    std::string text = kGood;
    const size_t at = text.find(each.from);
    ASSERT_NE(at, std::string::npos) << each.from;
    text.replace(at, each.from.size(), each.to);
    const auto mapping = ParseMapping("file.yaml", text, Purposes());
    EXPECT_THAT(std::string(mapping.status().message()),
                testing::AllOf(HasSubstr(each.said), HasSubstr("file.yaml")));
  }
}

TEST(ParseMapping, TextThatIsNoMappingIsRefused) {
  for (const char* text : {"", "[]", "x", "{: }", "&a [*a]", "\x01"}) {
    EXPECT_FALSE(ParseMapping("f", text, Purposes()).ok()) << text;
  }
}

TEST(MappingSet, TheClosestMappingIsTaken) {
  MappingSet set;
  const auto add = [&](const char* name, const char* source, const char* type) {
    Mapping mapping;
    mapping.name = name;
    mapping.source = source;
    mapping.type = type;
    return set.Add(std::move(mapping));
  };
  ASSERT_TRUE(add("all", "*", "change.*").ok());
  ASSERT_TRUE(add("prod", "//s/prod", "change.*").ok());
  EXPECT_EQ(add("again", "*", "change.*").code(),
            absl::StatusCode::kAlreadyExists);
  const auto found = [&](const char* source, const char* type) {
    const auto event = ReadCloudEvent(Event(source, type, "1", "{}"));
    const Mapping* mapping = set.Find(*event);
    return mapping == nullptr ? "" : mapping->name;
  };
  EXPECT_EQ(found("//s/prod", "change.made"), "prod");
  EXPECT_EQ(found("//s/prod2", "change.made"), "all");
  EXPECT_EQ(found("//s/prod", "incident"), "");
}

TEST(MappingFiles, AFolderIsReadByNameAndAMissingOneIsNamed) {
  const auto files = ReadMappingFiles("deploy/mappings/changes");
  ASSERT_TRUE(files.ok()) << files.status();
  ASSERT_GE(files->size(), 4u);
  EXPECT_THAT((*files)[0].name, HasSubstr("jira.yaml"));
  EXPECT_THAT((*files)[0].text, HasSubstr("mapping: jira"));
  const auto missing = ReadMappingFiles("deploy/mappings/nowhere");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("nowhere"));
}

}  // namespace
}  // namespace csi::inbound
