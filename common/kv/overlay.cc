#include "common/kv/overlay.h"

namespace csi {

std::optional<std::string> Overlay::Get(std::string_view key) const {
  auto staged = writes_.find(key);
  if (staged != writes_.end()) return staged->second;
  return BaseValue(key);
}

std::shared_ptr<const google::protobuf::Message> Overlay::GetMessage(
    std::string_view key, const google::protobuf::Message& prototype) const {
  if (writes_.contains(key)) return KvReader::GetMessage(key, prototype);
  return base_.GetMessage(key, prototype);
}

const std::optional<std::string>& Overlay::BaseValue(
    std::string_view key) const {
  auto known = base_values_.find(key);
  if (known == base_values_.end()) {
    known = base_values_.emplace(std::string(key), base_.Get(key)).first;
  }
  return known->second;
}

void Overlay::Scan(std::string_view from, std::string_view to,
                   RowFn row) const {
  auto staged = writes_.lower_bound(from);
  auto in_range = [&](const std::string& key) {
    return to.empty() || key < to;
  };
  bool stopped = false;
  auto emit_staged_below = [&](const std::string_view* bound) {
    while (!stopped && staged != writes_.end() && in_range(staged->first) &&
           (bound == nullptr || staged->first < *bound)) {
      if (staged->second) stopped = !row(staged->first, *staged->second);
      ++staged;
    }
  };
  base_.Scan(from, to, [&](std::string_view key, std::string_view value) {
    emit_staged_below(&key);
    if (stopped) return false;
    if (staged != writes_.end() && staged->first == key) {
      if (staged->second) stopped = !row(key, *staged->second);
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
  auto staged = to.empty() ? writes_.end() : writes_.lower_bound(to);
  bool stopped = false;
  // Emits staged rows above the bound, descending; leaves `staged` one behind.
  auto emit_staged_above = [&](const std::string_view* bound) {
    while (!stopped && staged != writes_.begin()) {
      auto previous = std::prev(staged);
      if (previous->first < from) return;
      if (bound != nullptr && previous->first <= *bound) return;
      if (previous->second) stopped = !row(previous->first, *previous->second);
      staged = previous;
    }
  };
  base_.ScanReverse(
      from, to, [&](std::string_view key, std::string_view value) {
        emit_staged_above(&key);
        if (stopped) return false;
        if (staged != writes_.begin() && std::prev(staged)->first == key) {
          --staged;
          if (staged->second) stopped = !row(key, *staged->second);
        } else {
          stopped = !row(key, value);
        }
        return !stopped;
      });
  if (!stopped) emit_staged_above(nullptr);
}

void Overlay::Put(std::string_view key, std::string_view value) {
  Stage(key, std::string(value));
}

void Overlay::Delete(std::string_view key) { Stage(key, std::nullopt); }

void Overlay::Stage(std::string_view key, std::optional<std::string> value) {
  auto [it, inserted] = writes_.try_emplace(std::string(key));
  if (inserted) {
    undo_.emplace_back(it->first, std::nullopt);
  } else {
    undo_.emplace_back(it->first, std::move(it->second));
  }
  it->second = std::move(value);
}

void Overlay::Rollback() {
  for (auto it = undo_.rbegin(); it != undo_.rend(); ++it) {
    if (it->second) {
      writes_[it->first] = std::move(*it->second);
    } else {
      writes_.erase(it->first);
    }
  }
  undo_.clear();
}

void Overlay::Clear() {
  writes_.clear();
  undo_.clear();
  base_values_.clear();
}

Overlay::Writes Overlay::TakeWrites() {
  Writes taken = std::move(writes_);
  Clear();
  return taken;
}

}  // namespace csi
