#include "common/inbound/cloud_event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/inbound/json_text.h"
#include "common/inbound/limits.h"
#include "common/inbound/poison.h"

namespace csi::inbound {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kPrefix = "ce_";
constexpr std::string_view kStructured = "application/cloudevents";
constexpr std::string_view kJsonType = "application/json";

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// "Application/JSON; charset=utf-8" -> "application/json".
std::string MediaType(std::string_view text) {
  std::string type = Lower(text.substr(0, text.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type;
}

absl::Status NotCloudEvent(std::string_view what) {
  return PoisonError(Poison::kNotCloudEvent, what);
}

absl::Status Keep(std::string_view name, std::string value,
                  InboundEvent& event) {
  if (value.size() > kAttributeBytesMax ||
      event.attributes.size() >= kAttributesMax) {
    return PoisonError(
        Poison::kTooLarge,
        StrCat("attribute ", name.substr(0, 100), ": at most ", kAttributesMax,
               " attributes of ", kAttributeBytesMax, " bytes."));
  }
  if (csv::ValidUtf8Prefix(value) != value.size() ||
      csv::ValidUtf8Prefix(name) != name.size()) {
    return NotCloudEvent("an attribute is not UTF-8.");
  }
  // Said twice: the first counts, as it does for the broker's own tools.
  event.attributes.emplace(name, std::move(value));
  return absl::OkStatus();
}

absl::Status CheckNeeded(const InboundEvent& event) {
  for (const std::string_view name : {"id", "source", "type", "specversion"}) {
    if (event.attribute(name).empty()) {
      return NotCloudEvent(StrCat("the attribute ", name,
                                  " is missing: send CloudEvents 1.0, with "
                                  "headers ce_id, ce_source, ce_type and "
                                  "ce_specversion or in structured JSON."));
    }
  }
  if (event.attribute("specversion").substr(0, 2) != "1.") {
    return NotCloudEvent(StrCat("specversion is ",
                                event.attribute("specversion"),
                                "; this program reads 1.0."));
  }
  return absl::OkStatus();
}

absl::Status ReadStructured(const std::string& value, InboundEvent& event) {
  const std::optional<Json> root = ParseJson(value);
  if (!root || !root->is_object()) {
    return NotCloudEvent("the structured event is no JSON object.");
  }
  for (const auto& [name, item] : root->items()) {
    if (name == "data" || name == "data_base64" || item.is_null()) continue;
    if (item.is_structured()) {
      return NotCloudEvent(StrCat("attribute ", name.substr(0, 100),
                                  " is neither text, number nor truth."));
    }
    const absl::Status kept = Keep(
        name, item.is_string() ? item.get<std::string>() : item.dump(), event);
    if (!kept.ok()) return kept;
  }
  event.content_type = MediaType(event.attribute("datacontenttype"));
  if (event.content_type.empty()) event.content_type = kJsonType;
  if (const auto data = root->find("data"); data != root->end()) {
    event.data = event.is_json() || !data->is_string()
                     ? data->dump()
                     : data->get<std::string>();
  } else if (const auto coded = root->find("data_base64");
             coded != root->end()) {
    if (!coded->is_string() ||
        !absl::Base64Unescape(coded->get<std::string>(), &event.data)) {
      return NotCloudEvent("data_base64 is not Base64.");
    }
  }
  return absl::OkStatus();
}

absl::Status ReadBinary(const InputRecord& record, InboundEvent& event) {
  for (const auto& [header, value] : record.headers) {
    const std::string name = Lower(header);
    if (name.substr(0, kPrefix.size()) != kPrefix) continue;
    const absl::Status kept = Keep(name.substr(kPrefix.size()), value, event);
    if (!kept.ok()) return kept;
  }
  event.data = record.value;
  return absl::OkStatus();
}

}  // namespace

std::string_view InboundEvent::attribute(std::string_view name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : found->second;
}

bool InboundEvent::is_json() const {
  constexpr std::string_view kSuffix = "+json";
  return content_type == kJsonType ||
         (content_type.size() > kSuffix.size() &&
          content_type.substr(content_type.size() - kSuffix.size()) == kSuffix);
}

absl::StatusOr<InboundEvent> ReadCloudEvent(const InputRecord& record) {
  if (record.value.size() > kInputBytesMax) {
    return PoisonError(Poison::kTooLarge,
                       StrCat("the value has ", record.value.size(),
                              " bytes; at most ", kInputBytesMax, "."));
  }
  const auto type = std::find_if(
      record.headers.begin(), record.headers.end(),
      [](const auto& header) { return Lower(header.first) == "content-type"; });
  InboundEvent event;
  if (type != record.headers.end())
    event.content_type = MediaType(type->second);
  const bool structured =
      event.content_type.substr(0, kStructured.size()) == kStructured;
  if (structured && event.content_type != "application/cloudevents+json") {
    return NotCloudEvent(StrCat(event.content_type.substr(0, 100),
                                ": of the structured forms only "
                                "application/cloudevents+json is read."));
  }
  const absl::Status read = structured ? ReadStructured(record.value, event)
                                       : ReadBinary(record, event);
  if (!read.ok()) return read;
  if (event.content_type.empty()) event.content_type = kJsonType;
  const absl::Status needed = CheckNeeded(event);
  if (!needed.ok()) return needed;
  return event;
}

}  // namespace csi::inbound
