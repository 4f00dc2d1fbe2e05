// A run as a decision sees it: loading, authority, accountability, people.
#include "services/workflow/domain/work.h"

#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class WorkSeen : public ::testing::Test {
 protected:
  WorkSeen() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  const Context& As(std::string person) {
    context_ = Context();
    context_.tenant = "acme";
    context_.actor = std::move(person);
    context_.now = office.runner.now();
    context_.state = &office.runner.state("workflow");
    context_.views = &office.runner.views("workflow");
    context_.view_revision = [](std::string_view) { return "raci/9"; };
    return context_;
  }
  absl::StatusOr<Work> Load(std::string person = "sven") {
    return Work::Load(As(std::move(person)), Name("runs", "r1"));
  }

  Office office;

 private:
  Context context_;
};

TEST_F(WorkSeen, IsFoundByNameOnlyInItsTenant) {
  EXPECT_TRUE(Load().ok());
  EXPECT_EQ(Reason(Work::Load(As("sven"), Name("runs", "r9"))),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Work::Load(As("sven"), "tenants/other/runs/r1")),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(WorkSeen, GrantsByLetterAndRecordsTheDirectorysRevision) {
  const auto work = Load();
  ASSERT_TRUE(work.ok());
  const auto grant = work->Authorize("step-1", {LETTER_RESPONSIBLE}, "work");
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->role(), "service-owner");
  EXPECT_EQ(grant->person(), "");  // the actor: not said twice
  EXPECT_EQ(grant->raci_revision(), "raci/9");
  const auto refused =
      work->Authorize("step-1", {LETTER_ACCOUNTABLE}, "approve step 1");
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_NE(refused.status().message().find("Sven may not approve step 1"),
            std::string::npos);
}

TEST_F(WorkSeen, AsksForAnActorBeforeAnyLetter) {
  const auto work = Load("");
  ASSERT_TRUE(work.ok());  // a stranger may look
  EXPECT_EQ(Reason(work->Authorize("step-1", {LETTER_RESPONSIBLE}, "work")),
            ERROR_REASON_NO_ACTOR);
}

TEST_F(WorkSeen, NeedsExactlyOneAccountablePerson) {
  EXPECT_TRUE(Load()->RequireAccountable("step-1").ok());
  office.Assign("a-rita-owner", "seven-step-process-owner", "rita");
  const absl::Status two = Load()->RequireAccountable("step-1");
  EXPECT_EQ(ReasonOf(two), ERROR_REASON_TWO_ACCOUNTABLE);
  EXPECT_NE(two.message().find("Cora and Rita"), std::string::npos) << two;
  office.EndAssignment("a-rita-owner", "seven-step-process-owner", "rita");
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  const absl::Status nobody = Load()->RequireAccountable("step-1");
  EXPECT_EQ(ReasonOf(nobody), ERROR_REASON_VACANT);
  EXPECT_NE(nobody.message().find("seven-step-process-owner"),
            std::string::npos);
}

TEST_F(WorkSeen, ListsThoseWhoWorkAStepOnce) {
  const Waiters workers = Load()->Holders(1, LETTER_RESPONSIBLE);
  ASSERT_EQ(workers.size(), 2);
  EXPECT_EQ(workers[0].person() + workers[1].person(), "svenrita");
  std::vector<authority::Holder> twice(2);
  twice[0].person = twice[1].person = Name("people", "sven");
  EXPECT_EQ(WaitersOf(twice).size(), 1);
}

TEST_F(WorkSeen, RefusesStepsThatAreNotThereOrNotCurrent) {
  const auto work = Load();
  EXPECT_EQ(ReasonOf(work->RequireStep(0)), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(work->RequireStep(8)), ERROR_REASON_FIELD_INVALID);
  const absl::Status early = work->RequireCurrent(3);
  EXPECT_EQ(ReasonOf(early), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(MetadataOf(early, "step"), "1");
}

TEST_F(WorkSeen, SaysWhyAHeldOrEndedRunDoesNotMove) {
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  const absl::Status held = Load()->RequireMoving("SubmitStep");
  EXPECT_NE(held.message().find("budget freeze"), std::string::npos) << held;
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_FALSE(Load()->IsActive());
  EXPECT_EQ(ReasonOf(Load()->RequireMoving("SubmitStep")),
            ERROR_REASON_WRONG_STATE);
}

TEST_F(WorkSeen, TakesTheEntrysReviewDateOrTheDefinitionsDays) {
  EXPECT_FALSE(Load()->EntryHasReviewDate());
  EXPECT_EQ(Load()->EffectReviewUs(),
            absl::ToUnixMicros(office.runner.now() + absl::Hours(24 * 56)));
  auto digest = office.Digest("bypass");
  digest.mutable_effect_review_date()->set_year(2027);
  digest.mutable_effect_review_date()->set_month(1);
  digest.mutable_effect_review_date()->set_day(31);
  office.Tell(digest);
  EXPECT_TRUE(Load()->EntryHasReviewDate());
  EXPECT_EQ(Load()->EffectReviewUs(),
            absl::ToUnixMicros(absl::FromCivil(absl::CivilDay(2027, 1, 31),
                                               absl::UTCTimeZone())));
}

TEST(IsException, KnowsWhoActsForLackOfSomebodyElse) {
  AuthorityGrant grant;
  EXPECT_FALSE(IsException(grant));
  grant.add_exceptions("DEPUTY");
  EXPECT_FALSE(IsException(grant));
  grant.add_exceptions("ACTING");
  EXPECT_TRUE(IsException(grant));
}

}  // namespace
}  // namespace csi::workflow
