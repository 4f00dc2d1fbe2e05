#include "common/csv/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/base/strings.h"

namespace csi::csv {

absl::StatusOr<size_t> StringSource::Read(char* to, size_t bytes_max) {
  const size_t bytes = std::min(bytes_max, rest_.size());
  if (bytes > 0) std::memcpy(to, rest_.data(), bytes);
  rest_.remove_prefix(bytes);
  return bytes;
}

absl::StatusOr<std::unique_ptr<FileSource>> FileSource::Open(
    const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return absl::ErrnoToStatus(errno, StrCat("cannot open ", path));
  }
  struct stat info = {};
  if (::fstat(descriptor, &info) != 0 || S_ISDIR(info.st_mode)) {
    ::close(descriptor);
    return absl::InvalidArgumentError(
        StrCat(path, " is not a file that can be read"));
  }
  // A pipe has no size; progress is then unknown, reading works.
  const uint64_t bytes_total =
      S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
  return std::unique_ptr<FileSource>(
      new FileSource(descriptor, path, bytes_total));
}

FileSource::~FileSource() { ::close(descriptor_); }

absl::StatusOr<size_t> FileSource::Read(char* to, size_t bytes_max) {
  while (true) {
    const ssize_t bytes = ::read(descriptor_, to, bytes_max);
    if (bytes >= 0) return static_cast<size_t>(bytes);
    if (errno != EINTR) {
      return absl::ErrnoToStatus(errno, StrCat("cannot read ", path_));
    }
  }
}

}  // namespace csi::csv
