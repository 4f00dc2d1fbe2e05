// Flags into requests, and what --help says about them.
#include "tools/csictl/request_builder.h"

#include "csi/raci/v1/raci_service.pb.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "gtest/gtest.h"
#include "tools/csictl/field_setter.h"
#include "tools/csictl/flag_help.h"

namespace csi::tools {
namespace {

using registry::v1::CreateOpportunityRequest;

TEST(SetFlags, FindsTheFieldsOfTheResourceAndOfItsScope) {
  CreateOpportunityRequest request;
  ASSERT_TRUE(SetFlags({{"opportunity-id", "o1"},
                        {"title", "Less waste"},
                        {"service", "web"},
                        {"due-date", "2025-01-08"},
                        {"cost", "EUR 1200.50"},
                        {"size", "small"}},
                       "demo", request)
                  .ok());
  const auto& entry = request.opportunity();
  EXPECT_EQ(request.opportunity_id(), "o1");
  EXPECT_EQ(entry.title(), "Less waste");
  EXPECT_EQ(entry.scope().service(), "tenants/demo/services/web");
  EXPECT_EQ(entry.due_date().day(), 8);
  EXPECT_EQ(entry.cost().currency_code(), "EUR");
  EXPECT_EQ(entry.cost().units(), 1200);
  EXPECT_EQ(entry.cost().nanos(), 500000000);
  EXPECT_EQ(entry.size(), registry::v1::SIZE_SMALL);
}

// Every reference of a request can be typed as an id, also a repeated one.
TEST(SetFlags, CompletesReferencesOfEveryKind) {
  raci::v1::CreateAppointmentRightRequest right;
  ASSERT_TRUE(SetFlags({{"appointer-role", "it-director"},
                        {"appointed-role", "csi-manager"}},
                       "demo", right)
                  .ok());
  EXPECT_EQ(right.appointment_right().appointer_role(),
            "tenants/demo/roles/it-director");
  EXPECT_EQ(right.appointment_right().appointed_role(),
            "tenants/demo/roles/csi-manager");
  raci::v1::CreateAuthorityLimitRequest limit;
  ASSERT_TRUE(SetFlags({{"beyond", "it-director"}}, "demo", limit).ok());
  EXPECT_EQ(limit.authority_limit().beyond(), "tenants/demo/roles/it-director");
  raci::v1::CreateOrganisationalFunctionRequest function;
  ASSERT_TRUE(
      SetFlags({{"units", "north"}, {"units", "south"}, {"teams", "desk"}},
               "demo", function)
          .ok());
  ASSERT_EQ(function.organisational_function().units_size(), 2);
  EXPECT_EQ(function.organisational_function().units(1),
            "tenants/demo/units/south");
  raci::v1::CreateUnitRequest unit;
  ASSERT_TRUE(SetFlags({{"parent-unit", "north"}}, "demo", unit).ok());
  EXPECT_EQ(unit.unit().parent_unit(), "tenants/demo/units/north");
  workflow::v1::MigrateRunsRequest migrate;
  ASSERT_TRUE(SetFlags({{"runs", "r1"}, {"runs", "tenants/demo/runs/r2"}},
                       "demo", migrate)
                  .ok());
  ASSERT_EQ(migrate.runs_size(), 2);
  EXPECT_EQ(migrate.runs(0), "tenants/demo/runs/r1");
  EXPECT_EQ(migrate.runs(1), "tenants/demo/runs/r2");
  workflow::v1::OperateRunsRequest operate;
  ASSERT_TRUE(SetFlags({{"after-run", "r1"}}, "demo", operate).ok());
  EXPECT_EQ(operate.after_run(), "tenants/demo/runs/r1");
  workflow::v1::AnswerConsultationRequest answer;
  ASSERT_TRUE(SetFlags({{"answered-by", "sam"}}, "demo", answer).ok());
  EXPECT_EQ(answer.answered_by(), "tenants/demo/people/sam");
}

TEST(SetFlags, LeavesANameWithSlashesAndAUnitOfMeasureAlone) {
  reporting::v1::CreateIndicatorRequest request;
  ASSERT_TRUE(
      SetFlags({{"unit", "%"}, {"service", "tenants/other/services/web"}},
               "demo", request)
          .ok());
  EXPECT_EQ(request.indicator().unit(), "%");
  EXPECT_EQ(request.indicator().scope().service(),
            "tenants/other/services/web");
}

TEST(SetFlags, RefusalsNameTheFlagAndTheFormsThatAreTaken) {
  CreateOpportunityRequest request;
  const auto wrong = [&](const char* flag, const char* text) {
    const absl::Status status = SetFlags({{flag, text}}, "demo", request);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_NE(wrong("size", "huge").find("small, medium, large"),
            std::string::npos)
      << wrong("size", "huge");
  EXPECT_NE(wrong("priority", "high")
                .find("--priority high: it must be a "
                      "whole number"),
            std::string::npos);
  // 2^32 + 1 is no 1.
  EXPECT_NE(wrong("priority", "4294967297").find("a smaller number"),
            std::string::npos);
  EXPECT_NE(wrong("due-date", "tomorrow").find("a date such as 2025-01-31"),
            std::string::npos)
      << wrong("due-date", "tomorrow");
  EXPECT_NE(wrong("due-date", "2025-ab-cd").find("a date such as"),
            std::string::npos);
  EXPECT_NE(wrong("cost", "much").find("EUR 1200.50"), std::string::npos);
  EXPECT_NE(wrong("colour", "red").find("--title TEXT"), std::string::npos);
}

TEST(DescribeFlags, PutsWhatIsNeededFirstAndLeavesOutWhatTheServerFillsIn) {
  const std::string help =
      DescribeFlags(*CreateOpportunityRequest::descriptor());
  EXPECT_EQ(help.find("--uid"), std::string::npos) << help;
  EXPECT_EQ(help.find("--create-time"), std::string::npos);
  EXPECT_EQ(help.find("--state "), std::string::npos);
  // A part of an optional thing is not needed.
  EXPECT_EQ(help.find("(needed)"), std::string::npos) << help;
  EXPECT_NE(help.find("--size small|medium|large"), std::string::npos) << help;
  EXPECT_NE(help.find("--coordinator PERSON"), std::string::npos);
  EXPECT_NE(help.find("--service SERVICE"), std::string::npos);
  EXPECT_NE(help.find("--process PROCESS"), std::string::npos);
  EXPECT_NE(help.find("--primary-indicator.indicator INDICATOR"),
            std::string::npos);
}

TEST(DescribeFlags, NeedsNoFlagForTheWordBehindTheVerb) {
  const auto& request = *registry::v1::MoveOpportunityRequest::descriptor();
  EXPECT_NE(DescribeFlags(request).find("--name TEXT   (needed)"),
            std::string::npos);
  const std::string help = DescribeFlags(request, "name");
  EXPECT_EQ(help.find("--name"), std::string::npos) << help;
  EXPECT_EQ(help.find("--reason TEXT   (needed)"), 2u) << help;
}

TEST(EnumWords, LeaveThePrefixAndTheUnstatedValueOut) {
  EXPECT_EQ(EnumWords(*registry::v1::Size_descriptor(), "|"),
            "small|medium|large");
}

}  // namespace
}  // namespace csi::tools
