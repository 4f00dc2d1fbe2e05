// A journal whose writers see delays, late landings, duplicates and outcomes
// that are never reported. What has landed stays.
#ifndef CSI_TESTS_SIM_SIM_JOURNAL_H_
#define CSI_TESTS_SIM_SIM_JOURNAL_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/random/random.h"

namespace csi::sim {

// Folds words into one number, so that two runs can be compared.
class Trace {
 public:
  void Add(std::string_view word) {
    for (char c : word) Mix(static_cast<unsigned char>(c));
    Mix(0x100);
  }
  void Add(uint64_t number) {
    for (int i = 0; i < 8; ++i) Mix((number >> (8 * i)) & 0xff);
  }
  uint64_t hash() const { return hash_; }

 private:
  void Mix(uint64_t symbol) { hash_ = (hash_ ^ symbol) * 0x100000001b3; }
  uint64_t hash_ = 0xcbf29ce484222325;
};

class SimJournal {
 public:
  uint64_t Land(std::string record) {
    records_.push_back(std::move(record));
    return records_.size() - 1;
  }
  void Acknowledge(uint64_t offset) {
    if (offset + 1 > acked_end_) acked_end_ = offset + 1;
  }
  // A record still on its way although nobody waits for it any more.
  void LandLater(std::string record) { late_.push_back(std::move(record)); }
  bool LandOneLate(SeededRandom& random) {
    if (late_.empty()) return false;
    std::swap(late_[random.Below(late_.size())], late_.back());
    Land(std::move(late_.back()));
    late_.pop_back();
    return true;
  }

  const std::vector<std::string>& records() const { return records_; }
  uint64_t end() const { return records_.size(); }
  // Behind the highest acknowledged record: nothing below it can change.
  uint64_t acked_end() const { return acked_end_; }

 private:
  std::vector<std::string> records_;
  std::vector<std::string> late_;
  uint64_t acked_end_ = 0;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_JOURNAL_H_
