// What a person holds, and how it ends with the person.
#ifndef CSI_SERVICES_RACI_DOMAIN_STANDING_H_
#define CSI_SERVICES_RACI_DOMAIN_STANDING_H_

#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci.pb.h"
#include "csi/raci/v1/raci_events.pb.h"

namespace csi::raci {

// Assignments of the person (resource name) that reach beyond `time`.
std::vector<v1::Assignment> StandingAssignments(const KvReader& rows,
                                                std::string_view tenant,
                                                std::string_view person,
                                                absl::Time time);

// The event that ends `assignment` at `end`, or at its start when it has not
// begun by then. The grant is the caller's to add.
v1::AssignmentEnded EndedAt(const KvReader& rows, std::string_view tenant,
                            v1::Assignment assignment, absl::Time end,
                            absl::Time now);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_STANDING_H_
