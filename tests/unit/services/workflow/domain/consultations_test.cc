// AskConsultation, AnswerConsultation, WaiveConsultation, and their timers.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Consultation = v1::Consultation;

class Consultations : public ::testing::Test {
 protected:
  Consultations() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }

  absl::StatusOr<Consultation> Ask(std::string_view as, Consultation::Mode mode,
                                   std::string_view role,
                                   std::string_view person = "") {
    v1::AskConsultationRequest request;
    request.set_parent(Name("runs", "r1"));
    request.mutable_consultation()->set_mode(mode);
    if (!role.empty()) {
      request.mutable_consultation()->set_role(Name("roles", role));
    }
    if (!person.empty()) {
      request.mutable_consultation()->set_person(Name("people", person));
    }
    request.mutable_consultation()->set_question("Does it hold water?");
    return office.Call<Consultation>(as, "AskConsultation", request);
  }

  Office office;
};

TEST_F(Consultations, VacantCapitalIsWaivedBySystemWithAnEvent) {
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  const auto waived = office.GetConsultation("r1-01-0001");
  EXPECT_EQ(waived.state(), Consultation::STATE_WAIVED);
  EXPECT_EQ(waived.role(), Name("roles", "customer"));
  EXPECT_EQ(waived.answered_by(), "");
  EXPECT_FALSE(office.Last<v1::ConsultationWaived>().context().has_grant());
  EXPECT_TRUE(office.Approve("cora", "r1", 1).ok());
}

TEST_F(Consultations, CapitalBlocksTheApprovalUntilAnswered) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  const auto asked = office.Last<v1::ConsultationAsked>();
  EXPECT_EQ(asked.mode(), Consultation::MODE_BLOCKING);
  EXPECT_EQ(asked.role(), Name("roles", "senior-it-manager"));
  const auto refused = office.Approve("cora", "r1", 6);
  EXPECT_EQ(Reason(refused), ERROR_REASON_CONSULTATION_OPEN);
  EXPECT_NE(refused.status().message().find("r1-06-0002"), std::string::npos);

  EXPECT_EQ(Reason(office.Answer("rita", "r1-06-0002")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Answer("", "r1-06-0002")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(office.Answer("sam", "r1-06-0009")), ERROR_REASON_NOT_FOUND);
  const auto answered = office.Answer("sam", "r1-06-0002");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), Consultation::STATE_ANSWERED);
  EXPECT_EQ(answered->answered_by(), Name("people", "sam"));
  EXPECT_EQ(office.Last<v1::ConsultationAnswered>().context().grant().letter(),
            LETTER_CONSULTED);
  EXPECT_EQ(Reason(office.Answer("sam", "r1-06-0002")),
            ERROR_REASON_WRONG_STATE);
  EXPECT_TRUE(office.Approve("cora", "r1", 6).ok());
}

TEST_F(Consultations, AnswerMayBeRecordedForSomebodyWhoWasAsked) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  EXPECT_EQ(Reason(office.Answer("omar", "r1-06-0002", "sam")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Answer("sven", "r1-06-0002", "chad")),
            ERROR_REASON_NOT_AUTHORIZED);
  const auto answered = office.Answer("sven", "r1-06-0002", "sam");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->answered_by(), Name("people", "sam"));
  EXPECT_EQ(answered->recorded_by(), Name("people", "sven"));
}

TEST_F(Consultations, BlockingOneEscalatesOnceAndAWaives) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  office.runner.Advance(absl::Hours(24 * 8));
  EXPECT_EQ(office.Count("ConsultationEscalated"), 1);
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)),
            ERROR_REASON_CONSULTATION_OPEN);
  office.runner.Advance(absl::Hours(24 * 20));
  EXPECT_EQ(office.Count("ConsultationEscalated"), 1);
  EXPECT_EQ(Reason(office.Waive("sven", "r1-06-0002")),
            ERROR_REASON_NOT_AUTHORIZED);
  const auto waived = office.Waive("cora", "r1-06-0002");
  ASSERT_TRUE(waived.ok());
  EXPECT_EQ(waived->answer(), "on leave for a year");
  EXPECT_TRUE(waived->escalated());
  EXPECT_EQ(Reason(office.Waive("cora", "r1-06-0002")),
            ERROR_REASON_WRONG_STATE);
  EXPECT_TRUE(office.Approve("cora", "r1", 6).ok());
}

