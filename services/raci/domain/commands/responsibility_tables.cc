// SetResponsibilityTable. ORDER: form of the id, etag, actor and authority,
// rows, roles and cells.
#include <set>

#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

constexpr char kField[] = "responsibility_table";

absl::Status CheckRow(const std::string& field,
                      const v1::ResponsibilityRow& row) {
  if (!IsResourceId(row.id())) {
    return FieldError(StrCat(field, ".id"),
                      "it is no id: lower-case letters, digits and '-', at "
                      "most 63 characters.");
  }
  if (row.title().empty()) {
    return FieldError(StrCat(field, ".title"),
                      "it is empty; say what the row is about.");
  }
  RETURN_IF_ERROR(CheckText(StrCat(field, ".title"), row.title(),
                            authority::limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckText(StrCat(field, ".section"), row.section(),
                            limits::kSourceBytesMax));
  RETURN_IF_ERROR(CheckText(StrCat(field, ".source"), row.source(),
                            limits::kSourceBytesMax));
  RETURN_IF_ERROR(CheckCount(StrCat(field, ".activities"),
                             row.activities_size(), limits::kRowActivitiesMax));
  for (const std::string& activity : row.activities()) {
    if (!IsResourceId(activity)) {
      return FieldError(
          StrCat(field, ".activities"),
          StrCat("\"", activity, "\" is no activity id, for example step-3."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRows(const v1::ResponsibilityTable& table,
                       std::set<std::string>& ids) {
  const std::string field = StrCat(kField, ".rows");
  if (table.rows().empty()) {
    return FieldError(field, "there is none; a table compares something.");
  }
  RETURN_IF_ERROR(CheckCount(field, table.rows_size(), limits::kTableRowsMax));
  for (int i = 0; i < table.rows_size(); ++i) {
    RETURN_IF_ERROR(CheckRow(StrCat(field, "[", i, "]"), table.rows(i)));
    if (!ids.insert(table.rows(i).id()).second) {
      return FieldError(
          StrCat(field, "[", i, "].id"),
          StrCat("\"", table.rows(i).id(), "\" stands there twice."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRoles(const Context& context,
                        const v1::ResponsibilityTable& table,
                        std::set<std::string>& roles) {
  const std::string field = StrCat(kField, ".roles");
  if (table.roles().empty()) {
    return FieldError(field, "there is none; name the roles to compare.");
  }
  RETURN_IF_ERROR(CheckReferences(context, field, table.roles(),
                                  limits::kTableRolesMax, "roles",
                                  authority::kRoleTag, "ListRoles"));
  roles.insert(table.roles().begin(), table.roles().end());
  return CheckNoRepeats(field, table.roles());
}

absl::Status CheckTable(const Context& context,
                        const v1::ResponsibilityTable& table) {
  RETURN_IF_ERROR(
      CheckDisplayName(StrCat(kField, ".display_name"), table.display_name()));
  std::set<std::string> rows;
  std::set<std::string> roles;
  RETURN_IF_ERROR(CheckRows(table, rows));
  RETURN_IF_ERROR(CheckRoles(context, table, roles));
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < table.cells_size(); ++i) {
    const v1::ResponsibilityCell& cell = table.cells(i);
    const std::string field = StrCat(kField, ".cells[", i, "]");
    if (!rows.contains(cell.row())) {
      return FieldError(StrCat(field, ".row"),
                        StrCat("the table has no row \"", cell.row(), "\"."));
    }
    if (!roles.contains(cell.role())) {
      return FieldError(
          StrCat(field, ".role"),
          StrCat("the table does not compare \"", cell.role(), "\"."));
    }
    if (cell.part() == v1::RESPONSIBILITY_PART_UNSPECIFIED ||
        !v1::ResponsibilityPart_IsValid(cell.part())) {
      return FieldError(StrCat(field, ".part"),
                        "it is PRIMARY, SECONDARY or UNKNOWN; a role without "
                        "a part has no cell.");
    }
    if (!seen.emplace(cell.row(), cell.role()).second) {
      return FieldError(field, "this row and role have a cell already.");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideSetResponsibilityTable(
    const v1::SetResponsibilityTableRequest& request, const Context& context,
    Outcome& outcome) {
  if (request.responsibility_table_id().empty()) {
    return FieldError("responsibility_table_id", "it is missing.");
  }
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("responsibility_table_id",
                            request.responsibility_table_id(), *context.ids));
  v1::ResponsibilityTable table = request.responsibility_table();
  const std::string etag = table.etag();
  ClearOutputOnly(table);
  const auto old = GetRow<v1::ResponsibilityTable>(
      *context.state, authority::ResourceKey(kTableTag, context.tenant, id));
  if (old) RETURN_IF_ERROR(CheckEtag(etag, old->revision(), old->name()));
  RETURN_IF_ERROR(
      RequireAuthority(context, kMayMatrices, "set tables of responsibility")
          .status());
  RETURN_IF_ERROR(CheckTable(context, table));
  if (old) {
    table.set_name(old->name());
    table.set_uid(old->uid());
    table.set_revision(old->revision());
    *table.mutable_create_time() = old->create_time();
    table.set_pack(old->pack());
    table.set_pack_version(old->pack_version());
    StampChanged(context, table);
  } else {
    StampNew(context, "responsibilityTables", id, table);
  }
  *outcome.Emit<v1::JournalEvent>()
       .mutable_responsibility_table_set()
       ->mutable_responsibility_table() = table;
  outcome.ReplyWith(WithEtag(table));
  return absl::OkStatus();
}

}  // namespace csi::raci
