// What a service that serves may still be unable to do, as names of gRPC's
// health service: NOT_SERVING there means that it cannot do this now, while
// the service's own name says whether it serves at all. Server and client
// agree on the names here.
#ifndef CSI_COMMON_RPC_ABILITIES_H_
#define CSI_COMMON_RPC_ABILITIES_H_

#include <string>
#include <string_view>
#include <vector>

namespace csi::rpc {

struct Ability {
  std::string health_name;  // e.g. csi.workflow.v1.WorkflowService/views/raci
  std::string when_lost;    // a sentence for people, with the reason
};

// `service` is raci, registry, workflow or reporting.
std::string HealthNameOf(std::string_view service);
// Decisions that need the view of `source` (VIEW_STALE).
Ability ViewAbility(std::string_view service, std::string_view source);
// Mutations (DISK_LOW).
Ability WriteAbility(std::string_view service);
// Timers (CLOCK_JUMP).
Ability TimerAbility(std::string_view service);

// All that a service may have.
std::vector<Ability> AbilitiesOf(std::string_view service);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_ABILITIES_H_
