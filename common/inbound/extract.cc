#include "common/inbound/extract.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/inbound/json_text.h"
#include "common/inbound/limits.h"
#include "common/inbound/poison.h"

namespace csi::inbound {
namespace {

using Json = nlohmann::json;

constexpr size_t kShownBytes = 100;

// What the places are looked up in. Both may be null: data that is no JSON.
struct Scope {
  const InboundEvent& event;
  const Json* data;
  const Json* item;
};

absl::Status Bad(std::string_view field, std::string_view rule) {
  return PoisonError(Poison::kFieldBad, StrCat("field ", field, ": ", rule));
}

const Json* At(const Json* root, const std::string& pointer) {
  if (root == nullptr) return nullptr;
  const Json::json_pointer path(pointer);
  // contains() refuses an index such as "01" by an exception.
  try {
    return root->contains(path) ? &root->at(path) : nullptr;
  } catch (const Json::exception&) {
    return nullptr;
  }
}

// Text of the first place that holds something.
absl::StatusOr<std::string> Find(std::string_view field,
                                 const std::vector<Place>& places,
                                 const Scope& scope) {
  for (const Place& place : places) {
    std::string found;
    if (place.kind == Place::Kind::kConstant) {
      found = place.text;
    } else if (place.kind == Place::Kind::kAttribute) {
      found = std::string(scope.event.attribute(place.text));
    } else {
      const Json* value =
          At(place.kind == Place::Kind::kPath ? scope.item : scope.data,
             place.text);
      if (value == nullptr || value->is_null()) continue;
      if (value->is_structured()) {
        // Where two forms are tried, the other one may fit.
        if (places.size() > 1) continue;
        return Bad(field, StrCat("at ", place.text,
                                 " stands a list or an object, not a value."));
      }
      found = value->is_string() ? value->get<std::string>() : value->dump();
    }
    if (found.empty()) continue;
    if (found.size() > kFieldBytesMax) {
      return PoisonError(Poison::kTooLarge,
                         StrCat("field ", field, ": ", found.size(),
                                " bytes; at most ", kFieldBytesMax, "."));
    }
    return found;
  }
  return std::string();
}

std::optional<absl::Time> ReadTime(const FieldRule& rule,
                                   const std::string& text) {
  int64_t number = 0;
  if (rule.time_format == "unix_ms" || rule.time_format == "unix_s") {
    if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
    return rule.time_format == "unix_ms" ? absl::FromUnixMillis(number)
                                         : absl::FromUnixSeconds(number);
  }
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!rule.time_zone.empty()) absl::LoadTimeZone(rule.time_zone, &zone);
  const std::string format =
      rule.time_format.empty() ? absl::RFC3339_full : rule.time_format;
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(format, text, zone, &time, &error)) return std::nullopt;
  return time;
}

// The text in the form of its kind.
absl::StatusOr<std::string> Normal(std::string_view field,
                                   const FieldRule& rule, std::string text) {
  const std::string shown = text.substr(0, kShownBytes);
  switch (rule.kind) {
    case FieldKind::kText:
      return text;
    case FieldKind::kTime: {
      const auto time = ReadTime(rule, text);
      // What protobuf can hold: the years 1 to 9999.
      if (!time || *time < absl::FromUnixSeconds(-62135596800) ||
          *time >= absl::FromUnixSeconds(253402300800)) {
        return Bad(field, StrCat("'", shown, "' is no time in the format ",
                                 rule.time_format.empty() ? "RFC 3339"
                                                          : rule.time_format,
                                 "."));
      }
      return absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone());
    }
    case FieldKind::kCount: {
      uint64_t count = 0;
      if (!absl::SimpleAtoi(text, &count)) {
        return Bad(field, StrCat("'", shown, "' is no whole number from 0."));
      }
      return StrCat(count);
    }
    case FieldKind::kNumber: {
      double number = 0;
      if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
        return Bad(field, StrCat("'", shown, "' is no finite number."));
      }
      return text;
    }
  }
  return text;
}

