// What a service makes of the records of its input topic. Filled with mapping
// files first; then read only and thread-safe.
#ifndef CSI_COMMON_INBOUND_INPUT_MAPPER_H_
#define CSI_COMMON_INBOUND_INPUT_MAPPER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/input.h"
#include "common/inbound/cloud_event.h"

namespace csi::inbound {

class InputMapper {
 public:
  virtual ~InputMapper() = default;
  // One mapping file; `name` is for errors, which say place and rule.
  virtual absl::Status Add(std::string_view name, std::string_view yaml) = 0;
  // What the record asks for; nothing for one that a condition of its mapping
  // leaves out. Errors are those of poison.h.
  virtual absl::StatusOr<std::vector<InputCommand>> Commands(
      const InputRecord& record) const = 0;
};

// Adds every mapping file of a folder; none at all is an error.
absl::Status AddMappings(const std::string& folder, InputMapper& mapper);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_INPUT_MAPPER_H_
