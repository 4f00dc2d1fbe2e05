// CSI_CHECK: a programmer's assumption. When it does not hold the process
// stops with the place, since every further step would build on the mistake.
// Never used for input, files, peers or stored bytes: those are Status.
#ifndef CSI_COMMON_BASE_CHECK_H_
#define CSI_COMMON_BASE_CHECK_H_

#include <string_view>

namespace csi {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition,
                              std::string_view detail);

}  // namespace csi

#define CSI_CHECK(condition, detail)                                \
  do {                                                              \
    if (!(condition)) [[unlikely]]                                  \
      ::csi::CheckFailed(__FILE__, __LINE__, #condition, (detail)); \
  } while (false)

#endif  // CSI_COMMON_BASE_CHECK_H_
