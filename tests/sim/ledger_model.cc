#include "tests/sim/ledger_model.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "google/protobuf/wrappers.pb.h"

namespace csi::sim {
namespace {

using common::v1::Batch;
using common::v1::Entry;
using common::v1::JournalRecord;

std::string TimerText(int64_t due_us, const std::string& tenant,
                      const std::string& subject) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016" PRIx64,
                static_cast<uint64_t>(due_us));
  std::string text = digits;
  for (const std::string& part : {tenant, std::string("add"), subject}) {
    text.push_back('\0');
    text += part;
  }
  return text;
}

}  // namespace

bool LedgerModel::Wrong(const std::string& what) {
  why_ = StrCat("journal record ", position_, ": ", what);
  return false;
}

bool LedgerModel::Fold(const std::vector<std::string>& records, uint64_t end) {
  for (; position_ < end; ++position_) {
    const std::string& bytes = records[position_];
    JournalRecord record;
    if (!record.ParseFromString(bytes)) return Wrong("does not parse");
    if (record.has_genesis()) {
      if (head_.empty()) head_ = Sha256(bytes);
    } else if (record.has_claim()) {
      if (record.claim().epoch() != epoch_ + 1) continue;
      epoch_ = record.claim().epoch();
      writer_ = record.claim().writer();
      sequence_ = 0;
      head_ = Sha256(StrCat(head_, bytes));
    } else if (!FoldBatch(record.batch(), bytes)) {
      return false;
    }
  }
  return true;
}

bool LedgerModel::FoldBatch(const Batch& batch, const std::string& bytes) {
  if (batch.epoch() > epoch_) return Wrong("an epoch that nobody claimed");
  if (batch.epoch() < epoch_ || batch.writer() != writer_ ||
      batch.sequence() <= sequence_) {
    return true;  // dead
  }
  if (batch.sequence() != sequence_ + 1) return Wrong("a skipped sequence");
  if (batch.prev_hash() != head_) return Wrong("a broken chain");
  sequence_ = batch.sequence();
  head_ = Sha256(bytes);
  counting_.insert(position_);
  if (batch.decided_at_us() <= time_us_) return Wrong("time went back");
  time_us_ = batch.decided_at_us();
  if (batch.first_event() != public_) return Wrong("a jump in event numbers");
  public_ += batch.event_count();
  public_at_[position_] = public_;
  for (const auto& view : batch.views()) {
    if (view.offset() + 1 <= view_end_) return Wrong("a view went back");
    view_end_ = view.offset() + 1;
  }
  for (const auto& input : batch.inputs()) {
    uint64_t& end = inputs_end_[input.source()];
    if (input.offset() + 1 <= end) return Wrong("an input came twice");
    end = input.offset() + 1;
  }
  for (const Entry& entry : batch.entries()) {
    if (!FoldEntry(entry, batch.decided_at_us())) return false;
  }
  return true;
}

bool LedgerModel::FoldEntry(const Entry& entry, int64_t time_us) {
  if (entry.method() == "@timer") {
    if (timers_.erase(entry.request_id()) == 0) {
      return Wrong("a timer that does not stand fired");
    }
    if (std::strtoll(entry.request_id().substr(0, 16).c_str(), nullptr, 16) >
        time_us) {
      return Wrong("a timer fired before it was due");
    }
  } else if (!entry.request_id().empty()) {
    std::vector<uint64_t>& places =
        places_[{entry.tenant(), entry.request_id()}];
    places.push_back(position_);
    if (places.size() > 1) {
      return Wrong(StrCat("request ", entry.request_id(), " counts twice"));
    }
  }
  for (const std::string& bytes : entry.events()) {
    google::protobuf::StringValue event;
    if (!event.ParseFromString(bytes)) return Wrong("an event is no text");
    if (!Event(event.value(), entry, time_us)) return false;
  }
  return true;
}

bool LedgerModel::Event(const std::string& text, const Entry& entry,
                        int64_t time_us) {
  const size_t blank = text.find(' ');
  const std::string verb = text.substr(0, blank);
  const std::string rest = text.substr(blank + 1);
  std::string counter;
  if (verb == "add") {
    counter = rest;
    auto& value = counters_[counter];
    value = std::to_string(std::atoll(value.c_str()) + 1);
  } else if (verb == "set") {
    counter = rest.substr(0, rest.find('='));
    counters_[counter] = rest.substr(rest.find('=') + 1);
    views_seen_.emplace_back(std::atoll(counters_[counter].c_str()), view_end_);
  } else if (verb == "timer") {
    const size_t gap = rest.find(' ');
    const int64_t seconds = std::atoll(rest.substr(gap).c_str());
    timers_.insert(TimerText(time_us + seconds * 1000000, entry.tenant(),
                             rest.substr(0, gap)));
    counter = StrCat("timer:", rest.substr(0, gap));
  } else {
    return Wrong(StrCat("an unknown event ", verb));
  }
  first_set_.emplace(counter, position_);
  return true;
}

const std::vector<uint64_t>& LedgerModel::PlacesOf(
    const std::string& tenant, const std::string& id) const {
  static const auto* const kNone = new std::vector<uint64_t>;
  auto found = places_.find({tenant, id});
  return found == places_.end() ? *kNone : found->second;
}

int64_t LedgerModel::FirstSet(const std::string& counter) const {
  auto found = first_set_.find(counter);
  return found == first_set_.end() ? -1 : static_cast<int64_t>(found->second);
}

uint64_t LedgerModel::PublicBefore(uint64_t offset) const {
  auto next = public_at_.lower_bound(offset);
  return next == public_at_.begin() ? 0 : std::prev(next)->second;
}

}  // namespace csi::sim
