// SetTarget.
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideSetTarget : public ReportingWorld {
 protected:
  DecideSetTarget() { MakeBypass(); }

  v1::SetTargetRequest Want(double value) {
    v1::SetTargetRequest request;
    request.set_parent("tenants/acme");
    request.set_target_id("t");
    request.mutable_target()->set_indicator(Name("indicators", "bypass"));
    request.mutable_target()->set_value(value);
    return request;
  }

  absl::StatusOr<v1::Target> Try(const v1::SetTargetRequest& request,
                                 std::string person = "bob") {
    return As<v1::Target>(person, "SetTarget", request);
  }
};

TEST_F(DecideSetTarget, SaysHowRealisticItIs) {
  EXPECT_EQ(Try(Want(40))->realism(), "NOT_JUDGED");
  Record(Months("bypass", 2025, 1,
                {80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78}));
  EXPECT_EQ(Try(Want(40))->realism(), "NOT_WITHOUT_CHANGE");
  EXPECT_EQ(Try(Want(79))->realism(), "MET_SOMETIMES");
  const auto easy = Try(Want(90));
  EXPECT_EQ(easy->realism(), "MET_ALWAYS");
  EXPECT_EQ(easy->revision(), 4u);
  EXPECT_EQ(runner.CountEvents("reporting", "TargetSet"), 4);
}

TEST_F(DecideSetTarget, RefusesWhatCannotBe) {
  EXPECT_EQ(Reason(Try(Want(140))), ERROR_REASON_FIELD_INVALID);
  v1::SetTargetRequest request = Want(40);
  request.mutable_target()->clear_value();
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_FIELD_INVALID);
  request = Want(40);
  request.mutable_target()->set_indicator(Name("indicators", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
  request = Want(40);
  request.mutable_target()->set_opportunity(Name("opportunities", "x"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Try(Want(40), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Try(Want(40), "")), ERROR_REASON_NO_ACTOR);
}

TEST_F(DecideSetTarget, StaysWithItsIndicatorAndChecksTheEtag) {
  MakeBypass("other");
  ASSERT_TRUE(Try(Want(40)).ok());
  v1::SetTargetRequest request = Want(41);
  request.mutable_target()->set_etag("\"r9\"");
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_ETAG_MISMATCH);
  request = Want(41);
  request.mutable_target()->set_indicator(Name("indicators", "other"));
  EXPECT_EQ(Reason(Try(request)), ERROR_REASON_RULE_VIOLATED);
}

}  // namespace
}  // namespace csi::reporting
