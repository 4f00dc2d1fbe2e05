#include "tools/csictl/short_values.h"

#include <gtest/gtest.h>

#include "common/base/strings.h"

namespace csi::tools {
namespace {

using workflow::v1::ArtefactField;
using workflow::v1::FieldDefinition;

FieldDefinition Field(workflow::v1::FieldType type) {
  FieldDefinition field;
  field.set_key("key");
  field.set_title("Title");
  field.set_type(type);
  return field;
}

ArtefactField Parsed(workflow::v1::FieldType type, const std::string& text) {
  ArtefactField out;
  EXPECT_TRUE(ParseArtefactValue(Field(type), text, out).ok()) << text;
  EXPECT_EQ(out.key(), "key");
  return out;
}

TEST(ArtefactValue, FollowsTheKindOfItsField) {
  EXPECT_EQ(Parsed(workflow::v1::FIELD_TYPE_TEXT, "a; b").text(), "a; b");
  const ArtefactField number =
      Parsed(workflow::v1::FIELD_TYPE_NUMBER, "12.5 h");
  EXPECT_EQ(number.number().value(), 12.5);
  EXPECT_EQ(number.number().unit(), "h");
  const ArtefactField money =
      Parsed(workflow::v1::FIELD_TYPE_MONEY, "EUR -1200.25");
  EXPECT_EQ(money.money().currency_code(), "EUR");
  EXPECT_EQ(money.money().units(), -1200);
  EXPECT_EQ(money.money().nanos(), -250000000);
  const ArtefactField date =
      Parsed(workflow::v1::FIELD_TYPE_DATE, "2025-01-31");
  EXPECT_EQ(date.date().year(), 2025);
  EXPECT_EQ(date.date().day(), 31);
  const ArtefactField list =
      Parsed(workflow::v1::FIELD_TYPE_LIST, "first; second;");
  ASSERT_EQ(list.list().items_size(), 2);
  EXPECT_EQ(list.list().items(1), "second");
  EXPECT_EQ(Parsed(workflow::v1::FIELD_TYPE_REFERENCE, "x").reference(), "x");
}

TEST(ArtefactValue, UnitComesFromTheDefinitionWhenLeftOut) {
  FieldDefinition field = Field(workflow::v1::FIELD_TYPE_NUMBER);
  field.set_unit("%");
  ArtefactField out;
  ASSERT_TRUE(ParseArtefactValue(field, "60", out).ok());
  EXPECT_EQ(out.number().unit(), "%");
}

TEST(ArtefactValue, NothingClearsTheField) {
  EXPECT_EQ(Parsed(workflow::v1::FIELD_TYPE_NUMBER, "").value_case(),
            ArtefactField::VALUE_NOT_SET);
}

TEST(ArtefactValue, WrongTextIsRefusedWithAnExample) {
  for (const auto& [type, text, example] :
       {std::tuple(workflow::v1::FIELD_TYPE_NUMBER, "many", "12.5"),
        std::tuple(workflow::v1::FIELD_TYPE_NUMBER, "nan", "12.5"),
        std::tuple(workflow::v1::FIELD_TYPE_MONEY, "1200", "EUR 1200.50"),
        std::tuple(workflow::v1::FIELD_TYPE_DATE, "soon", "2025-01-31")}) {
    ArtefactField out;
    const absl::Status status = ParseArtefactValue(Field(type), text, out);
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_NE(StdView(status.message()).find(example), std::string_view::npos);
    EXPECT_NE(StdView(status.message()).find("--field key="),
              std::string_view::npos);
  }
}

TEST(ShortPoint, IsAFigureAndWhatItRestsOn) {
  reporting::v1::Point point;
  ASSERT_TRUE(ParseShortPoint("2025-01-01=80,100",
                              reporting::v1::AGGREGATION_PERCENTAGE, point)
                  .ok());
  EXPECT_EQ(point.numerator(), 80);
  EXPECT_EQ(point.denominator(), 100);
  for (const char* bad : {"", "80", "2025-01-01", "2025-01-01=", "x=1",
                          "2025-01-01=1,", "2025-01-01=1,2,3"}) {
    reporting::v1::Point out;
    EXPECT_FALSE(
        ParseShortPoint(bad, reporting::v1::AGGREGATION_MEAN, out).ok())
        << bad;
  }
}

}  // namespace
}  // namespace csi::tools
