// What change management's words and orders mean.
#include "services/workflow/domain/rfc_rules.h"

#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"

namespace csi::workflow {
namespace {

using Rfc = v1::Rfc;

TEST(RfcRules, MapServiceNowNumbersAndWords) {
  const std::pair<const char*, Rfc::Status> cases[] = {
      {"-5", Rfc::STATUS_DRAFT},
      {"-4", Rfc::STATUS_ASSESSING},
      {"-3", Rfc::STATUS_AWAITING_APPROVAL},
      {"-2", Rfc::STATUS_SCHEDULED},
      {"-1", Rfc::STATUS_IMPLEMENTING},
      {"0", Rfc::STATUS_REVIEW},
      {"4", Rfc::STATUS_CANCELLED},
      {"Canceled", Rfc::STATUS_CANCELLED},
      {"Authorize", Rfc::STATUS_AWAITING_APPROVAL},
      {"Backed Out", Rfc::STATUS_BACKED_OUT},
      {"BACKED_OUT", Rfc::STATUS_BACKED_OUT},
      {"in-progress", Rfc::STATUS_IMPLEMENTING},
  };
  for (const auto& [raw, status] : cases) {
    v1::ChangeEvent event;
    event.set_raw_status(raw);
    ASSERT_TRUE(StatusOf(event).has_value()) << raw;
    EXPECT_EQ(*StatusOf(event), status) << raw;
  }
}

TEST(RfcRules, ClosedNeedsACloseCodeAndIsNeverTakenForASuccess) {
  v1::ChangeEvent event;
  event.set_raw_status("3");
  EXPECT_FALSE(StatusOf(event).has_value());
  event.set_close_code("successful");
  EXPECT_EQ(*StatusOf(event), Rfc::STATUS_CLOSED_SUCCESS);
  event.set_close_code("successful_issues");
  EXPECT_EQ(*StatusOf(event), Rfc::STATUS_CLOSED_PARTIAL);
  event.set_close_code("unsuccessful");
  EXPECT_EQ(*StatusOf(event), Rfc::STATUS_CLOSED_FAILED);
}

TEST(RfcRules, ClockDecidesWhereASourceDoesNotNumberItsRevisions) {
  v1::NewsOrder older;
  older.set_changed_us(5);
  v1::NewsOrder newer;
  newer.set_changed_us(6);
  EXPECT_TRUE(IsNewer(newer, older));
  EXPECT_FALSE(IsNewer(older, newer));
  EXPECT_FALSE(IsNewer(newer, newer));
  older.set_source_revision(9);
  EXPECT_TRUE(IsNewer(newer, older));
  newer.set_source_revision(8);
  EXPECT_FALSE(IsNewer(newer, older));
}

}  // namespace
}  // namespace csi::workflow
