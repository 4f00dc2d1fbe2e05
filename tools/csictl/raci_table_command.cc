// csictl raci table list|show|import|export: tables of responsibility as CSV
// files (id, section, responsibility, source, activities, a column for each
// role with P, S, ? or nothing) and on the screen. An export imports the same.
#include <cstdio>
#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/csv/header.h"
#include "common/csv/reader.h"
#include "common/csv/writer.h"
#include "common/domain/names.h"
#include "csi/raci/v1/raci_governance.pb.h"
#include "tools/csictl/matrix_flags.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace pb = raci::v1;

constexpr char kUsage[] =
    "csictl raci table list | show NAME | export NAME [--out FILE] | import "
    "FILE --id ID [--display-name TEXT] --as PERSON: tables that compare roles "
    "by what they answer for, P first and S beside another. A file is CSV with "
    "a column \"responsibility\", a column for each role id, and id, section, "
    "source and activities where they are wanted; ? is a part that nobody "
    "knows.";
constexpr std::string_view kColumns[] = {"id", "section", "responsibility",
                                         "source", "activities"};
constexpr char kService[] = "csi.raci.v1.RaciService.";

std::string_view SignOf(pb::ResponsibilityPart part) {
  switch (part) {
    case pb::RESPONSIBILITY_PART_PRIMARY:
      return "P";
    case pb::RESPONSIBILITY_PART_SECONDARY:
      return "S";
    case pb::RESPONSIBILITY_PART_UNKNOWN:
      return "?";
    default:
      return "";
  }
}

// The signs of a table by row and role.
std::map<std::pair<std::string, std::string>, std::string> SignsOf(
    const pb::ResponsibilityTable& table) {
  std::map<std::pair<std::string, std::string>, std::string> signs;
  for (const pb::ResponsibilityCell& cell : table.cells()) {
    signs[{cell.row(), cell.role()}] = SignOf(cell.part());
  }
  return signs;
}

std::string CsvOf(const pb::ResponsibilityTable& table) {
  auto signs = SignsOf(table);
  std::string text;
  csv::Writer writer(&text);
  std::vector<std::string_view> head(std::begin(kColumns), std::end(kColumns));
  for (const std::string& role : table.roles()) head.push_back(LastPart(role));
  writer.Write(head);
  for (const pb::ResponsibilityRow& row : table.rows()) {
    const std::string activities = absl::StrJoin(row.activities(), " ");
    std::vector<std::string_view> fields = {
        row.id(), row.section(), row.title(), row.source(), activities};
    for (const std::string& role : table.roles()) {
      fields.push_back(signs[{row.id(), role}]);
    }
    writer.Write(fields);
  }
  return text;
}

void PrintTable(const pb::ResponsibilityTable& table) {
  auto signs = SignsOf(table);
  std::printf("%s  %s\n", table.name().c_str(), table.display_name().c_str());
  std::vector<std::vector<std::string>> lines(1);
  lines[0].push_back("ROW");
  for (const std::string& role : table.roles()) {
    lines[0].emplace_back(LastPart(role));
  }
  lines[0].push_back("RESPONSIBILITY");
  std::string section;
  for (const pb::ResponsibilityRow& row : table.rows()) {
    if (row.section() != section) {
      section = row.section();
      lines.emplace_back(lines[0].size());
      lines.back()[0] = StrCat("-- ", section);
    }
    std::vector<std::string>& line = lines.emplace_back();
    line.push_back(row.id());
    for (const std::string& role : table.roles()) {
      line.push_back(signs[{row.id(), role}]);
    }
    line.push_back(row.title());
  }
  std::fputs(AlignColumns(lines).c_str(), stdout);
  std::fputs("P first, S beside another, ? nobody knows\n", stdout);
}

// "Writes the reports" -> writes-the-reports.
std::string SlugOf(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    const bool word = absl::ascii_isalnum(static_cast<unsigned char>(c));
    if (word) slug += absl::ascii_tolower(static_cast<unsigned char>(c));
    if (!word && !slug.empty() && slug.back() != '-') slug += '-';
  }
  constexpr size_t kIdBytesMax = 63;
  slug.resize(std::min(slug.size(), kIdBytesMax));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

absl::Status TakePart(const csv::Row& row, size_t column, const std::string& id,
                      const std::string& role, pb::ResponsibilityTable& table) {
  const std::string sign = absl::AsciiStrToUpper(
      absl::StripAsciiWhitespace(View(row.fields[column])));
  if (sign.empty() || sign == "-") return absl::OkStatus();
  pb::ResponsibilityCell& cell = *table.add_cells();
  cell.set_row(id);
  cell.set_role(role);
  if (sign == "P") cell.set_part(pb::RESPONSIBILITY_PART_PRIMARY);
  if (sign == "S") cell.set_part(pb::RESPONSIBILITY_PART_SECONDARY);
  if (sign == "?") cell.set_part(pb::RESPONSIBILITY_PART_UNKNOWN);
  if (cell.part() != pb::RESPONSIBILITY_PART_UNSPECIFIED) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      StrCat("line ", row.line, ", ", LastPart(role), ": \"",
             sign.substr(0, 40), "\" is none of P, S, ? and nothing."));
}

