#include "services/raci/domain/uploaded_matrix.h"

#include "common/authority/limits.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

ReadOptions OptionsOf(const Upload& upload) {
  ReadOptions options;
  switch (upload.format) {
    case v1::TABLE_FORMAT_CSV:
      options.format = FileFormat::kCsv;
      break;
    case v1::TABLE_FORMAT_TSV:
      options.format = FileFormat::kTsv;
      break;
    case v1::TABLE_FORMAT_MARKDOWN:
      options.format = FileFormat::kMarkdown;
      break;
    case v1::TABLE_FORMAT_XLSX:
      options.format = FileFormat::kXlsx;
      break;
    case v1::TABLE_FORMAT_JSON:
      options.format = FileFormat::kJson;
      break;
    default:
      break;
  }
  if (upload.orientation == v1::TABLE_ORIENTATION_ACTIVITIES_ARE_ROWS) {
    options.orientation = Orientation::kActivitiesAreRows;
  } else if (upload.orientation == v1::TABLE_ORIENTATION_ROLES_ARE_ROWS) {
    options.orientation = Orientation::kRolesAreRows;
  }
  return options;
}

// Titles are made into ids, so that "CSI manager" finds csi-manager.
absl::Status MatchRoles(const KvReader& rows, std::string_view tenant,
                        bool new_roles_allowed, UploadedMatrix& uploaded) {
  for (v1::MatrixColumn& column : *uploaded.matrix.mutable_columns()) {
    if (column.has_computed()) continue;
    const std::string id = column.id();
    column.set_role(ResourceName(tenant, "roles", id));
    if (rows.Has(authority::ResourceKey(authority::kRoleTag, tenant, id))) {
      continue;
    }
    if (!new_roles_allowed) {
      return FieldError("table",
                        StrCat("the column \"", column.title(),
                               "\" is no role: there is no ", column.role(),
                               ". Name the columns as the roles, or set "
                               "create_missing_roles."));
    }
    uploaded.new_roles[id] = column.title();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string_view> OneOf(const std::string& table,
                                       const std::string& content) {
  if (table.empty() == content.empty()) {
    return FieldError("table", table.empty()
                                   ? "send a table, as text or as content."
                                   : "send it as text or as content, not as "
                                     "both.");
  }
  return table.empty() ? std::string_view(content) : std::string_view(table);
}

absl::StatusOr<UploadedMatrix> ReadUploaded(const KvReader& rows,
                                            std::string_view tenant,
                                            const Upload& upload) {
  if (upload.bytes.size() > authority::limits::kTableBytesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("table: it has ", upload.bytes.size(), " bytes; at most ",
               authority::limits::kTableBytesMax, " are allowed."),
        {{"limit", "table_bytes_max"}});
  }
  ASSIGN_OR_RETURN(MatrixReading reading,
                   ReadMatrixFile(upload.bytes, OptionsOf(upload)));
  if (!upload.lenient && HasError(reading.findings)) {
    for (const common::v1::Finding& finding : reading.findings) {
      if (finding.severity() != common::v1::SEVERITY_ERROR) continue;
      return FieldError("table",
                        StrCat(finding.place(), ": ", finding.message(), " ",
                               finding.suggestion()));
    }
  }
  UploadedMatrix uploaded;
  uploaded.matrix = std::move(reading.matrix);
  uploaded.findings = std::move(reading.findings);
  for (const Repair& repair : reading.repairs) {
    v1::TableRepair& out = uploaded.repairs.emplace_back();
    out.set_row(repair.row);
    out.set_column(repair.column);
    out.set_from(repair.from);
    out.set_to(repair.to);
  }
  RETURN_IF_ERROR(MatchRoles(rows, tenant, upload.new_roles_allowed, uploaded));
  return uploaded;
}

}  // namespace csi::raci
