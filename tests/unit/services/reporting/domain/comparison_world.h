// The release bypass, ready to be compared: twelve months before, RFC-501,
// eight months after.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_COMPARISON_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_COMPARISON_WORLD_H_

#include <string>
#include <vector>

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {

inline const std::vector<double> kBefore = {80, 82, 79, 81, 78, 83,
                                            80, 79, 82, 80, 81, 78};
inline const std::vector<double> kAfter = {60, 58, 55, 52, 50, 47, 45, 44};

class ComparisonWorld : public ReportingWorld {
 protected:
  ComparisonWorld() { MakeBypass(); }

  // Twelve months of 2024 frozen, RFC-501 on 2025-01-01, then eight months.
  void PlayReleaseBypass(const std::vector<double>& after = kAfter) {
    Record(Months("bypass", 2024, 1, kBefore));
    ReportingWorld::Deliver(Entry("o", "bypass"));
    v1::FreezeBaselineRequest freeze = Freeze("b", "o");
    auto& window = *freeze.mutable_baseline()->mutable_window();
    *window.mutable_start_time() = Day(2024, 1, 1);
    *window.mutable_end_time() = Day(2025, 1, 1);
    ASSERT_TRUE(As<v1::Baseline>("carol", "FreezeBaseline", freeze).ok());
    DeliverChange("o", "RFC-501", Day(2025, 1, 1), Day(2025, 1, 1));
    Record(Months("bypass", 2025, 1, after));
  }

  v1::CompareWindowsRequest Compare(std::string_view id = "c") {
    v1::CompareWindowsRequest request;
    request.set_parent("tenants/acme");
    request.set_comparison_id(std::string(id));
    request.set_opportunity(Name("opportunities", "o"));
    return request;
  }

  absl::StatusOr<v1::Comparison> Try(const v1::CompareWindowsRequest& request,
                                     std::string person = "carol") {
    return As<v1::Comparison>(person, "CompareWindows", request);
  }

  absl::StatusOr<v1::Comparison> Accept(std::string person,
                                        std::string_view reason = "") {
    v1::AcceptVerdictRequest request;
    request.set_name(Name("comparisons", "c"));
    request.set_reason(std::string(reason));
    return As<v1::Comparison>(person, "AcceptVerdict", request);
  }
};

}  // namespace csi::reporting

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_COMPARISON_WORLD_H_
