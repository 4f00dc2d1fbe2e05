// Who may, who may not, and what a refusal says.
#include "services/reporting/domain/guards.h"

#include "csi/common/v1/error_reasons.pb.h"
#include "services/reporting/points/keys.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_TOO_LARGE;

class Guards : public ReportingWorld {
 protected:
  Context As(std::string person) {
    Context context;
    context.tenant = "acme";
    context.actor = std::move(person);
    context.now = runner.now();
    context.state = &runner.state("reporting");
    context.views = &runner.views("reporting");
    context.view_revision = [](std::string_view source) {
      return std::string(source) + "/7";
    };
    context.ids = &ids_;
    return context;
  }
  absl::StatusOr<common::v1::AuthorityGrant> Approval(std::string person,
                                                      std::string submitter) {
    return AuthorizeApproval(As(std::move(person)), "accept it",
                             kFreezeBaseline, {}, Name("people", submitter));
  }
  void SetPolicy(bool strict) {
    csi::registry::v1::PolicySet set;
    set.mutable_policy()->set_strict_separation(strict);
    Deliver("registry", set);
  }

 private:
  IdSource ids_{"seed"};
};

TEST_F(Guards, AskForAnActorByName) {
  EXPECT_TRUE(RequireActor(As("anna")).ok());
  EXPECT_EQ(ReasonOf(RequireActor(As(""))), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(ActorName(As("anna")), "tenants/acme/people/anna");
}

TEST_F(Guards, GrantUnderTheFirstRightThatThePersonHolds) {
  const std::vector<Right> rights = {
      {kCsiReport, {common::v1::LETTER_ACCOUNTABLE}},
      {kAnalyseData, {common::v1::LETTER_RESPONSIBLE}}};
  const auto grant = Authorize(As("carol"), "look", rights, {});
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->person(), Name("people", "carol"));
  EXPECT_EQ(grant->letter(), common::v1::LETTER_RESPONSIBLE);
  EXPECT_EQ(grant->role(), Name("roles", "analyst"));
  EXPECT_EQ(grant->raci_revision(), "raci/7");
}

TEST_F(Guards, RefusalSaysWhatAndWhoCould) {
  const auto refused =
      Authorize(As("gina"), "freeze the baseline",
                {{kFreezeBaseline, ResponsibleOrAccountable()}}, {});
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  const std::string message(refused.status().message());
  EXPECT_NE(message.find("Gina may not freeze the baseline"), std::string::npos)
      << message;
  EXPECT_NE(message.find("Carol"), std::string::npos) << message;
}

TEST_F(Guards, ApprovalIsTheAccountablePersons) {
  const auto grant = Approval("anna", "carol");
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->exceptions_size(), 0);
  EXPECT_EQ(Reason(Approval("carol", "carol")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Approval("gina", "carol")), ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(Guards, ApprovalOfOnesOwnIsMarkedWhereNobodyElseCould) {
  const auto grant = Approval("anna", "anna");
  ASSERT_TRUE(grant.ok()) << grant.status();
  ASSERT_EQ(grant->exceptions_size(), 1);
  EXPECT_EQ(grant->exceptions(0), "SELF_APPROVED");
}

TEST_F(Guards, ApprovalGoesUpTheLineWhenTheSubmitterHoldsItAlone) {
  AddLineAboveCsiManager();
  const auto refused = Approval("anna", "anna");
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "SEPARATION_OF_DUTIES");
  EXPECT_NE(refused.status().message().find("Hugo"), std::string::npos);
  const auto acting = Approval("hugo", "anna");
  ASSERT_TRUE(acting.ok()) << acting.status();
  ASSERT_EQ(acting->exceptions_size(), 1);
  EXPECT_EQ(acting->exceptions(0), "ACTING");
}

TEST_F(Guards, StrictPolicyKnowsNoExceptionForOnesOwn) {
  SetPolicy(true);
  const auto refused = Approval("anna", "anna");
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(MetadataOf(refused.status(), "rule"), "STRICT_SEPARATION");
  // What others submitted is approved as ever.
  EXPECT_TRUE(Approval("anna", "carol").ok());
  SetPolicy(false);
  EXPECT_TRUE(Approval("anna", "anna").ok());
}

TEST_F(Guards, NewIdIsDrawnOrCheckedForItsFormAndForBeingFree) {
  const auto drawn =
      NewId(As("anna"), "indicator_id", "", kIndicatorTag, "indicators");
  ASSERT_TRUE(drawn.ok());
  EXPECT_EQ(drawn->size(), 26u);
  EXPECT_EQ(Reason(NewId(As("anna"), "indicator_id", "Not an id", kIndicatorTag,
                         "indicators")),
            ERROR_REASON_FIELD_INVALID);
  MakeBypass("taken");
  EXPECT_EQ(Reason(NewId(As("anna"), "indicator_id", "taken", kIndicatorTag,
                         "indicators")),
            ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(Guards, LongTextIsRefusedWithItsBound) {
  EXPECT_TRUE(CheckLength("title", "abc", 3).ok());
  const absl::Status refused = CheckLength("title", "abcd", 3);
  EXPECT_EQ(ReasonOf(refused), ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(MetadataOf(refused, "limit"), "3");
}

}  // namespace
}  // namespace csi::reporting
