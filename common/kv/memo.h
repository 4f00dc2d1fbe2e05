// What was worked out from rows and a time that both stay as they are for a
// while: a batch asks the same questions of a view again and again.
//
// The keys are made by who asks and must hold everything that the answer
// depends on beside the rows. Not thread-safe.
#ifndef CSI_COMMON_KV_MEMO_H_
#define CSI_COMMON_KV_MEMO_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/kv/kv.h"

namespace csi {

class Memo {
 public:
  // The answer kept under the key, worked out by `make` if there is none.
  template <class Answer, class MakeFn>
  const Answer& Of(const std::string& key, MakeFn make) {
    auto found = answers_.find(key);
    if (found == answers_.end()) {
      found =
          answers_.emplace(key, std::make_shared<const Answer>(make())).first;
    }
    return *static_cast<const Answer*>(found->second.get());
  }
  void Clear() { answers_.clear(); }
  size_t size() const { return answers_.size(); }

 private:
  absl::flat_hash_map<std::string, std::shared_ptr<const void>> answers_;
};

// Rows that do not change while the memo is kept.
class MemoReader : public KvReader {
 public:
  virtual Memo& memo() const = 0;
};

// The memo of a reader, null if it has none.
inline Memo* MemoOf(const KvReader& rows) {
  const auto* reader = dynamic_cast<const MemoReader*>(&rows);
  return reader == nullptr ? nullptr : &reader->memo();
}

}  // namespace csi

#endif  // CSI_COMMON_KV_MEMO_H_
