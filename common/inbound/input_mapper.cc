#include "common/inbound/input_mapper.h"

#include "common/base/strings.h"
#include "common/inbound/mapping_files.h"

namespace csi::inbound {

absl::Status AddMappings(const std::string& folder, InputMapper& mapper) {
  const auto files = ReadMappingFiles(folder);
  if (!files.ok()) return files.status();
  if (files->empty()) {
    return absl::NotFoundError(
        StrCat("The folder ", folder,
               " holds no mapping (*.yaml): nothing could be read."));
  }
  for (const MappingFile& file : *files) {
    absl::Status added = mapper.Add(file.name, file.text);
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

}  // namespace csi::inbound
