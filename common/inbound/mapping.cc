#include "common/inbound/mapping.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/inbound/limits.h"
#include "yaml-cpp/yaml.h"

namespace csi::inbound {
namespace {

// Left by the first error, with its place; caught at the edge.
struct Wrong {
  std::string what;
};

[[noreturn]] void Fail(std::string_view place, std::string_view rule) {
  throw Wrong{StrCat(place, ": ", rule)};
}

std::string Text(const YAML::Node& node, const std::string& place) {
  if (!node.IsScalar()) Fail(place, "must be one value.");
  return node.Scalar();
}

void CheckKeys(const YAML::Node& node, const std::string& place,
               const std::set<std::string>& known) {
  if (!node.IsMap()) Fail(place, "must be a list of \"key: value\" lines.");
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = Text(entry.first, place);
    if (known.count(key) == 0) {
      std::string names;
      for (const std::string& each : known) {
        StrAppend(&names, names.empty() ? "" : ", ", each);
      }
      Fail(StrCat(place, ".", key), StrCat("is not known; there are: ", names));
    }
    if (!seen.insert(key).second) Fail(StrCat(place, ".", key), "twice.");
  }
}

std::string Pointer(const YAML::Node& node, const std::string& place) {
  const std::string text = Text(node, place);
  try {
    const nlohmann::json::json_pointer checked(text);
  } catch (const std::exception&) {
    Fail(place, StrCat("'", text, "' is no JSON pointer such as /issue/key."));
  }
  return text;
}

Place ReadPlace(const YAML::Node& node, const std::string& place) {
  static const auto* const kinds = new std::map<std::string, Place::Kind>{
      {"path", Place::Kind::kPath},
      {"outer", Place::Kind::kOuter},
      {"attribute", Place::Kind::kAttribute},
      {"constant", Place::Kind::kConstant}};
  Place found;
  int count = 0;
  for (const auto& [key, kind] : *kinds) {
    const YAML::Node value = node[key];
    if (!value) continue;
    ++count;
    found.kind = kind;
    const bool pointer =
        kind == Place::Kind::kPath || kind == Place::Kind::kOuter;
    found.text = pointer ? Pointer(value, StrCat(place, ".", key))
                         : Text(value, StrCat(place, ".", key));
  }
  if (count != 1) Fail(place, "needs one of path, outer, attribute, constant.");
  return found;
}

// One place, or a list of them.
std::vector<Place> ReadPlaces(const YAML::Node& node, const std::string& place,
                              const std::set<std::string>& keys) {
  std::vector<Place> found;
  const auto add = [&](const YAML::Node& each, const std::string& where) {
    CheckKeys(each, where, keys);
    found.push_back(ReadPlace(each, where));
  };
  if (node.IsSequence()) {
    for (size_t i = 0; i < node.size(); ++i) {
      add(node[i], StrCat(place, "[", i, "]"));
    }
  } else {
    add(node, place);
  }
  if (found.empty()) Fail(place, "is an empty list.");
  return found;
}

const std::set<std::string>& PlaceKeys() {
  static const auto* const keys =
      new std::set<std::string>{"attribute", "constant", "outer", "path"};
  return *keys;
}

// The format and zone of a time stand beside its places: {path: .., time: ..}
// or {any: [..], time: .., zone: ..}.
FieldRule ReadField(const YAML::Node& node, const std::string& place,
                    FieldKind kind) {
  FieldRule rule;
  rule.kind = kind;
  if (!node.IsMap() || kind != FieldKind::kTime) {
    rule.places = ReadPlaces(node, place, PlaceKeys());
    return rule;
  }
  std::set<std::string> keys = PlaceKeys();
  keys.insert({"any", "time", "zone"});
  CheckKeys(node, place, keys);
  rule.places =
      node["any"] ? ReadPlaces(node["any"], StrCat(place, ".any"), PlaceKeys())
                  : std::vector<Place>{ReadPlace(node, place)};
  if (node["time"]) rule.time_format = Text(node["time"], place + ".time");
  if (node["zone"]) {
    rule.time_zone = Text(node["zone"], place + ".zone");
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(rule.time_zone, &zone)) {
      Fail(place + ".zone", StrCat("'", rule.time_zone,
                                   "' is no time zone known here, such as "
                                   "Europe/Berlin."));
    }
  }
  return rule;
}

std::string Status(const YAML::Node& node, const std::string& place) {
  const std::string text = Text(node, place);
  if (text.empty()) Fail(place, "is empty.");
  return text;
}

StateRule ReadState(const YAML::Node& node, const std::string& place,
                    const Mapping& mapping) {
  StateRule rule;
  if (node.IsScalar()) {
    rule.status = Status(node, place);
    return rule;
  }
  CheckKeys(node, place, {"by", "else", "words"});
  if (!node["by"] || !node["words"] || !node["words"].IsMap()) {
    Fail(place, "needs one status, or by: FIELD and words: {WORD: STATUS}.");
  }
  rule.by = Text(node["by"], place + ".by");
  if (mapping.fields.count(rule.by) == 0) {
    Fail(place + ".by", StrCat("field ", rule.by, " is not mapped above."));
  }
  if (node["else"]) rule.status = Status(node["else"], place + ".else");
  for (const auto& entry : node["words"]) {
    const std::string word = Text(entry.first, place);
    rule.second[PlainWord(word)] =
        Status(entry.second, StrCat(place, ".words.", word));
  }
  return rule;
}

