// The whole way of an improvement through the workflow service.
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

namespace rep = ::csi::reporting::v1;
using common::v1::ERROR_REASON_NO_BASELINE;
using Run = v1::Run;

TEST(SevenSteps, LeadFromAcceptedToACompletedRunWithItsVerdict) {
  Office office;
  office.Accept("bypass");
  const auto started = office.Start("sven", "r1", "bypass");
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(started->state(), Run::STATE_RUNNING);
  EXPECT_EQ(started->step(), 1u);
  EXPECT_EQ(started->definition(), Name("definitions", "seven-step"));
  EXPECT_EQ(started->scope().service(), Name("services", "email"));

  office.Through("r1", 5);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(),
            "ASSESSED");
  office.Frozen("bypass");
  office.Through("r1", 6);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(),
            "APPROVED");
  const auto implementing = office.Last<v1::ImplementationStarted>();
  EXPECT_EQ(implementing.context().entry_state(), "IN_PROGRESS");
  ASSERT_EQ(implementing.baselines_size(), 1);
  EXPECT_EQ(implementing.baselines(0), Name("baselines", "b-bypass"));

  ASSERT_TRUE(office.Raise("sven", "r1", "RFC-501").ok());
  EXPECT_EQ(office.Get("r1").state(), Run::STATE_WAITING_FOR_CHANGE);
  uint64_t revision = 0;
  for (auto status : {v1::Rfc::STATUS_SUBMITTED, v1::Rfc::STATUS_APPROVED,
                      v1::Rfc::STATUS_IMPLEMENTED}) {
    ASSERT_TRUE(office.Ingest(office.News("RFC-501", ++revision, status)).ok());
    EXPECT_EQ(office.Get("r1").state(), Run::STATE_WAITING_FOR_CHANGE);
  }
  ASSERT_TRUE(office
                  .Ingest(office.News("RFC-501", ++revision,
                                      v1::Rfc::STATUS_CLOSED_SUCCESS))
                  .ok());
  EXPECT_EQ(office.Get("r1").state(), Run::STATE_WAITING_FOR_EFFECT);
  EXPECT_EQ(office.Last<v1::EffectAwaited>().context().entry_state(),
            "IN_REVIEW");
  EXPECT_FALSE(office.Get("r1").has_due_time());

  office.runner.Advance(absl::Hours(24 * 57));
  EXPECT_EQ(office.Count("EffectReviewDue"), 1);
  EXPECT_EQ(office.Get("r1").state(), Run::STATE_RUNNING);
  ASSERT_TRUE(office.Submit("sven", "r1", 7).ok());

  office.Verdict("bypass", rep::VERDICT_VALUE_IMPROVED);
  const auto done = office.Get("r1");
  EXPECT_EQ(done.state(), Run::STATE_COMPLETED);
  EXPECT_EQ(done.verdict(), "IMPROVED");
  EXPECT_EQ(done.phase(), v1::Step::PHASE_APPROVED);
  EXPECT_EQ(office.Last<v1::RunCompleted>().context().entry_state(), "CLOSED");
  EXPECT_TRUE(office.Last<v1::RunCompleted>().missing_fields().empty());
  EXPECT_TRUE(office.runner.timers("workflow").empty());
}

TEST(SevenSteps, EveryMoveOfAPersonRecordsItsGrant) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  ASSERT_TRUE(office.Submit("rita", "r1", 1).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  const auto submitted = office.Last<v1::StepSubmitted>().context().grant();
  EXPECT_EQ(submitted.person(), Name("people", "rita"));
  EXPECT_EQ(submitted.letter(), common::v1::LETTER_RESPONSIBLE);
  EXPECT_EQ(submitted.role(), Name("roles", "reporting-analyst"));
  EXPECT_EQ(submitted.assignment(), Name("assignments", "a-rita"));
  const auto approved = office.Last<v1::StepApproved>();
  EXPECT_EQ(approved.context().grant().letter(),
            common::v1::LETTER_ACCOUNTABLE);
  EXPECT_EQ(approved.context().grant().matrix(),
            Name("matrices", "steps-central"));
  EXPECT_FALSE(approved.context().grant().raci_revision().empty());
  EXPECT_EQ(approved.submitter(), Name("people", "rita"));
}

