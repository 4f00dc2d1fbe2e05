// What an executor knows of other services' events: how far its views are,
// whether they may be relied on, and which events still wait to be reacted to.
// Owned and used by the executor's thread.
#ifndef CSI_COMMON_EXECUTOR_FOREIGN_FEEDS_H_
#define CSI_COMMON_EXECUTOR_FOREIGN_FEEDS_H_

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/domain/domain.h"
#include "common/executor/calls.h"
#include "common/executor/store.h"
#include "common/kv/read_cache.h"
#include "csi/common/v1/engine_state.pb.h"

namespace csi {

// Events of one record that the domain reacts to.
struct ReactionGroup {
  std::string source;
  std::string journal_id;
  uint64_t offset = 0;
  std::vector<common::v1::CloudEvent> events;
  // How many of them are journaled already, from the first on.
  uint32_t used = 0;
};

class ForeignFeeds {
 public:
  ForeignFeeds(const PartitionStore& store, const Domain& domain);

  // Reads the view positions again; reactions start behind those consumed.
  void Reset(const common::v1::PartitionState& partition);

  // Offset that the driver should read from next, or nothing while the queue
  // of reactions is full or the source is not wanted.
  std::optional<uint64_t> Wanted(std::string_view source) const;

  // Takes a stretch that begins at Wanted(source). A batch of another journal
  // id than the view's is refused: returns the sentence that says so.
  std::optional<std::string> Offer(ForeignBatch batch, absl::Duration now);
  bool has_offers() const { return !offers_.empty(); }
  // Folds what was offered into view rows and queues reactions.
  WriteSet FoldOffers();

  // Groups in order; the executor drops those that it has journaled.
  const std::deque<ReactionGroup>& reactions() const { return reactions_; }
  void DropReactions(size_t count);
  // Of the first group, these are journaled; the rest waits.
  void UseReactions(uint32_t used) { reactions_.front().used = used; }

  // Whether the view may be relied on: it has reached the recorded floor and
  // was seen at its source's end not too long ago.
  bool Ready(std::string_view source,
             const common::v1::PartitionState& partition,
             absl::Duration now) const;
  // Whether the view has used this position.
  bool Reached(const common::v1::ViewPosition& position) const;
  // Sets the positions on which a batch is decided, where they have moved
  // beyond those that the partition has recorded.
  void RecordPositions(const common::v1::PartitionState& partition,
                       common::v1::Batch& batch) const;
  // View rows as they are once everything folded so far is committed.
  const KvReader& rows() const { return rows_; }
  std::string Revision(std::string_view source) const;
  // Age of the knowledge that the view is complete; infinite before the first.
  absl::Duration Lag(std::string_view source, absl::Duration now) const;

 private:
  struct Feed {
    common::v1::ViewState view;
    uint64_t reaction_next = 0;
    uint32_t reaction_used = 0;  // of the record at reaction_next
    std::optional<absl::Duration> complete_at;
    size_t queued_events = 0;
  };

  void FoldRecord(const std::string& source, Feed& feed,
                  const ForeignRecord& record, KvWriter& views);

  ReadCache rows_;
  const Domain& domain_;
  std::map<std::string, Feed, std::less<>> feeds_;
  std::vector<std::pair<ForeignBatch, absl::Duration>> offers_;
  std::deque<ReactionGroup> reactions_;
};

// The service whose events filled the view rows with this key: "dir" rows come
// from the directory, "v.reg", "v.wf" and "v.rep" rows from the service of that
// name, "v.all" rows from several, which is told by nothing.
std::string_view SourceOfViewKey(std::string_view key);

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_FOREIGN_FEEDS_H_
