#include "services/registry/domain/entry_filter.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

constexpr int kStaleDays = 90;

bool Matches(const std::string& text, const v1::Opportunity& entry) {
  const auto filter = Filter::Parse(
      text, EntrySchema(),
      EntryVariables("acme", "bob", absl::FromUnixSeconds(1767225600),
                     kStaleDays));
  EXPECT_TRUE(filter.ok()) << filter.status();
  return filter.ok() && filter->Matches(entry);
}

TEST(EntryFilter, OpenIsWhatIsNotFinished) {
  v1::Opportunity entry;
  entry.set_state(v1::OPPORTUNITY_STATE_ON_HOLD);
  EXPECT_TRUE(Matches("open = true", entry));
  EXPECT_FALSE(Matches("open = false", entry));
  EXPECT_FALSE(Matches("open != true", entry));
  entry.set_state(v1::OPPORTUNITY_STATE_REJECTED);
  EXPECT_TRUE(Matches("NOT open = true", entry));
}

TEST(EntryFilter, InvolvedIsTheAccountablePersonOrTheCoordinator) {
  v1::Opportunity entry;
  entry.set_accountable("tenants/acme/people/anna");
  EXPECT_FALSE(Matches("involved = \"@me\"", entry));
  entry.set_coordinator("tenants/acme/people/bob");
  EXPECT_TRUE(Matches("involved = \"@me\"", entry));
  EXPECT_TRUE(Matches("involved = anna", entry));
}

// RG8: the fields that the policy adds.
TEST(EntryFilter, OwnFieldsAreTextsAndHaveAnOrderAsNumbersAndDays) {
  v1::Opportunity entry;
  const auto set = [&](const char* key, const char* value) {
    v1::ExtraField& field = *entry.add_extra_fields();
    field.set_key(key);
    field.set_value(value);
  };
  set("region", "North West");
  set("budget", "1200.5");
  set("audit-day", "2026-05-01");
  EXPECT_TRUE(Matches("extra_fields.region = \"North West\"", entry));
  EXPECT_TRUE(Matches("extra_fields.region : west", entry));
  EXPECT_FALSE(Matches("extra_fields.region = North", entry));
  EXPECT_TRUE(Matches("extra_fields.budget > 999", entry)) << "as numbers";
  EXPECT_FALSE(Matches("extra_fields.budget >= 1201", entry));
  EXPECT_TRUE(Matches("extra_fields.audit-day < 2026-05-02", entry));
  EXPECT_FALSE(Matches("extra_fields.audit-day < @today", entry));
  EXPECT_FALSE(Matches("extra_fields.region < 5", entry)) << "no number";
  EXPECT_FALSE(Matches("extra_fields.budget < 2026-05-02", entry)) << "no day";
  EXPECT_TRUE(Matches("extra_fields.owner = \"\"", entry)) << "not there";
  EXPECT_TRUE(Matches("extra_fields.owner != anna", entry));
  EXPECT_FALSE(Matches("extra_fields.owner < 5", entry));
}

TEST(EntryFilter, OwnFieldsAreAskedForByKey) {
  const auto refused = [](const std::string& text) {
    return std::string(
        Filter::Parse(text, EntrySchema(), {}).status().message());
  };
  EXPECT_THAT(refused("extra_fields = 5"), HasSubstr("extra_fields.KEY"));
  EXPECT_THAT(refused("extra_fields. = 5"), HasSubstr("takes a key"));
  EXPECT_THAT(refused("extra_fields.region > north"),
              HasSubstr("neither a number nor a day"));
}

TEST(EntryFilter, TextMeansAllWordsAnywhereWithoutCase) {
  v1::Opportunity entry;
  entry.set_title("Fewer bypassed releases");
  entry.set_lessons("Test the BACKUP monthly.");
  EXPECT_TRUE(Matches("text:\"backup, FEWER\"", entry));
  EXPECT_FALSE(Matches("text:\"fewer backups\"", entry));
  EXPECT_FALSE(Matches("text:back", entry));
}

TEST(EntryFilter, DaysStandForTodayAndStale) {
  v1::Opportunity entry;
  entry.mutable_due_date()->set_year(2025);
  entry.mutable_due_date()->set_month(12);
  entry.mutable_due_date()->set_day(31);
  EXPECT_TRUE(Matches("due_date < \"@today\"", entry));
  EXPECT_FALSE(Matches("due_date < @stale", entry));
}

TEST(EntryFilter, OrdersAreKnownByName) {
  EXPECT_EQ(ParseOrder("")->field, "number");
  EXPECT_TRUE(ParseOrder("score  desc")->descending);
  EXPECT_FALSE(ParseOrder("due_date asc")->descending);
  for (const char* bad : {"title", "number down", "number desc desc"}) {
    EXPECT_THAT(std::string(ParseOrder(bad).status().message()),
                HasSubstr("there are number, update_time"));
  }
}

TEST(EntryFilter, AViewThatNoListCouldShowIsRefused) {
  v1::View view;
  view.set_filter("involved = \"@me\" AND due_date < \"@today\"");
  view.set_order_by("due_date desc");
  EXPECT_TRUE(CheckView(view).ok());
  view.set_filter("text:\"...\"");
  EXPECT_THAT(std::string(CheckView(view).message()),
              HasSubstr("holds no word"));
  view.set_filter("");
  view.set_order_by("colour");
  EXPECT_FALSE(CheckView(view).ok());
}

}  // namespace
}  // namespace csi::registry
