#include "common/inbound/mapping_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/base/strings.h"

namespace csi::inbound {

absl::StatusOr<std::vector<MappingFile>> ReadMappingFiles(
    const std::string& folder) {
  std::error_code error;
  std::vector<MappingFile> files;
  for (std::filesystem::directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() != ".yaml") continue;
    std::ifstream stream(path);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
      return absl::NotFoundError(
          StrCat("mapping file ", path.string(), " cannot be read."));
    }
    files.push_back({path.string(), text.str()});
  }
  if (error) {
    return absl::NotFoundError(StrCat("the mapping folder ", folder,
                                      " cannot be read: ", error.message()));
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

}  // namespace csi::inbound
