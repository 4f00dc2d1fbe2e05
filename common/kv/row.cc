#include "common/kv/row.h"

#include "common/kv/keys.h"
#include "google/protobuf/message.h"

namespace csi {

const std::shared_ptr<const google::protobuf::Message>& Row::As(
    const google::protobuf::Message& prototype) const {
  static const std::shared_ptr<const google::protobuf::Message> none;
  if (message_ != nullptr &&
      message_->GetDescriptor() == prototype.GetDescriptor()) {
    return message_;
  }
  std::shared_ptr<google::protobuf::Message> message(prototype.New());
  if (!message->ParseFromString(bytes())) return none;
  message_ = std::move(message);
  return message_;
}

void Row::Serialise() const {
  bytes_ = ToBytes(*message_);
  has_bytes_ = true;
}

}  // namespace csi
