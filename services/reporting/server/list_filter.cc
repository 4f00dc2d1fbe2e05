#include "services/reporting/server/list_filter.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::reporting {
namespace {

// Reads field = "value" from the front of the text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool AtEnd() {
    SkipSpace();
    return text_.empty();
  }
  bool Take(std::string_view token) {
    SkipSpace();
    if (text_.substr(0, token.size()) != token) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  std::string Word() {
    SkipSpace();
    size_t length = 0;
    while (length < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[length])) ||
            text_[length] == '_')) {
      ++length;
    }
    const std::string word(text_.substr(0, length));
    text_.remove_prefix(length);
    return word;
  }
  // Up to the closing quote; false when there is none.
  bool Quoted(std::string& value) {
    if (!Take("\"")) return false;
    const size_t end = text_.find('"');
    if (end == std::string_view::npos) return false;
    value = std::string(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return true;
  }

 private:
  void SkipSpace() {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
  }

  std::string_view text_;
};

absl::Status Invalid(std::string_view filter,
                     const std::vector<std::string>& allowed) {
  return Refusal(
      common::v1::ERROR_REASON_FILTER_INVALID,
      StrCat("filter: \"", filter,
             "\" does not parse. Use field = \"value\", joined by AND, with ",
             allowed.empty() ? std::string("no field: this list has no filter")
                             : absl::StrJoin(allowed, ", "),
             "."),
      {{"field", "filter"}});
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ParseFilter(
    std::string_view filter, const std::vector<std::string>& allowed) {
  std::map<std::string, std::string> terms;
  Reader reader(filter);
  while (!reader.AtEnd()) {
    if (!terms.empty() && !reader.Take("AND")) return Invalid(filter, allowed);
    const std::string field = reader.Word();
    std::string value;
    const bool known =
        std::find(allowed.begin(), allowed.end(), field) != allowed.end();
    if (!known || !reader.Take("=") || !reader.Quoted(value) ||
        !terms.emplace(field, value).second) {
      return Invalid(filter, allowed);
    }
  }
  return terms;
}

absl::Status CheckOrder(std::string_view order_by) {
  if (order_by.empty() || order_by == "name") return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_FIELD_INVALID,
                 StrCat("order_by: \"", order_by,
                        "\" is not offered; lists are ordered by name."),
                 {{"field", "order_by"}});
}

}  // namespace csi::reporting