TEST_F(Consultations, AdvisoryOneLapsesAtItsDueTimeAndBlocksNothing) {
  const auto asked = Ask("sven", Consultation::MODE_ADVISORY, "", "omar");
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->state(), Consultation::STATE_OPEN);
  EXPECT_EQ(asked->subject(), Name("runs", "r1") + "/steps/1");
  office.runner.Advance(absl::Hours(24 * 7 + 1));
  EXPECT_EQ(office.Count("ConsultationLapsed"), 1);
  EXPECT_EQ(office.GetConsultation("r1-01-0001").state(),
            Consultation::STATE_LAPSED);
  EXPECT_EQ(Reason(office.Answer("omar", "r1-01-0001")),
            ERROR_REASON_WRONG_STATE);
}

TEST_F(Consultations, OpenOnesAreWithdrawnWhenTheStepEnds) {
  ASSERT_TRUE(Ask("sven", Consultation::MODE_ADVISORY, "change-manager").ok());
  office.Through("r1", 1);
  // Through waives what is open, so ask in the next step.
  ASSERT_TRUE(Ask("sven", Consultation::MODE_ADVISORY, "change-manager").ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 2).ok());
  ASSERT_TRUE(office.Approve("cora", "r1", 2).ok());
  EXPECT_EQ(office.GetConsultation("r1-02-0003").state(),
            Consultation::STATE_WITHDRAWN);
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);  // step 3 only
}

TEST_F(Consultations, AskedAgainAfterASendBackOnly) {
  office.Through("r1", 5);
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  ASSERT_TRUE(office.Answer("sam", "r1-06-0002").ok());
  const int asked = office.Count("ConsultationAsked");
  ASSERT_TRUE(office.SendBack("cora", "r1", 6, 6).ok());
  ASSERT_TRUE(office.Submit("sven", "r1", 6).ok());
  EXPECT_EQ(office.Count("ConsultationAsked"), asked + 1);
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 6)),
            ERROR_REASON_CONSULTATION_OPEN);
}

TEST_F(Consultations, AskRefusesNobodyStrangersAndUnknownPeople) {
  EXPECT_EQ(Reason(Ask("sven", Consultation::MODE_ADVISORY, "")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Ask("sven", Consultation::MODE_ADVISORY, "customer")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Ask("sven", Consultation::MODE_ADVISORY, "", "zoe")),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Ask("omar", Consultation::MODE_ADVISORY, "", "sam")),
            ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  EXPECT_EQ(Reason(Ask("sven", Consultation::MODE_ADVISORY, "", "sam")),
            ERROR_REASON_WRONG_STATE);
}

TEST_F(Consultations, HoldStopsTheirClockToo) {
  ASSERT_TRUE(Ask("sven", Consultation::MODE_ADVISORY, "", "omar").ok());
  office.runner.Advance(absl::Hours(24));
  ASSERT_TRUE(office.Hold("carl", "r1").ok());
  office.runner.Advance(absl::Hours(24 * 30));
  ASSERT_TRUE(office.Resume("carl", "r1").ok());
  office.runner.Advance(absl::Hours(24 * 5));
  EXPECT_EQ(office.Count("ConsultationLapsed"), 0);
  office.runner.Advance(absl::Hours(24 * 2));
  EXPECT_EQ(office.Count("ConsultationLapsed"), 1);
}

}  // namespace
}  // namespace csi::workflow
