// The first record of a CSV file as a table of columns: names are looked up
// exactly as written, after spaces around them are cut off.
// Immutable after From; thread-safe.
#ifndef CSI_COMMON_CSV_HEADER_H_
#define CSI_COMMON_CSV_HEADER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace csi::csv {

class Header {
 public:
  // INVALID_ARGUMENT naming the columns that are empty or come twice, or all
  // of `required` that are missing.
  static absl::StatusOr<Header> From(
      absl::Span<const std::string_view> fields,
      absl::Span<const std::string_view> required = {});

  std::optional<size_t> Find(std::string_view name) const;
  size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_HEADER_H_
