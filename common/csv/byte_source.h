// Where bytes come from: a string, a file, or anything that can be read
// forward once (an archive member, a message stream).
// Not thread-safe: one reader owns a source.
#ifndef CSI_COMMON_CSV_BYTE_SOURCE_H_
#define CSI_COMMON_CSV_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace csi::csv {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Writes at most `bytes_max` bytes to `to` and returns how many; 0 only at
  // the end. After an error or the end no further call is made.
  virtual absl::StatusOr<size_t> Read(char* to, size_t bytes_max) = 0;
};

// Reads bytes that outlive the source.
class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string_view bytes) : rest_(bytes) {}
  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override;

 private:
  std::string_view rest_;
};

// Reads a file from its start.
class FileSource final : public ByteSource {
 public:
  // NOT_FOUND, PERMISSION_DENIED or INVALID_ARGUMENT (a folder), naming path.
  static absl::StatusOr<std::unique_ptr<FileSource>> Open(
      const std::string& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override;
  uint64_t bytes_total() const { return bytes_total_; }

 private:
  FileSource(int descriptor, std::string path, uint64_t bytes_total)
      : descriptor_(descriptor),
        path_(std::move(path)),
        bytes_total_(bytes_total) {}

  const int descriptor_;
  const std::string path_;
  const uint64_t bytes_total_;
};

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_BYTE_SOURCE_H_
