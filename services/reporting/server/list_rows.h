// One page of resources: along their own rows, or along an index that lists
// their ids. Header-only, since it is a handful of templates.
#ifndef CSI_SERVICES_REPORTING_SERVER_LIST_ROWS_H_
#define CSI_SERVICES_REPORTING_SERVER_LIST_ROWS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/domain/names.h"
#include "common/domain/paging.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/reporting/domain/guards.h"

namespace csi::reporting {

// Rows looked at for one page; a filter that fits few rows gives a short page
// with a token rather than a long wait.
inline constexpr int kRowsPerPageMax = 10000;

// Reads rows of `prefix` behind the page's key into `take`, which says whether
// the row belongs to the page. Returns the token of the next page, or "".
inline std::string ScanPage(
    const KvReader& reader, const Page& page, const std::string& prefix,
    absl::FunctionRef<bool(std::string_view key, std::string_view value)>
        take) {
  const std::string from =
      page.after_key.empty() ? prefix : page.after_key + '\0';
  int taken = 0;
  int seen = 0;
  std::string last;
  bool more = false;
  reader.Scan(from, PrefixEnd(prefix),
              [&](std::string_view key, std::string_view value) {
                if (taken >= page.size || seen >= kRowsPerPageMax) {
                  more = true;
                  return false;
                }
                ++seen;
                last = std::string(key);
                if (take(key, value)) ++taken;
                return true;
              });
  return more ? page.TokenAfter(last) : "";
}

template <class Row>
std::optional<Row> ParseRow(std::string_view bytes) {
  Row row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return std::nullopt;
  }
  return row;
}

// FIELD_INVALID unless the parent is the tenant itself.
inline absl::Status CheckTenant(const QueryContext& context,
                                std::string_view parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

// The row behind a name, with its etag.
template <class Row>
absl::Status GetResource(const QueryContext& context, std::string_view tag,
                         std::string_view name, std::string_view collection,
                         Row* out) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", name, context.tenant, collection));
  std::optional<Row> row =
      GetRow<Row>(context.state, Key(tag, {context.tenant, id}));
  if (!row) return NotFound(collection, name);
  *out = *std::move(row);
  out->set_etag(EtagOf(out->revision()));
  return absl::OkStatus();
}

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_SERVER_LIST_ROWS_H_
