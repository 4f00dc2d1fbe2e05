#include "common/kv/keys.h"

#include "common/base/check.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace csi {

std::string Key(std::string_view tag,
                std::initializer_list<std::string_view> parts) {
  std::string key(tag);
  for (std::string_view part : parts) {
    key.push_back('\0');
    key.append(part);
  }
  return key;
}

std::string KeyPrefix(std::string_view tag,
                      std::initializer_list<std::string_view> parts) {
  std::string key = Key(tag, parts);
  key.push_back('\0');
  return key;
}

std::string BigEndian(uint64_t number) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i) {
    bytes[i] = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return bytes;
}

uint64_t FromBigEndian(std::string_view eight_bytes) {
  CSI_CHECK(eight_bytes.size() >= 8, "a number key has eight bytes");
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) {
    number = (number << 8) | static_cast<unsigned char>(eight_bytes[i]);
  }
  return number;
}

std::vector<std::string> KeyParts(std::string_view key) {
  std::vector<std::string> parts;
  size_t nul = key.find('\0');
  while (nul != std::string_view::npos) {
    const size_t next = key.find('\0', nul + 1);
    parts.emplace_back(key.substr(nul + 1, next - nul - 1));
    nul = next;
  }
  return parts;
}

std::string ToBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

}  // namespace csi
