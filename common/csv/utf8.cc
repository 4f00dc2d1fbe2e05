#include "common/csv/utf8.h"

#include <cstdint>
#include <cstring>

namespace csi::csv {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080u;

// Bytes of the valid character at the front of `rest`, 0 if there is none.
// The second byte's range depends on the first: that keeps overlong forms,
// surrogates and values above U+10FFFF out.
size_t CharacterBytes(std::string_view rest) {
  const auto byte = [rest](size_t i) {
    return static_cast<unsigned char>(rest[i]);
  };
  const unsigned char first = byte(0);
  size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (rest.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

size_t ValidUtf8Prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    // Plain ASCII is the rule: eight bytes at a time.
    uint64_t word = 0;
    while (text.size() - at >= sizeof(word)) {
      std::memcpy(&word, text.data() + at, sizeof(word));
      if ((word & kHighBits) != 0) break;
      at += sizeof(word);
    }
    if (at == text.size()) break;
    const size_t bytes = CharacterBytes(text.substr(at));
    if (bytes == 0) return at;
    at += bytes;
  }
  return at;
}

std::string CleanUtf8(std::string_view text, size_t bytes_max) {
  std::string clean;
  bool cut = false;
  while (!text.empty() && !cut) {
    size_t good = ValidUtf8Prefix(text);
    if (clean.size() + good > bytes_max) {
      good = bytes_max - clean.size();
      while (good > 0 && (text[good] & 0xc0) == 0x80) --good;
      cut = true;
    }
    clean.append(text.substr(0, good));
    text.remove_prefix(good);
    if (cut || text.empty()) break;
    if (clean.size() == bytes_max) break;
    clean.push_back('?');
    text.remove_prefix(1);
  }
  return clean;
}

}  // namespace csi::csv
