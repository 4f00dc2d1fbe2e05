#include "tools/csictl/incident_log/zip_source.h"

#include <zip.h>

#include "absl/strings/match.h"
#include "common/base/strings.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {
namespace {

std::string ErrorText(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

bool IsCsv(std::string_view name) {
  // Archives made on a Mac hold a shadow of each file under this folder.
  return absl::EndsWithIgnoreCase(View(name), ".csv") &&
         name.substr(0, 9) != "__MACOSX/";
}

}  // namespace

absl::StatusOr<std::unique_ptr<ZipSource>> ZipSource::OpenOnlyCsv(
    const std::string& path, uint64_t bytes_max) {
  int code = 0;
  zip* const archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (archive == nullptr) {
    return absl::InvalidArgumentError(
        StrCat(path, ": the zip cannot be opened (", ErrorText(code),
               "); it is cut off or damaged, fetch it again"));
  }
  std::unique_ptr<ZipSource> source(new ZipSource(archive, path));
  uint64_t index = 0;
  absl::Status status = source->FindCsv(bytes_max, &index);
  if (status.ok()) status = source->OpenEntry(index, bytes_max);
  if (!status.ok()) return status;
  return source;
}

ZipSource::~ZipSource() {
  if (file_ != nullptr) zip_fclose(file_);
  zip_discard(archive_);
}

absl::Status ZipSource::FindCsv(uint64_t bytes_max, uint64_t* index) {
  const int64_t entries = zip_get_num_entries(archive_, 0);
  if (entries > kZipEntriesMax) {
    return absl::ResourceExhaustedError(
        StrCat(path_, ": the zip holds ", entries, " files, more than ",
               kZipEntriesMax, "; pack the one CSV file alone"));
  }
  for (int64_t i = 0; i < entries; ++i) {
    const char* const name =
        zip_get_name(archive_, static_cast<uint64_t>(i), 0);
    if (name == nullptr || !IsCsv(name)) continue;
    if (!entry_.empty()) {
      return absl::InvalidArgumentError(
          StrCat(path_, ": the zip holds more than one CSV file (", entry_,
                 " and ", name, "); pack one alone"));
    }
    entry_ = name;
    *index = static_cast<uint64_t>(i);
  }
  if (entry_.empty()) {
    return absl::InvalidArgumentError(
        StrCat(path_, ": the zip holds no .csv file (", entries, " entries)"));
  }
  return absl::OkStatus();
}

absl::Status ZipSource::OpenEntry(uint64_t index, uint64_t bytes_max) {
  zip_stat_t info;
  if (zip_stat_index(archive_, index, 0, &info) != 0) {
    return absl::InvalidArgumentError(
        StrCat(path_, ": ", entry_, ": ", zip_strerror(archive_)));
  }
  if ((info.valid & ZIP_STAT_SIZE) != 0) bytes_total_ = info.size;
  if (bytes_total_ > bytes_max) {
    return absl::ResourceExhaustedError(
        StrCat(path_, ": ", entry_, " unpacks to ", bytes_total_,
               " bytes, more than ", bytes_max, "; split the log"));
  }
  if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
      info.encryption_method != ZIP_EM_NONE) {
    return absl::InvalidArgumentError(
        StrCat(path_, ": ", entry_, " is encrypted; unpack it first"));
  }
  file_ = zip_fopen_index(archive_, index, 0);
  if (file_ == nullptr) {
    return absl::InvalidArgumentError(
        StrCat(path_, ": ", entry_, ": ", zip_strerror(archive_)));
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> ZipSource::Read(char* to, size_t bytes_max) {
  const int64_t bytes = zip_fread(file_, to, bytes_max);
  if (bytes >= 0) return static_cast<size_t>(bytes);
  return absl::DataLossError(StrCat(path_, ": ", entry_, " is damaged (",
                                    zip_file_strerror(file_),
                                    "); fetch the zip again"));
}

}  // namespace csi::incident_log
