// A zip in memory: named parts read whole, within bounds, and written. Reading
// trusts nothing that the zip says of itself: what a part unpacks to is counted
// while it is unpacked. Not thread-safe; archives are independent.
#ifndef CSI_SERVICES_RACI_FORMATS_ZIP_ARCHIVE_H_
#define CSI_SERVICES_RACI_FORMATS_ZIP_ARCHIVE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

struct zip;

namespace csi::raci {

class ZipArchive {
 public:
  // `bytes` must outlive the archive.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(
      std::string_view bytes);
  ~ZipArchive();

  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  bool Has(const std::string& name) const;
  // INVALID_ARGUMENT naming the part: absent, damaged, locked or too large.
  absl::StatusOr<std::string> Read(const std::string& name);

 private:
  explicit ZipArchive(zip* archive) : archive_(archive) {}
  zip* const archive_;
};

// Parts in their order, without times: the same parts give the same bytes.
absl::StatusOr<std::string> WriteZip(
    const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_ZIP_ARCHIVE_H_
