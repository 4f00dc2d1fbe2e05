// A tenant with people in their roles, one reporting domain, and the events of
// register and workflow that reporting folds.
//
// anna: CSI manager. bob: service level manager. carol: reporting analyst.
// dave: process practitioner. ivan: the same for the service "till" alone.
// erin: accountable for the seven steps. gina: in no role.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_WORLD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "common/testing/domain_runner.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "gtest/gtest.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {

google::protobuf::Timestamp Day(int year, int month, int day);

class ReportingWorld : public ::testing::Test {
 protected:
  ReportingWorld();

  // hugo: IT director, the line of accountability above the CSI manager.
  void AddLineAboveCsiManager();

  // Calls as `person`, back to whoever it was before.
  template <class Reply>
  absl::StatusOr<Reply> As(std::string person, std::string_view method,
                           const google::protobuf::Message& request) {
    runner.ActAs(std::move(person));
    return runner.Call<Reply>("reporting", method, request);
  }

  // Monthly percentage, lower is better, 0 to 100.
  v1::CreateIndicatorRequest Bypass(std::string_view id);
  // Defined by bob, approved by bob and anna.
  v1::Indicator MakeBypass(std::string_view id = "bypass");
  // numerator of 100 a month from `year`-`month` on.
  v1::RecordPointsRequest Months(std::string_view indicator, int year,
                                 int month, const std::vector<double>& values);
  void Record(const v1::RecordPointsRequest& request);

  // An entry of the register, in a state, with its primary indicator.
  csi::registry::v1::OpportunityDigest Entry(std::string_view id,
                                             std::string_view indicator);
  void Deliver(const csi::registry::v1::OpportunityDigest& entry);
  void Deliver(std::string_view service,
               const google::protobuf::Message& event);
  // A run of the entry and one RFC with actual times.
  void DeliverChange(std::string_view entry, std::string_view rfc,
                     const google::protobuf::Timestamp& start,
                     const google::protobuf::Timestamp& end);

  v1::FreezeBaselineRequest Freeze(std::string_view id, std::string_view entry);

  testing::DomainRunner runner;
};

std::string Name(std::string_view collection, std::string_view id);

// The reason of a refusal; UNSPECIFIED for success, so that it differs.
template <class T>
csi::common::v1::ErrorReason Reason(const absl::StatusOr<T>& result) {
  return ReasonOf(result.status());
}

}  // namespace csi::reporting

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_DOMAIN_WORLD_H_
