#include "common/kv/read_cache.h"

#include <iterator>
#include <utility>

#include "common/base/strings.h"

namespace csi {
namespace {

// Of a kept row or stretch, beside its bytes.
constexpr size_t kOverheadBytes = 144;
// A longer scan is not kept: it would push out what decisions read.
constexpr size_t kKeptScanRowsMax = 256;
// Behind every key: the end of a scan without an upper bound.
constexpr std::string_view kBehindAll = "\xff";

// A row's bytes and the message parsed from them, in sizes of the bytes.
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

RowRef ReadCache::Fetch(std::string_view key) const {
  auto kept = by_key_.find(key);
  if (kept != by_key_.end()) return kept->second->second;
  if (absent_.contains(View(key)) || StretchOf(key) != stretches_.end()) {
    return nullptr;
  }
  RowRef row = table_.Fetch(key);
  if (table_.read_failed()) return nullptr;
  MakeRoom();
  if (row == nullptr) {
    NoteAbsent(key);
  } else {
    Keep(key, row);
  }
  return row;
}

bool ReadCache::EmitKept(std::string_view from, std::string_view to,
                         RowFn row) const {
  ++emitting_;
  bool more = true;
  for (auto it = rows_.lower_bound(from);
       more && it != rows_.end() && it->first < to; ++it) {
    more = row(it->first, it->second->bytes());
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
  for (auto& [key, value] : found) {
    // What is kept may just be read by an outer scan, and is the same.
    if (by_key_.contains(key)) continue;
    Keep(key, std::make_shared<const Row>(std::move(value)));
  }
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

void ReadCache::Keep(std::string_view key, RowRef row) const {
  bytes_ += kParsedFactor * row->bytes().size();
  if (auto kept = by_key_.find(key); kept != by_key_.end()) {
    RowRef& old = kept->second->second;
    bytes_ -= kParsedFactor * old->bytes().size();
    old = std::move(row);
    return;
  }
  bytes_ += key.size() + kOverheadBytes;
  const auto it = rows_.emplace(std::string(key), std::move(row)).first;
  by_key_.emplace(it->first, it);
}

void ReadCache::NoteAbsent(std::string_view key) const {
  if (absent_.emplace(key).second) bytes_ += key.size() + kOverheadBytes;
}

bool ReadCache::NoLongerAbsent(std::string_view key) const {
  const auto absent = absent_.find(View(key));
  if (absent == absent_.end()) return false;
  bytes_ -= key.size() + kOverheadBytes;
  absent_.erase(absent);
  return true;
}

void ReadCache::MakeRoom() const {
  if (bytes_ >= bytes_max_ && emitting_ == 0) DropAll();
}

void ReadCache::Write(const Overlay::Writes& writes) {
  MakeRoom();
  for (const auto& [key, write] : writes) {
    const auto kept = by_key_.find(key);
    if (write) {
      // What lies in a known stretch must be kept, or it would seem absent.
      if (kept != by_key_.end() || NoLongerAbsent(key) ||
          kept_writes_ == Writes::kAll || StretchOf(key) != stretches_.end()) {
        Keep(key, write.row());
      }
      continue;
    }
    if (kept == by_key_.end()) continue;
    const auto it = kept->second;
    by_key_.erase(kept);
    bytes_ -= it->first.size() + kOverheadBytes +
              kParsedFactor * it->second->bytes().size();
    rows_.erase(it);
    // It is asked for again, as it was while it was there.
    if (StretchOf(key) == stretches_.end()) NoteAbsent(key);
  }
}

void ReadCache::Forget() { DropAll(); }

void ReadCache::DropAll() const {
  by_key_.clear();
  rows_.clear();
  absent_.clear();
  stretches_.clear();
  bytes_ = 0;
}

}  // namespace csi
