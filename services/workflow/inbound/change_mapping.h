// News about changes as other systems send it, as the command that takes it.
//
// Reads CloudEvents whose data is JSON, by mappings, and those whose data is
// csi.workflow.v1.ChangeEvent in protobuf, by itself. Pure once the mappings
// are in; then thread-safe. Errors of Map are those of common/inbound/poison.h:
// the input can never be taken as it is.
#ifndef CSI_SERVICES_WORKFLOW_INBOUND_CHANGE_MAPPING_H_
#define CSI_SERVICES_WORKFLOW_INBOUND_CHANGE_MAPPING_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/inbound/cloud_event.h"
#include "common/inbound/input_mapper.h"
#include "common/inbound/mapping_set.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::workflow {

class ChangeMapper : public inbound::InputMapper {
 public:
  // One mapping file; `name` is for errors, which say place and rule.
  absl::Status Add(std::string_view name, std::string_view yaml) override;

  // The command, or nothing for an event that no run can be interested in (a
  // condition of its mapping does not hold). A status without a word of ours is
  // left open, the domain parks it.
  absl::StatusOr<std::optional<v1::IngestChangeEventRequest>> Map(
      const inbound::InputRecord& record) const;

  absl::StatusOr<std::vector<InputCommand>> Commands(
      const inbound::InputRecord& record) const override;

  const inbound::MappingSet& mappings() const { return mappings_; }

 private:
  inbound::MappingSet mappings_;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_INBOUND_CHANGE_MAPPING_H_
