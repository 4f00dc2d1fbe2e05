// Counts the rows that a reader is asked for.
#ifndef CSI_TESTS_UNIT_SERVICES_REGISTRY_SERVER_COUNTING_READER_H_
#define CSI_TESTS_UNIT_SERVICES_REGISTRY_SERVER_COUNTING_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/kv/kv.h"

namespace csi::registry {

class CountingReader : public KvReader {
 public:
  // `base` outlives the reader.
  explicit CountingReader(const KvReader& base) : base_(base) {}

  RowRef Fetch(std::string_view key) const override {
    ++reads;
    return base_.Fetch(key);
  }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    base_.Scan(from, to, [&](std::string_view key, std::string_view value) {
      ++reads;
      return row(key, value);
    });
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    base_.ScanReverse(from, to,
                      [&](std::string_view key, std::string_view value) {
                        ++reads;
                        return row(key, value);
                      });
  }

  mutable int reads = 0;

 private:
  const KvReader& base_;
};

}  // namespace csi::registry

#endif  // CSI_TESTS_UNIT_SERVICES_REGISTRY_SERVER_COUNTING_READER_H_
