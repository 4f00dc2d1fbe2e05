// csictl raci import FILE and csictl raci export NAME --out FILE: matrices
// between files and the directory. A dry run shows what an import would change.
#include <cstdio>
#include <fstream>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "tools/csictl/matrix_flags.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

using Difference = raci::v1::MatrixDifference;

constexpr char kImportUsage[] =
    "csictl raci import FILE [--id ID] [--dry-run] [--replace-draft] "
    "[--create-missing-roles] [--format csv|tsv|markdown|xlsx|json] "
    "[--rows activities|roles] [--sheet NAME] [--settings FILE] "
    "[--display-name TEXT] [--scope.service NAME] [--variant ID] --as PERSON: "
    "makes a draft of the matrix in the file, or replaces one. --dry-run only "
    "shows what would change.";
constexpr char kExportUsage[] =
    "csictl raci export NAME --out FILE [--format "
    "csv|tsv|markdown|xlsx|json]: writes a matrix into a file, in the format "
    "that its name ends with unless another is named.";

raci::v1::TableFormat WireFormat(raci::FileFormat format) {
  switch (format) {
    case raci::FileFormat::kCsv:
      return raci::v1::TABLE_FORMAT_CSV;
    case raci::FileFormat::kTsv:
      return raci::v1::TABLE_FORMAT_TSV;
    case raci::FileFormat::kMarkdown:
      return raci::v1::TABLE_FORMAT_MARKDOWN;
    case raci::FileFormat::kXlsx:
      return raci::v1::TABLE_FORMAT_XLSX;
    case raci::FileFormat::kJson:
      return raci::v1::TABLE_FORMAT_JSON;
    case raci::FileFormat::kFound:
      return raci::v1::TABLE_FORMAT_UNSPECIFIED;
  }
  return raci::v1::TABLE_FORMAT_UNSPECIFIED;
}

// A sheet is chosen here: what is sent is that table alone.
absl::Status SetTable(const std::string& path, raci::ReadOptions options,
                      raci::v1::ImportMatrixRequest& request) {
  absl::StatusOr<std::string> bytes = ReadMatrixBytes(path);
  if (!bytes.ok()) return bytes.status();
  if (options.format == raci::FileFormat::kFound) {
    options.format = raci::FormatOfName(path);
  }
  if (!options.sheet.empty()) {
    const absl::StatusOr<raci::Table> table =
        raci::ReadTableFile(*bytes, options);
    if (!table.ok()) return table.status();
    request.set_table(raci::WriteCsv(*table));
    request.set_format(raci::v1::TABLE_FORMAT_CSV);
    return absl::OkStatus();
  }
  request.set_content(*std::move(bytes));
  request.set_format(WireFormat(options.format));
  if (options.orientation == raci::Orientation::kActivitiesAreRows) {
    request.set_orientation(raci::v1::TABLE_ORIENTATION_ACTIVITIES_ARE_ROWS);
  } else if (options.orientation == raci::Orientation::kRolesAreRows) {
    request.set_orientation(raci::v1::TABLE_ORIENTATION_ROLES_ARE_ROWS);
  }
  return absl::OkStatus();
}

const char* OrNone(const std::string& text) {
  return text.empty() ? "nothing" : text.c_str();
}

void PrintDifference(const Difference& one) {
  switch (one.kind()) {
    case Difference::KIND_ACTIVITY_ADDED:
      std::printf("+ activity %s  %s\n", one.activity().c_str(),
                  one.to().c_str());
      return;
    case Difference::KIND_ACTIVITY_REMOVED:
      std::printf("- activity %s  %s\n", one.activity().c_str(),
                  one.from().c_str());
      return;
    case Difference::KIND_COLUMN_ADDED:
      std::printf("+ column %s  %s\n", one.column().c_str(), one.to().c_str());
      return;
    case Difference::KIND_COLUMN_REMOVED:
      std::printf("- column %s  %s\n", one.column().c_str(),
                  one.from().c_str());
      return;
    default:
      std::printf("~ %s, %s: %s -> %s\n", one.activity().c_str(),
                  one.column().c_str(), OrNone(one.from()), OrNone(one.to()));
  }
}

// Replies to an import and to its dry run say the same things.
template <class Response>
void PrintChanges(const Response& response) {
  for (const Difference& one : response.differences()) PrintDifference(one);
  for (const raci::v1::TableRepair& repair : response.repairs()) {
    std::printf("repaired row %d, %s: \"%s\" -> %s\n", repair.row(),
                repair.column().c_str(), repair.from().c_str(),
                repair.to().c_str());
  }
  for (const auto& finding : response.findings()) PrintFinding(finding);
}

template <class Roles>
void PrintRoles(const Roles& roles) {
  for (const std::string& role : roles)
    std::printf("+ role %s\n", role.c_str());
}

