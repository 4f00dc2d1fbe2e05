#include "common/kv/read_cache.h"

#include <iterator>
#include <utility>

#include "google/protobuf/message.h"

namespace csi {
namespace {

// Of a kept row or stretch, beside its bytes.
constexpr size_t kOverheadBytes = 96;
// A longer scan is not kept: it would push out what decisions read.
constexpr size_t kKeptScanRowsMax = 256;
// Behind every key: the end of a scan without an upper bound.
constexpr std::string_view kBehindAll = "\xff";

// A parsed message needs about so much more than its bytes.
constexpr size_t kParsedFactor = 4;

// The first key behind this one.
std::string Behind(std::string_view key) {
  std::string next(key);
  next.push_back('\0');
  return next;
}

}  // namespace

ReadCache::Stretches::const_iterator ReadCache::StretchOf(
    std::string_view key) const {
  auto after = stretches_.upper_bound(key);
  if (after == stretches_.begin()) return stretches_.end();
  auto holds = std::prev(after);
  return key < holds->second ? holds : stretches_.end();
}

ReadCache::Row* ReadCache::Find(std::string_view key) const {
  auto kept = rows_.find(key);
  if (kept != rows_.end()) return &kept->second;
  if (StretchOf(key) != stretches_.end()) return nullptr;
  std::optional<std::string> value = table_.Get(key);
  if (table_.read_failed()) return nullptr;
  MakeRoom();
  if (!value) {
    Know(key, Behind(key));
    return nullptr;
  }
  return Keep(key, *std::move(value));
}

std::optional<std::string> ReadCache::Get(std::string_view key) const {
  const Row* row = Find(key);
  if (row == nullptr) return std::nullopt;
  return row->value;
}

std::shared_ptr<const google::protobuf::Message> ReadCache::GetMessage(
    std::string_view key, const google::protobuf::Message& prototype) const {
  Row* row = Find(key);
  if (row == nullptr) return nullptr;
  if (row->parsed == nullptr ||
      row->parsed->GetDescriptor() != prototype.GetDescriptor()) {
    std::shared_ptr<google::protobuf::Message> message(prototype.New());
    if (!message->ParseFromString(row->value)) return nullptr;
    if (row->parsed == nullptr) bytes_ += kParsedFactor * row->value.size();
    row->parsed = std::move(message);
  }
  return row->parsed;
}

bool ReadCache::EmitKept(std::string_view from, std::string_view to,
                         RowFn row) const {
  ++emitting_;
  bool more = true;
  for (auto it = rows_.lower_bound(from);
       more && it != rows_.end() && it->first < to; ++it) {
    more = row(it->first, it->second.value);
  }
  --emitting_;
  return more;
}

void ReadCache::Scan(std::string_view from, std::string_view to,
                     RowFn row) const {
  const std::string_view end = to.empty() ? kBehindAll : to;
  std::string position(from);
  if (auto known = StretchOf(from); known != stretches_.end()) {
    const bool all = end <= known->second;
    // Copied: a row's reader may read on, and so change the stretches.
    const std::string stop(all ? end : std::string_view(known->second));
    if (!EmitKept(position, stop, row) || all) return;
    position = stop;
  }
  ScanTable(position, to, end, row);
}

void ReadCache::ScanTable(const std::string& from, std::string_view to,
                          std::string_view end, RowFn row) const {
  std::vector<std::pair<std::string, std::string>> found;
  bool whole = true;
  table_.Scan(from, to, [&](std::string_view key, std::string_view value) {
    if (found.size() < kKeptScanRowsMax) {
      found.emplace_back(key, value);
    } else {
      whole = false;
    }
    const bool more = row(key, value);
    if (!more) whole = false;
    return more;
  });
  if (table_.read_failed()) return;
  MakeRoom();
  if (whole) {
    Know(from, end);
  } else if (!found.empty()) {
    Know(from, Behind(found.back().first));
  }
  for (auto& [key, value] : found) Keep(key, std::move(value));
}

void ReadCache::Know(std::string_view from, std::string_view to) const {
  std::string begin(from), end(to);
  auto it = stretches_.upper_bound(begin);
  if (it != stretches_.begin() && std::prev(it)->second >= begin) --it;
  // What touches it becomes one with it.
  while (it != stretches_.end() && it->first <= end) {
    if (it->first < begin) begin = it->first;
    if (it->second > end) end = it->second;
    bytes_ -= it->first.size() + it->second.size() + kOverheadBytes;
    it = stretches_.erase(it);
  }
  bytes_ += begin.size() + end.size() + kOverheadBytes;
  stretches_.emplace(std::move(begin), std::move(end));
}

ReadCache::Row* ReadCache::Keep(std::string_view key, std::string value) const {
  auto [it, added] = rows_.try_emplace(std::string(key));
  Row& row = it->second;
  bytes_ += value.size();
  if (added) {
    bytes_ += key.size() + kOverheadBytes;
  } else {
    bytes_ -= row.value.size();
    if (row.parsed != nullptr) bytes_ -= kParsedFactor * row.value.size();
    row.parsed.reset();
  }
  row.value = std::move(value);
  return &row;
}

void ReadCache::MakeRoom() const {
  if (bytes_ < bytes_max_ || emitting_ > 0) return;
  rows_.clear();
  stretches_.clear();
  bytes_ = 0;
}

void ReadCache::Write(const Overlay::Writes& writes) {
  MakeRoom();
  for (const auto& [key, value] : writes) {
    if (value) {
      Keep(key, *value);
      continue;
    }
    if (auto it = rows_.find(key); it != rows_.end()) {
      const Row& row = it->second;
      bytes_ -= it->first.size() + row.value.size() + kOverheadBytes;
      if (row.parsed != nullptr) bytes_ -= kParsedFactor * row.value.size();
      rows_.erase(it);
    }
    if (StretchOf(key) == stretches_.end()) Know(key, Behind(key));
  }
}

void ReadCache::Forget() {
  rows_.clear();
  stretches_.clear();
  bytes_ = 0;
}

}  // namespace csi
