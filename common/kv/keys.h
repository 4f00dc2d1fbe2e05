// Keys of rows and protobuf values.
//
//   key     = tag *( NUL part )
//   part    = bytes without NUL | big-endian number of 8 bytes (last part, or
//             followed by NUL all the same: the reader knows which it is)
//
// Resource ids and names never hold a NUL (the API validates them), so two
// different lists of parts never give the same key, and all rows below a list
// of parts share the prefix Key(parts...) + NUL.
#ifndef CSI_COMMON_KV_KEYS_H_
#define CSI_COMMON_KV_KEYS_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "common/kv/kv.h"
#include "google/protobuf/message.h"

namespace csi {

// Key("opp", {tenant, id}).
std::string Key(std::string_view tag,
                std::initializer_list<std::string_view> parts);

// Key(...) + NUL: the prefix of everything below.
std::string KeyPrefix(std::string_view tag,
                      std::initializer_list<std::string_view> parts);

// Eight bytes, most significant first, so that keys sort as numbers do.
std::string BigEndian(uint64_t number);
uint64_t FromBigEndian(std::string_view eight_bytes);

// The parts of a key behind its tag. Only for keys without numbers.
std::vector<std::string> KeyParts(std::string_view key);

// Deterministic serialisation: the same message, the same bytes.
std::string ToBytes(const google::protobuf::Message& message);

// The row as a message; null when there is none or it does not parse. For rows
// that are read and not changed: nothing is copied.
template <class Message>
std::shared_ptr<const Message> ReadRow(const KvReader& reader,
                                       std::string_view key) {
  const RowRef row = reader.Fetch(key);
  if (row == nullptr) return nullptr;
  return std::static_pointer_cast<const Message>(
      row->As(Message::default_instance()));
}

// A copy of the row, to be changed.
template <class Message>
std::optional<Message> GetRow(const KvReader& reader, std::string_view key) {
  const RowRef row = reader.Fetch(key);
  if (row == nullptr) return std::nullopt;
  if (row->parsed() || row.use_count() > 1) {
    // Somebody keeps it, and is likely to be asked again.
    const auto& kept = row->As(Message::default_instance());
    if (kept == nullptr) return std::nullopt;
    return static_cast<const Message&>(*kept);
  }
  Message message;
  if (!message.ParseFromString(row->bytes())) return std::nullopt;
  return message;
}

// Stages the message; its bytes are made when they are needed.
template <class Message>
void PutRow(KvWriter& writer, std::string_view key, Message&& row) {
  using Value = std::remove_cvref_t<Message>;
  std::shared_ptr<const google::protobuf::Message> message =
      std::make_shared<const Value>(std::forward<Message>(row));
  writer.PutRow(key, std::make_shared<const Row>(std::move(message)));
}

}  // namespace csi

#endif  // CSI_COMMON_KV_KEYS_H_
