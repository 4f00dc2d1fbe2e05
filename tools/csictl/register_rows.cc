#include "tools/csictl/register_rows.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/domain/names.h"
#include "tools/csictl/register_columns.h"
#include "tools/csictl/register_value.h"

namespace csi::tools {
namespace {

using registry::v1::ImportOpportunityRow;
using registry::v1::Opportunity;

constexpr size_t kIdHexDigits = 20;

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(View(text)));
}

bool IsDayColumn(std::string_view column) {
  return column.ends_with("_date") || column.ends_with("_time");
}

bool IsAmountColumn(std::string_view column) {
  return column.starts_with("cost") || column.ends_with("_amount");
}

// The day of a cell in the form that the mapping gives; the cell otherwise.
std::string DayIn(const std::string& format, const std::string& cell) {
  absl::Time time;
  std::string error;
  if (format.empty() ||
      !absl::ParseTime(format, cell, absl::UTCTimeZone(), &time, &error)) {
    return cell;
  }
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

// A register without titles has them in the first line of the description.
void FillTitle(Opportunity& entry) {
  if (!entry.title().empty()) return;
  const std::string first =
      entry.description().substr(0, entry.description().find('\n'));
  entry.set_title(
      csv::CleanUtf8(Trimmed(first), csi::limits::kShortTextBytesMax));
}

}  // namespace

RegisterRows::RegisterRows(const MappedHead& head,
                           const RegisterMapping& mapping,
                           const NameBook& names, std::string tenant)
    : head_(head),
      mapping_(mapping),
      names_(names),
      tenant_(std::move(tenant)) {}

absl::StatusOr<ImportOpportunityRow> RegisterRows::Read(const TextRow& row) {
  ImportOpportunityRow read;
  read.set_line(row.line);
  Opportunity& entry = *read.mutable_opportunity();
  TextMap cells = mapping_.defaults;
  for (size_t i = 0; i < head_.columns.size(); ++i) {
    const std::string& column = head_.columns[i];
    if (column.empty() || column == kNumberColumn) continue;
    if (!row.cells[i].empty()) cells[column] = row.cells[i];
  }
  for (const auto& [column, cell] : cells) {
    if (column == kIdColumn) {
      read.set_opportunity_id(Trimmed(cell));
      continue;
    }
    const absl::Status set = ReadCell(column, cell, entry);
    if (!set.ok()) {
      return absl::InvalidArgumentError(
          StrCat(column, ": ", StdView(set.message())));
    }
  }
  FillTitle(entry);
  if (read.opportunity_id().empty()) {
    const std::string content =
        entry.external_number().empty()
            ? absl::StrJoin(row.cells, "\x1f")
            : StrCat("number ", entry.external_number());
    const int before = seen_[content]++;
    read.set_opportunity_id(StrCat(
        "imp-",
        Hex(Sha256(StrCat(content, "\x1e", before))).substr(0, kIdHexDigits)));
  }
  return read;
}

absl::Status RegisterRows::ReadCell(std::string_view column, std::string cell,
                                    Opportunity& entry) const {
  if (const std::string_view key = ExtraFieldOf(column); !key.empty()) {
    registry::v1::ExtraField& field = *entry.add_extra_fields();
    field.set_key(std::string(key));
    field.set_value(Trimmed(MeantValue(mapping_, column, cell)));
    return absl::OkStatus();
  }
  const RegisterColumn& known = *FindRegisterColumn(column);
  const std::string_view collection = known.collection;
  std::string meant = MeantValue(mapping_, column, cell);
  if (IsDayColumn(column)) {
    meant = DayIn(mapping_.date_format, Trimmed(meant));
  } else if (IsAmountColumn(column) && !mapping_.currency.empty() &&
             !ParseAmount(meant)) {
    meant = StrCat(mapping_.currency, " ", Trimmed(meant));
  } else if (collection == "people" || collection == "services" ||
             collection == "processes") {
    auto names = NamesIn(collection, meant, entry);
    if (!names.ok()) return names.status();
    meant = *std::move(names);
  }
  return SetCell(known, meant, tenant_, entry);
}

absl::StatusOr<std::string> RegisterRows::NamesIn(std::string_view collection,
                                                  const std::string& cell,
                                                  Opportunity& entry) const {
  std::vector<std::string> ids;
  // The whole cell first: "Smith, John" is one person.
  if (auto whole = IdOfName(collection, Trimmed(cell)); whole.ok()) {
    return *whole;
  }
  for (absl::string_view part :
       absl::StrSplit(cell, absl::ByAnyChar(";,\n"), absl::SkipWhitespace())) {
    const std::string name = Trimmed(StdView(part));
    auto id = IdOfName(collection, name);
    if (!id.ok() && collection == "people" &&
        !mapping_.unknown_person.empty()) {
      std::string& origin = *entry.mutable_source()->mutable_origin();
      StrAppend(&origin, origin.empty() ? "" : "; ", "named there: ", name);
      id = mapping_.unknown_person;
    }
    if (!id.ok()) return id.status();
    ids.push_back(*id);
  }
  return absl::StrJoin(ids, "\n");
}

absl::StatusOr<std::string> RegisterRows::IdOfName(
    std::string_view collection, const std::string& name) const {
  const std::string lower = absl::AsciiStrToLower(name);
  if (collection == "people") {
    const auto mapped = mapping_.people.find(lower);
    if (mapped != mapping_.people.end()) return mapped->second;
  }
  const TextMap& book = collection == "people"     ? names_.people
                        : collection == "services" ? names_.services
                                                   : names_.processes;
  const auto found = book.find(lower);
  if (found != book.end() && found->second.empty()) {
    return absl::InvalidArgumentError(
        StrCat("several of the ", collection, " are called \"", name,
               "\"; give the id of the one that is meant",
               collection == "people" ? " under `people` in the mapping."
                                      : " under `values` in the mapping."));
  }
  if (found != book.end()) return found->second;
  // Ids and names of resources are the server's to judge.
  if (IsResourceId(name) || name.starts_with("tenants/")) return name;
  return absl::InvalidArgumentError(
      StrCat("\"", name, "\" is not in the directory under ", collection,
             collection == "people"
                 ? "; give the id under `people` in the mapping, or an "
                   "unknown_person who stands for whoever is not known."
                 : "; give the id under `values` in the mapping."));
}

TextTable ExportTable(
    const google::protobuf::RepeatedPtrField<Opportunity>& entries) {
  std::set<std::string> keys;  // of fields that the policy adds
  for (const Opportunity& entry : entries) {
    for (const auto& field : entry.extra_fields()) keys.insert(field.key());
  }
  TextTable table;
  table.head = {kIdColumn, kNumberColumn};
  for (const RegisterColumn& column : RegisterColumns()) {
    table.head.emplace_back(column.name);
  }
  for (const std::string& key : keys) table.head.push_back(ExtraColumn(key));
  for (const Opportunity& entry : entries) {
    std::vector<std::string> cells{std::string(LastPart(entry.name())),
                                   StrCat(entry.number())};
    for (const RegisterColumn& column : RegisterColumns()) {
      cells.push_back(CellOf(entry, column));
    }
    for (const std::string& key : keys) {
      cells.push_back(ExtraCellOf(entry, key));
    }
    table.rows.push_back({0, std::move(cells)});
  }
  return table;
}

}  // namespace csi::tools
