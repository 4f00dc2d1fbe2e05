// The definitions of the pack as text, compiled in by CMake. Constant.
#ifndef CSI_SERVICES_WORKFLOW_DEFINITIONS_PACK_TEXTS_H_
#define CSI_SERVICES_WORKFLOW_DEFINITIONS_PACK_TEXTS_H_

#include <string_view>
#include <vector>

namespace csi::workflow {

extern const std::vector<std::string_view> kPackTexts;

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DEFINITIONS_PACK_TEXTS_H_
