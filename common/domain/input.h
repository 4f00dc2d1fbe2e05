// A record of an input topic, read and mapped, on its way to the partition.
#ifndef CSI_COMMON_DOMAIN_INPUT_H_
#define CSI_COMMON_DOMAIN_INPUT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/domain/domain.h"
#include "csi/common/v1/input_event.pb.h"

namespace csi {

// What an input asks for; the request is one that Domain::TakeInput knows.
struct InputCommand {
  std::string tenant;
  std::shared_ptr<const google::protobuf::Message> request;
};

// All of its commands have their effect, or none has and it is rejected. One
// without commands is of no interest: only its place counts.
struct Input {
  uint64_t offset = 0;
  std::string fingerprint;  // of the record, 16 bytes
  std::string event_source;
  std::string event_id;
  std::vector<InputCommand> commands;
  size_t bytes = 0;  // of it all, about, while it waits
  // Another partition of the journal counts it among the inputs.
  bool elsewhere = false;
  // It could not be read; place and CloudEvents attributes are filled in.
  std::optional<common::v1::InputRejected> rejected;
};

// Place and CloudEvents attributes of an input; the rest is for the caller.
// `source` is topic and partition: "itsm.measurements/0".
common::v1::InputRejected RejectionOf(const std::string& source,
                                      const Input& input);

// How the engine publishes it.
PublicEvent InputRejectedEvent(const common::v1::InputRejected& rejected);

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_INPUT_H_
