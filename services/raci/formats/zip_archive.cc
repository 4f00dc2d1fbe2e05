#include "services/raci/formats/zip_archive.h"

#include <zip.h>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/limits.h"

namespace csi::raci {
namespace {

constexpr size_t kChunkBytes = 64 * 1024;
// 1 January 1980, the first day that a zip can name.
constexpr uint16_t kFirstDosDate = 0x21;

class ZipError {
 public:
  ZipError() { zip_error_init(&error_); }
  ~ZipError() { zip_error_fini(&error_); }
  ZipError(const ZipError&) = delete;
  ZipError& operator=(const ZipError&) = delete;
  zip_error_t* get() { return &error_; }
  std::string text() { return zip_error_strerror(&error_); }

 private:
  zip_error_t error_;
};

absl::Status PartError(std::string_view name, std::string_view what) {
  return FieldError("table", StrCat("part ", name, " of the zip: ", what));
}

absl::Status WriteFailed(zip_t* archive) {
  absl::Status status = absl::InternalError(
      StrCat("Cannot write a zip: ", zip_strerror(archive), "."));
  zip_discard(archive);
  return status;
}

absl::StatusOr<std::string> BytesOf(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
    return absl::InternalError("Cannot read the zip that was written.");
  }
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) {
    return absl::InternalError("Cannot read the zip that was written.");
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ZipArchive>> ZipArchive::Open(
    std::string_view bytes) {
  ZipError error;
  zip_source_t* source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, error.get());
  if (source == nullptr) return absl::InternalError(error.text());
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, error.get());
  if (archive == nullptr) {
    zip_source_free(source);
    return FieldError("table",
                      StrCat("the zip cannot be opened (", error.text(),
                             "). It is cut off or damaged; save the file "
                             "again."));
  }
  std::unique_ptr<ZipArchive> opened(new ZipArchive(archive));
  if (zip_get_num_entries(archive, 0) > limits::kZipEntriesMax) {
    return FieldError("table", StrCat("the zip has more than ",
                                      limits::kZipEntriesMax, " parts."));
  }
  return opened;
}

ZipArchive::~ZipArchive() { zip_discard(archive_); }

bool ZipArchive::Has(const std::string& name) const {
  return zip_name_locate(archive_, name.c_str(), 0) >= 0;
}

absl::StatusOr<std::string> ZipArchive::Read(const std::string& name) {
  const zip_int64_t index = zip_name_locate(archive_, name.c_str(), 0);
  if (index < 0) return PartError(name, "it is not there.");
  zip_file_t* file =
      zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) {
    return PartError(name,
                     StrCat("it cannot be unpacked (", zip_strerror(archive_),
                            "). Save the file again, without a "
                            "password."));
  }
  std::string bytes;
  zip_int64_t read = 0;
  do {
    const size_t had = bytes.size();
    bytes.resize(had + kChunkBytes);
    read = zip_fread(file, bytes.data() + had, kChunkBytes);
    bytes.resize(had + (read > 0 ? static_cast<size_t>(read) : 0));
  } while (read > 0 && bytes.size() <= limits::kZipEntryBytesMax);
  zip_fclose(file);
  if (read < 0) {
    return PartError(name, "it is damaged. Save the file again.");
  }
  if (bytes.size() > limits::kZipEntryBytesMax) {
    return PartError(
        name, StrCat("it unpacks to more than ", limits::kZipEntryBytesMax,
                     " bytes, which no matrix needs."));
  }
  return bytes;
}

absl::StatusOr<std::string> WriteZip(
    const std::vector<std::pair<std::string, std::string>>& parts) {
  ZipError error;
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, error.get());
  if (target == nullptr) return absl::InternalError(error.text());
  zip_t* archive =
      zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, error.get());
  if (archive == nullptr) {
    zip_source_free(target);
    return absl::InternalError(error.text());
  }
  // Closing the archive takes one reference; the bytes are read after that.
  zip_source_keep(target);
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(
      target, &zip_source_free);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* part =
        zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    if (part == nullptr) return WriteFailed(archive);
    const zip_int64_t index =
        zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(part);
      return WriteFailed(archive);
    }
    if (zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0,
                             kFirstDosDate, 0) != 0) {
      return WriteFailed(archive);
    }
  }
  if (zip_close(archive) != 0) return WriteFailed(archive);
  return BytesOf(target);
}

}  // namespace csi::raci
