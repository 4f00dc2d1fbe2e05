#include "services/raci/server/filter.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::raci {
namespace {

absl::Status Invalid(std::string_view what,
                     const std::vector<std::string>& fields) {
  std::string served;
  for (const std::string& field : fields) {
    StrAppend(&served, served.empty() ? "" : ", ", field);
  }
  return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                 StrCat("filter: ", what,
                        ". Served are comparisons field = "
                        "value, joined by AND, on: ",
                        served.empty() ? "no field" : served, "."),
                 {{"field", "filter"}});
}

// Words, '=' and quoted texts.
std::vector<std::string> Tokens(std::string_view text) {
  std::vector<std::string> tokens;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t') {
      ++i;
    } else if (c == '=') {
      tokens.emplace_back("=");
      ++i;
    } else if (c == '"') {
      const size_t end = std::min(text.find('"', i + 1), text.size());
      tokens.emplace_back(text.substr(i + 1, end - i - 1));
      i = end + 1;
    } else {
      const size_t end = std::min(text.find_first_of(" \t=\"", i), text.size());
      tokens.emplace_back(text.substr(i, end - i));
      i = end;
    }
  }
  return tokens;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ParseFilter(
    std::string_view filter, const std::vector<std::string>& fields) {
  std::map<std::string, std::string> values;
  const std::vector<std::string> tokens = Tokens(filter);
  for (size_t i = 0; i < tokens.size(); i += 4) {
    if (i + 2 >= tokens.size() || tokens[i + 1] != "=") {
      return Invalid(StrCat("\"", filter, "\" does not parse"), fields);
    }
    if (i + 3 < tokens.size() && tokens[i + 3] != "AND") {
      return Invalid(StrCat("\"", tokens[i + 3], "\" should be AND"), fields);
    }
    if (i + 4 == tokens.size()) {
      return Invalid("a comparison is missing behind AND", fields);
    }
    if (std::find(fields.begin(), fields.end(), tokens[i]) == fields.end()) {
      return Invalid(StrCat("\"", tokens[i], "\" is not served"), fields);
    }
    if (!values.emplace(tokens[i], tokens[i + 2]).second) {
      return Invalid(StrCat("\"", tokens[i], "\" stands twice"), fields);
    }
  }
  return values;
}

}  // namespace csi::raci
