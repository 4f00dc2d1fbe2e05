// Ids and resource names of the workflow service. Rows and journal events hold
// ids; the API and public events hold resource names. Pure functions.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_IDS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_IDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "csi/common/v1/common.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace csi::workflow {

// tenants/{t}/{collection}/{id}, empty for an empty id.
std::string NameOrEmpty(std::string_view tenant, std::string_view collection,
                        std::string_view id);
// tenants/{t}/runs/{run}/{collection}/{id}.
std::string ChildName(std::string_view tenant, std::string_view run,
                      std::string_view collection, std::string_view id);
// The part behind the last '/'; empty for an empty name.
std::string IdPart(std::string_view name);

// Run and child id of tenants/{t}/runs/{run}/{collection}/{id}.
struct ChildId {
  std::string run;
  std::string id;
};
absl::StatusOr<ChildId> ChildIdOf(std::string_view field, std::string_view name,
                                  std::string_view tenant,
                                  std::string_view collection);
// The same, and the id is a step number from 1 to 99.
struct StepId {
  std::string run;
  uint32_t step = 0;
};
absl::StatusOr<StepId> StepIdOf(std::string_view field, std::string_view name,
                                std::string_view tenant,
                                std::string_view collection);

// Person and item of tenants/{t}/people/{person}/inboxItems/{item}.
struct InboxItemName {
  std::string person;
  std::string item;
};
absl::StatusOr<InboxItemName> InboxItemNameOf(std::string_view name,
                                              std::string_view tenant);

// tenants/{t}/{name}, unless it is a full name already.
std::string FullName(std::string_view tenant, std::string_view name);

// Consultation ids are {run}-{step, 2 digits}-{number, 4 digits}: the row is
// found without an index.
std::string ConsultationId(std::string_view run, uint32_t step,
                           uint32_t number);
struct ConsultationParts {
  std::string run;
  uint32_t step = 0;
  uint32_t number = 0;
};
absl::StatusOr<ConsultationParts> ConsultationPartsOf(std::string_view name,
                                                      std::string_view tenant);

// Scope with ids in place of names, and back.
common::v1::Scope CompactScope(const common::v1::Scope& scope);
common::v1::Scope ExpandScope(const common::v1::Scope& scope,
                              std::string_view tenant);
// Grant with ids; the person is left out when it is the actor.
common::v1::AuthorityGrant CompactGrant(const common::v1::AuthorityGrant& grant,
                                        std::string_view actor);
common::v1::AuthorityGrant ExpandGrant(const common::v1::AuthorityGrant& grant,
                                       std::string_view tenant,
                                       std::string_view actor);

void SetTime(int64_t us, google::protobuf::Timestamp* out);
int64_t MicrosOf(const google::protobuf::Timestamp& time);
// 2026-03-01 12:00 UTC, for sentences.
std::string TimeText(int64_t us);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_IDS_H_