std::string Glob(const YAML::Node& node, const std::string& place) {
  const std::string text = Text(node, place);
  const size_t star = text.find('*');
  if (text.empty() || (star != std::string::npos && star + 1 != text.size())) {
    Fail(place, "must be a text that may end in one *.");
  }
  return text;
}

void ReadMatch(const YAML::Node& node, Mapping& mapping) {
  CheckKeys(node, "match", {"source", "type", "when"});
  mapping.source = node["source"] ? Glob(node["source"], "match.source") : "*";
  mapping.type = node["type"] ? Glob(node["type"], "match.type") : "*";
  const YAML::Node when = node["when"];
  if (when && !when.IsSequence()) Fail("match.when", "must be a list.");
  for (size_t i = 0; when && i < when.size(); ++i) {
    const std::string place = StrCat("match.when[", i, "]");
    CheckKeys(when[i], place, {"attribute", "is", "path"});
    Condition condition;
    condition.place = ReadPlace(when[i], place);
    const YAML::Node words = when[i]["is"];
    if (!words || !words.IsSequence() || words.size() == 0) {
      Fail(place + ".is", "must be a list of words.");
    }
    for (const auto& word : words) {
      condition.words.push_back(PlainWord(Text(word, place + ".is")));
    }
    mapping.conditions.push_back(std::move(condition));
  }
}

const Purpose& FindPurpose(const YAML::Node& root,
                           const std::vector<Purpose>& purposes) {
  const std::string name = root["for"] ? Text(root["for"], "for") : "";
  std::string names;
  for (const Purpose& each : purposes) {
    if (each.name == name) return each;
    StrAppend(&names, names.empty() ? "" : ", ", each.name);
  }
  Fail("for", StrCat("'", name, "' is not one of: ", names));
}

void ReadFields(const YAML::Node& root, const Purpose& purpose,
                Mapping& mapping) {
  std::set<std::string> names;
  for (const KnownField& each : purpose.fields) names.emplace(each.name);
  if (!root["fields"]) Fail("fields", "is missing.");
  CheckKeys(root["fields"], "fields", names);
  for (const KnownField& each : purpose.fields) {
    const std::string name(each.name);
    const YAML::Node node = root["fields"][name];
    if (!node) continue;
    mapping.fields[name] = ReadField(node, "fields." + name, each.kind);
  }
  if (const YAML::Node node = root["dimensions"]) {
    if (!node.IsMap()) Fail("dimensions", "must be NAME: PLACE lines.");
    for (const auto& entry : node) {
      const std::string name = Text(entry.first, "dimensions");
      mapping.dimensions[name] =
          ReadField(entry.second, "dimensions." + name, FieldKind::kText);
    }
  }
}

Mapping Read(const YAML::Node& root, const std::vector<Purpose>& purposes) {
  CheckKeys(root, "mapping",
            {"dimensions", "each", "fields", "for", "mapping", "match",
             "states", "tenant"});
  Mapping mapping;
  const Purpose& purpose = FindPurpose(root, purposes);
  mapping.purpose = std::string(purpose.name);
  mapping.name = root["mapping"] ? Text(root["mapping"], "mapping") : "";
  if (mapping.name.empty()) Fail("mapping", "needs a name.");
  if (!root["match"]) Fail("match", "is missing.");
  ReadMatch(root["match"], mapping);
  if (root["each"]) mapping.each = Pointer(root["each"], "each");
  if (!root["tenant"]) Fail("tenant", "is missing.");
  mapping.tenant = ReadPlaces(root["tenant"], "tenant", PlaceKeys());
  ReadFields(root, purpose, mapping);
  if (const YAML::Node states = root["states"]) {
    if (!states.IsMap()) Fail("states", "must be WORD: STATUS lines.");
    for (const auto& entry : states) {
      const std::string word = Text(entry.first, "states");
      const std::string place = StrCat("states.", word);
      if (!mapping.states
               .emplace(PlainWord(word),
                        ReadState(entry.second, place, mapping))
               .second) {
        Fail(place, "stands there twice; case and blanks do not count.");
      }
    }
  }
  return mapping;
}

}  // namespace

std::string PlainWord(std::string_view word) {
  std::string plain;
  for (char c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || (c == '-' && !plain.empty())) c = '_';
    plain.push_back(c);
  }
  return plain;
}

absl::StatusOr<Mapping> ParseMapping(std::string_view name,
                                     std::string_view yaml,
                                     const std::vector<Purpose>& purposes) {
  if (yaml.size() > kMappingBytesMax) {
    return absl::InvalidArgumentError(
        StrCat(name, ": at most ", kMappingBytesMax, " bytes."));
  }
  try {
    return Read(YAML::Load(std::string(yaml)), purposes);
  } catch (const Wrong& wrong) {
    return absl::InvalidArgumentError(StrCat(name, ": ", wrong.what));
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(
        StrCat(name, " is no YAML: ", error.what()));
  }
}

}  // namespace csi::inbound
