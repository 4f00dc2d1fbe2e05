#include "common/kv/overlay.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace csi {

RowRef Overlay::Fetch(std::string_view key) const {
  if (!by_key_.empty()) {
    auto staged = by_key_.find(key);
    if (staged != by_key_.end()) return staged->second->row;
  }
  return base_.Fetch(key);
}

void Overlay::Scan(std::string_view from, std::string_view to,
                   RowFn row) const {
  const Ordered& ordered = InOrder();
  auto staged = ordered.lower_bound(from);
  auto in_range = [&](std::string_view key) { return to.empty() || key < to; };
  bool stopped = false;
  auto emit = [&](const Staged& at) {
    if (at.row) stopped = !row(at.key, at.row->bytes());
  };
  auto emit_staged_below = [&](const std::string_view* bound) {
    while (!stopped && staged != ordered.end() && in_range(staged->first) &&
           (bound == nullptr || staged->first < *bound)) {
      emit(*staged->second);
      ++staged;
    }
  };
  if (staged == ordered.end() || !in_range(staged->first)) {
    base_.Scan(from, to, row);
    return;
  }
  base_.Scan(from, to, [&](std::string_view key, std::string_view value) {
    emit_staged_below(&key);
    if (stopped) return false;
    if (staged != ordered.end() && staged->first == key) {
      emit(*staged->second);
      ++staged;
    } else {
      stopped = !row(key, value);
    }
    return !stopped;
  });
  if (!stopped) emit_staged_below(nullptr);
}

void Overlay::ScanReverse(std::string_view from, std::string_view to,
                          RowFn row) const {
  const Ordered& ordered = InOrder();
  auto staged = to.empty() ? ordered.end() : ordered.lower_bound(to);
  bool stopped = false;
  auto emit = [&](const Staged& at) {
    if (at.row) stopped = !row(at.key, at.row->bytes());
  };
  // Emits staged rows above the bound, descending; leaves `staged` one behind.
  auto emit_staged_above = [&](const std::string_view* bound) {
    while (!stopped && staged != ordered.begin()) {
      auto previous = std::prev(staged);
      if (previous->first < from) return;
      if (bound != nullptr && previous->first <= *bound) return;
      emit(*previous->second);
      staged = previous;
    }
  };
  base_.ScanReverse(
      from, to, [&](std::string_view key, std::string_view value) {
        emit_staged_above(&key);
        if (stopped) return false;
        if (staged != ordered.begin() && std::prev(staged)->first == key) {
          --staged;
          emit(*staged->second);
        } else {
          stopped = !row(key, value);
        }
        return !stopped;
      });
  if (!stopped) emit_staged_above(nullptr);
}

void Overlay::PutRow(std::string_view key, RowRef row) {
  Stage(key, std::move(row), false);
}

void Overlay::StageUnread(std::string_view key, RowRef row) {
  Stage(key, std::move(row), true);
}

void Overlay::Delete(std::string_view key) { Stage(key, nullptr, false); }

void Overlay::Stage(std::string_view key, RowRef row, bool known_new) {
  auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    Staged& staged = *found->second;
    undo_.push_back({&staged, false, std::move(staged.row)});
    staged.row = std::move(row);
    return;
  }
  Staged& staged =
      rows_.emplace_back(Staged{std::string(key), std::move(row), known_new});
  by_key_.emplace(staged.key, &staged);
  unordered_.push_back(&staged);
  undo_.push_back({&staged, true, nullptr});
}

void Overlay::Rollback() {
  for (auto it = undo_.rbegin(); it != undo_.rend(); ++it) {
    if (!it->inserted) {
      it->staged->row = std::move(it->was);
      continue;
    }
    // The newest row of all that are left.
    by_key_.erase(it->staged->key);
    if (unordered_.empty()) {
      ordered_.erase(it->staged->key);
    } else {
      unordered_.pop_back();
    }
    rows_.pop_back();
  }
  undo_.clear();
}

const Overlay::Ordered& Overlay::InOrder() const {
  for (Staged* staged : unordered_) ordered_.emplace(staged->key, staged);
  unordered_.clear();
  return ordered_;
}

void Overlay::ForEachChange(
    absl::FunctionRef<void(std::string_view key, const RowRef& was,
                           const RowRef& becomes)>
        row) const {
  for (const Staged& staged : rows_) {
    row(staged.key, staged.known_new ? nullptr : base_.Fetch(staged.key),
        staged.row);
  }
}

void Overlay::Clear() {
  undo_.clear();
  unordered_.clear();
  ordered_.clear();
  by_key_.clear();
  rows_.clear();
}

Overlay::Writes Overlay::TakeWrites() {
  std::vector<Staged*> sorted;
  sorted.reserve(rows_.size());
  for (Staged& staged : rows_) sorted.push_back(&staged);
  std::sort(sorted.begin(), sorted.end(),
            [](const Staged* a, const Staged* b) { return a->key < b->key; });
  // They look into the keys, which move.
  by_key_.clear();
  ordered_.clear();
  Writes taken;
  for (Staged* staged : sorted) {
    // Made here: who takes the writes may be another thread.
    if (staged->row) staged->row->bytes();
    taken.emplace_hint(taken.end(), std::move(staged->key),
                       std::move(staged->row));
  }
  Clear();
  return taken;
}

}  // namespace csi
