// Answers as people read them.
#include "tools/csictl/detail_view.h"

#include "csi/registry/v1/registry.pb.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "gtest/gtest.h"
#include "tools/csictl/value_text.h"

namespace csi::tools {
namespace {

TEST(RenderDetails, PutsNamesDatesAmountsAndScopesInOneLineEach) {
  registry::v1::Opportunity entry;
  entry.set_name("tenants/demo/opportunities/o1");
  entry.set_title("Less waste");
  entry.mutable_scope()->set_service("tenants/demo/services/web");
  entry.mutable_scope()->set_process("tenants/demo/processes/change");
  entry.mutable_cost()->set_currency_code("EUR");
  entry.mutable_cost()->set_units(1200);
  entry.mutable_cost()->set_nanos(500000000);
  entry.mutable_due_date()->set_year(2025);
  entry.mutable_due_date()->set_month(1);
  entry.mutable_due_date()->set_day(8);
  const std::string text = RenderDetails(entry);
  EXPECT_NE(text.find("name      o1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("scope     service web, process change\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("cost      EUR 1200.50\n"), std::string::npos) << text;
  EXPECT_NE(text.find("due_date  2025-01-08\n"), std::string::npos) << text;
  EXPECT_EQ(text.find('{'), std::string::npos) << text;
}

TEST(RenderDetails, ShowsBlockersAsAListAndTheExplanationAsATree) {
  workflow::v1::RunExplanation explained;
  explained.set_summary("Step 1 waits.");
  for (const char* kind : {"WORK", "VACANT"}) {
    workflow::v1::Blocker& blocker = *explained.add_blockers();
    blocker.set_kind(kind);
    blocker.set_what(
        "It is being worked, and this sentence is so long that "
        "it needs a block of its own.");
    blocker.add_who("tenants/demo/people/anna");
    blocker.add_who("tenants/demo/people/bob");
  }
  auto& fact = *explained.mutable_explanation();
  fact.set_fact("A stands in the column CSI manager.");
  fact.add_because()->set_fact("Anna holds CSI manager.");
  EXPECT_EQ(RenderDetails(explained),
            "summary      Step 1 waits.\n"
            "blockers\n"
            "  - kind  WORK\n"
            "    what  It is being worked, and this sentence is so long that "
            "it needs a block of its own.\n"
            "    who   anna\n"
            "          bob\n"
            "  - kind  VACANT\n"
            "    what  It is being worked, and this sentence is so long that "
            "it needs a block of its own.\n"
            "    who   anna\n"
            "          bob\n"
            "explanation\n"
            "  A stands in the column CSI manager.\n"
            "    Anna holds CSI manager.\n");
}

TEST(RenderDetails, ShowsTheChosenFieldsInTheirOrder) {
  workflow::v1::RunExplanation explained;
  explained.set_summary("It waits.");
  explained.mutable_run()->set_name("tenants/demo/runs/r1");
  explained.add_next("Then it goes on.");
  EXPECT_EQ(RenderDetails(explained, {"next", "summary", "blockers"}),
            "next     Then it goes on.\nsummary  It waits.\n");
}

TEST(ScalarText, ReadsRepeatedNumbersOfEveryKind) {
  reporting::v1::Signal signal;
  signal.set_rule("run_8");
  signal.add_points(7);
  signal.add_points(8);
  EXPECT_EQ(FieldText(signal, "points"), "7, 8");
  EXPECT_EQ(MessageText(signal), "rule run_8, points 7, 8");
  EXPECT_EQ(RenderDetails(signal), "rule    run_8\npoints  7, 8\n");
}

TEST(RenderDetails, SaysDoneForAnEmptyAnswer) {
  EXPECT_EQ(RenderDetails(workflow::v1::RunExplanation()), "Done.\n");
}

TEST(FieldText, FollowsPathsAndShowsADashForWhatIsNotSet) {
  registry::v1::Opportunity entry;
  entry.mutable_scope()->set_service("tenants/demo/services/web");
  entry.set_state(registry::v1::OPPORTUNITY_STATE_IN_PROGRESS);
  EXPECT_EQ(FieldText(entry, "scope.service"), "web");
  EXPECT_EQ(FieldText(entry, "state"), "IN_PROGRESS");
  EXPECT_EQ(FieldText(entry, "due_date"), "-");
  EXPECT_EQ(FieldText(entry, "no_such_field"), "");
}

}  // namespace
}  // namespace csi::tools
