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

template <class Row>
std::optional<Row> GetRow(const KvReader& reader, std::string_view key) {
  std::optional<std::string> bytes = reader.Get(key);
  if (!bytes) return std::nullopt;
  Row row;
  if (!row.ParseFromString(*bytes)) return std::nullopt;
  return row;
}

// As GetRow, without a copy: for rows that are read and not changed.
template <class Row>
std::shared_ptr<const Row> ReadRow(const KvReader& reader,
                                   std::string_view key) {
  return std::static_pointer_cast<const Row>(
      reader.GetMessage(key, Row::default_instance()));
}

inline void PutRow(KvWriter& writer, std::string_view key,
                   const google::protobuf::Message& row) {
  writer.Put(key, ToBytes(row));
}

}  // namespace csi

#endif  // CSI_COMMON_KV_KEYS_H_
