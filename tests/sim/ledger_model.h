// What a journal of the ledger domain means, worked out a second time and as
// plainly as can be: no overlay, no staging, none of the engine's fold. The
// simulation compares the engine with it. Not thread-safe.
#ifndef CSI_TESTS_SIM_LEDGER_MODEL_H_
#define CSI_TESTS_SIM_LEDGER_MODEL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/kv/kv.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi::sim {

class LedgerModel {
 public:
  // Folds records [position, end); false with why() when the journal itself
  // breaks a promise.
  bool Fold(const std::vector<std::string>& records, uint64_t end);
  const std::string& why() const { return why_; }
  uint64_t position() const { return position_; }

  const std::map<std::string, std::string>& counters() const {
    return counters_;
  }
  // "hex due NUL tenant NUL kind NUL subject" of the timers that wait.
  const std::set<std::string>& timers() const { return timers_; }
  // Offsets of the entries with this tenant and request id that count.
  const std::vector<uint64_t>& PlacesOf(const std::string& tenant,
                                        const std::string& id) const;
  // Offset of the record that first set a counter; -1 when none did.
  int64_t FirstSet(const std::string& counter) const;
  // Public events in counting records below the offset.
  uint64_t PublicBefore(uint64_t offset) const;
  // Whether the record at this offset counts.
  bool Counts(uint64_t offset) const { return counting_.contains(offset); }
  // What `view` commands saw: (value, view position in force).
  const std::vector<std::pair<int64_t, uint64_t>>& views_seen() const {
    return views_seen_;
  }
  uint64_t claims() const { return epoch_; }

 private:
  bool FoldBatch(const common::v1::Batch& batch, const std::string& bytes);
  bool FoldEntry(const common::v1::Entry& entry, int64_t time_us);
  bool Event(const std::string& text, const common::v1::Entry& entry,
             int64_t time_us);
  bool Wrong(const std::string& what);

  uint64_t position_ = 0;
  std::string why_;
  uint64_t epoch_ = 0;
  std::string writer_;
  uint64_t sequence_ = 0;
  std::string head_;
  int64_t time_us_ = 0;
  uint64_t public_ = 0;
  uint64_t view_end_ = 0;
  std::map<std::string, uint64_t> inputs_end_;  // by source
  std::map<std::string, std::string> counters_;
  std::map<std::string, uint64_t> first_set_;
  std::set<std::string> timers_;
  std::map<std::pair<std::string, std::string>, std::vector<uint64_t>> places_;
  std::set<uint64_t> counting_;
  std::map<uint64_t, uint64_t> public_at_;  // offset -> events up to and with
  std::vector<std::pair<int64_t, uint64_t>> views_seen_;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_LEDGER_MODEL_H_
