#include "services/reporting/domain/gzip.h"

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

std::optional<std::string> Gunzip(const std::string& packed) {
  io::ArrayInputStream bytes(packed.data(), static_cast<int>(packed.size()));
  io::GzipInputStream zip(&bytes, io::GzipInputStream::GZIP);
  std::string content;
  const void* buffer = nullptr;
  int size = 0;
  while (zip.Next(&buffer, &size)) {
    content.append(static_cast<const char*>(buffer), size);
  }
  if (zip.ZlibErrorMessage() != nullptr) return std::nullopt;
  return content;
}

}  // namespace csi::reporting