absl::Status FillRow(const std::map<std::string, FieldRule, std::less<>>& rules,
                     const Scope& scope,
                     std::map<std::string, std::string, std::less<>>& values) {
  for (const auto& [name, rule] : rules) {
    auto text = Find(name, rule.places, scope);
    if (!text.ok()) return text.status();
    if (text->empty()) continue;
    auto normal = Normal(name, rule, *std::move(text));
    if (!normal.ok()) return normal.status();
    values[name] = *std::move(normal);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Holds(const Mapping& mapping, const Scope& scope) {
  for (const Condition& condition : mapping.conditions) {
    const auto text = Find("match.when", {condition.place}, scope);
    if (!text.ok()) return text.status();
    if (std::find(condition.words.begin(), condition.words.end(),
                  PlainWord(*text)) == condition.words.end()) {
      return false;
    }
  }
  return true;
}

absl::Status AddRow(const Mapping& mapping, const Scope& scope,
                    Extracted& found) {
  Row& row = found.rows.emplace_back();
  const absl::Status fields = FillRow(mapping.fields, scope, row.fields);
  if (!fields.ok()) return fields;
  return FillRow(mapping.dimensions, scope, row.dimensions);
}

absl::Status AddRows(const Mapping& mapping, const InboundEvent& event,
                     const Json& data, Extracted& found) {
  if (mapping.each.empty())
    return AddRow(mapping, {event, &data, &data}, found);
  const Json* list = At(&data, mapping.each);
  if (list == nullptr || !list->is_array()) {
    return PoisonError(Poison::kFieldMissing,
                       StrCat("no list at ", mapping.each, "."));
  }
  if (list->size() > kRowsMax) {
    return PoisonError(Poison::kTooLarge,
                       StrCat(list->size(), " rows at ", mapping.each,
                              "; at most ", kRowsMax, "."));
  }
  for (size_t i = 0; i < list->size(); ++i) {
    const absl::Status added =
        AddRow(mapping, {event, &data, &(*list)[i]}, found);
    if (!added.ok()) {
      absl::Status where(added.code(), View(StrCat("row ", i, ": ",
                                                   StdView(added.message()))));
      added.ForEachPayload([&](absl::string_view url, const absl::Cord& cord) {
        where.SetPayload(url, cord);
      });
      return where;
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view Row::field(std::string_view name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view() : found->second;
}

absl::StatusOr<Extracted> Extract(const Mapping& mapping,
                                  const InboundEvent& event) {
  const std::optional<Json> data =
      event.is_json() ? ParseJson(event.data) : std::nullopt;
  if (!data) {
    return PoisonError(Poison::kNotJson,
                       StrCat("mapping ", mapping.name, ": the data (",
                              event.content_type.substr(0, kShownBytes),
                              ") is no JSON, or brackets nest deeper than ",
                              kJsonDepthMax, "."));
  }
  Extracted found;
  const Scope whole{event, &*data, &*data};
  const auto holds = Holds(mapping, whole);
  if (!holds.ok()) return holds.status();
  if (!*holds) {
    found.ignored = true;
    return found;
  }
  auto tenant = Find("tenant", mapping.tenant, whole);
  if (!tenant.ok()) return tenant.status();
  if (tenant->empty()) {
    return PoisonError(Poison::kNoTenant,
                       StrCat("mapping ", mapping.name,
                              ": no place says whose event this is; send the "
                              "attribute partitionkey, or name another place "
                              "under tenant."));
  }
  found.tenant = *std::move(tenant);
  const absl::Status added = AddRows(mapping, event, *data, found);
  if (!added.ok()) return added;
  return found;
}

std::string StateOf(const Mapping& mapping, std::string_view word,
                    const Row& row) {
  const auto rule = mapping.states.find(PlainWord(word));
  if (rule == mapping.states.end()) return "";
  if (!rule->second.by.empty()) {
    const auto second =
        rule->second.second.find(PlainWord(row.field(rule->second.by)));
    if (second != rule->second.second.end()) return second->second;
  }
  return rule->second.status;
}

absl::Time TimeOf(std::string_view text) {
  absl::Time time;
  std::string error;
  absl::ParseTime(absl::RFC3339_full, View(text), &time, &error);
  return time;
}

uint64_t CountOf(std::string_view text) {
  uint64_t count = 0;
  return absl::SimpleAtoi(View(text), &count) ? count : 0;
}

double NumberOf(std::string_view text) {
  double number = 0;
  return absl::SimpleAtod(View(text), &number) ? number : 0;
}

}  // namespace csi::inbound