TEST(SevenSteps, OnePersonCanRunTheWholeSystem) {
  Office office;
  for (const auto& [id, role] : {std::pair{"a-cora-so", "service-owner"},
                                 std::pair{"a-cora-ra", "reporting-analyst"}}) {
    office.Assign(id, role, "cora");
  }
  office.EndAssignment("a-sven", "service-owner", "sven");
  office.EndAssignment("a-rita", "reporting-analyst", "rita");
  office.EndAssignment("a-sam", "senior-it-manager", "sam");
  office.EndAssignment("a-chad", "change-manager", "chad");
  auto digest = office.Digest("solo");
  digest.set_accountable(Name("people", "cora"));
  office.Tell(digest);
  office.Frozen("solo");
  ASSERT_TRUE(office.Start("cora", "r1", "solo").ok());
  for (uint32_t step = 1; step <= 6; ++step) {
    ASSERT_TRUE(office.Submit("cora", "r1", step).ok()) << step;
    ASSERT_TRUE(office.Approve("cora", "r1", step).ok()) << step;
  }
  ASSERT_TRUE(office.Submit("cora", "r1", 7).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 7).ok());
  EXPECT_EQ(office.Get("r1").state(), Run::STATE_WAITING_FOR_EFFECT);
  office.Verdict("solo", rep::VERDICT_VALUE_INCONCLUSIVE);
  EXPECT_EQ(office.Get("r1").state(), Run::STATE_COMPLETED);
  // Vacant roles that block were asked and waived by the system.
  EXPECT_EQ(office.Count("ConsultationWaived"), 3);
}

TEST(SevenSteps, FederatedVariantLetsTheEntrysAccountablePersonApprove) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("rita", "r1", "bypass", "", "federated").ok());
  ASSERT_TRUE(office.Submit("rita", "r1", 1).ok());
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 1)),
            common::v1::ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_TRUE(office.Approve("sven", "r1", 1).ok());
}

TEST(SevenSteps, QuickWinDecidesDoesAndChecks) {
  Office office;
  auto digest = office.Digest("paper");
  digest.set_approach(registry::v1::APPROACH_QUICK_WIN);
  digest.set_size(registry::v1::SIZE_SMALL);
  office.Tell(digest);
  office.Frozen("paper");
  const auto started = office.Start("sven", "q1", "paper");
  ASSERT_TRUE(started.ok());
  EXPECT_EQ(started->definition(), Name("definitions", "quick-win"));
  office.Through("q1", 1);
  EXPECT_EQ(office.Last<v1::ImplementationStarted>().context().entry_state(),
            "IN_PROGRESS");
  office.Through("q1", 2);
  EXPECT_EQ(office.Last<v1::StepApproved>().context().entry_state(),
            "IN_REVIEW");
  EXPECT_EQ(office.Get("q1").state(), Run::STATE_WAITING_FOR_EFFECT);
  office.Verdict("paper", rep::VERDICT_VALUE_IMPROVED);
  EXPECT_EQ(office.Get("q1").state(), Run::STATE_COMPLETED);
  EXPECT_EQ(office.Last<v1::RunCompleted>().missing_fields(0), "lessons");
}

TEST(SevenSteps, NoImplementationWithoutABaseline) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  const auto refused = office.Approve("cora", "r1", 6);
  EXPECT_EQ(Reason(refused), ERROR_REASON_NO_BASELINE);
  EXPECT_EQ(office.Count("ImplementationStarted"), 0);

  // Each kind that does not count yet, and why.
  office.Baseline("bypass", "b0", rep::BASELINE_KIND_NONE,
                  rep::BASELINE_STATE_FROZEN);
  office.Baseline("bypass", "b1", rep::BASELINE_KIND_FIRST_MEASUREMENTS,
                  rep::BASELINE_STATE_COLLECTING,
                  office.runner.now() + absl::Hours(48));
  office.Baseline("bypass", "b2", rep::BASELINE_KIND_SERIES,
                  rep::BASELINE_STATE_PROPOSED);
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)), ERROR_REASON_NO_BASELINE);
  // A baseline of another opportunity is no help.
  office.Frozen("another");
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)), ERROR_REASON_NO_BASELINE);

  office.Baseline("bypass", "b0", rep::BASELINE_KIND_NONE,
                  rep::BASELINE_STATE_ACCEPTED);
  EXPECT_TRUE(office.Approve("cora", "r1", 6).ok());
  EXPECT_EQ(office.Get("r1").baselines(0), Name("baselines", "b0"));
}

TEST(SevenSteps, FirstMeasurementsWaitForTheEndOfTheirWindow) {
  Office office;
  office.Accept("bypass");
  ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  office.Baseline("bypass", "b1", rep::BASELINE_KIND_FIRST_MEASUREMENTS,
                  rep::BASELINE_STATE_FROZEN,
                  office.runner.now() + absl::Hours(48));
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)), ERROR_REASON_NO_BASELINE);
  office.runner.Advance(absl::Hours(49));
  EXPECT_TRUE(office.Approve("cora", "r1", 6).ok());
}

}  // namespace
}  // namespace csi::workflow
