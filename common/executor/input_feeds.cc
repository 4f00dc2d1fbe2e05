#include "common/executor/input_feeds.h"

#include <utility>

#include "common/executor/limits.h"
#include "common/journal/chain.h"

namespace csi {

common::v1::ViewPosition PositionOfInput(const std::string& source,
                                         uint64_t offset,
                                         const std::string& fingerprint) {
  common::v1::ViewPosition position;
  position.set_source(source);
  position.set_journal_id(fingerprint);
  position.set_offset(offset);
  return position;
}

InputFeeds::InputFeeds(const std::vector<std::string>& sources) {
  for (const std::string& source : sources) feeds_[source];
}

void InputFeeds::Reset(const common::v1::PartitionState& partition) {
  waiting_ = 0;
  for (auto& [source, feed] : feeds_) {
    feed = Feed();
    const common::v1::ViewPosition* used =
        journal::FindPosition(partition.inputs(), source);
    if (used != nullptr) {
      feed.used = {used->offset() + 1, used->journal_id()};
    }
    feed.read = feed.used;
  }
}

std::optional<InputPlace> InputFeeds::Wanted(std::string_view source) const {
  auto found = feeds_.find(source);
  if (found == feeds_.end() ||
      found->second.queue.size() >= limits::kInputQueueMax ||
      found->second.queued_bytes >= limits::kInputQueueBytesMax) {
    return std::nullopt;
  }
  return found->second.read;
}

void InputFeeds::Offer(InputBatch batch) {
  auto found = feeds_.find(batch.source);
  if (found == feeds_.end() || found->second.read != batch.from) return;
  Feed& feed = found->second;
  for (Input& input : batch.inputs) {
    feed.read = {input.offset + 1, input.fingerprint};
    feed.queued_bytes += input.bytes;
    feed.queue.push_back(std::move(input));
    ++waiting_;
  }
}

std::optional<InputFeeds::Next> InputFeeds::Front(
    const std::string& passed) const {
  for (const auto& [source, feed] : feeds_) {
    if (source <= passed || feed.queue.empty()) continue;
    return Next{source, &feed.queue.front()};
  }
  return std::nullopt;
}

void InputFeeds::Pop(const std::string& source, bool journaled,
                     absl::Duration now) {
  Feed& feed = feeds_[source];
  const Input& input = feed.queue.front();
  feed.used = {input.offset + 1, input.fingerprint};
  if (journaled) {
    feed.unmarked = 0;
  } else if (feed.unmarked++ == 0) {
    feed.unmarked_since = now;
  }
  feed.queued_bytes -= input.bytes;
  feed.queue.pop_front();
  --waiting_;
}

uint64_t InputFeeds::UsedUpTo(std::string_view source) const {
  auto found = feeds_.find(source);
  return found == feeds_.end() ? 0 : found->second.used.next;
}

std::vector<common::v1::ViewPosition> InputFeeds::Marks(bool all,
                                                        absl::Duration now) {
  std::vector<common::v1::ViewPosition> marks;
  for (auto& [source, feed] : feeds_) {
    if (feed.unmarked == 0) continue;
    const bool due = feed.unmarked >= limits::kInputMarkEvery ||
                     now - feed.unmarked_since >=
                         absl::Microseconds(limits::kInputMarkAfterUs);
    if (!all && !due) continue;
    feed.unmarked = 0;
    marks.push_back(
        PositionOfInput(source, feed.used.next - 1, feed.used.fingerprint));
  }
  return marks;
}

}  // namespace csi
