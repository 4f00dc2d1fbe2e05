// One partition of an input topic, read in stretches. Thread-safe.
#ifndef CSI_COMMON_RUNTIME_INPUT_SOURCE_H_
#define CSI_COMMON_RUNTIME_INPUT_SOURCE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "common/executor/input_feeds.h"

namespace csi {

class InputSource {
 public:
  virtual ~InputSource() = default;
  // Inputs from `place` on, in order, at most `inputs_max`; never waits. Empty
  // when nothing is there now. It is read from `place` on until told otherwise.
  virtual std::vector<Input> Read(const InputPlace& place,
                                  size_t inputs_max) = 0;
  // Offset behind the newest record, as far as it is known.
  virtual uint64_t end() const = 0;
  // Why nothing comes just now, empty when all is well. A place that is not in
  // the topic any more stays until an operator says what is to be done.
  virtual std::string trouble() const = 0;
  // Calls `notify` from any thread whenever Read may find more.
  virtual void OnProgress(std::function<void()> notify) = 0;
};

}  // namespace csi

#endif  // CSI_COMMON_RUNTIME_INPUT_SOURCE_H_
