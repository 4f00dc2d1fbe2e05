// What would be if a person left: the events are folded into a draft, and what
// the rules say of the draft is compared with what they say of the directory.
#ifndef CSI_SERVICES_RACI_DOMAIN_LEAVE_PREVIEW_H_
#define CSI_SERVICES_RACI_DOMAIN_LEAVE_PREVIEW_H_

#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_planning.pb.h"

namespace csi::raci {

// `person` and `successor` are resource names of people that exist; an empty
// successor is nobody. Reads at most 1000 matrices.
v1::PreviewLeaverResponse PreviewLeave(const KvReader& rows,
                                       std::string_view tenant,
                                       std::string_view person,
                                       std::string_view successor,
                                       absl::Time leave, absl::Time now);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_LEAVE_PREVIEW_H_
