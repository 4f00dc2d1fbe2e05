#include "common/connect/http_head.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/connect/limits.h"
#include "common/status/status.h"

namespace csi::connect {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
constexpr size_t kLengthDigitsMax = 12;

absl::Status Bad(std::string_view what) {
  return absl::InvalidArgumentError(
      StrCat("The HTTP request cannot be read: ", what));
}

bool IsToken(std::string_view text) {
  for (const char c : text) {
    const bool letter = absl::ascii_isalnum(static_cast<unsigned char>(c));
    if (!letter && kTokenMarks.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

bool IsPrintable(std::string_view text) {
  for (const char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return true;
}

// Blanks and tabs only: a bare line feed is none, and other readers would take
// it for the end of the line.
std::string_view WithoutBlanks(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "POST /a.B/C HTTP/1.1"
absl::Status TakeRequestLine(std::string_view line, HttpHead& head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return Bad("the first line is not METHOD PATH HTTP/1.1.");
  }
  head.method = std::string(line.substr(0, first));
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (line.substr(last + 1) != "HTTP/1.1") {
    return Bad("only HTTP/1.1 is spoken here.");
  }
  if (!IsToken(head.method)) return Bad("the method is no word.");
  if (target.empty() || target[0] != '/' || !IsPrintable(target) ||
      target.find(' ') != std::string_view::npos) {
    return Bad("the path must begin with / and be printable ASCII.");
  }
  head.path = std::string(target.substr(0, target.find('?')));
  return absl::OkStatus();
}

absl::Status TakeField(std::string_view line, HttpHead& head) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return Bad("a header line is not NAME: VALUE.");
  }
  const std::string name = absl::AsciiStrToLower(View(line.substr(0, colon)));
  const std::string_view value = WithoutBlanks(line.substr(colon + 1));
  if (!IsPrintable(value)) {
    return Bad(StrCat("the header ", name, " is not printable ASCII."));
  }
  head.headers.emplace_back(name, std::string(value));
  if (head.headers.size() > limits::kHeaderFieldsMax) {
    return Bad(StrCat("more than ", limits::kHeaderFieldsMax,
                      " headers (kHeaderFieldsMax)."));
  }
  return absl::OkStatus();
}

absl::Status TakeLength(std::string_view value, HttpHead& head) {
  uint64_t length = 0;
  const bool digits =
      !value.empty() && value.size() <= kLengthDigitsMax &&
      value.find_first_not_of("0123456789") == std::string_view::npos &&
      absl::SimpleAtoi(View(value), &length);
  if (!digits) return Bad("Content-Length is no number of bytes.");
  if (head.content_length) return Bad("Content-Length comes twice.");
  head.content_length = length;
  return absl::OkStatus();
}

// What the fields say of the body and of the connection.
absl::Status TakeMeaning(HttpHead& head) {
  int hosts = 0;
  for (const auto& [name, value] : head.headers) {
    const std::string word = absl::AsciiStrToLower(value);
    if (name == "content-length") {
      RETURN_IF_ERROR(TakeLength(value, head));
    } else if (name == "transfer-encoding") {
      if (head.chunked || word != "chunked") {
        return Bad("the only Transfer-Encoding is chunked, once.");
      }
      head.chunked = true;
    } else if (name == "connection") {
      if (absl::StrContains(word, "close")) head.keep_alive = false;
    } else if (name == "expect") {
      if (word != "100-continue") return Bad("Expect must be 100-continue.");
      head.expects_continue = true;
    } else if (name == "host") {
      ++hosts;
    }
  }
  if (head.chunked && head.content_length) {
    return Bad("Content-Length and chunks at once.");
  }
  if (hosts != 1) return Bad("it needs one Host header.");
  return absl::OkStatus();
}

}  // namespace

std::string_view HttpHead::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

absl::StatusOr<HttpHead> ParseHead(std::string_view text) {
  HttpHead head;
  bool first = true;
  while (first || !text.empty()) {
    const size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? "" : text.substr(end + 2);
    RETURN_IF_ERROR(first ? TakeRequestLine(line, head)
                          : TakeField(line, head));
    first = false;
  }
  RETURN_IF_ERROR(TakeMeaning(head));
  return head;
}

}  // namespace csi::connect
