#include "common/event_topics/event_assembler.h"

#include <utility>

#include "common/base/strings.h"

namespace csi {

absl::Status EventAssembler::Take(const kafka::ReadMessage& message,
                                  std::vector<ForeignRecord>& complete) {
  if (!failed_.ok()) return failed_;
  const auto place = PlaceOf(message.headers);
  if (!place) return absl::OkStatus();  // a stranger's
  if (begun_ && place->journal_id != journal_id_) {
    // The service started anew: what was open belongs to the past.
    *this = EventAssembler();
  }
  if (!begun_) {
    begun_ = true;
    journal_id_ = place->journal_id;
    first_offset_ = next_offset_ = place->offset;
    next_index_ = place->index;
  }
  const auto event = FromMessage(message);
  if (!event) {
    // A mark: all up to it was published before it.
    if (open_.empty() && place->offset + 1 > next_offset_) {
      next_offset_ = place->offset + 1;
      next_index_ = 0;
    }
    return absl::OkStatus();
  }
  if (first_sequence_ == 0) first_sequence_ = event->sequence();
  if (std::pair<uint64_t, uint64_t>(place->offset, place->index) <
      std::pair(next_offset_, next_index_)) {
    if (sequence_ == 0 || event->sequence() > sequence_) {
      sequence_ = event->sequence();
    }
    return absl::OkStatus();  // published once more
  }
  if (sequence_ != 0 && event->sequence() != sequence_ + 1) {
    failed_ = absl::DataLossError(
        StrCat("The events of ", event->source(), " jump from number ",
               sequence_, " to ", event->sequence(),
               ": the topic was cut or replaced. Nothing behind the gap is "
               "used; restore the topic, or rebuild the readers' views."));
    return failed_;
  }
  sequence_ = event->sequence();
  if (place->index == 0) open_.clear();
  open_.push_back(*event);
  next_offset_ = place->offset;
  next_index_ = place->index + 1;
  if (place->last) {
    complete.push_back({place->offset, std::exchange(open_, {})});
    next_offset_ = place->offset + 1;
    next_index_ = 0;
  }
  return absl::OkStatus();
}

}  // namespace csi
