#include "services/reporting/render/json_writer.h"

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "services/reporting/render/escape.h"

namespace csi::reporting::render {
namespace {

// Room for any double in its shortest form.
constexpr size_t kDoubleCharsMax = 32;

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  for (size_t i = 0; i < text.size();) {
    const char32_t c = DecodeUtf8(text, &i);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(static_cast<char>(c));
    } else if (c < 0x20) {
      out->append(absl::StrFormat("\\u%04x", static_cast<uint32_t>(c)));
    } else {
      AppendUtf8(c >= 0xD800 && c <= 0xDFFF ? char32_t{0xFFFD} : c, out);
    }
  }
  out->push_back('"');
}

}  // namespace

void JsonWriter::Break() {
  out_.push_back('\n');
  out_.append(2 * has_items_.size(), ' ');
}

void JsonWriter::BeforeValue() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_items_.empty()) return;
  if (has_items_.back()) out_.push_back(',');
  has_items_.back() = true;
  Break();
}

JsonWriter& JsonWriter::OpenObject() {
  BeforeValue();
  out_.push_back('{');
  has_items_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::CloseObject() {
  const bool filled = has_items_.back();
  has_items_.pop_back();
  if (filled) Break();
  out_.push_back('}');
  return *this;
}

JsonWriter& JsonWriter::OpenArray() {
  BeforeValue();
  out_.push_back('[');
  has_items_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::CloseArray() {
  const bool filled = has_items_.back();
  has_items_.pop_back();
  if (filled) Break();
  out_.push_back(']');
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  BeforeValue();
  AppendQuoted(key, &out_);
  out_ += ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  BeforeValue();
  AppendQuoted(value, &out_);
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  if (!std::isfinite(value)) return Null();
  BeforeValue();
  char digits[kDoubleCharsMax];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value);
  out_.append(digits, end.ptr);
  return *this;
}

JsonWriter& JsonWriter::Integer(int64_t value) {
  BeforeValue();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  BeforeValue();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  BeforeValue();
  out_ += "null";
  return *this;
}

std::string JsonWriter::Take() {
  out_.push_back('\n');
  return std::move(out_);
}

}  // namespace csi::reporting::render
