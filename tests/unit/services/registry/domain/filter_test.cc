#include "services/registry/domain/filter.h"

#include "common/status/status.h"
#include "csi/registry/v1/registry.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

const FilterSchema& Schema() {
  static const auto* const kSchema = new FilterSchema{
      v1::Opportunity::descriptor(),
      {"state", "accountable", "scope.service", "priority", "score", "number",
       "due_date", "create_time", "title", "retrospective"},
      {"title", "description"}};
  return *kSchema;
}

v1::Opportunity Entry() {
  v1::Opportunity entry;
  entry.set_state(v1::OPPORTUNITY_STATE_ACCEPTED);
  entry.set_accountable("tenants/acme/people/bob");
  entry.mutable_scope()->set_service("tenants/acme/services/web");
  entry.set_priority(2);
  entry.set_number(12);
  entry.set_title("Fewer \"bypassed\" Releases");
  entry.set_description("The backup runs too long.");
  entry.mutable_due_date()->set_year(2026);
  entry.mutable_due_date()->set_month(5);
  entry.mutable_due_date()->set_day(1);
  entry.mutable_create_time()->set_seconds(1767225600);
  return entry;
}

bool Matches(std::string_view text) {
  auto filter = Filter::Parse(text, Schema());
  EXPECT_TRUE(filter.ok()) << text << ": " << filter.status();
  return filter.ok() && filter->Matches(Entry());
}

std::string Refused(std::string_view text) {
  const auto filter = Filter::Parse(text, Schema());
  EXPECT_FALSE(filter.ok()) << text;
  EXPECT_EQ(ReasonOf(filter.status()), common::v1::ERROR_REASON_FILTER_INVALID)
      << text;
  return std::string(filter.status().message());
}

TEST(Filter, EmptyTextMatchesEverything) {
  EXPECT_TRUE(Matches(""));
  EXPECT_TRUE(Matches("  \t"));
}

TEST(Filter, ComparesEachTypeOfField) {
  EXPECT_TRUE(Matches("state = ACCEPTED"));
  EXPECT_FALSE(Matches("state != ACCEPTED"));
  EXPECT_TRUE(Matches("accountable = \"tenants/acme/people/bob\""));
  EXPECT_TRUE(Matches("accountable=bob"));
  EXPECT_FALSE(Matches("accountable = anna"));
  EXPECT_FALSE(Matches("accountable = \"\""));
  EXPECT_TRUE(Matches("scope.service = web"));
  EXPECT_TRUE(Matches("priority <= 2 AND priority >= 2"));
  EXPECT_FALSE(Matches("priority < 2"));
  EXPECT_TRUE(Matches("number > 11.5"));
  EXPECT_TRUE(Matches("due_date = 2026-05-01"));
  EXPECT_TRUE(Matches("due_date < 2026-05-02"));
  EXPECT_FALSE(Matches("due_date > 2026-05-01"));
  EXPECT_TRUE(Matches("create_time >= 2026-01-01T00:00:00Z"));
  EXPECT_TRUE(Matches("create_time < \"2026-01-01T00:00:00.5Z\""));
  EXPECT_TRUE(Matches("retrospective = false"));
  EXPECT_TRUE(Matches("title:\"bypassed\\\" rel\""));
  EXPECT_TRUE(Matches("text:BACKUP"));
  EXPECT_FALSE(Matches("text:restore"));
}

TEST(Filter, UnsetDaysMatchOnlyNotEqual) {
  auto filter = Filter::Parse("due_date < 2030-01-01", Schema());
  EXPECT_FALSE(filter->Matches(v1::Opportunity()));
  filter = Filter::Parse("due_date != 2030-01-01", Schema());
  EXPECT_TRUE(filter->Matches(v1::Opportunity()));
}

TEST(Filter, OrBindsTighterThanAnd) {
  EXPECT_TRUE(Matches("state = ACCEPTED OR state = NEW AND priority = 2"));
  EXPECT_FALSE(Matches("state = ACCEPTED OR state = NEW AND priority = 3"));
  EXPECT_TRUE(Matches("state = ACCEPTED OR (state = NEW AND priority = 3)"));
  EXPECT_TRUE(Matches("state = NEW OR priority = 2"));
  EXPECT_TRUE(Matches("priority = 2 state = ACCEPTED"));
  EXPECT_FALSE(Matches("NOT priority = 2"));
  EXPECT_TRUE(Matches("-priority = 3"));
  EXPECT_TRUE(Matches("NOT (priority = 3 OR state = NEW)"));
}

