#include "services/raci/domain/fields.h"

#include <set>

#include "common/authority/limits.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/act.h"

namespace csi::raci {

namespace limits = authority::limits;

absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max) {
  if (text.size() > bytes_max) {
    return FieldError(field, StrCat("it has ", text.size(), " bytes; at most ",
                                    bytes_max, " are allowed."));
  }
  for (unsigned char c : text) {
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
      return FieldError(field, "it holds a control character; remove it.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckDisplayName(std::string_view field, std::string_view text) {
  if (text.empty()) {
    return FieldError(field, "it is empty; people need a name to read.");
  }
  if (text.find_first_of("\r\n\t") != std::string_view::npos) {
    return FieldError(field, "it holds a line end or tabulator; remove it.");
  }
  return CheckText(field, text, limits::kDisplayNameBytesMax);
}

absl::Status CheckCount(std::string_view field, int count, int count_max) {
  if (count <= count_max) return absl::OkStatus();
  return FieldError(field, StrCat("it has ", count, " items; at most ",
                                  count_max, " are allowed."));
}

absl::Status CheckReference(const Context& context, std::string_view field,
                            std::string_view name, std::string_view collection,
                            std::string_view tag,
                            std::string_view list_method) {
  if (name.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf(field, name, context.tenant, collection));
  if (!context.state->Has(authority::ResourceKey(tag, context.tenant, id))) {
    return NotFound(name, list_method);
  }
  return absl::OkStatus();
}

absl::Status CheckReferences(const Context& context, std::string_view field,
                             const Names& names, int count_max,
                             std::string_view collection, std::string_view tag,
                             std::string_view list_method) {
  RETURN_IF_ERROR(CheckCount(field, names.size(), count_max));
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = StrCat(field, "[", i, "]");
    if (names[i].empty()) return FieldError(path, "it is empty.");
    RETURN_IF_ERROR(
        CheckReference(context, path, names[i], collection, tag, list_method));
  }
  return absl::OkStatus();
}

absl::Status CheckNoRepeats(std::string_view field, const Names& names) {
  std::set<std::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (!seen.insert(names[i]).second) {
      return FieldError(StrCat(field, "[", i, "]"),
                        StrCat(names[i], " is in the list twice."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckScope(const Context& context, std::string_view field,
                        const common::v1::Scope& scope) {
  RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".service"),
                                 scope.service(), "services",
                                 authority::kServiceTag, "ListServices"));
  RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".process"),
                                 scope.process(), "processes",
                                 authority::kProcessTag, "ListProcesses"));
  RETURN_IF_ERROR(CheckReference(context, StrCat(field, ".unit"), scope.unit(),
                                 "units", authority::kUnitTag, "ListUnits"));
  if (!scope.provider().empty()) {
    RETURN_IF_ERROR(IdOf(StrCat(field, ".provider"), scope.provider(),
                         context.tenant, "parties")
                        .status());
  }
  const std::pair<const char*, const std::string*> qualifiers[] = {
      {".geography", &scope.geography()}, {".technology", &scope.technology()}};
  for (const auto& [name, text] : qualifiers) {
    const std::string path = StrCat(field, name);
    RETURN_IF_ERROR(CheckText(path, *text, limits::kQualifierBytesMax));
    if (text->find_first_of("\r\n\t") != std::string::npos) {
      return FieldError(path, "it holds a line end or tabulator; remove it.");
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
