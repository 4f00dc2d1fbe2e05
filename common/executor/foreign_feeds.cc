#include "common/executor/foreign_feeds.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/mutants.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"

namespace csi {
namespace {

using common::v1::PartitionState;
using common::v1::ViewPosition;
using common::v1::ViewState;

constexpr char kViewStateTag[] = "position";
// Rows that several sources fill.
constexpr std::string_view kSharedViewTag = "v.all.";

// View rows while events of one source are folded: the key of each must name
// it, or a decision that reads the row would not be known to rest on it.
class RowsOfSource : public KvWriter {
 public:
  RowsOfSource(KvWriter& rows, std::string_view source)
      : rows_(rows), source_(source) {}

  RowRef Fetch(std::string_view key) const override { return rows_.Fetch(key); }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    rows_.Scan(from, to, row);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    rows_.ScanReverse(from, to, row);
  }
  bool read_failed() const override { return rows_.read_failed(); }
  void PutRow(std::string_view key, RowRef row) override {
    Check(key);
    rows_.PutRow(key, std::move(row));
  }
  void Delete(std::string_view key) override {
    Check(key);
    rows_.Delete(key);
  }

 private:
  void Check(std::string_view key) const {
    CSI_CHECK(
        key.starts_with(kSharedViewTag) || SourceOfViewKey(key) == source_,
        StrCat("view row ", key.substr(0, key.find('\0')),
               " is filled by events of ", source_));
  }

  KvWriter& rows_;
  const std::string_view source_;
};

}  // namespace

std::string_view SourceOfViewKey(std::string_view key) {
  if (key.starts_with("dir")) return "raci";
  if (key.starts_with("v.reg")) return "registry";
  if (key.starts_with("v.wf")) return "workflow";
  if (key.starts_with("v.rep")) return "reporting";
  return "";
}

ForeignFeeds::ForeignFeeds(const PartitionStore& store, const Domain& domain)
    : rows_(store.table(Table::kViews), limits::kViewCacheBytesMax),
      domain_(domain) {}

void ForeignFeeds::Reset(const PartitionState& partition) {
  feeds_.clear();
  offers_.clear();
  reactions_.clear();
  rows_.Forget();
  for (const std::string& source : domain_.views()) {
    Feed& feed = feeds_[source];
    const auto row = GetRow<ViewState>(rows_, Key(kViewStateTag, {source}));
    if (row) feed.view = *row;
    const ViewPosition* consumed =
        journal::FindPosition(partition.inputs(), source);
    if (consumed == nullptr) continue;
    feed.reaction_used = consumed->events_used();
    feed.reaction_next = consumed->offset() + (feed.reaction_used > 0 ? 0 : 1);
  }
}

std::optional<uint64_t> ForeignFeeds::Wanted(std::string_view source) const {
  auto found = feeds_.find(source);
  if (found == feeds_.end()) return std::nullopt;
  const Feed& feed = found->second;
  if (feed.queued_events >= limits::kViewQueueEventsMax) return std::nullopt;
  uint64_t next = std::min(feed.view.next_offset(), feed.reaction_next);
  for (const auto& [batch, when] : offers_) {
    if (batch.source == source) next = batch.next_offset;
  }
  return next;
}

std::optional<std::string> ForeignFeeds::Offer(ForeignBatch batch,
                                               absl::Duration now) {
  auto found = feeds_.find(batch.source);
  if (found == feeds_.end()) return std::nullopt;
  const std::string& known = found->second.view.journal_id();
  if (!known.empty() && known != batch.journal_id) {
    return StrCat("The events of ", batch.source, " come from journal ",
                  Hex(batch.journal_id), ", the view was made from ",
                  Hex(known), ": the peer's data was replaced.");
  }
  offers_.emplace_back(std::move(batch), now);
  return std::nullopt;
}

WriteSet ForeignFeeds::FoldOffers() {
  Overlay views(rows_);
  for (auto& [batch, when] : offers_) {
    Feed& feed = feeds_[batch.source];
    feed.view.set_journal_id(batch.journal_id);
    for (const ForeignRecord& record : batch.records) {
      FoldRecord(batch.source, feed, record, views);
    }
    feed.view.set_next_offset(
        std::max(feed.view.next_offset(), batch.next_offset));
    feed.reaction_next = std::max(feed.reaction_next, batch.next_offset);
    if (batch.at_end) feed.complete_at = when;
    PutRow(views, Key(kViewStateTag, {batch.source}), feed.view);
  }
  offers_.clear();
  WriteSet writes;
  writes.at(Table::kViews) = views.TakeWrites();
  rows_.Write(writes.at(Table::kViews));
  return writes;
}

void ForeignFeeds::FoldRecord(const std::string& source, Feed& feed,
                              const ForeignRecord& record, KvWriter& rows) {
  RowsOfSource views(rows, source);
  ReactionGroup group{source, feed.view.journal_id(), record.offset, {}};
  const bool fold = record.offset >= feed.view.next_offset();
  const bool react = record.offset >= feed.reaction_next;
  for (const common::v1::CloudEvent& event : record.events) {
    if (fold) domain_.FoldView(source, event, views);
    if (react && domain_.ReactsTo(event)) group.events.push_back(event);
  }
  if (group.events.empty()) return;
  if (record.offset == feed.reaction_next) group.used = feed.reaction_used;
  feed.queued_events += group.events.size();
  reactions_.push_back(std::move(group));
}

bool ForeignFeeds::Ready(std::string_view source,
                         const PartitionState& partition,
                         absl::Duration now) const {
  auto found = feeds_.find(source);
  if (found == feeds_.end()) return true;
  const Feed& feed = found->second;
  if (!mutants::kViewFloorOff) {
    const ViewPosition* floor =
        journal::FindPosition(partition.view_floors(), source);
    if (floor != nullptr && feed.view.next_offset() <= floor->offset()) {
      return false;
    }
  }
  return Lag(source, now) <= absl::Microseconds(limits::kViewLagMaxUs);
}

bool ForeignFeeds::Reached(const ViewPosition& position) const {
  auto found = feeds_.find(position.source());
  if (found == feeds_.end()) return true;
  const ViewState& view = found->second.view;
  return view.journal_id() != position.journal_id() ||
         view.next_offset() > position.offset();
}

void ForeignFeeds::DropReactions(size_t count) {
  for (; count > 0; --count) {
    const ReactionGroup& group = reactions_.front();
    feeds_[group.source].queued_events -= group.events.size();
    reactions_.pop_front();
  }
}

void ForeignFeeds::RecordPositions(const PartitionState& partition,
                                   common::v1::Batch& batch) const {
  for (const auto& [source, feed] : feeds_) {
    if (feed.view.next_offset() == 0) continue;
    const ViewPosition* recorded =
        journal::FindPosition(partition.view_floors(), source);
    if (recorded != nullptr &&
        recorded->offset() + 1 >= feed.view.next_offset()) {
      continue;
    }
    ViewPosition* position = batch.add_views();
    position->set_source(source);
    position->set_journal_id(feed.view.journal_id());
    position->set_offset(feed.view.next_offset() - 1);
  }
}

std::string ForeignFeeds::Revision(std::string_view source) const {
  auto found = feeds_.find(source);
  if (found == feeds_.end()) return "";
  return StrCat(source, "/", found->second.view.next_offset());
}

absl::Duration ForeignFeeds::Lag(std::string_view source,
                                 absl::Duration now) const {
  auto found = feeds_.find(source);
  if (found == feeds_.end()) return absl::ZeroDuration();
  if (!found->second.complete_at) return absl::InfiniteDuration();
  return now - *found->second.complete_at;
}

}  // namespace csi
