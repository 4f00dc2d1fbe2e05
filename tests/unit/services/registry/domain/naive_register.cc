#include "tests/unit/services/registry/domain/naive_register.h"

#include <algorithm>

namespace csi::registry {
namespace {

const std::vector<std::string> kWay = {"NEW",      "ACCEPTED",    "ASSESSED",
                                       "APPROVED", "IN_PROGRESS", "IN_REVIEW",
                                       "CLOSED"};

int Place(const std::string& state) {
  const auto found = std::find(kWay.begin(), kWay.end(), state);
  return found == kWay.end() ? -1 : static_cast<int>(found - kWay.begin());
}

bool Halted(const NaiveEntry& entry) {
  return entry.state == "ON_HOLD" || entry.state == "DEFERRED";
}

}  // namespace

NaiveEntry* NaiveRegister::Find(const std::string& id) {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

std::string NaiveRegister::OwnerOf(const NaiveEntry& entry) const {
  if (entry.service == "web") return "bob";
  if (entry.service == "mail") return "erin";
  return entry.service.empty() ? "anna" : "";
}

void NaiveRegister::Step(NaiveEntry& entry, const std::string& to) {
  entry.state = to;
  ++entry.revision;
}

bool NaiveRegister::Log(const std::string& id, const std::string& service,
                        bool outside) {
  if (entries_.count(id) != 0) return false;
  NaiveEntry entry;
  entry.number = static_cast<int>(entries_.size()) + 1;
  entry.revision = 1;
  entry.service = service;
  entry.outside = outside;
  entries_[id] = entry;
  return true;
}

bool NaiveRegister::Accept(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->state != "NEW" ||
      OwnerOf(*entry).empty()) {
    return false;
  }
  entry->accountable = OwnerOf(*entry);
  Step(*entry, "ACCEPTED");
  return true;
}

bool NaiveRegister::Reject(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->state != "NEW") return false;
  Step(*entry, "REJECTED");
  return true;
}

bool NaiveRegister::Defer(const std::string& who, const std::string& id,
                          int day) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->running ||
      (entry->state != "NEW" && entry->state != "ACCEPTED")) {
    return false;
  }
  entry->back_to = entry->state;
  entry->wake_up_day = day;
  Step(*entry, "DEFERRED");
  return true;
}

bool NaiveRegister::Hold(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who.empty() || who != OwnerOf(*entry) ||
      Place(entry->state) < 1 || entry->state == "CLOSED") {
    return false;
  }
  entry->back_to = entry->state;
  Step(*entry, "ON_HOLD");
  return true;
}

bool NaiveRegister::Resume(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || !Halted(*entry) || entry->held_by_run) return false;
  const std::string may = entry->state == "DEFERRED" ? "anna" : OwnerOf(*entry);
  if (who.empty() || who != may) return false;
  Step(*entry, entry->back_to);
  return true;
}

bool NaiveRegister::Cancel(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->state == "CLOSED" ||
      entry->state == "REJECTED" || entry->state == "CANCELLED") {
    return false;
  }
  entry->held_by_run = false;
  Step(*entry, "CANCELLED");
  return true;
}

bool NaiveRegister::Close(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->running) return false;
  const bool far = entry->outside
                       ? Place(entry->state) >= 1 && entry->state != "CLOSED"
                       : entry->state == "IN_REVIEW";
  // The test's closing always has a reason, so an outside entry needs no more.
  if (!far || (!entry->outside && !entry->judged)) return false;
  Step(*entry, "CLOSED");
  return true;
}

bool NaiveRegister::Reopen(const std::string& who, const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who != "anna" || entry->running) return false;
  if (entry->state == "CLOSED" && !OwnerOf(*entry).empty()) {
    entry->accountable = OwnerOf(*entry);
    Step(*entry, "ACCEPTED");
  } else if (entry->state == "REJECTED" || entry->state == "CANCELLED") {
    entry->accountable.clear();
    Step(*entry, "NEW");
  } else {
    return false;
  }
  entry->judged = false;
  return true;
}

bool NaiveRegister::Move(const std::string& who, const std::string& id,
                         const std::string& to) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || who.empty() || who != OwnerOf(*entry) ||
      entry->running || !entry->outside || Place(entry->state) < 1 ||
      Place(to) <= Place(entry->state) || Place(to) > Place("IN_REVIEW")) {
    return false;
  }
  Step(*entry, to);
  return true;
}

void NaiveRegister::RunStarts(const std::string& id, const std::string& run) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || (entry->run == run && entry->running)) return;
  entry->run = run;
  entry->running = true;
  ++entry->revision;
}

void NaiveRegister::RunSays(const std::string& id, const std::string& run,
                            const std::string& to, bool send_back) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || entry->run != run) return;
  std::string& at = Halted(*entry) ? entry->back_to : entry->state;
  const int from = Place(at);
  if (from < 0 || at == "CLOSED" || Place(to) < 0 || Place(to) == from) return;
  if (Place(to) < from &&
      !(send_back && (to == "ACCEPTED" || to == "ASSESSED"))) {
    return;
  }
  at = to;
  if (to == "CLOSED") {  // an end is an end: a hold is over with it
    entry->state = to;
    entry->held_by_run = false;
  }
  ++entry->revision;
}

void NaiveRegister::RunEnds(const std::string& id, const std::string& run,
                            const std::string& to, bool cancelled) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || entry->run != run) return;
  const int revision = entry->revision;
  std::string& at = Halted(*entry) ? entry->back_to : entry->state;
  const int from = Place(at);
  const bool moves =
      from >= 0 && at != "CLOSED" && Place(to) >= 0 &&
      (Place(to) > from || (Place(to) < from && cancelled && to == "ACCEPTED"));
  if (moves) {
    at = to;
    if (to == "CLOSED") {
      entry->state = "CLOSED";
      entry->held_by_run = false;
    }
    ++entry->revision;
  }
  if (entry->running && revision == entry->revision) ++entry->revision;
  entry->running = false;
}

void NaiveRegister::RunHolds(const std::string& id, const std::string& run) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || entry->run != run || Place(entry->state) < 1 ||
      entry->state == "CLOSED") {
    return;
  }
  entry->back_to = entry->state;
  entry->held_by_run = true;
  Step(*entry, "ON_HOLD");
}

void NaiveRegister::RunGoesOn(const std::string& id, const std::string& run,
                              const std::string& to) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || entry->run != run || entry->state != "ON_HOLD") {
    return;
  }
  if (!entry->held_by_run && to.empty()) return;
  entry->held_by_run = false;
  Step(*entry, entry->back_to);
}

void NaiveRegister::Judged(const std::string& id) {
  NaiveEntry* entry = Find(id);
  if (entry == nullptr || entry->judged) return;
  entry->judged = true;
  ++entry->revision;
  if (entry->state == "IN_REVIEW" && !entry->running) Step(*entry, "CLOSED");
}

void NaiveRegister::Day(int day) {
  for (auto& [id, entry] : entries_) {
    if (entry.state == "DEFERRED" && entry.wake_up_day <= day) {
      Step(entry, entry.back_to);
    }
  }
}

}  // namespace csi::registry
