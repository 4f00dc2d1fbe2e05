// Writes staged over a base: what a batch has decided but not yet committed.
// Each command of the batch reads through the overlay and so sees the effects
// of those before it. Marks allow one command's effects to be taken back.
#ifndef CSI_COMMON_KV_OVERLAY_H_
#define CSI_COMMON_KV_OVERLAY_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "common/kv/kv.h"

namespace csi {

class Overlay : public KvWriter {
 public:
  // No value: the row is deleted.
  using Writes =
      absl::btree_map<std::string, std::optional<std::string>, std::less<>>;

  // `base` outlives the overlay and does not change while it is in use.
  explicit Overlay(const KvReader& base) : base_(base) {}

  std::optional<std::string> Get(std::string_view key) const override;
  std::shared_ptr<const google::protobuf::Message> GetMessage(
      std::string_view key,
      const google::protobuf::Message& prototype) const override;
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override;
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override;
  void Put(std::string_view key, std::string_view value) override;
  void Delete(std::string_view key) override;
  bool read_failed() const override { return base_.read_failed(); }

  // Starts a new mark; Rollback takes back all writes since then.
  void Mark() { undo_.clear(); }
  void Rollback();

  const Writes& writes() const { return writes_; }
  // What the base holds at the key; remembered from the first read on.
  const std::optional<std::string>& BaseValue(std::string_view key) const;
  void Clear();
  // Hands the writes over and clears.
  Writes TakeWrites();

 private:
  void Stage(std::string_view key, std::optional<std::string> value);

  const KvReader& base_;
  Writes writes_;
  mutable absl::btree_map<std::string, std::optional<std::string>, std::less<>>
      base_values_;
  // Earlier staged value of each write since the mark; outer nullopt: none.
  std::vector<std::pair<std::string, std::optional<std::optional<std::string>>>>
      undo_;
};

}  // namespace csi

#endif  // CSI_COMMON_KV_OVERLAY_H_
