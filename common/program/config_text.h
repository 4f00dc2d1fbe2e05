// What --check-config prints: the options as they would be used, one a line.
#ifndef CSI_COMMON_PROGRAM_CONFIG_TEXT_H_
#define CSI_COMMON_PROGRAM_CONFIG_TEXT_H_

#include <string>

#include "common/program/options.h"

namespace csi::program {

std::string ConfigText(const Options& options);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_CONFIG_TEXT_H_
