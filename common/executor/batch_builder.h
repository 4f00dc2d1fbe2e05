// Decides one batch: timers that are due, reactions, and calls of clients, each
// on the effects of those before it. Pure but for what it is given; the
// executor journals what comes out. One builder per batch.
#ifndef CSI_COMMON_EXECUTOR_BATCH_BUILDER_H_
#define CSI_COMMON_EXECUTOR_BATCH_BUILDER_H_

#include <map>
#include <string>
#include <vector>

#include "common/domain/domain.h"
#include "common/domain/input.h"
#include "common/executor/calls.h"
#include "common/executor/foreign_feeds.h"
#include "common/executor/staged_partition.h"
#include "common/kv/memo.h"
#include "common/random/random.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {

// A call with the answer that waits for the batch to be durable.
struct Answered {
  Call call;
  CallResult result;
};

// A call whose reply was recorded by an earlier record.
struct RecordedReply {
  Call call;
  uint64_t offset = 0;
  uint32_t index = 0;
};

class BatchBuilder {
 public:
  enum class Took {
    kDone,   // decided, refused, or answered
    kFull,   // does not fit any more: belongs to the next batch
    kParked  // needs a view that is not ready
  };

  BatchBuilder(const Domain& domain, const PartitionStore& store,
               StagedPartition& staged, const ForeignFeeds& feeds,
               Random& random, Instant now);

  // Consumes `call` unless kFull or kParked.
  Took TakeCall(Call& call);
  // Consumes the group's position even if nothing is emitted, unless kFull or
  // kParked. A group that is too large for a batch of its own is taken in
  // parts: kFull then, and `used` is behind the last event that went in.
  Took TakeReaction(const ReactionGroup& group, uint32_t& used);
  Took TakeTimer(const Timer& timer);
  // Consumes the input's place and gives it its whole effect, or none and an
  // entry that says why, unless kFull or kParked.
  Took TakeInput(const std::string& source, const Input& input);
  // Notes that inputs without effect were passed over.
  void NoteInput(const common::v1::ViewPosition& place);

  // True when there is something to journal.
  bool has_effects() const {
    return batch_.entries_size() > 0 || batch_.inputs_size() > 0;
  }
  common::v1::Batch& batch() { return batch_; }
  // Public events of the batch, in order.
  std::vector<EntryEvent>& events() { return events_; }
  absl::Time time() const { return time_; }
  size_t taken() const { return taken_; }
  // Whether a group was taken in part only.
  bool has_part() const { return has_part_; }
  bool has_rejected_input() const { return rejected_ > 0; }
  size_t rejected() const { return rejected_; }
  // Reactions and timers that were to have an effect and could not.
  size_t failed() const { return failed_; }

  std::vector<Answered>& answered() { return answered_; }
  std::vector<RecordedReply>& recorded() { return recorded_; }
  // Calls with a request id of this batch: they get the same answer as the
  // answered call with that index.
  std::vector<std::pair<size_t, Call>>& joined() { return joined_; }

 private:
  // What a batch had taken before something that may have to be undone.
  struct Savepoint {
    int entries = 0;
    uint32_t public_events = 0;
    size_t bytes = 0;
    size_t failed = 0;
  };

  // What the domain says to a command, a reaction or a timer.
  absl::Status Ask(const Command& command, const Context& context,
                   const common::v1::CloudEvent* event, const Timer* timer,
                   Outcome& outcome) const;
  Took Decide(const Command& command, common::v1::Entry& entry,
              std::vector<std::unique_ptr<google::protobuf::Message>>& events,
              std::string* reply, absl::Status& status,
              const common::v1::CloudEvent* event, const Timer* timer);
  // Consumes the call if its request id was used; `key` is that of the id.
  bool AnsweredBefore(Call& call, const std::string& key);
  // Decide for a reaction or a timer: nobody waits for its refusal, so the
  // entry keeps it.
  Took DecideOrFail(
      const Command& command, common::v1::Entry& entry,
      std::vector<std::unique_ptr<google::protobuf::Message>>& events,
      const common::v1::CloudEvent* event, const Timer* timer);
  void Consume(const ReactionGroup& group, uint32_t used);
  Savepoint Save();
  void Undo(const Savepoint& before);
  // Decides all commands of an input; a refusal is undone.
  Took DecideInput(const Input& input, absl::Status& status);
  // False when it does not fit any more.
  bool Reject(const Input& input, common::v1::InputRejected rejected);
  void Append(
      common::v1::Entry entry,
      const std::vector<std::unique_ptr<google::protobuf::Message>>& events,
      const Fact& fact);

  const Domain& domain_;
  const PartitionStore& store_;
  StagedPartition& staged_;
  const ForeignFeeds& feeds_;
  Random& random_;
  std::string id_seed_;
  uint64_t id_sources_ = 0;
  const Instant now_;
  const absl::Time time_;
  common::v1::Batch batch_;
  std::vector<EntryEvent> events_;
  // Views and time are the same for the whole batch.
  Memo view_answers_;
  std::string dedupe_key_;  // of the call that is being taken
  size_t bytes_ = 0;
  size_t taken_ = 0;
  size_t failed_ = 0;
  size_t rejected_ = 0;
  bool has_part_ = false;
  std::vector<Answered> answered_;
  std::vector<RecordedReply> recorded_;
  std::vector<std::pair<size_t, Call>> joined_;
  std::map<std::string, size_t, std::less<>> request_ids_;
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_BATCH_BUILDER_H_
