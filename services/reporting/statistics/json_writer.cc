#include "services/reporting/statistics/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace csi::statistics {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

std::string ShortestDouble(double value) {
  std::array<char, 40> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return std::string(buffer.data(), end);
}

void JsonWriter::Quoted(std::string_view text) {
  out_.push_back('"');
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_.push_back('\\');
      out_.push_back(c);
    } else if (byte < 0x20) {
      out_.append("\\u00");
      out_.push_back(kHexDigits[byte >> 4]);
      out_.push_back(kHexDigits[byte & 15]);
    } else {
      out_.push_back(c);
    }
  }
  out_.push_back('"');
}

void JsonWriter::Begin(std::string_view key) {
  if (!first_) out_.push_back(',');
  if (depth_ > 0) {
    out_.push_back('\n');
    out_.append(2 * depth_, ' ');
  }
  first_ = false;
  if (key.empty()) return;
  Quoted(key);
  out_.append(": ");
}

void JsonWriter::Open(std::string_view key, char bracket) {
  Begin(key);
  out_.push_back(bracket);
  ++depth_;
  first_ = true;
}

void JsonWriter::Close(char bracket) {
  --depth_;
  if (!first_) {
    out_.push_back('\n');
    out_.append(2 * depth_, ' ');
  }
  out_.push_back(bracket);
  first_ = false;
}

void JsonWriter::Number(std::string_view key, std::optional<double> value) {
  if (!value.has_value() || !std::isfinite(*value)) return Null(key);
  Begin(key);
  out_.append(ShortestDouble(*value));
}

void JsonWriter::Integer(std::string_view key, int64_t value) {
  Begin(key);
  out_.append(std::to_string(value));
}

void JsonWriter::Boolean(std::string_view key, std::optional<bool> value) {
  if (!value.has_value()) return Null(key);
  Begin(key);
  out_.append(*value ? "true" : "false");
}

void JsonWriter::String(std::string_view key, std::string_view value) {
  Begin(key);
  Quoted(value);
}

void JsonWriter::Null(std::string_view key) {
  Begin(key);
  out_.append("null");
}

void JsonWriter::Indices(std::string_view key,
                         const std::vector<size_t>& values) {
  Begin(key);
  out_.push_back('[');
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out_.append(", ");
    out_.append(std::to_string(values[i]));
  }
  out_.push_back(']');
}

void JsonWriter::Numbers(std::string_view key, std::span<const double> values) {
  Begin(key);
  out_.push_back('[');
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out_.append(", ");
    out_.append(std::isfinite(values[i]) ? ShortestDouble(values[i]) : "null");
  }
  out_.push_back(']');
}

void JsonWriter::Interval(std::string_view key, std::optional<double> low,
                          std::optional<double> high) {
  if (!low.has_value() || !high.has_value()) return Null(key);
  Numbers(key, std::vector<double>{*low, *high});
}

void JsonWriter::Reason(std::string_view key, std::string_view value) {
  if (!value.empty()) String(key, value);
}

std::string JsonWriter::Take() {
  out_.push_back('\n');
  return std::exchange(out_, {});
}

}  // namespace csi::statistics
