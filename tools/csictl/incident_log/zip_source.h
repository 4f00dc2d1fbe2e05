// One file inside a zip archive as a stream of its unpacked bytes; the only
// code that names libzip. A checksum that does not match is an error at the
// end of the stream. Not thread-safe.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_ZIP_SOURCE_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_ZIP_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/csv/byte_source.h"

struct zip;
struct zip_file;

namespace csi::incident_log {

class ZipSource final : public csv::ByteSource {
 public:
  // Opens the only entry whose name ends in .csv. For errors see OpenLog.
  static absl::StatusOr<std::unique_ptr<ZipSource>> OpenOnlyCsv(
      const std::string& path, uint64_t bytes_max);
  ~ZipSource() override;
  ZipSource(const ZipSource&) = delete;
  ZipSource& operator=(const ZipSource&) = delete;

  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override;

  const std::string& entry() const { return entry_; }
  uint64_t bytes_total() const { return bytes_total_; }

 private:
  ZipSource(zip* archive, std::string path)
      : archive_(archive), path_(std::move(path)) {}
  absl::Status FindCsv(uint64_t bytes_max, uint64_t* index);
  absl::Status OpenEntry(uint64_t index, uint64_t bytes_max);

  zip* const archive_;
  zip_file* file_ = nullptr;
  const std::string path_;
  std::string entry_;
  uint64_t bytes_total_ = 0;
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_ZIP_SOURCE_H_
