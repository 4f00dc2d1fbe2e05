// Where a partition's records stand: in the same store as its rows, or in a
// journal that several copies share. The driver of an executor performs its
// actions through this.
//
// One thread opens, reads, follows and appends; ReadAt may be called by any.
#ifndef CSI_COMMON_EXECUTOR_PARTITION_JOURNAL_H_
#define CSI_COMMON_EXECUTOR_PARTITION_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/executor/calls.h"
#include "common/executor/store.h"

namespace csi {

// Whether a read of a shared journal that failed so may work later, when it is
// to be tried again; what stands is a fact about the journal and halts.
bool MayPass(const absl::Status& failed_read);

class PartitionJournal {
 public:
  using Records = std::vector<std::string>;

  virtual ~PartitionJournal() = default;

  // A record and the rows that follow from it are one write, and nobody else
  // writes (ExecutorOptions::atomic_append).
  virtual bool atomic() const = 0;

  // Opens it, or opens it anew after an unknown outcome: nothing of what the
  // writer was given before is kept. The offset behind the last record.
  // `folded` is where the state stands. UNAVAILABLE and all other errors: try
  // again later.
  virtual absl::StatusOr<uint64_t> Open(uint64_t folded) = 0;

  // Records from `from`, at least one unless the journal ends there, not
  // beyond `to`. Errors of a shared journal pass or stand as MayPass says.
  virtual absl::StatusOr<Records> Read(uint64_t from, uint64_t to) = 0;

  // Opens what the first append needs, so that it need not wait for it.
  virtual void PrepareToAppend() {}

  // `writes` are the rows of an atomic journal, else empty.
  virtual AppendOutcome Append(std::string_view record, const WriteSet& writes,
                               uint64_t* offset) = 0;

  // What is there from `from` on, without waiting. OUT_OF_RANGE: the journal
  // ends before it. A journal that is not shared has nothing.
  virtual absl::StatusOr<Records> Follow(uint64_t from) { return Records(); }
  // How long ago the journal was known to end where it is followed.
  virtual std::optional<absl::Duration> SinceEnd() const {
    return std::nullopt;
  }
  // `news` is called from any thread when Follow may find more.
  virtual void OnNews(std::function<void()> news) {}

  // Called from any thread: what waits for the journal is to end soon, with
  // whatever is known by then, and nothing waits for it any more.
  virtual void Interrupt() {}

  // As Read, for readers of old records.
  virtual absl::StatusOr<Records> ReadAt(uint64_t from, uint64_t to) = 0;
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_PARTITION_JOURNAL_H_
