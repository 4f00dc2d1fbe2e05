#include "services/workflow/domain/people_keys.h"

#include "common/base/sha256.h"

namespace csi::workflow {
namespace {

std::string HashOf(std::string_view first, std::string_view second) {
  return Hex(Sha256({first, std::string_view("\0", 1), second})).substr(0, 32);
}

}  // namespace

std::string ServiceEventKey(std::string_view t, std::string_view source,
                            std::string_view event_id) {
  return Key("wf.svc", {t, HashOf(source, event_id)});
}

std::string ReminderKey(std::string_view t, std::string_view about) {
  return Key("wf.remind", {t, HashOf(about, "")});
}

}  // namespace csi::workflow
