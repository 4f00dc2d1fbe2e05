// The register beside a small organisation, for tests.
//
// anna is CSI manager, bob service owner of web, carol process owner of
// change, erin service owner of mail, dave an analyst (consulted), frank has
// no role at all.
#ifndef CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_REGISTRY_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_REGISTRY_WORLD_H_

#include <string>
#include <string_view>

#include "common/status/status.h"
#include "common/testing/domain_runner.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "services/registry/domain/state_machine.h"
#include "tests/unit/common/authority/world.h"

namespace csi::registry {

using common::v1::ErrorReason;

class RegistryWorld {
 public:
  RegistryWorld();

  // Copies the directory rows into the register's view; after changes of `org`.
  void ShowDirectory();

  // bob leaves at the hour: web has no owner from then on.
  void BobLeaves(int hour);

  template <class Reply, class Request>
  absl::StatusOr<Reply> Call(std::string_view actor, std::string_view method,
                             const Request& request) {
    runner.ActAs(std::string(actor));
    return runner.Call<Reply>("registry", method, request);
  }

  // Logs an entry by frank; the service web unless `service` is empty.
  v1::Opportunity Log(std::string_view id, std::string_view service = "web");
  v1::Opportunity LogAs(std::string_view id, const v1::Opportunity& fields);
  // Verbs that take name and reason.
  absl::StatusOr<v1::Opportunity> Accept(std::string_view actor,
                                         std::string_view name);
  absl::StatusOr<v1::Opportunity> Reject(std::string_view actor,
                                         std::string_view name);
  absl::StatusOr<v1::Opportunity> Defer(std::string_view actor,
                                        std::string_view name, int year = 2026,
                                        int month = 2, int day = 1);
  absl::StatusOr<v1::Opportunity> Hold(std::string_view actor,
                                       std::string_view name);
  absl::StatusOr<v1::Opportunity> Resume(std::string_view actor,
                                         std::string_view name);
  absl::StatusOr<v1::Opportunity> Cancel(std::string_view actor,
                                         std::string_view name);
  absl::StatusOr<v1::Opportunity> Close(std::string_view actor,
                                        std::string_view name);
  absl::StatusOr<v1::Opportunity> Reopen(std::string_view actor,
                                         std::string_view name);
  absl::StatusOr<v1::Opportunity> Move(std::string_view actor,
                                       std::string_view name,
                                       v1::OpportunityState target);
  absl::StatusOr<v1::Opportunity> Update(std::string_view actor,
                                         const v1::Opportunity& entry,
                                         std::string_view mask);

  // The entry as stored.
  v1::Opportunity Read(std::string_view name) const;

  // Delivers a workflow event of the run about the entry.
  template <class Event>
  void Tell(std::string_view entry, std::string_view entry_state,
            Event event = {}, std::string_view run = "run-1") {
    auto& context = *event.mutable_context();
    context.set_run(authority::Name("runs", run));
    context.set_opportunity(std::string(entry));
    context.set_entry_state(std::string(entry_state));
    context.mutable_grant()->set_person(authority::Name("people", "bob"));
    context.set_reason("as the run says");
    runner.Deliver("workflow", event, context.run());
  }

  // Brings a new entry of web into the state, by commands and run events.
  v1::Opportunity InState(std::string_view id, v1::OpportunityState state);

  authority::World org;
  testing::DomainRunner runner;
};

std::string EntryName(std::string_view id);

// The reason of a refused call, for messages that read well.
template <class Reply>
std::string ReasonIn(const absl::StatusOr<Reply>& result) {
  return result.ok() ? "OK" : csi::ReasonName(csi::ReasonOf(result.status()));
}

}  // namespace csi::registry

#endif  // CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_REGISTRY_WORLD_H_
