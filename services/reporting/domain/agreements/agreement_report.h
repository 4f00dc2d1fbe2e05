// A month of an agreement as the API tells it. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_REPORT_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_REPORT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreement_calls.pb.h"
#include "services/reporting/domain/agreements/agreement_limits.h"

namespace csi::reporting {

struct AgreementQuestion {
  const KvReader& state;
  const KvReader& views;
  std::string tenant;
  std::string agreement;  // id
  CalendarMonth month;
  int chart_months = 1;
  int64_t now_us = 0;
  int tickets_max = limits::kTicketsOfReportMax;
};

absl::StatusOr<v1::AgreementReport> ReportOn(const AgreementQuestion& question);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_REPORT_H_
