// The mapping files of a folder: the only part that touches the disk.
#ifndef CSI_COMMON_INBOUND_MAPPING_FILES_H_
#define CSI_COMMON_INBOUND_MAPPING_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::inbound {

struct MappingFile {
  std::string name;  // with its folder, for errors
  std::string text;
};

// Every *.yaml of a folder, by name. NOT_FOUND names the folder.
absl::StatusOr<std::vector<MappingFile>> ReadMappingFiles(
    const std::string& folder);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_MAPPING_FILES_H_
