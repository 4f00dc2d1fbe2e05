// Leading: which inputs go into a batch.
#include <algorithm>

#include "common/base/limits.h"
#include "common/executor/executor.h"

namespace csi {

std::optional<InputPlace> Executor::WantedInput(std::string_view source) const {
  if (phase_ != Phase::kLead) return std::nullopt;
  return inputs_.Wanted(source);
}

void Executor::TakeInputs(BatchBuilder& builder, Instant now) {
  const size_t share =
      limits::kBatchInputsMax / std::max<size_t>(options_.inputs.size(), 1) + 1;
  std::string source;
  std::string passed;  // up to here sources had their share, or have to wait
  size_t taken = 0;    // of `source`
  while (const auto next = inputs_.Front(passed)) {
    if (next->source != source) {
      source = next->source;
      taken = 0;
    }
    const bool empty = next->input->commands.empty() && !next->input->rejected;
    if (!empty) {
      const auto took = ++taken > share
                            ? BatchBuilder::Took::kParked
                            : builder.TakeInput(source, *next->input);
      if (took == BatchBuilder::Took::kFull) break;
      if (took == BatchBuilder::Took::kParked) {
        passed = source;
        continue;
      }
    }
    if (!next->input->elsewhere) ++stats_.inputs;
    inputs_.Pop(source, !empty, now.steady);
  }
}

}  // namespace csi
