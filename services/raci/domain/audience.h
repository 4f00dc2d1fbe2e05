// Who is to read a notice: an audience is a rule, answered for an instant.
// Pure functions of the rows, thread-safe.
#ifndef CSI_SERVICES_RACI_DOMAIN_AUDIENCE_H_
#define CSI_SERVICES_RACI_DOMAIN_AUDIENCE_H_

#include <set>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/raci/v1/raci_direction.pb.h"

namespace csi::raci {

// `person` is a resource name. Costs the assignments and teams of that person.
bool IsInAudience(const KvReader& rows, std::string_view tenant,
                  const v1::Audience& audience, std::string_view person,
                  absl::Time now);

struct People {
  std::set<std::string> names;
  bool truncated = false;  // limits::kAudienceReadMax rows were not enough
};

// Scans.
People PeopleOf(const KvReader& rows, std::string_view tenant,
                const v1::Audience& audience, absl::Time now);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_AUDIENCE_H_
