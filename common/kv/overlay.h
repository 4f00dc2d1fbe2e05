// Writes staged over a base: what a batch has decided but not yet committed.
// Each command of the batch reads through the overlay and so sees the effects
// of those before it. Marks allow one command's effects to be taken back.
//
// A row is found by hash; rows are put in order only when somebody scans or
// takes them, since most are written and read by their key alone.
#ifndef CSI_COMMON_KV_OVERLAY_H_
#define CSI_COMMON_KV_OVERLAY_H_

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "common/kv/kv.h"

namespace csi {

class Overlay : public KvWriter {
 public:
  // No value: the row is deleted.
  using Writes = absl::btree_map<std::string, RowWrite, std::less<>>;

  // `base` outlives the overlay and does not change while it is in use.
  explicit Overlay(const KvReader& base) : base_(base) {}

  RowRef Fetch(std::string_view key) const override;
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override;
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override;
  void PutRow(std::string_view key, RowRef row) override;
  // Without asking the base what it holds: for a row that it does not have, or
  // when ForEachChange is not called. Null deletes.
  void StageUnread(std::string_view key, RowRef row);
  void Delete(std::string_view key) override;
  bool read_failed() const override { return base_.read_failed(); }

  // Starts a new mark; Rollback takes back all writes since then.
  void Mark() { undo_.clear(); }
  void Rollback();

  bool empty() const { return by_key_.empty(); }
  // Calls `row(key, was, becomes)` for every staged row, in no order; null
  // means no row. What was is read from the base now. Changes nothing: another
  // thread may do so while the writer reads.
  void ForEachChange(
      absl::FunctionRef<void(std::string_view key, const RowRef& was,
                             const RowRef& becomes)>
          row) const;
  void Clear();
  // Hands the writes over, with their bytes made, and clears.
  Writes TakeWrites();

 private:
  struct Staged {
    std::string key;
    RowRef row;  // null: deleted
    // The base has no such row, or nobody will ask.
    bool known_new = false;
  };
  struct Undo {
    Staged* staged;
    bool inserted;
    RowRef was;
  };
  using Ordered = absl::btree_map<std::string_view, Staged*>;

  void Stage(std::string_view key, RowRef row, bool known_new);
  // All rows in the order of their keys.
  const Ordered& InOrder() const;

  const KvReader& base_;
  // Nodes that stay where they are; the newest is the last.
  std::deque<Staged> rows_;
  absl::flat_hash_map<std::string_view, Staged*> by_key_;
  mutable Ordered ordered_;
  mutable std::vector<Staged*> unordered_;  // the newest, not in ordered_ yet
  std::vector<Undo> undo_;
};

}  // namespace csi

#endif  // CSI_COMMON_KV_OVERLAY_H_
