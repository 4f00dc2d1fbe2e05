// Values that no request may hold, wherever in it they stand.
#include "common/rpc/request_validator.h"

#include <limits>

#include "common/status/status.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::rpc {
namespace {

using ::testing::HasSubstr;

raci::v1::AppointHolderRequest Appointment() {
  raci::v1::AppointHolderRequest request;
  request.set_parent("tenants/acme");
  request.mutable_assignment()->set_role("tenants/acme/roles/csi-manager");
  request.mutable_assignment()->set_holder("tenants/acme/people/anna");
  return request;
}

TEST(ValidateRequest, TimesAreThoseOfTheYears1To9999) {
  auto request = Appointment();
  auto& start =
      *request.mutable_assignment()->mutable_interval()->mutable_start_time();
  for (const int64_t seconds :
       {int64_t{-62135596800}, int64_t{0}, int64_t{253402300799}}) {
    start.set_seconds(seconds);
    EXPECT_TRUE(ValidateRequest(request).ok()) << ValidateRequest(request);
  }
  for (const int64_t seconds : {int64_t{-62135596801}, int64_t{253402300800},
                                std::numeric_limits<int64_t>::min(),
                                std::numeric_limits<int64_t>::max()}) {
    start.set_seconds(seconds);
    const absl::Status status = ValidateRequest(request);
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FIELD_INVALID);
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("assignment.interval.start_time"));
  }
  start.set_seconds(0);
  start.set_nanos(-1);
  EXPECT_FALSE(ValidateRequest(request).ok());
}

TEST(ValidateRequest, AScopeIsOfTheRequestsTenant) {
  auto request = Appointment();
  auto& scope = *request.mutable_assignment()->mutable_scope();
  scope.set_service("tenants/acme/services/web");
  scope.set_geography("tenants of the north");
  EXPECT_TRUE(ValidateRequest(request).ok()) << ValidateRequest(request);
  scope.set_service("tenants/beta/services/web");
  const absl::Status status = ValidateRequest(request);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("assignment.scope.service"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("another tenant"));
  // One whose name only begins alike.
  scope.set_service("tenants/acme2/services/web");
  EXPECT_FALSE(ValidateRequest(request).ok());
}

// Its rows are refused one by one, with their line, by the service.
TEST(ValidateRequest, RowsOfAnImportAreLeftToTheService) {
  reporting::v1::ImportPointsRequest request;
  request.set_name("tenants/acme/importJobs/j1");
  auto& point = *request.add_rows()->mutable_point();
  point.set_value(std::numeric_limits<double>::infinity());
  point.mutable_period_start_time()->set_seconds(
      std::numeric_limits<int64_t>::max());
  EXPECT_TRUE(ValidateRequest(request).ok()) << ValidateRequest(request);
}

}  // namespace
}  // namespace csi::rpc
