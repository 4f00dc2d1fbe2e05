// The mappings of one purpose, and which of them an event is for.
// Values; thread-safe.
#ifndef CSI_COMMON_INBOUND_MAPPING_SET_H_
#define CSI_COMMON_INBOUND_MAPPING_SET_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/inbound/cloud_event.h"
#include "common/inbound/mapping.h"

namespace csi::inbound {

class MappingSet {
 public:
  // ALREADY_EXISTS when another mapping is for the same source and type.
  absl::Status Add(Mapping mapping);

  // The mapping whose source and type fit most closely (the longest texts
  // before a *), or nullptr.
  const Mapping* Find(const InboundEvent& event) const;

  const std::vector<Mapping>& mappings() const { return mappings_; }

 private:
  std::vector<Mapping> mappings_;
};

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_MAPPING_SET_H_
