// Thresholds of the world's indicator, and what a recount of all its figures
// says about them.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_THRESHOLD_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_THRESHOLD_WORLD_H_

#include <string>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/points/keys.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {

class ThresholdWorld : public ReportingWorld {
 protected:
  ThresholdWorld() { MakeBypass(); }

  void RecordYear() {
    Record(Months("bypass", 2024, 1,
                  {60, 62, 61, 83, 75, 69, 60, 61, 62, 60, 81, 60}));
  }

  // Above 80 is bad, calm at 70.
  v1::CreateThresholdRequest High(std::string_view id = "high") {
    v1::CreateThresholdRequest request;
    request.set_parent("tenants/acme");
    request.set_threshold_id(std::string(id));
    v1::Threshold& threshold = *request.mutable_threshold();
    threshold.set_title("Too many bypass the process");
    threshold.set_indicator(Name("indicators", "bypass"));
    threshold.set_rule(v1::THRESHOLD_RULE_LIMIT);
    threshold.set_side(v1::THRESHOLD_SIDE_ABOVE);
    threshold.set_enter_limit(80);
    threshold.set_leave_limit(70);
    threshold.set_severity(common::v1::SEVERITY_WARNING);
    return request;
  }

  absl::StatusOr<v1::Threshold> Create(
      const v1::CreateThresholdRequest& request, std::string who = "anna") {
    return As<v1::Threshold>(who, "CreateThreshold", request);
  }

  absl::StatusOr<v1::Threshold> KeepBacktest(std::string_view id = "high") {
    v1::RecordBacktestRequest request;
    request.set_name(Name("thresholds", id));
    return As<v1::Threshold>("anna", "RecordBacktest", request);
  }

  absl::StatusOr<v1::Threshold> Approve(std::string who = "bob",
                                        std::string_view id = "high") {
    v1::ApproveThresholdRequest request;
    request.set_name(Name("thresholds", id));
    return As<v1::Threshold>(who, "ApproveThreshold", request);
  }

  // Written by anna, tested on what is recorded, approved by bob.
  void Watch(const v1::CreateThresholdRequest& request) {
    ASSERT_TRUE(Create(request).ok()) << Create(request).status();
    ASSERT_TRUE(KeepBacktest(request.threshold_id()).ok());
    const auto approved = Approve("bob", request.threshold_id());
    ASSERT_TRUE(approved.ok()) << approved.status();
  }

  v1::CorrectPointsRequest Correction(int year, int month, double value) {
    const v1::RecordPointsRequest one = Months("bypass", year, month, {value});
    v1::CorrectPointsRequest request;
    request.set_name(one.name());
    *request.mutable_points() = one.points();
    request.set_reason("counted twice");
    return request;
  }

  // All alerts of the tenant, in the order of their opening.
  std::vector<v1::Alert> Alerts() {
    std::vector<v1::Alert> alerts;
    runner.state("reporting")
        .ScanPrefix(KeyPrefix(kAlertTag, {"acme"}),
                    [&](std::string_view, std::string_view value) {
                      v1::Alert& alert = alerts.emplace_back();
                      alert.ParseFromArray(value.data(),
                                           static_cast<int>(value.size()));
                      return true;
                    });
    std::sort(alerts.begin(), alerts.end(),
              [](const v1::Alert& a, const v1::Alert& b) {
                return MicrosOf(a.open_period_time()) <
                       MicrosOf(b.open_period_time());
              });
    return alerts;
  }

  // "2026-03-01..2026-05-01 CLOSED", one a line.
  std::string AlertText() {
    std::string text;
    for (const v1::Alert& alert : Alerts()) {
      StrAppend(&text, TimeWords(MicrosOf(alert.open_period_time())), "..",
                alert.has_close_period_time()
                    ? TimeWords(MicrosOf(alert.close_period_time()))
                    : "",
                " ", v1::AlertState_Name(alert.state()).substr(12), "\n");
    }
    return text;
  }
};

}  // namespace csi::reporting

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_THRESHOLD_WORLD_H_
