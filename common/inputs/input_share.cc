#include "common/inputs/input_share.h"

#include "common/base/tenant_partition.h"

namespace csi {

void InputShare::Apply(int32_t input_partition, Input& input) const {
  if (count == 1) return;
  std::erase_if(input.commands, [this](const InputCommand& command) {
    return PartitionOfTenant(command.tenant, count) != partition;
  });
  const uint32_t home = static_cast<uint32_t>(input_partition) % count;
  input.elsewhere = home != partition;
}

}  // namespace csi
