#include "common/rpc/event_json.h"

#include <memory>

#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

namespace csi::rpc {

std::string DataAsJson(const common::v1::CloudEvent& event) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          event.type());
  if (descriptor == nullptr) return "";
  std::unique_ptr<google::protobuf::Message> data(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor)
          ->New());
  std::string json;
  if (!data->ParseFromString(event.data()) ||
      !google::protobuf::util::MessageToJsonString(*data, &json).ok()) {
    return "";
  }
  return json;
}

}  // namespace csi::rpc
