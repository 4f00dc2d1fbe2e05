// A mapping: where the fields of another system's events are, and what its
// words for states mean. Read from YAML (deploy/mappings/README.md says how it
// is written); checked whole when it is read, so that using one cannot fail for
// a reason of its own. Values; thread-safe.
#ifndef CSI_COMMON_INBOUND_MAPPING_H_
#define CSI_COMMON_INBOUND_MAPPING_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::inbound {

enum class FieldKind { kText, kTime, kCount, kNumber };

// A field that a purpose knows. Times come out as RFC 3339 in UTC, counts as
// whole numbers from 0, numbers as JSON writes them.
struct KnownField {
  std::string_view name;
  FieldKind kind = FieldKind::kText;
};

// What a mapping may be for: "change", "measurement".
struct Purpose {
  std::string_view name;
  std::vector<KnownField> fields;
};

// Where a value may be found.
struct Place {
  enum class Kind {
    kPath,       // JSON pointer into the data, or into the item of `each`
    kOuter,      // JSON pointer into the data, also inside `each`
    kAttribute,  // of the CloudEvent
    kConstant
  };
  Kind kind = Kind::kPath;
  std::string text;
};

struct FieldRule {
  FieldKind kind = FieldKind::kText;
  std::vector<Place> places;  // the first that holds something counts
  std::string time_format;    // empty: RFC 3339; unix_s; unix_ms; absl's own
  std::string time_zone;      // of times that name none; empty: UTC
};

// An event is taken only where the place holds one of these words.
struct Condition {
  Place place;
  std::vector<std::string> words;
};

// A word of theirs in ours; some need a second word, as closed changes do.
struct StateRule {
  std::string status;  // of the first word alone
  std::string by;      // field with the second word, or empty
  std::map<std::string, std::string, std::less<>> second;
};

struct Mapping {
  std::string name;
  std::string purpose;
  std::string source;  // may end in *
  std::string type;    // may end in *
  std::vector<Condition> conditions;
  std::string each;  // JSON pointer of a list with one row an item, or empty
  std::vector<Place> tenant;
  std::map<std::string, FieldRule, std::less<>> fields;
  std::map<std::string, FieldRule, std::less<>> dimensions;
  std::map<std::string, StateRule, std::less<>> states;  // by PlainWord
};

// Lower case, blanks and dashes between letters as '_': how words compare.
std::string PlainWord(std::string_view word);

// `name` is the file, for errors. INVALID_ARGUMENT says file, place and rule.
absl::StatusOr<Mapping> ParseMapping(std::string_view name,
                                     std::string_view yaml,
                                     const std::vector<Purpose>& purposes);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_MAPPING_H_
