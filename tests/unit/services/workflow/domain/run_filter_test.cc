// Filters of runs, and what they refuse.
#include "services/workflow/domain/run_filter.h"

#include "gtest/gtest.h"
#include "services/workflow/domain/keys.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

class Filters : public ::testing::Test {
 protected:
  Filters() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
    EXPECT_TRUE(office.Submit("sven", "r1", 1).ok());
  }
  bool Takes(std::string_view text) {
    const auto filter = RunFilter::Parse(text);
    EXPECT_TRUE(filter.ok()) << filter.status();
    const KvReader& state = office.runner.state("workflow");
    const auto row = GetRow<v1::RunRow>(state, RunKey("acme", "r1"));
    return filter.ok() && filter->Takes(state, "acme", "r1", *row);
  }

  Office office;
};

TEST_F(Filters, TakeByEveryKindOfField) {
  EXPECT_TRUE(Takes(""));
  EXPECT_TRUE(Takes("state = \"RUNNING\" AND phase = SUBMITTED"));
  EXPECT_FALSE(Takes("state = RUNNING AND phase = IN_PROGRESS"));
  EXPECT_TRUE(Takes("step >= 1 AND step < 2 AND cycle != 2"));
  EXPECT_TRUE(Takes("opportunity = tenants/acme/opportunities/bypass"));
  EXPECT_TRUE(Takes("service=\"email\" AND waiting = cora"));
  EXPECT_TRUE(Takes("overdue = false AND flag != OVERRIDDEN"));
  EXPECT_FALSE(Takes("due_time < 1999-01-01"));
  EXPECT_TRUE(Takes("update_time > 1999-01-01T00:00:00Z"));
  EXPECT_TRUE(Takes("definition = seven-step AND definition_revision <= 1"));
}

TEST_F(Filters, RefuseWhatDoesNotParse) {
  for (const char* text :
       {"colour = red", "state", "state <", "state < RUNNING", "step = x",
        "due_time < soon", "state = \"RUNNING", "state = RUNNING OR step = 1",
        "state = RUNNING AND", "state =", "= 3"}) {
    EXPECT_EQ(Reason(RunFilter::Parse(text)),
              common::v1::ERROR_REASON_FILTER_INVALID)
        << text;
  }
}

}  // namespace
}  // namespace csi::workflow
