#include "services/delivery/message.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"

namespace csi::delivery {
namespace {

using Json = nlohmann::json;

constexpr size_t kBlockBytes = 64;
constexpr size_t kSubjectBytesMax = 120;
// An encoded word of a header is at most 75 characters: 45 bytes of text.
constexpr size_t kEncodedWordBytes = 45;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string TimeOf(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// Without line ends and other control characters, at most so long, cut at the
// beginning of a character.
std::string OneLine(std::string_view text, size_t most) {
  std::string line;
  for (char c : text) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return std::string(Beginning(line, most));
}

std::string HeaderText(const std::string& line) {
  bool ascii = true;
  for (char c : line) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return line;
  std::string encoded;
  for (size_t at = 0; at < line.size();) {
    size_t end = std::min(line.size(), at + kEncodedWordBytes);
    while (end < line.size() && end > at &&
           (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) {
      --end;
    }
    if (!encoded.empty()) encoded += "\r\n ";
    encoded +=
        "=?UTF-8?B?" + absl::Base64Escape(line.substr(at, end - at)) + "?=";
    at = end;
  }
  return encoded;
}

std::string CrLf(const std::string& text) {
  std::string lines;
  for (char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      lines += "\r\n";
    } else {
      lines += c;
    }
  }
  return lines;
}

Json EnvelopeOf(const std::string& id, const std::string& source,
                const std::string& subject, absl::Time time) {
  return {{"specversion", "1.0"},
          {"id", id},
          {"source", source},
          {"type", "csi.notification.v1"},
          {"subject", subject},
          {"time", TimeOf(time)},
          {"datacontenttype", "application/json"}};
}

}  // namespace

std::string HmacSha256(std::string_view key, std::string_view message) {
  std::string block(key.size() > kBlockBytes ? Sha256(key) : std::string(key));
  block.resize(kBlockBytes, '\0');
  std::string inner = block;
  std::string outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return Sha256({outer, Sha256({inner, message})});
}

std::string SignatureOf(std::string_view secret, int64_t unix_seconds,
                        std::string_view body) {
  return StrCat("t=", unix_seconds, ",v1=",
                Hex(HmacSha256(secret, StrCat(unix_seconds, ".", body))));
}

std::string DeliveryId(std::string_view notification, std::string_view person,
                       std::string_view channel) {
  constexpr size_t kIdBytes = 32;
  return Hex(Sha256(StrCat(notification, "\n", person, "\n", channel)))
      .substr(0, kIdBytes);
}

std::string BodyOf(const std::string& id, const common::v1::CloudEvent& event,
                   const workflow::v1::PersonNotified& told,
                   const workflow::v1::NotifiedPerson& person) {
  Json json = EnvelopeOf(id, event.source(), told.about(),
                         absl::FromUnixSeconds(event.time().seconds()));
  json["causationid"] = event.id();
  Json& data = json["data"];
  data = {{"notification", told.notification()},
          {"rule", told.rule()},
          {"cause", told.cause()},
          {"what", told.what()},
          {"why", person.why()},
          {"person", person.person()},
          {"about", told.about()}};
  if (told.has_due_time()) {
    data["due_time"] = TimeOf(absl::FromUnixSeconds(told.due_time().seconds()));
  }
  return Dump(json);
}

std::string DigestBodyOf(const std::string& id, const std::string& tenant,
                         const std::string& person, const std::string& text,
                         absl::Time now) {
  Json json = EnvelopeOf(id, StrCat("//csi/delivery/", tenant), person, now);
  json["data"] = {{"rule", "DIGEST"},
                  {"what", "What waits for you and what you were told"},
                  {"why", "Because you prefer a digest."},
                  {"person", person},
                  {"text", text}};
  return Dump(json);
}

std::string MailOf(const std::string& id, const std::string& from,
                   const std::string& to, const std::string& body,
                   absl::Time now) {
  const Json json = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  const Json data =
      json.is_object() && json.contains("data") && json["data"].is_object()
          ? json["data"]
          : Json::object();
  const auto text = [&](const char* key) {
    return data.contains(key) && data[key].is_string()
               ? data[key].get<std::string>()
               : std::string();
  };
  const size_t at = from.find('@');
  const std::string host =
      at == std::string::npos ? "csi" : from.substr(at + 1);
  std::string mail = StrCat(
      "From: ", OneLine(from, 1000), "\r\nTo: ", OneLine(to, 1000),
      "\r\nSubject: ", HeaderText(OneLine(text("what"), kSubjectBytesMax)),
      "\r\nDate: ",
      absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", now, absl::UTCTimeZone()),
      "\r\nMessage-ID: <", id, "@", OneLine(host, 255), ">\r\n");
  StrAppend(&mail,
            "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n");
  std::string lines = StrCat(text("what"), "\n\n");
  if (!text("text").empty()) StrAppend(&lines, text("text"), "\n");
  if (!text("due_time").empty()) {
    StrAppend(&lines, "Due: ", text("due_time"), "\n");
  }
  if (!text("about").empty()) StrAppend(&lines, text("about"), "\n");
  StrAppend(&lines, "\nWhy did I get this? ", text("why"), "\n",
            "What is sent can be changed: csictl inbox prefer.\n");
  return mail + CrLf(lines);
}

}  // namespace csi::delivery
