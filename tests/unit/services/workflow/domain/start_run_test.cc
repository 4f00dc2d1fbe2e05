// StartRun and StartNextCycle.
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;
using namespace common::v1;  // NOLINT: reasons

bool Says(const absl::Status& status, std::string_view words) {
  return status.message().find(absl::string_view(words.data(), words.size())) !=
         absl::string_view::npos;
}

TEST(DecideStartRun, RefusesAnUnknownOpportunity) {
  Office office;
  EXPECT_EQ(Reason(office.Start("sven", "r1", "nothing")),
            ERROR_REASON_NOT_FOUND);
}

TEST(DecideStartRun, RefusesAStranger) {
  Office office;
  office.Accept("bypass");
  EXPECT_EQ(Reason(office.Start("", "r1", "bypass")), ERROR_REASON_NO_ACTOR);
}

TEST(DecideStartRun, RefusesWithoutAuthorityAndSaysWhoCould) {
  Office office;
  office.Accept("bypass");
  const auto refused = office.Start("omar", "r1", "bypass");
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_TRUE(Says(refused.status(), "Omar")) << refused.status();
  EXPECT_TRUE(Says(refused.status(), "Sven")) << refused.status();
}

TEST(DecideStartRun, RefusesAnEntryThatIsNotAccepted) {
  Office office;
  auto digest = office.Digest("bypass");
  for (auto state :
       {reg::OPPORTUNITY_STATE_NEW, reg::OPPORTUNITY_STATE_IN_PROGRESS,
        reg::OPPORTUNITY_STATE_CLOSED, reg::OPPORTUNITY_STATE_REJECTED}) {
    digest.set_state(state);
    office.Tell(digest);
    EXPECT_EQ(Reason(office.Start("sven", "r1", "bypass")),
              ERROR_REASON_WRONG_STATE);
  }
}

TEST(DecideStartRun, RefusesASecondActiveRunOfAnOpportunity) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  const auto refused = office.Start("sven", "r2", "bypass");
  EXPECT_EQ(Reason(refused), ERROR_REASON_ALREADY_EXISTS);
  EXPECT_TRUE(Says(refused.status(), "runs/r1"));
  ASSERT_TRUE(office.Cancel("cora", "r1").ok());
  EXPECT_TRUE(office.Start("sven", "r2", "bypass").ok());
}

