// RecordArtefact and SubmitStep: what those who are responsible do.
#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

v1::ArtefactField Text(std::string key, std::string text) {
  v1::ArtefactField field;
  field.set_key(std::move(key));
  field.set_text(std::move(text));
  return field;
}

class WorkStep : public ::testing::Test {
 protected:
  WorkStep() {
    office.Accept("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
  }
  v1::Step At(uint32_t step) { return office.GetStep("r1", step); }

  Office office;
};

TEST_F(WorkStep, RecordTakesTheGivenFieldsAndKeepsTheRest) {
  ASSERT_TRUE(office.Record("sven", "r1", 1, {Text("vision", "faster")}).ok());
  ASSERT_TRUE(
      office.Record("rita", "r1", 1, {Text("expected_benefit", "time")}).ok());
  ASSERT_TRUE(office.Record("rita", "r1", 1, {Text("vision", "safer")}).ok());
  const auto recorded = office.Last<v1::ArtefactRecorded>();
  ASSERT_EQ(recorded.fields_size(), 1);  // a delta, not the whole
  EXPECT_EQ(recorded.fields(0).text(), "safer");
}

TEST_F(WorkStep, RecordRefusesWhatTheSchemaDoesNotKnow) {
  v1::ArtefactField number;
  number.set_key("vision");
  number.mutable_number()->set_value(3);
  v1::ArtefactField empty_item;
  empty_item.set_key("business_goals");
  empty_item.mutable_list()->add_items("");
  for (const auto& wrong : {Text("nonsense", "x"), number, empty_item,
                            Text("vision", std::string(20001, 'x'))}) {
    const auto refused = office.Record("sven", "r1", 1, {wrong});
    const auto reason = Reason(refused);
    EXPECT_TRUE(reason == ERROR_REASON_FIELD_INVALID ||
                reason == ERROR_REASON_TOO_LARGE)
        << refused.status();
  }
  EXPECT_EQ(Reason(office.Record("sven", "r1", 1,
                                 {Text("vision", "a"), Text("vision", "b")})),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(office.Count("ArtefactRecorded"), 0);
}

TEST_F(WorkStep, RecordRefusesOthersThanR) {
  EXPECT_EQ(Reason(office.Record("cora", "r1", 1, {Text("vision", "x")})),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Record("", "r1", 1, {Text("vision", "x")})),
            ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(office.Record("sven", "nope", 1, {Text("vision", "x")})),
            ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(office.Record("sven", "r1", 2, {})),
            ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(office.Record("sven", "r1", 9, {})),
            ERROR_REASON_FIELD_INVALID);
}

TEST_F(WorkStep, SubmitListsTheMissingFields) {
  v1::SubmitStepRequest request;
  request.set_name(Name("runs", "r1"));
  request.set_step(1);
  *request.add_fields() = Text("vision", "faster");
  const auto refused =
      office.Call<v1::RunReceipt>("sven", "SubmitStep", request);
  EXPECT_EQ(Reason(refused), ERROR_REASON_ARTEFACT_INCOMPLETE);
  EXPECT_EQ(MetadataOf(refused.status(), "fields"),
            "business_goals,success_factors");
  // Nothing half done: the one field that came was not recorded either.
  EXPECT_EQ(office.Count("ArtefactRecorded"), 0);
}

TEST_F(WorkStep, SubmitTwiceIsRefusedAndApproveTwiceToo) {
  ASSERT_TRUE(office.Submit("sven", "r1", 1).ok());
  EXPECT_EQ(At(1).phase(), v1::Step::PHASE_SUBMITTED);
  EXPECT_EQ(Reason(office.Submit("sven", "r1", 1)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(office.Record("sven", "r1", 1, {Text("vision", "x")})),
            ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(office.Approve("cora", "r1", 1).ok());
  EXPECT_EQ(Reason(office.Approve("cora", "r1", 1)), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(office.Count("StepApproved"), 1);
  EXPECT_EQ(At(1).approver(), Name("people", "cora"));
  EXPECT_EQ(At(2).phase(), v1::Step::PHASE_IN_PROGRESS);
}

}  // namespace
}  // namespace csi::workflow
