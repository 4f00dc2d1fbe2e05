// The views of one decision, and whether it may rely on them.
#ifndef CSI_COMMON_EXECUTOR_WATCHED_VIEWS_H_
#define CSI_COMMON_EXECUTOR_WATCHED_VIEWS_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/executor/foreign_feeds.h"
#include "common/kv/kv.h"
#include "common/kv/memo.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {

// View rows as a decision sees them; remembers the first view it touched that
// may not be relied on.
class WatchedViews : public MemoReader {
 public:
  WatchedViews(const KvReader& rows, const ForeignFeeds& feeds,
               const common::v1::PartitionState& partition, absl::Duration now,
               Memo& memo)
      : rows_(rows),
        feeds_(feeds),
        partition_(partition),
        now_(now),
        memo_(memo) {}

  RowRef Fetch(std::string_view key) const override {
    Touch(key);
    return rows_.Fetch(key);
  }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    Touch(from);
    rows_.Scan(from, to, row);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    Touch(from);
    rows_.ScanReverse(from, to, row);
  }
  Memo& memo() const override { return memo_; }
  const std::string& unready() const { return unready_; }

 private:
  void Touch(std::string_view key) const {
    const std::string_view source = SourceOfViewKey(key);
    if (source == last_source_) return;
    last_source_ = source;
    if (unready_.empty() && !source.empty() &&
        !feeds_.Ready(source, partition_, now_)) {
      unready_ = source;
    }
  }

  const KvReader& rows_;
  const ForeignFeeds& feeds_;
  const common::v1::PartitionState& partition_;
  const absl::Duration now_;
  Memo& memo_;
  mutable std::string_view last_source_ = "?";
  mutable std::string unready_;
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_WATCHED_VIEWS_H_