TEST(Filter, RefusalsSayWhereAndWhatIsKnown) {
  EXPECT_THAT(Refused("colour = red"), HasSubstr("\"colour\" is unknown"));
  EXPECT_THAT(Refused("state = DONE"), HasSubstr("there are NEW, ACCEPTED"));
  EXPECT_THAT(Refused("state < NEW"), HasSubstr("= and != only"));
  EXPECT_THAT(Refused("priority = high"), HasSubstr("is no number"));
  EXPECT_THAT(Refused("due_date = 2026-02-30"), HasSubstr("is no day"));
  EXPECT_THAT(Refused("create_time = yesterday"), HasSubstr("or time"));
  EXPECT_THAT(Refused("retrospective = maybe"), HasSubstr("= true"));
  EXPECT_THAT(Refused("title < b"), HasSubstr("':' only"));
  EXPECT_THAT(Refused("priority : 2"), HasSubstr("':' is for texts"));
  EXPECT_THAT(Refused("text = backup"), HasSubstr("text takes ':' only"));
  EXPECT_THAT(Refused("state"), HasSubstr("character 6, the end"));
  EXPECT_THAT(Refused("state ="), HasSubstr("a value"));
  EXPECT_THAT(Refused("title = \"open"), HasSubstr("a closing"));
  EXPECT_THAT(Refused("(state = NEW"), HasSubstr("\")\""));
  EXPECT_THAT(Refused("state = NEW)"), HasSubstr("the end"));
  EXPECT_THAT(Refused("= NEW"), HasSubstr("a field"));
  EXPECT_THAT(Refused("state = NEW AND"), HasSubstr("a field"));
}

TEST(Filter, BoundsItsDepthAndLength) {
  std::string deep;
  for (int i = 0; i < 2 * limits::kFilterDepthMax; ++i) deep += "(";
  EXPECT_THAT(Refused(deep + "state = NEW"), HasSubstr("parentheses"));
  std::string longer = "priority = 1";
  for (int i = 0; i < limits::kFilterTermsMax; ++i) {
    longer += " OR priority = 1";
  }
  EXPECT_THAT(Refused(longer), HasSubstr("restrictions"));
}

TEST(Filter, FindsTheEqualityThatEveryMatchHas) {
  auto filter = Filter::Parse("state = NEW AND priority > 1", Schema());
  ASSERT_NE(filter->EqualTo("state"), nullptr);
  EXPECT_EQ(*filter->EqualTo("state"), "NEW");
  EXPECT_EQ(filter->EqualTo("priority"), nullptr);
  filter = Filter::Parse("state = NEW OR state = ACCEPTED", Schema());
  EXPECT_EQ(filter->EqualTo("state"), nullptr);
  filter = Filter::Parse("NOT state = NEW", Schema());
  EXPECT_EQ(filter->EqualTo("state"), nullptr);
  EXPECT_TRUE(filter->Mentions("state"));
  EXPECT_FALSE(filter->Mentions("text"));
}

TEST(Filter, NoBytesBreakTheParser) {
  const std::string alphabet = "state=NEW ()\":\\<>!-ANDOR\xc3\xa4\n.";
  uint64_t random = 42;
  int parsed = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int j = 0; j < 24; ++j) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      text += alphabet[(random >> 33) % alphabet.size()];
    }
    const auto filter = Filter::Parse(text, Schema());
    if (filter.ok()) {
      ++parsed;
      filter->Matches(Entry());
    } else {
      ASSERT_EQ(ReasonOf(filter.status()),
                common::v1::ERROR_REASON_FILTER_INVALID);
    }
  }
  EXPECT_LT(parsed, 20000);
}

TEST(Filter, OneOfSeveralTextsIsEnoughAndNoneMeansNone) {
  static const FilterSchema kSchema = {
      v1::Opportunity::descriptor(), {"framework_clauses"}, {}};
  v1::Opportunity entry;
  entry.add_framework_clauses("ISO 20000-1 10.2");
  entry.add_framework_clauses("COBIT APO11");
  const auto matches = [&](std::string_view text) {
    const auto filter = Filter::Parse(text, kSchema);
    EXPECT_TRUE(filter.ok()) << filter.status();
    return filter.ok() && filter->Matches(entry);
  };
  EXPECT_TRUE(matches("framework_clauses : \"iso 20000\""));
  EXPECT_TRUE(matches("framework_clauses = \"COBIT APO11\""));
  EXPECT_FALSE(matches("framework_clauses = COBIT"));
  EXPECT_FALSE(matches("framework_clauses != \"COBIT APO11\""));
  EXPECT_TRUE(matches("framework_clauses != \"COBIT APO12\""));
  entry.clear_framework_clauses();
  EXPECT_FALSE(matches("framework_clauses : iso"));
  EXPECT_TRUE(matches("framework_clauses != iso"));
}

}  // namespace
}  // namespace csi::registry
