// The record of an entry: who did what under which authority, RFCs with the
// news about them, consultations. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_RECORD_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_RECORD_H_

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

void FillRecord(const ReportSource& source, const EntrySource& entry,
                render::Improvement& improvement);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_RECORD_H_
