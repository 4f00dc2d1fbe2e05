// The head of an HTTP request on arbitrary bytes: what is accepted holds
// nothing that another reader could take in two ways, and written out again it
// reads the same. The envelope of a stream is tried on the same bytes.
#include <string>
#include <string_view>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/connect/http_head.h"
#include "common/connect/limits.h"
#include "common/connect/wire.h"

namespace csi::connect {
namespace {

// Counted on the bytes, not on what was parsed of them: a line that names the
// field, whatever blanks or capitals are in it.
int LinesNaming(std::string_view text, std::string_view name) {
  std::string plain;
  for (const char c : text) {
    if (c == ' ' || c == '\t') continue;
    plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  int count = 0;
  const std::string wanted = StrCat("\n", name, ":");
  for (size_t at = plain.find(wanted); at != std::string::npos;
       at = plain.find(wanted, at + 1)) {
    ++count;
  }
  return count;
}

std::string Written(const HttpHead& head) {
  std::string text = StrCat(head.method, " ", head.path, " HTTP/1.1");
  for (const auto& [name, value] : head.headers) {
    StrAppend(&text, "\r\n", name, ": ", value);
  }
  return text;
}

void CheckHead(std::string_view text) {
  const absl::StatusOr<HttpHead> head = ParseHead(text);
  if (!head.ok()) {
    CSI_CHECK(!head.status().message().empty(), "a refusal says why");
    return;
  }
  const int lengths = LinesNaming(text, "content-length");
  const int encodings = LinesNaming(text, "transfer-encoding");
  CSI_CHECK(lengths + encodings <= 1, "one way to tell where the body ends");
  CSI_CHECK((lengths == 1) == head->content_length.has_value(), "length");
  CSI_CHECK((encodings == 1) == head->chunked, "chunks");
  CSI_CHECK(LinesNaming(text, "host") == 1, "one host");
  CSI_CHECK(head->headers.size() <= limits::kHeaderFieldsMax, "bounded");
  for (const char c : Written(*head)) {
    CSI_CHECK(c == '\r' || c == '\n' || (c >= ' ' && c <= '~'), "printable");
  }
  const absl::StatusOr<HttpHead> again = ParseHead(Written(*head));
  CSI_CHECK(again.ok(), "what is written reads back");
  CSI_CHECK(again->method == head->method && again->path == head->path &&
                again->headers == head->headers &&
                again->content_length == head->content_length &&
                again->chunked == head->chunked &&
                again->keep_alive == head->keep_alive &&
                again->expects_continue == head->expects_continue,
            "and is the same");
}

void CheckEnvelope(std::string_view body) {
  const absl::StatusOr<std::string> message = OnlyMessage(body);
  if (!message.ok()) return;
  CSI_CHECK(Envelope(0, *message) == body, "one message and nothing else");
}

}  // namespace
}  // namespace csi::connect

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  csi::connect::CheckHead(text);
  csi::connect::CheckEnvelope(text);
  csi::connect::CheckEnvelope(csi::connect::Envelope(0, text));
  return 0;
}
