// What of an input topic a partition of a journal takes: all commands of its
// own tenants. Each partition reads the whole topic and passes over the rest,
// so that none needs another to have its place kept. Of an input for several
// tenants each partition takes its part, whole or not at all.
#ifndef CSI_COMMON_INPUTS_INPUT_SHARE_H_
#define CSI_COMMON_INPUTS_INPUT_SHARE_H_

#include <cstdint>

#include "common/domain/input.h"

namespace csi {

struct InputShare {
  uint32_t partition = 0;  // of the journal
  uint32_t count = 1;

  // Leaves the commands of own tenants. What could not be read is turned away
  // by every partition: another, led by a copy with other mappings, may have
  // read it, and found nothing of its own. `input.elsewhere` says that
  // another partition counts it: the one whose number is `input_partition`
  // modulo the count.
  void Apply(int32_t input_partition, Input& input) const;
};

}  // namespace csi

#endif  // CSI_COMMON_INPUTS_INPUT_SHARE_H_
