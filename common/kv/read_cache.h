// What a single writer has already read of a table, kept in memory: rows, and
// stretches of keys that are known wholly, so that an absent row and the end of
// a scan are answered without the table too.
//
// Coherent as long as every write of the table is told by Write and the table
// changes in no other way; Forget drops everything, for when that is in doubt.
// When what is kept reaches `bytes_max` it is dropped and gathered anew, so
// memory is bounded and no bookkeeping of ages is needed. Keys begin with a
// byte below 0xff. Not thread-safe.
#ifndef CSI_COMMON_KV_READ_CACHE_H_
#define CSI_COMMON_KV_READ_CACHE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/kv/kv.h"
#include "common/kv/overlay.h"

namespace csi {

class ReadCache : public KvReader {
 public:
  enum class Writes {
    kAll,       // every written row is kept
    kAskedFor,  // those that somebody has read, or has found to be absent
  };

  // `table` outlives the cache.
  ReadCache(const KvReader& table, size_t bytes_max,
            Writes kept = Writes::kAskedFor)
      : table_(table), bytes_max_(bytes_max), kept_writes_(kept) {}

  RowRef Fetch(std::string_view key) const override;
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override;
  // Not kept: no decision scans backwards twice.
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    table_.ScanReverse(from, to, row);
  }
  bool read_failed() const override { return table_.read_failed(); }

  // The table gets, or is about to get, these writes; nothing is read between,
  // unless all written rows are kept.
  void Write(const Overlay::Writes& writes);
  void Forget();

  size_t bytes() const { return bytes_; }

 private:
  // Nodes that stay where they are: a reader of a scan may read on meanwhile.
  using Rows = std::map<std::string, RowRef, std::less<>>;
  // First key -> first key behind, of stretches whose rows are all in rows_.
  using Stretches = absl::btree_map<std::string, std::string, std::less<>>;

  // The stretch that holds the key, or end.
  Stretches::const_iterator StretchOf(std::string_view key) const;
  void Know(std::string_view from, std::string_view to) const;
  void Keep(std::string_view key, RowRef row) const;
  void NoteAbsent(std::string_view key) const;
  // A row is to be kept that was known to be absent; whether it was.
  bool NoLongerAbsent(std::string_view key) const;
  void MakeRoom() const;
  void DropAll() const;
  // Reads the stretch that is not known yet, and keeps it.
  void ScanTable(const std::string& from, std::string_view to,
                 std::string_view end, RowFn row) const;
  // Emits kept rows in [from, to); false when the caller has had enough.
  bool EmitKept(std::string_view from, std::string_view to, RowFn row) const;

  const KvReader& table_;
  const size_t bytes_max_;
  const Writes kept_writes_;
  mutable Rows rows_;
  // The same rows by hash: most reads ask for one key. Views of rows_' keys.
  mutable absl::flat_hash_map<std::string_view, Rows::iterator> by_key_;
  // Keys that were asked for and have no row.
  mutable absl::flat_hash_set<std::string> absent_;
  mutable Stretches stretches_;
  mutable size_t bytes_ = 0;
  mutable int emitting_ = 0;
};

}  // namespace csi

#endif  // CSI_COMMON_KV_READ_CACHE_H_
