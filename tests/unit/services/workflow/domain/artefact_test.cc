// Fields of artefacts against the schema of their step.
#include "services/workflow/domain/artefact.h"

#include <limits>

#include "common/status/status.h"
#include "csi/common/v1/error_reasons.pb.h"
#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_TOO_LARGE;

class Artefact : public ::testing::Test {
 protected:
  Artefact() {
    Define("vision", v1::FIELD_TYPE_TEXT).set_required(true);
    Define("goals", v1::FIELD_TYPE_LIST).set_min_items(2);
    Define("target", v1::FIELD_TYPE_NUMBER).set_unit("%");
    Define("cost", v1::FIELD_TYPE_MONEY);
    Define("day", v1::FIELD_TYPE_DATE);
    v1::FieldDefinition& decision = Define("decision", v1::FIELD_TYPE_TEXT);
    decision.add_choices("go");
    decision.add_choices("no_go");
    decision.add_passing("go");
  }
  v1::FieldDefinition& Define(const char* key, v1::FieldType type) {
    v1::FieldDefinition& field = *step.add_fields();
    field.set_key(key);
    field.set_title(key);
    field.set_type(type);
    return field;
  }
  static v1::ArtefactField Text(const char* key, std::string text) {
    v1::ArtefactField field;
    field.set_key(key);
    field.set_text(std::move(text));
    return field;
  }
  common::v1::ErrorReason Check(const v1::ArtefactField& field) {
    Fields fields;
    *fields.Add() = field;
    return ReasonOf(CheckFields(step, fields));
  }

  v1::StepDefinition step;
};

TEST_F(Artefact, TakesValuesOfTheTypeThatTheSchemaSays) {
  EXPECT_EQ(Check(Text("vision", "faster")),
            common::v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(Check(Text("unknown", "x")), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Check(Text("target", "90")), ERROR_REASON_FIELD_INVALID);
  Fields twice;
  *twice.Add() = Text("vision", "a");
  *twice.Add() = Text("vision", "b");
  EXPECT_EQ(ReasonOf(CheckFields(step, twice)), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Artefact, TakesOnlyTheChoicesThereAre) {
  EXPECT_EQ(Check(Text("decision", "no_go")),
            common::v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(Check(Text("decision", "perhaps")), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Artefact, TakesNumbersThatAreNumbersInTheUnitThatIsAsked) {
  v1::ArtefactField field;
  field.set_key("target");
  field.mutable_number()->set_value(90);
  field.mutable_number()->set_unit("%");
  EXPECT_EQ(Check(field), common::v1::ERROR_REASON_UNSPECIFIED);
  field.mutable_number()->set_unit("h");
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);
  field.mutable_number()->set_unit("%");
  field.mutable_number()->set_value(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Artefact, TakesAmountsWithACurrencyAndOneSign) {
  v1::ArtefactField field;
  field.set_key("cost");
  field.mutable_money()->set_currency_code("EUR");
  field.mutable_money()->set_units(1200);
  field.mutable_money()->set_nanos(500000000);
  EXPECT_EQ(Check(field), common::v1::ERROR_REASON_UNSPECIFIED);
  field.mutable_money()->set_nanos(-1);
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);
  field.mutable_money()->set_nanos(0);
  field.mutable_money()->set_currency_code("eur");
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Artefact, TakesDaysThatExist) {
  v1::ArtefactField field;
  field.set_key("day");
  field.mutable_date()->set_year(2024);
  field.mutable_date()->set_month(2);
  field.mutable_date()->set_day(29);
  EXPECT_EQ(Check(field), common::v1::ERROR_REASON_UNSPECIFIED);
  field.mutable_date()->set_year(2023);
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);
}

TEST_F(Artefact, BoundsListsOnBothSides) {
  v1::ArtefactField field;
  field.set_key("goals");
  field.mutable_list()->add_items("one");
  EXPECT_EQ(Check(field), ERROR_REASON_FIELD_INVALID);  // two are needed
  field.mutable_list()->add_items("two");
  EXPECT_EQ(Check(field), common::v1::ERROR_REASON_UNSPECIFIED);
  for (int i = 0; i < 101; ++i) field.mutable_list()->add_items("more");
  EXPECT_EQ(Check(field), ERROR_REASON_TOO_LARGE);
}

TEST_F(Artefact, MergesByReplacingAndClearing) {
  Fields fields;
  *fields.Add() = Text("vision", "faster");
  *fields.Add() = Text("decision", "go");
  Fields given;
  *given.Add() = Text("vision", "safer");
  given.Add()->set_key("decision");  // no value: taken away
  MergeFields(given, fields);
  ASSERT_EQ(fields.size(), 1);
  EXPECT_EQ(fields[0].text(), "safer");
}

TEST_F(Artefact, NamesWhatIsMissingAndWhatDoesNotPass) {
  Fields fields;
  EXPECT_EQ(MissingFields(step, fields), std::vector<std::string>{"vision"});
  *fields.Add() = Text("vision", "faster");
  EXPECT_TRUE(MissingFields(step, fields).empty());
  *fields.Add() = Text("decision", "no_go");
  const std::vector<std::string> failing = FailingFields(step, fields);
  ASSERT_EQ(failing.size(), 1u);
  EXPECT_NE(failing[0].find("decision"), std::string::npos);
  fields[1].set_text("go");
  EXPECT_TRUE(FailingFields(step, fields).empty());
}

}  // namespace
}  // namespace csi::workflow
