#include "common/kv/overlay.h"

namespace csi {

RowRef Overlay::Fetch(std::string_view key) const {
  auto staged = staged_.find(key);
  if (staged != staged_.end()) return staged->second.row;
  return base_.Fetch(key);
}

void Overlay::Scan(std::string_view from, std::string_view to,
                   RowFn row) const {
  auto staged = staged_.lower_bound(from);
  auto in_range = [&](const std::string& key) {
    return to.empty() || key < to;
  };
  bool stopped = false;
  auto emit_staged_below = [&](const std::string_view* bound) {
    while (!stopped && staged != staged_.end() && in_range(staged->first) &&
           (bound == nullptr || staged->first < *bound)) {
      if (staged->second.row)
        stopped = !row(staged->first, staged->second.row->bytes());
      ++staged;
    }
  };
  base_.Scan(from, to, [&](std::string_view key, std::string_view value) {
    emit_staged_below(&key);
    if (stopped) return false;
    if (staged != staged_.end() && staged->first == key) {
      if (staged->second.row) stopped = !row(key, staged->second.row->bytes());
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
  auto staged = to.empty() ? staged_.end() : staged_.lower_bound(to);
  bool stopped = false;
  // Emits staged rows above the bound, descending; leaves `staged` one behind.
  auto emit_staged_above = [&](const std::string_view* bound) {
    while (!stopped && staged != staged_.begin()) {
      auto previous = std::prev(staged);
      if (previous->first < from) return;
      if (bound != nullptr && previous->first <= *bound) return;
      if (previous->second.row)
        stopped = !row(previous->first, previous->second.row->bytes());
      staged = previous;
    }
  };
  base_.ScanReverse(
      from, to, [&](std::string_view key, std::string_view value) {
        emit_staged_above(&key);
        if (stopped) return false;
        if (staged != staged_.begin() && std::prev(staged)->first == key) {
          --staged;
          if (staged->second.row)
            stopped = !row(key, staged->second.row->bytes());
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
  auto [it, inserted] = staged_.try_emplace(std::string(key));
  if (inserted) {
    it->second.known_new = known_new;
    undo_.emplace_back(it->first, std::nullopt);
  } else {
    undo_.emplace_back(it->first, std::move(it->second.row));
  }
  it->second.row = std::move(row);
}

void Overlay::Rollback() {
  for (auto it = undo_.rbegin(); it != undo_.rend(); ++it) {
    if (it->second) {
      staged_[it->first].row = *std::move(it->second);
    } else {
      staged_.erase(it->first);
    }
  }
  undo_.clear();
}

void Overlay::ForEachChange(
    absl::FunctionRef<void(std::string_view key, const RowRef& was,
                           const RowRef& becomes)>
        row) const {
  for (const auto& [key, staged] : staged_) {
    row(key, staged.known_new ? nullptr : base_.Fetch(key), staged.row);
  }
}

void Overlay::Clear() {
  staged_.clear();
  undo_.clear();
}

Overlay::Writes Overlay::TakeWrites() {
  Writes taken;
  for (auto& [key, staged] : staged_) {
    // Made here: who takes the writes may be another thread.
    if (staged.row) staged.row->bytes();
    taken.emplace_hint(taken.end(), key, std::move(staged.row));
  }
  Clear();
  return taken;
}

}  // namespace csi
