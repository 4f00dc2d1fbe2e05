// AIP-160 filters over protobuf messages: parsed once, matched row by row.
//
//   expression  = factor { ["AND"] factor }
//   factor      = term { "OR" term }            (OR binds tighter than AND)
//   term        = [ "NOT" | "-" ] ( "(" expression ")" | restriction )
//   restriction = field op value
//   op          = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
//   value       = word | '"' { character | '\"' | '\\' } '"'
//
// Fields are paths of the message. Texts: =, != and ':' (contains, without
// case). Resource names: the whole name or its last part; "" for none. Enums:
// the value without its prefix. Numbers, days (2026-05-01) and times (RFC 3339
// or a day) also by order; unset days and times match nothing but "!=". Pairs
// of a list as NAME.KEY: as texts, and by order where the value asked for is a
// number or a day, which a value of another kind does not match. A value such
// as "@me" stands for what the caller of Parse gives for it. Immutable after
// Parse; thread-safe.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_FILTER_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_FILTER_H_

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace csi::registry {

struct FilterNode;

// What may be asked about: fields of one message.
struct FilterSchema {
  const google::protobuf::Descriptor* message;
  std::vector<std::string> fields;
  // "text" looks into all of these with ':'; empty: there is no such field.
  std::vector<std::string> text_fields = {};
  // "text" means: all words of the value stand there (words.h), not: it
  // contains the value.
  bool text_by_words = false;
  // Names with '=' that mean: any of these fields is it.
  std::vector<std::pair<std::string, std::vector<std::string>>> any_of = {};
  // Names with = true and = false that mean a property of the message.
  std::vector<
      std::pair<std::string, bool (*)(const google::protobuf::Message&)>>
      flags = {};
  // Lists of pairs, messages with `key` and `value`: each key is a field.
  std::vector<std::string> pairs = {};
};

// "@me" -> its value.
using FilterVariables = std::map<std::string, std::string, std::less<>>;

// Numbers that a field may have; days and times in microseconds since 1970.
struct FilterRange {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  // The bound itself is not within.
  bool min_open = false;
  bool max_open = false;
};

class Filter {
 public:
  // FILTER_INVALID with the place and what is known there. An empty text
  // matches everything.
  static absl::StatusOr<Filter> Parse(std::string_view text,
                                      const FilterSchema& schema,
                                      const FilterVariables& variables = {});

  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;
  ~Filter();

  bool Matches(const google::protobuf::Message& message) const;

  // The value that every match has in this field (field = value, not below OR
  // or NOT); null if there is none. For choosing an index.
  const std::string* EqualTo(std::string_view field) const;
  // The values that every match contains in this field (field : value).
  std::vector<std::string> Contained(std::string_view field) const;
  // Bounds within which every match has this field.
  FilterRange RangeOf(std::string_view field) const;
  // Whether it looks at this field, or a part of it, at all.
  bool Mentions(std::string_view field) const;

 private:
  explicit Filter(std::unique_ptr<FilterNode> root);

  std::unique_ptr<FilterNode> root_;  // null: matches everything
};

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_FILTER_H_