absl::Status TakeRow(const csv::Row& row, const csv::Header& header,
                     std::string_view tenant, pb::ResponsibilityTable& table) {
  const auto text = [&](std::string_view name) -> std::string {
    const auto column = header.Find(name);
    if (!column || *column >= row.fields.size()) return "";
    return std::string(row.fields[*column]);
  };
  pb::ResponsibilityRow& one = *table.add_rows();
  one.set_title(text("responsibility"));
  const std::string id = text("id");
  one.set_id(id.empty() ? SlugOf(one.title()) : id);
  one.set_section(text("section"));
  one.set_source(text("source"));
  for (const auto activity :
       absl::StrSplit(text("activities"), ' ', absl::SkipEmpty())) {
    one.add_activities(std::string(activity));
  }
  for (size_t i = 0; i < header.size() && i < row.fields.size(); ++i) {
    const std::string& name = header.names()[i];
    if (std::count(std::begin(kColumns), std::end(kColumns), name) > 0) {
      continue;
    }
    const absl::Status taken =
        TakePart(row, i, one.id(), ResourceName(tenant, "roles", name), table);
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

absl::Status ReadTable(const std::string& bytes, std::string_view tenant,
                       pb::ResponsibilityTable& table) {
  csv::StringSource source(bytes);
  csv::Reader reader(&source);
  csv::Row row;
  if (!reader.Next(&row)) {
    return reader.status().ok()
               ? absl::InvalidArgumentError("The file is empty.")
               : reader.status();
  }
  const auto header = csv::Header::From(row.fields, {"responsibility"});
  if (!header.ok()) return header.status();
  for (const std::string& name : header->names()) {
    if (std::count(std::begin(kColumns), std::end(kColumns), name) == 0) {
      table.add_roles(ResourceName(tenant, "roles", name));
    }
  }
  while (reader.Next(&row)) {
    const absl::Status taken = TakeRow(row, *header, tenant, table);
    if (!taken.ok()) return taken;
  }
  return reader.status();
}

int Import(Arguments& arguments) {
  const std::string id = arguments.TakeFlag("id").value_or("");
  const std::string display = arguments.TakeFlag("display-name").value_or(id);
  if (id.empty() || !arguments.flags.empty()) {
    return Usage(arguments, kUsage);
  }
  const absl::StatusOr<std::string> bytes = ReadMatrixBytes(arguments.word(3));
  if (!bytes.ok()) return Report(bytes.status());
  pb::SetResponsibilityTableRequest request;
  request.set_parent("tenants/" + arguments.tenant);
  request.set_responsibility_table_id(id);
  request.set_request_id(NewRequestId());
  request.mutable_responsibility_table()->set_display_name(display);
  absl::Status status = ReadTable(*bytes, arguments.tenant,
                                  *request.mutable_responsibility_table());
  if (!status.ok()) {
    return UsageError(
        StrCat(arguments.word(3), ": ", StdView(status.message())));
  }
  Client client = MakeClient(arguments);
  pb::ResponsibilityTable table;
  status = CallMethod(client, StrCat(kService, "SetResponsibilityTable"),
                      request, table);
  if (!status.ok()) return Report(status);
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(table, arguments.format, {}).c_str(), stdout);
  } else {
    std::printf("%s: %d rows, %d roles, revision %llu\n", table.name().c_str(),
                table.rows_size(), table.roles_size(),
                static_cast<unsigned long long>(table.revision()));
  }
  return kExitOk;
}

int ShowOrExport(Arguments& arguments, bool to_file) {
  const std::string out = arguments.TakeFlag("out").value_or("-");
  if (!arguments.flags.empty()) return Usage(arguments, kUsage);
  pb::GetResponsibilityTableRequest request;
  const std::string word = arguments.word(3);
  request.set_name(
      word.find('/') == std::string::npos
          ? ResourceName(arguments.tenant, "responsibilityTables", word)
          : word);
  Client client = MakeClient(arguments);
  pb::ResponsibilityTable table;
  const absl::Status status = CallMethod(
      client, StrCat(kService, "GetResponsibilityTable"), request, table);
  if (!status.ok()) return Report(status);
  if (!to_file && arguments.format != OutputFormat::kTable) {
    std::fputs(Render(table, arguments.format, {}).c_str(), stdout);
  } else if (!to_file) {
    PrintTable(table);
  } else if (out == "-") {
    std::fputs(CsvOf(table).c_str(), stdout);
  } else {
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file << CsvOf(table);
    file.close();
    if (!file.good()) {
      return UsageError(StrCat("Cannot write ", out,
                               ": check that its folder "
                               "is there and may be "
                               "written."));
    }
    std::printf("%s  %d rows\n", out.c_str(), table.rows_size());
  }
  return kExitOk;
}

}  // namespace

std::optional<int> RunRaciTable(Arguments& arguments) {
  const std::string verb = arguments.word(2);
  if (verb == "list" && !arguments.help) {
    arguments.words = {"responsibility-table", "list"};
    return std::nullopt;
  }
  if (arguments.help || arguments.words.size() != 4) {
    return Usage(arguments, kUsage);
  }
  if (verb == "import") return Import(arguments);
  if (verb == "show") return ShowOrExport(arguments, /*to_file=*/false);
  if (verb == "export") return ShowOrExport(arguments, /*to_file=*/true);
  return Usage(arguments, kUsage);
}

}  // namespace csi::tools
