// Ordered rows of bytes, as decisions read them and events write them.
//
// A read that fails (a damaged file) gives no row and latches read_failed();
// the executor looks at it after every batch and halts the partition, so that
// no decision made on a failed read can leave. Not thread-safe unless an
// implementation says so.
#ifndef CSI_COMMON_KV_KV_H_
#define CSI_COMMON_KV_KV_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "common/kv/row.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace csi {

class KvReader {
 public:
  // Returns false to stop the scan.
  using RowFn =
      absl::FunctionRef<bool(std::string_view key, std::string_view value)>;

  virtual ~KvReader() = default;

  // The row, or null.
  virtual RowRef Fetch(std::string_view key) const = 0;

  // Rows with from <= key < to, ascending. An empty `to` means no upper bound.
  virtual void Scan(std::string_view from, std::string_view to,
                    RowFn row) const = 0;

  // The same rows, descending.
  virtual void ScanReverse(std::string_view from, std::string_view to,
                           RowFn row) const = 0;

  virtual bool read_failed() const { return false; }

  // A copy of the row's bytes.
  std::optional<std::string> Get(std::string_view key) const;
  bool Has(std::string_view key) const { return Fetch(key) != nullptr; }
  // All rows whose key starts with the prefix, ascending.
  void ScanPrefix(std::string_view prefix, RowFn row) const;
};

class KvWriter : public KvReader {
 public:
  virtual void PutRow(std::string_view key, RowRef row) = 0;
  virtual void Delete(std::string_view key) = 0;

  void Put(std::string_view key, std::string_view value) {
    PutRow(key, std::make_shared<const Row>(std::string(value)));
  }
};

// The smallest key that is larger than every key with this prefix; empty if
// there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace csi

#endif  // CSI_COMMON_KV_KV_H_
