#include "services/reporting/server/list_filter.h"

#include "common/status/status.h"
#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

TEST(ListFilter, ReadsTermsJoinedByAnd) {
  const auto terms =
      ParseFilter("state = \"OPEN\" AND kind=\"A b\"", {"state", "kind"});
  ASSERT_TRUE(terms.ok()) << terms.status();
  EXPECT_EQ(terms->at("state"), "OPEN");
  EXPECT_EQ(terms->at("kind"), "A b");
  EXPECT_TRUE(ParseFilter("", {})->empty());
}

TEST(ListFilter, RefusesWhatItCannotAnswer) {
  for (const char* filter :
       {"state", "state = OPEN", "state = \"OPEN", "colour = \"red\"",
        "state = \"A\" OR state = \"B\"", "state = \"A\" AND state = \"B\"",
        "state = \"A\" state = \"B\"", "= \"A\""}) {
    const auto terms = ParseFilter(filter, {"state"});
    EXPECT_EQ(ReasonOf(terms.status()), common::v1::ERROR_REASON_FILTER_INVALID)
        << filter;
  }
  EXPECT_FALSE(CheckOrder("value desc").ok());
  EXPECT_TRUE(CheckOrder("name").ok());
}

}  // namespace
}  // namespace csi::reporting
