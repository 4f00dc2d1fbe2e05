#include "services/reporting/render/escape.h"

#include <string>
#include <string_view>

namespace csi::reporting::render {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kEllipsis = 0x2026;

bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The least code point that needs this many bytes; a lower one is overlong.
constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};

size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if ((lead & 0xE0) == 0xC0) return 2;
  if ((lead & 0xF0) == 0xE0) return 3;
  if ((lead & 0xF8) == 0xF0) return 4;
  return 0;
}

bool IsShowable(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n';
  if (c >= 0x7F && c <= 0x9F) return false;
  if (c >= 0xD800 && c <= 0xDFFF) return false;
  if (c == 0x202D || c == 0x202E) return false;
  return c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF;
}

}  // namespace

char32_t DecodeUtf8(std::string_view text, size_t* next) {
  const auto byte = [&text](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const size_t start = *next;
  const unsigned char lead = byte(start);
  const size_t length = SequenceLength(lead);
  *next = start + 1;
  if (length == 1) return lead;
  if (length == 0 || start + length > text.size()) return kReplacement;
  char32_t code_point = lead & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(byte(start + i))) return kReplacement;
    code_point = (code_point << 6) | (byte(start + i) & 0x3F);
  }
  if (code_point < kLeast[length]) return kReplacement;
  *next = start + length;
  return code_point;
}

void AppendUtf8(char32_t c, std::string* out) {
  const auto put = [out](char32_t byte) {
    out->push_back(static_cast<char>(byte));
  };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t i = 0; i < text.size();) {
    const char32_t c = DecodeUtf8(text, &i);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        AppendUtf8(IsShowable(c) ? c : kReplacement, &out);
    }
  }
  return out;
}

std::string Shorten(std::string_view text, size_t code_points_max) {
  std::string out;
  size_t count = 0;
  size_t last = 0;  // where the last code point that fits begins
  for (size_t i = 0; i < text.size();) {
    if (count == code_points_max) {
      out.resize(last);
      if (code_points_max > 0) AppendUtf8(kEllipsis, &out);
      return out;
    }
    last = out.size();
    AppendUtf8(DecodeUtf8(text, &i), &out);
    ++count;
  }
  return out;
}

}  // namespace csi::reporting::render
