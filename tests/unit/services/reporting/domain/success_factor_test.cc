// SetSuccessFactor and its versions.
#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/domain/success_world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ETAG_MISMATCH;
using common::v1::ERROR_REASON_FIELD_INVALID;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;

class DecideSetSuccessFactor : public SuccessWorld {};

TEST_F(DecideSetSuccessFactor, KeepsEveryVersion) {
  ASSERT_TRUE(Set(Factor("f", {"bypass"})).ok());
  v1::SetSuccessFactorRequest next = Factor("f", {});
  next.mutable_success_factor()->set_etag("\"r9\"");
  EXPECT_EQ(Reason(Set(next)), ERROR_REASON_ETAG_MISMATCH);
  next.mutable_success_factor()->clear_etag();
  const auto second = Set(next);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->revision(), 2u);
  EXPECT_EQ(second->set_by().person(), Name("people", "bob"));
  v1::GetSuccessFactorRequest get;
  get.set_name(Name("successFactors", "f"));
  get.set_version(1);
  v1::SuccessFactor found;
  ASSERT_TRUE(GetSuccessFactor(runner.Query("reporting"), get, &found).ok());
  EXPECT_EQ(found.kpis_size(), 1);
  get.set_version(3);
  EXPECT_EQ(ReasonOf(GetSuccessFactor(runner.Query("reporting"), get, &found)),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(runner.CountEvents("reporting", "SuccessFactorSet"), 2);
  v1::ListSuccessFactorsRequest list;
  list.set_parent("tenants/acme");
  v1::ListSuccessFactorsResponse page;
  ASSERT_TRUE(ListSuccessFactors(runner.Query("reporting"), list, &page).ok());
  EXPECT_EQ(page.success_factors_size(), 1);
}

TEST_F(DecideSetSuccessFactor, RefusesWhatIsNoTree) {
  v1::SetSuccessFactorRequest request = Factor("f", {"bypass"});
  request.mutable_success_factor()->clear_title();
  EXPECT_EQ(Reason(Set(request)), ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Set(Factor("f", {"bypass", "bypass"}))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Set(Factor("f", {"none"}))), ERROR_REASON_NOT_FOUND);
  request = Factor("f", {"bypass"});
  request.mutable_success_factor()->mutable_kpis(0)->add_metrics(
      Name("indicators", "none"));
  EXPECT_EQ(Reason(Set(request)), ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(Reason(Set(Factor("f", std::vector<std::string>(21, "bypass")))),
            ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(Reason(Set(Factor("f", {}), "gina")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Set(Factor("f", {}), "")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Set(Factor("Not an id", {}))), ERROR_REASON_FIELD_INVALID);
}

TEST_F(DecideSetSuccessFactor, IsBounded) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Set(Factor(StrCat("f", i), {})).ok());
  }
  EXPECT_EQ(Reason(Set(Factor("more", {}))), ERROR_REASON_RULE_VIOLATED);
  EXPECT_TRUE(Set(Factor("f7", {"bypass"})).ok());
}

}  // namespace
}  // namespace csi::reporting
