// The acts of an improvement as people read them: one row for what one person
// did at one moment under one authority, with what followed from it. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_ACTS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_ACTS_H_

#include <vector>

#include "services/reporting/domain/report/report_source.h"

namespace csi::reporting {

// Oldest first; at most limits::kReportActsMax of the register's and the
// workflow's acts, and reporting's own ones.
std::vector<render::Act> BuildActs(const ReportSource& source,
                                   const EntrySource& entry);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_ACTS_H_
