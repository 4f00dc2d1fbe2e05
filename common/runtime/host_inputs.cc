// The input topics of a partition that leads.
#include "common/runtime/partition_host.h"

namespace csi {
namespace {

constexpr size_t kPullInputsMax = 256;

}  // namespace

void PartitionHost::AddInput(std::string name, InputSource* source) {
  inputs_.emplace_back(std::move(name), source);
  source->OnProgress([this] { Wake(); });
}

void PartitionHost::PullInputs() {
  {
    // As calls: without space on the disk nothing is written.
    std::lock_guard lock(inbox_mutex_);
    if (disk_low_) return;
  }
  for (auto& [name, source] : inputs_) {
    const auto place = executor_.WantedInput(name);
    if (!place) continue;
    InputBatch batch{name, *place, source->Read(*place, kPullInputsMax)};
    if (!batch.inputs.empty()) executor_.OnInputs(std::move(batch));
  }
}

}  // namespace csi
