#include "tools/csictl/incident_log/log_source.h"

#include "absl/strings/match.h"
#include "common/base/strings.h"
#include "tools/csictl/incident_log/zip_source.h"

namespace csi::incident_log {
namespace {

// The first bytes of the file; fewer if it is shorter.
absl::StatusOr<std::string> FirstBytes(const std::string& path) {
  absl::StatusOr<std::unique_ptr<csv::FileSource>> file =
      csv::FileSource::Open(path);
  if (!file.ok()) return file.status();
  std::string first(4, '\0');
  const absl::StatusOr<size_t> bytes = (*file)->Read(&first[0], first.size());
  if (!bytes.ok()) return bytes.status();
  first.resize(*bytes);
  return first;
}

bool IsZip(std::string_view first) {
  return first == "PK\x03\x04" || first == "PK\x05\x06" ||
         first == "PK\x07\x08";
}

}  // namespace

absl::StatusOr<LogSource> OpenLog(const std::string& path, uint64_t bytes_max) {
  const absl::StatusOr<std::string> first = FirstBytes(path);
  if (!first.ok()) return first.status();
  LogSource log;
  if (IsZip(*first)) {
    absl::StatusOr<std::unique_ptr<ZipSource>> zip =
        ZipSource::OpenOnlyCsv(path, bytes_max);
    if (!zip.ok()) return zip.status();
    log.bytes_total = (*zip)->bytes_total();
    log.entry = (*zip)->entry();
    log.bytes = *std::move(zip);
    return log;
  }
  if (first->empty()) {
    return absl::InvalidArgumentError(StrCat(path, " is empty"));
  }
  if (absl::EndsWithIgnoreCase(path, ".zip")) {
    return absl::InvalidArgumentError(
        StrCat(path, " is named .zip but is no zip archive"));
  }
  if (first->substr(0, 2) == "\x1F\x8B") {
    return absl::InvalidArgumentError(
        StrCat(path, " is gzip; unpack it, or pack it as zip"));
  }
  absl::StatusOr<std::unique_ptr<csv::FileSource>> file =
      csv::FileSource::Open(path);
  if (!file.ok()) return file.status();
  log.bytes_total = (*file)->bytes_total();
  if (log.bytes_total > bytes_max) {
    return absl::ResourceExhaustedError(StrCat(path, " has ", log.bytes_total,
                                               " bytes, more than ", bytes_max,
                                               "; split the log"));
  }
  log.bytes = *std::move(file);
  return log;
}

}  // namespace csi::incident_log
