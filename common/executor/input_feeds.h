// Inputs on their way into batches: how far each topic partition was used, and
// what was read of it and waits. Only a leader has any. Owned and used by the
// executor's thread.
#ifndef CSI_COMMON_EXECUTOR_INPUT_FEEDS_H_
#define CSI_COMMON_EXECUTOR_INPUT_FEEDS_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/domain/input.h"
#include "csi/common/v1/engine_state.pb.h"

namespace csi {

// From where to read on.
struct InputPlace {
  uint64_t next = 0;
  // Of the record before `next`; empty: nothing of the topic was used yet.
  std::string fingerprint;

  bool operator==(const InputPlace&) const = default;
};

struct InputBatch {
  std::string source;  // "itsm.measurements/0"
  InputPlace from;
  std::vector<Input> inputs;
};

class InputFeeds {
 public:
  explicit InputFeeds(const std::vector<std::string>& sources);

  // Takes the places that the journal says were used; drops what waits.
  void Reset(const common::v1::PartitionState& partition);

  // From where the driver should read on; nothing while enough waits, or when
  // the source is not known.
  std::optional<InputPlace> Wanted(std::string_view source) const;
  // Takes what was read from Wanted() on; anything else is dropped.
  void Offer(InputBatch batch);

  // The first that waits of a source that has one and is not in `passed`.
  struct Next {
    std::string source;
    const Input* input = nullptr;
  };
  std::optional<Next> Front(const std::string& passed) const;
  // It was used. `journaled`: a batch says so.
  void Pop(const std::string& source, bool journaled, absl::Duration now);

  // Places that were passed and that no batch says: the mark "seen up to". All
  // of them when a batch is written anyway, otherwise those that are due.
  std::vector<common::v1::ViewPosition> Marks(bool all, absl::Duration now);

  // Behind the last that was used; 0 before the first.
  uint64_t UsedUpTo(std::string_view source) const;
  size_t waiting() const { return waiting_; }

 private:
  struct Feed {
    InputPlace read;  // by the driver
    std::deque<Input> queue;
    size_t queued_bytes = 0;
    InputPlace used;
    uint64_t unmarked = 0;  // used, and no batch says so
    absl::Duration unmarked_since;
  };

  std::map<std::string, Feed, std::less<>> feeds_;
  size_t waiting_ = 0;
};

// Place of an input as the journal keeps it.
common::v1::ViewPosition PositionOfInput(const std::string& source,
                                         uint64_t offset,
                                         const std::string& fingerprint);

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_INPUT_FEEDS_H_
