#include "common/csv/header.h"

#include "common/base/strings.h"

namespace csi::csv {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// What to do about a header that came out as one column.
std::string_view SeparatorHint(absl::Span<const std::string_view> fields) {
  if (fields.size() != 1) return "";
  if (fields[0].find(';') != std::string_view::npos) {
    return " (the file seems to be separated by semicolons; save it with "
           "commas)";
  }
  if (fields[0].find('\t') != std::string_view::npos) {
    return " (the file seems to be separated by tabs; save it with commas)";
  }
  return "";
}

std::string Join(absl::Span<const std::string_view> names) {
  std::string joined;
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += ", ";
    joined += name;
  }
  return joined;
}

}  // namespace

absl::StatusOr<Header> Header::From(
    absl::Span<const std::string_view> fields,
    absl::Span<const std::string_view> required) {
  Header header;
  for (const std::string_view field : fields) {
    const std::string_view name = Trimmed(field);
    if (name.empty()) {
      return absl::InvalidArgumentError(
          StrCat("line 1: column ", header.size() + 1,
                 " has no name; the first line must name each column"));
    }
    if (header.Find(name).has_value()) {
      return absl::InvalidArgumentError(
          StrCat("line 1: column \"", name.substr(0, 60),
                 "\" comes twice; remove or rename one"));
    }
    header.names_.emplace_back(name);
  }
  std::vector<std::string_view> missing;
  for (const std::string_view name : required) {
    if (!header.Find(name).has_value()) missing.push_back(name);
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(
        StrCat("line 1: missing column", missing.size() > 1 ? "s " : " ",
               Join(missing), "; the first line must name ", Join(required),
               SeparatorHint(fields)));
  }
  return header;
}

std::optional<size_t> Header::Find(std::string_view name) const {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return i;
  }
  return std::nullopt;
}

}  // namespace csi::csv
