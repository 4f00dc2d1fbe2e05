// Critical success factors over the world's indicator.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_SUCCESS_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_SUCCESS_WORLD_H_

#include <string>
#include <vector>

#include "tests/unit/services/reporting/domain/threshold_world.h"

namespace csi::reporting {

class SuccessWorld : public ThresholdWorld {
 protected:
  v1::SetSuccessFactorRequest Factor(std::string_view id,
                                     const std::vector<std::string>& kpis) {
    v1::SetSuccessFactorRequest request;
    request.set_parent("tenants/acme");
    request.set_success_factor_id(std::string(id));
    request.mutable_success_factor()->set_title("Releases go the known way");
    request.mutable_success_factor()->set_goal("Safe changes");
    for (const std::string& kpi : kpis) {
      request.mutable_success_factor()->add_kpis()->set_indicator(
          Name("indicators", kpi));
    }
    return request;
  }

  absl::StatusOr<v1::SuccessFactor> Set(
      const v1::SetSuccessFactorRequest& request, std::string who = "bob") {
    return As<v1::SuccessFactor>(who, "SetSuccessFactor", request);
  }

  void Target(std::string_view indicator, double value) {
    v1::SetTargetRequest request;
    request.set_parent("tenants/acme");
    request.set_target_id(StrCat("t-", indicator));
    request.mutable_target()->set_indicator(Name("indicators", indicator));
    request.mutable_target()->set_value(value);
    ASSERT_TRUE(As<v1::Target>("bob", "SetTarget", request).ok());
  }
};

}  // namespace csi::reporting

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_SUCCESS_WORLD_H_
