#include "common/publisher/event_json.h"

#include <memory>

#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

namespace csi {
namespace {

using google::protobuf::Message;

std::unique_ptr<Message> NewOf(const std::string& type) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          type);
  if (descriptor == nullptr) return nullptr;
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor)
          ->New());
}

}  // namespace

std::string DataAsJson(const common::v1::CloudEvent& event) {
  const std::unique_ptr<Message> data = NewOf(event.type());
  std::string json;
  if (data == nullptr || !data->ParseFromString(event.data()) ||
      !google::protobuf::util::MessageToJsonString(*data, &json).ok()) {
    return "";
  }
  return json;
}

std::optional<std::string> DataFromJson(const std::string& type,
                                        const std::string& json) {
  const std::unique_ptr<Message> data = NewOf(type);
  if (data == nullptr) return std::nullopt;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(json, data.get(), options)
           .ok()) {
    return std::nullopt;
  }
  return data->SerializeAsString();
}

}  // namespace csi
