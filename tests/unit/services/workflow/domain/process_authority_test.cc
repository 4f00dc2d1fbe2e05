// Who may shape the process: the letters of override-step, without a scope.
#include "services/workflow/domain/process_authority.h"

#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

absl::StatusOr<AuthorityGrant> Ask(Office& office, std::string person,
                                   const Letters& letters) {
  Context context;
  context.tenant = "acme";
  context.actor = std::move(person);
  context.now = office.runner.now();
  context.state = &office.runner.state("workflow");
  context.views = &office.runner.views("workflow");
  context.view_revision = [](std::string_view) { return "raci/9"; };
  return AuthorizeProcess(context, letters, "shape the process");
}

TEST(ProcessAuthority, IsThatOfTheProcessOwnerAndTheCsiManager) {
  Office office;
  office.Role("seven-step-process-owner");
  const auto owner = Ask(office, "cora", {LETTER_ACCOUNTABLE});
  ASSERT_TRUE(owner.ok()) << owner.status();
  EXPECT_EQ(owner->letter(), LETTER_ACCOUNTABLE);
  EXPECT_EQ(owner->raci_revision(), "raci/9");
  EXPECT_EQ(Reason(Ask(office, "sven", {LETTER_ACCOUNTABLE})),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Ask(office, "", {LETTER_ACCOUNTABLE})),
            ERROR_REASON_NO_ACTOR);
}

}  // namespace
}  // namespace csi::workflow
