#include "tools/csictl/matrix_flags.h"

#include <fstream>
#include <iostream>

#include "common/base/strings.h"
#include "services/raci/formats/limits.h"

namespace csi::tools {

absl::StatusOr<std::string> ReadMatrixBytes(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file.is_open()) {
      return absl::NotFoundError(
          StrCat("Cannot open ", path, "; check the name and its rights."));
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string bytes(raci::limits::kFileBytesMax + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(in.gcount()));
  if (in.bad()) return absl::InternalError(StrCat("Cannot read ", path, "."));
  if (bytes.size() > raci::limits::kFileBytesMax) {
    return absl::InvalidArgumentError(
        StrCat(path, " has more than ", raci::limits::kFileBytesMax,
               " bytes, which no matrix needs. Check that it is the right "
               "file."));
  }
  return bytes;
}

absl::StatusOr<raci::ReadOptions> TakeReadOptions(Arguments& arguments) {
  raci::ReadOptions options;
  options.sheet = arguments.TakeFlag("sheet").value_or("");
  if (auto format = arguments.TakeFlag("format")) {
    options.format = raci::FormatOfName(*format);
    if (options.format == raci::FileFormat::kFound) {
      return absl::InvalidArgumentError(
          StrCat("--format ", *format,
                 " is none of csv, tsv, markdown, xlsx and json."));
    }
  }
  if (auto rows = arguments.TakeFlag("rows")) {
    if (*rows == "activities") {
      options.orientation = raci::Orientation::kActivitiesAreRows;
    } else if (*rows == "roles") {
      options.orientation = raci::Orientation::kRolesAreRows;
    } else {
      return absl::InvalidArgumentError(
          StrCat("--rows ", *rows, " is neither activities nor roles."));
    }
  }
  return options;
}

}  // namespace csi::tools