TEST(DecideStartRun, RefusesATakenOrMalformedId) {
  Office office;
  office.Accept("bypass");
  office.Accept("other");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  EXPECT_EQ(Reason(office.Start("sven", "r1", "other")),
            ERROR_REASON_ALREADY_EXISTS);
  EXPECT_EQ(Reason(office.Start("sven", "Not/An Id", "other")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(office.Start("sven", std::string(41, 'a'), "other")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(office.Start("sven", "r2", "other", "", "matrix")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(office.Start("sven", "r2", "other", "no-such")),
            ERROR_REASON_NOT_FOUND);
}

TEST(DecideStartRun, DrawsAnIdWhenNoneIsGiven) {
  Office office;
  office.Accept("bypass");
  const auto run = office.Start("sven", "", "bypass");
  ASSERT_TRUE(run.ok());
  EXPECT_GT(run->name().size(), Name("runs", "").size() + 20);
}

TEST(DecideStartRun, RefusesAfterTheEntrysAccountablePersonHasLeft) {
  Office office;
  office.Accept("bypass");
  office.Leave("sven");
  const auto refused = office.Start("cora", "r1", "bypass");
  EXPECT_EQ(Reason(refused), ERROR_REASON_VACANT);
  EXPECT_TRUE(Says(refused.status(), "Sven has left")) << refused.status();
}

TEST(DecideStartRun, RefusesWhereNobodyHoldsA) {
  Office office;
  office.Accept("bypass");
  office.EndAssignment("a-cora-owner", "seven-step-process-owner", "cora");
  EXPECT_EQ(Reason(office.Start("sven", "r1", "bypass")), ERROR_REASON_VACANT);
}

TEST(DecideStartRun, RefusesWhereTwoHoldA) {
  Office office;
  office.Accept("bypass");
  office.Assign("a-rita-owner", "seven-step-process-owner", "rita");
  const auto refused = office.Start("sven", "r1", "bypass");
  EXPECT_EQ(Reason(refused), ERROR_REASON_TWO_ACCOUNTABLE);
  EXPECT_TRUE(Says(refused.status(), "Cora"));
  EXPECT_TRUE(Says(refused.status(), "Rita"));
}

TEST(DecideStartRun, RefusesExternalProjectsAndLargeQuickWins) {
  Office office;
  auto digest = office.Digest("bypass");
  digest.set_approach(reg::APPROACH_EXTERNAL_PROJECT);
  office.Tell(digest);
  EXPECT_EQ(Reason(office.Start("sven", "r1", "bypass")),
            ERROR_REASON_RULE_VIOLATED);
  digest.set_approach(reg::APPROACH_QUICK_WIN);
  digest.set_size(reg::SIZE_LARGE);
  office.Tell(digest);
  EXPECT_EQ(Reason(office.Start("sven", "r1", "bypass")),
            ERROR_REASON_RULE_VIOLATED);
  // The long way is open to it.
  EXPECT_TRUE(office.Start("sven", "r1", "bypass", "seven-step").ok());
}

TEST(DecideStartRun, TellsEverybodyWhatTheyNeed) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  const auto started = office.Last<v1::RunStarted>();
  EXPECT_EQ(started.context().run(), Name("runs", "r1"));
  EXPECT_EQ(started.context().opportunity(), Name("opportunities", "bypass"));
  EXPECT_EQ(started.context().scope().service(), Name("services", "email"));
  EXPECT_EQ(started.context().definition(), Name("definitions", "seven-step"));
  EXPECT_EQ(started.context().definition_revision(), 1u);
  EXPECT_EQ(started.accountable(), Name("people", "sven"));
  EXPECT_EQ(started.matrix_variant(), "central");
  EXPECT_EQ(started.context().cycle(), 1u);
  EXPECT_EQ(office.Last<v1::StepStarted>().context().step(), 1u);
}

absl::StatusOr<v1::Run> NextCycle(Office& office, std::string_view as) {
  v1::StartNextCycleRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_run_id("r2");
  return office.Call<v1::Run>(as, "StartNextCycle", request);
}

TEST(DecideStartNextCycle, FollowsACompletedRunOnce) {
  Office office;
  office.Accept("bypass");
  office.Frozen("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  EXPECT_EQ(Reason(NextCycle(office, "sven")), ERROR_REASON_WRONG_STATE);
  office.Through("r1", 6);
  office.Verdict("bypass", rep::VERDICT_VALUE_NOT_SHOWN);
  ASSERT_EQ(office.Get("r1").state(), v1::Run::STATE_COMPLETED);

  auto digest = office.Digest("bypass");
  digest.set_state(reg::OPPORTUNITY_STATE_CLOSED);
  office.Tell(digest);
  EXPECT_EQ(Reason(NextCycle(office, "sven")), ERROR_REASON_WRONG_STATE);
  office.Accept("bypass");
  EXPECT_EQ(Reason(NextCycle(office, "omar")), ERROR_REASON_NOT_AUTHORIZED);
  const auto next = NextCycle(office, "sven");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->cycle(), 2u);
  EXPECT_EQ(next->previous_run(), Name("runs", "r1"));
  EXPECT_EQ(office.Last<v1::NextCycleStarted>().next_run(), Name("runs", "r2"));
  EXPECT_EQ(Reason(NextCycle(office, "sven")), ERROR_REASON_WRONG_STATE);
}

}  // namespace
}  // namespace csi::workflow
