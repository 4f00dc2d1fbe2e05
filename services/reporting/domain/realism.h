// What the process as it is can be expected to do about a target. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REALISM_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REALISM_H_

#include <string_view>

#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting.pb.h"

namespace csi::reporting {

// Sets realism and its sentence from the process limits of the last 24
// periods.
void FillRealism(const KvReader& state, std::string_view tenant,
                 const v1::Indicator& indicator, v1::Target& target);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REALISM_H_
