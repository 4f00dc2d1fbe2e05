// Puts the records of an events topic together to what a reader of a journal
// sees: each event once, whole journal records, no gap. Not thread-safe.
#ifndef CSI_COMMON_EVENT_TOPICS_EVENT_ASSEMBLER_H_
#define CSI_COMMON_EVENT_TOPICS_EVENT_ASSEMBLER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/event_topics/event_messages.h"
#include "common/executor/calls.h"

namespace csi {

class EventAssembler {
 public:
  // Takes the next record of the topic; complete journal records are appended.
  // DATA_LOSS: numbers were skipped, nothing behind them is taken any more.
  absl::Status Take(const kafka::ReadMessage& message,
                    std::vector<ForeignRecord>& complete);

  // All of the journal before it has been taken, as far as it was there.
  uint64_t next_offset() const { return next_offset_; }
  const std::string& journal_id() const { return journal_id_; }  // hex
  // Whether anything was taken, and the first journal offset that it stood at.
  bool begun() const { return begun_; }
  uint64_t first_offset() const { return first_offset_; }
  // Number of the first event that was taken, 0 while there was none.
  uint64_t first_sequence() const { return first_sequence_; }

 private:
  absl::Status failed_;
  bool begun_ = false;
  uint64_t first_offset_ = 0;
  uint64_t first_sequence_ = 0;
  std::string journal_id_;
  uint64_t next_offset_ = 0;
  uint64_t next_index_ = 0;  // within the record at next_offset_
  uint64_t sequence_ = 0;    // of the last event taken, 0: none yet
  EventList::Events open_;
};

}  // namespace csi

#endif  // CSI_COMMON_EVENT_TOPICS_EVENT_ASSEMBLER_H_
