// The columns of a register as a table: a heading and the field behind it. What
// CellOf writes, SetCell reads back to the same value. Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_COLUMNS_H_
#define CSI_TOOLS_CSICTL_REGISTER_COLUMNS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::tools {

struct RegisterColumn {
  const char* name;
  const char* path;        // field of Opportunity, with dots
  const char* collection;  // of names in it, else empty
};

// Every field that an import takes, in the order of an export.
const std::vector<RegisterColumn>& RegisterColumns();
const RegisterColumn* FindRegisterColumn(std::string_view name);

// Columns beside those: the id of the entry, and its number here, which an
// import leaves out because every register numbers anew.
inline constexpr char kIdColumn[] = "id";
inline constexpr char kNumberColumn[] = "register_number";
// Fields that the register's policy adds: "extra_fields.region" -> "region";
// empty for every other column.
std::string_view ExtraFieldOf(std::string_view column);
std::string ExtraColumn(std::string_view key);

std::string CellOf(const registry::v1::Opportunity& entry,
                   const RegisterColumn& column);
std::string ExtraCellOf(const registry::v1::Opportunity& entry,
                        std::string_view key);
// INVALID_ARGUMENT with the form that is expected. An empty cell sets nothing.
absl::Status SetCell(const RegisterColumn& column, std::string_view text,
                     std::string_view tenant, registry::v1::Opportunity& entry);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_COLUMNS_H_
