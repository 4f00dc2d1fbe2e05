#include "services/reporting/domain/gzip.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "google/protobuf/io/gzip_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace csi::reporting {

namespace io = ::google::protobuf::io;

std::string Gzip(const std::string& content) {
  std::string packed;
  {
    io::StringOutputStream bytes(&packed);
    io::GzipOutputStream zip(&bytes);
    size_t done = 0;
    void* buffer = nullptr;
    int size = 0;
    while (done < content.size() && zip.Next(&buffer, &size)) {
      const size_t part =
          std::min(content.size() - done, static_cast<size_t>(size));
      std::memcpy(buffer, content.data() + done, part);
      done += part;
      zip.BackUp(size - static_cast<int>(part));
    }
    zip.Close();
  }
  return packed;
}

namespace {

// The stream does not tell an end from a cut; the last four bytes of gzip are
// the length of the content.
bool IsWhole(const std::string& packed, size_t content_bytes) {
  constexpr size_t kGzipBytesMin = 18;  // header of 10, trailer of 8
  if (packed.size() < kGzipBytesMin) return false;
  uint32_t length = 0;
  for (size_t i = 0; i < sizeof(length); ++i) {
    const auto byte =
        static_cast<unsigned char>(packed[packed.size() - sizeof(length) + i]);
    length |= static_cast<uint32_t>(byte) << (8 * i);
  }
  return length == static_cast<uint32_t>(content_bytes);
}

}  // namespace

std::optional<std::string> Gunzip(const std::string& packed) {
  io::ArrayInputStream bytes(packed.data(), static_cast<int>(packed.size()));
  io::GzipInputStream zip(&bytes, io::GzipInputStream::GZIP);
  std::string content;
  const void* buffer = nullptr;
  int size = 0;
  while (zip.Next(&buffer, &size)) {
    content.append(static_cast<const char*>(buffer), size);
  }
  if (zip.ZlibErrorMessage() != nullptr || !IsWhole(packed, content.size())) {
    return std::nullopt;
  }
  return content;
}

}  // namespace csi::reporting
