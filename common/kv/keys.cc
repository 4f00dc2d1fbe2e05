#include "common/kv/keys.h"

#include "common/base/check.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace csi {

namespace {

// With room for one byte more.
std::string Joined(std::string_view tag,
                   std::initializer_list<std::string_view> parts) {
  size_t size = tag.size() + 1;
  for (std::string_view part : parts) size += part.size() + 1;
  std::string key;
  key.reserve(size);
  key.append(tag);
  for (std::string_view part : parts) {
    key.push_back('\0');
    key.append(part);
  }
  return key;
}

}  // namespace

std::string Key(std::string_view tag,
                std::initializer_list<std::string_view> parts) {
  return Joined(tag, parts);
}

std::string KeyPrefix(std::string_view tag,
                      std::initializer_list<std::string_view> parts) {
  std::string key = Joined(tag, parts);
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
  const size_t size = message.ByteSizeLong();
  std::string bytes(size, '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(),
                                                 static_cast<int>(size));
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&output);
  return bytes;
}

}  // namespace csi
