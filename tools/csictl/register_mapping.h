// How the columns of an older register become fields of entries. A mapping file
// is YAML, every part of it optional:
//
//   columns: {"Opp #": external_number, "Internal": ""}   # "": left out
//   # a field that the policy adds: {"Region": extra_fields.region}
//   values: {state: {Erledigt: CLOSED}}
//   people: {"J. Smith": john}
//   unknown_person: olga        # stands for whoever is not known; the row's
//                               # own name is kept in `origin`
//   defaults: {service: web}    # where the cell is empty
//   date_format: "%d/%m/%Y"
//   currency: EUR
//   delimiter: ";"
//
// Without one, headings are known by the words that registers use. Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_MAPPING_H_
#define CSI_TOOLS_CSICTL_REGISTER_MAPPING_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace csi::tools {

using TextMap = std::map<std::string, std::string, std::less<>>;

struct RegisterMapping {
  TextMap columns;  // heading -> column
  std::map<std::string, TextMap, std::less<>>
      values;      // column -> cell -> value
  TextMap people;  // name in lower case -> id
  std::string unknown_person;
  TextMap defaults;  // column -> cell
  std::string date_format;
  std::string currency;
  char delimiter = 0;
};

// INVALID_ARGUMENT naming the key that is wrong and those that there are.
absl::StatusOr<RegisterMapping> ParseRegisterMapping(const std::string& yaml);

// The column of each heading; empty: left out. INVALID_ARGUMENT if a heading
// that the mapping names is not there, if two headings mean one column, or if
// there is none for the title.
struct MappedHead {
  std::vector<std::string> columns;
  std::vector<std::string> unknown;  // headings that nothing is known of
};
absl::StatusOr<MappedHead> MapHead(const std::vector<std::string>& head,
                                   const RegisterMapping& mapping);

// "Date Raised" -> "date_raised".
std::string HeadingWord(std::string_view heading);
// The value that a cell means: by the mapping, else by the words that registers
// use ("done" is CLOSED), else the cell as it is.
std::string MeantValue(const RegisterMapping& mapping, std::string_view column,
                       std::string_view cell);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_MAPPING_H_
