#include "common/kv/kv.h"

#include "google/protobuf/message.h"

namespace csi {

std::shared_ptr<const google::protobuf::Message> KvReader::GetMessage(
    std::string_view key, const google::protobuf::Message& prototype) const {
  const std::optional<std::string> bytes = Get(key);
  if (!bytes) return nullptr;
  std::shared_ptr<google::protobuf::Message> message(prototype.New());
  if (!message->ParseFromString(*bytes)) return nullptr;
  return message;
}

void KvReader::ScanPrefix(std::string_view prefix, RowFn row) const {
  Scan(prefix, PrefixEnd(prefix), row);
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) {
    end.pop_back();
  }
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

}  // namespace csi
