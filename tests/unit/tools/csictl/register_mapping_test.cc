#include "tools/csictl/register_mapping.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RegisterMapping Parsed(const std::string& yaml) {
  auto mapping = ParseRegisterMapping(yaml);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return mapping.ok() ? *std::move(mapping) : RegisterMapping();
}

std::string Refused(const std::string& yaml) {
  const auto mapping = ParseRegisterMapping(yaml);
  EXPECT_FALSE(mapping.ok()) << yaml;
  return std::string(mapping.status().message());
}

std::string RefusedHead(const std::vector<std::string>& head,
                        const RegisterMapping& mapping = {}) {
  const auto mapped = MapHead(head, mapping);
  EXPECT_FALSE(mapped.ok());
  return std::string(mapped.status().message());
}

TEST(RegisterMapping, KnowsTheElevenColumnsOfTheBookWithoutAFile) {
  const auto mapped = MapHead(
      {"Opportunity number", "Date raised", "Size", "Timescale", "Title",
       "Description", "Priority", "KPI metric", "Justification", "Raised by",
       "To be actioned by", "Date required by", "Colour"},
      {});
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_THAT(
      mapped->columns,
      ElementsAre("external_number", "raise_date", "size", "timescale", "title",
                  "description", "priority", "kpi_metric", "justification",
                  "raised_by", "coordinator", "due_date", ""));
  EXPECT_THAT(mapped->unknown, ElementsAre("Colour"));
}

TEST(RegisterMapping, AFileSaysWhatOtherHeadingsMean) {
  const RegisterMapping mapping = Parsed(
      "columns: {Was: title, Intern: \"\"}\nvalues: {state: {Erledigt: "
      "CLOSED}}\npeople: {\"J. Smith\": john}\nunknown_person: olga\n"
      "defaults: {service: web}\ndate_format: \"%d/%m/%Y\"\ncurrency: EUR\n"
      "delimiter: \";\"\n");
  const auto mapped = MapHead({"Was", "Intern"}, mapping);
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_THAT(mapped->columns, ElementsAre("title", ""));
  EXPECT_TRUE(mapped->unknown.empty());
  EXPECT_EQ(MeantValue(mapping, "state", " erledigt "), "CLOSED");
  EXPECT_EQ(MeantValue(mapping, "state", "Done"), "CLOSED");
  EXPECT_EQ(MeantValue(mapping, "state", "odd"), "odd");
  EXPECT_EQ(mapping.people.at("j. smith"), "john");
  EXPECT_EQ(mapping.delimiter, ';');
}

TEST(RegisterMapping, RefusalsSayWhatThereIs) {
  EXPECT_THAT(Refused("colour: red"), HasSubstr("there are columns"));
  EXPECT_THAT(Refused("columns: {A: colour}"), HasSubstr("\"colour\" is no"));
  EXPECT_THAT(Refused("columns: [a]"), HasSubstr("pairs"));
  EXPECT_THAT(Refused("- a"), HasSubstr("pairs"));
  EXPECT_THAT(Refused("columns: {A: title"), HasSubstr("mapping:"));
  EXPECT_THAT(Refused("delimiter: ab"), HasSubstr("one character"));
  EXPECT_THAT(RefusedHead({"Size"}), HasSubstr("no column holds the title"));
  EXPECT_THAT(RefusedHead({"Title", "Summary"}), HasSubstr("both mean title"));
  EXPECT_THAT(RefusedHead({"Title"}, Parsed("columns: {X: state}")),
              HasSubstr("no column \"X\"; it has Title"));
}

TEST(RegisterMapping, AnIdIsOursOnlyInOurOwnExport) {
  EXPECT_THAT(MapHead({"ID", "Title"}, {})->columns,
              ElementsAre("external_number", "title"));
  EXPECT_THAT(MapHead({"id", "register_number", "title"}, {})->columns,
              ElementsAre("id", "register_number", "title"));
}

}  // namespace
}  // namespace csi::tools