// The import is tried as it would be, and refused as it would be; then the
// check says what it would change.
absl::Status DryRun(Client& client,
                    const raci::v1::ImportMatrixRequest& request,
                    OutputFormat format) {
  raci::v1::ImportMatrixResponse nothing;
  absl::Status status = CallMethod(
      client, "csi.raci.v1.RaciService.ImportMatrix", request, nothing);
  if (!status.ok()) return status;
  raci::v1::CheckMatrixRequest check;
  check.set_parent(request.parent());
  if (request.content().empty()) {
    check.set_table(request.table());
  } else {
    check.set_content(request.content());
  }
  check.set_format(request.format());
  check.set_orientation(request.orientation());
  // None: the tenant's own settings count.
  if (request.has_settings()) *check.mutable_settings() = request.settings();
  const std::string id =
      request.matrix_id().empty() ? "new" : request.matrix_id();
  check.set_compare_with(StrCat(request.parent(), "/matrices/", id));
  raci::v1::CheckMatrixResponse response;
  status = CallMethod(client, "csi.raci.v1.RaciService.CheckMatrix", check,
                      response);
  if (!status.ok()) return status;
  if (format != OutputFormat::kTable) {
    std::fputs(Render(response, format, {}).c_str(), stdout);
    return absl::OkStatus();
  }
  PrintChanges(response);
  PrintRoles(response.missing_roles());
  std::printf("%s: %d differences; nothing was changed (dry run)\n",
              check.compare_with().c_str(), response.differences_size());
  return absl::OkStatus();
}

absl::Status WriteWhole(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file.good()) return absl::OkStatus();
  return absl::InternalError(StrCat("Cannot write ", path,
                                    ": check that its folder is there, may be "
                                    "written and has space."));
}

}  // namespace

int RunRaciImport(Arguments& arguments) {
  const absl::StatusOr<raci::ReadOptions> options = TakeReadOptions(arguments);
  const bool dry_run = arguments.TakeFlag("dry-run").has_value();
  const std::optional<std::string> id = arguments.TakeFlag("id");
  const absl::StatusOr<raci::v1::RuleSettings> settings =
      TakeRuleSettings(arguments);
  if (arguments.help || arguments.words.size() > 3) {
    return Usage(arguments, kImportUsage);
  }
  for (const absl::Status& status : {options.status(), settings.status()}) {
    if (!status.ok()) return UsageError(std::string(status.message()));
  }
  raci::v1::ImportMatrixRequest request;
  absl::Status status = SetTable(arguments.word(2), *options, request);
  if (!status.ok()) return Report(status);
  status = SetFlags(arguments.flags, arguments.tenant, request);
  if (!status.ok()) {
    return UsageError(StrCat(StdView(status.message()), "\n", kImportUsage));
  }
  request.set_parent("tenants/" + arguments.tenant);
  request.set_request_id(NewRequestId());
  request.set_validate_only(dry_run);
  if (id) request.set_matrix_id(*id);
  if (settings->rules_size() > 0) *request.mutable_settings() = *settings;
  Client client = MakeClient(arguments);
  if (dry_run) return Report(DryRun(client, request, arguments.format));
  raci::v1::ImportMatrixResponse response;
  status = CallMethod(client, "csi.raci.v1.RaciService.ImportMatrix", request,
                      response);
  if (!status.ok()) return Report(status);
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(response, arguments.format, {}).c_str(), stdout);
  } else {
    PrintChanges(response);
    PrintRoles(response.created_roles());
    std::printf("%s: %d differences\n", response.matrix().name().c_str(),
                response.differences_size());
  }
  return kExitOk;
}

int RunRaciExport(Arguments& arguments) {
  const std::string out = arguments.TakeFlag("out").value_or("");
  const std::string name = arguments.word(2);
  const absl::StatusOr<raci::ReadOptions> options = TakeReadOptions(arguments);
  if (arguments.help || name.empty() || out.empty() ||
      !arguments.flags.empty()) {
    return Usage(arguments, kExportUsage);
  }
  if (!options.ok()) return UsageError(std::string(options.status().message()));
  raci::FileFormat format = options->format;
  if (format == raci::FileFormat::kFound) format = raci::FormatOfName(out);
  if (format == raci::FileFormat::kFound) {
    return UsageError(StrCat("--out ", out,
                             ": its ending names no format. Name it .csv, "
                             ".tsv, .md, .xlsx or .json, or give --format."));
  }
  raci::v1::ExportMatrixRequest request;
  request.set_name(name.find('/') == std::string::npos
                       ? ResourceName(arguments.tenant, "matrices", name)
                       : name);
  request.set_format(WireFormat(format));
  Client client = MakeClient(arguments);
  raci::v1::ExportMatrixResponse response;
  absl::Status status = CallMethod(
      client, "csi.raci.v1.RaciService.ExportMatrix", request, response);
  if (!status.ok()) return Report(status);
  const std::string& bytes =
      response.content().empty() ? response.table() : response.content();
  status = WriteWhole(out, bytes);
  if (!status.ok()) return Report(status);
  std::printf("%s  %zu bytes  %s\n", out.c_str(), bytes.size(),
              response.media_type().c_str());
  return kExitOk;
}

}  // namespace csi::tools
