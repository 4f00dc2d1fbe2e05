#include "common/domain/input.h"

#include "absl/strings/numbers.h"
#include "common/base/check.h"
#include "common/base/strings.h"

namespace csi {

common::v1::InputRejected RejectionOf(const std::string& source,
                                      const Input& input) {
  common::v1::InputRejected rejected;
  const size_t slash = source.rfind('/');
  rejected.set_topic(source.substr(0, slash));
  int32_t partition = 0;
  if (slash != std::string::npos) {
    const bool number = absl::SimpleAtoi(source.substr(slash + 1), &partition);
    CSI_CHECK(number, source);
  }
  rejected.set_partition(partition);
  rejected.set_offset(input.offset);
  rejected.set_event_source(input.event_source);
  rejected.set_event_id(input.event_id);
  return rejected;
}

PublicEvent InputRejectedEvent(const common::v1::InputRejected& rejected) {
  PublicEvent event;
  event.subject = StrCat("inputs/", rejected.topic(), "/", rejected.partition(),
                         "/", rejected.offset());
  event.data = std::make_unique<common::v1::InputRejected>(rejected);
  return event;
}

}  // namespace csi
