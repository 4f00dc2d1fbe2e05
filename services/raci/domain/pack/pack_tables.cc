#include "services/raci/domain/pack/pack_tables.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/pack/pack_words.h"

namespace csi::raci {
namespace {

constexpr std::string_view kTable = "table ";
constexpr std::string_view kSection = "section ";
// Where all tables of the packs come from.
constexpr char kSource[] = "CSI 6.3.7, Table 6.8";

class TableParser {
 public:
  TableParser(std::string_view tenant, int line, Pack& pack)
      : tenant_(tenant), number_(line), pack_(pack) {}

  absl::Status Run(std::string_view text) {
    while (!text.empty()) {
      const size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      ++number_;
      const std::string_view rest = TrimWord(line);
      if (rest.empty() || rest.front() == '#') continue;
      if (line.starts_with(kTable)) {
        RETURN_IF_ERROR(TakeTable(rest.substr(kTable.size())));
      } else if (rest.starts_with(kSection)) {
        section_ = std::string(TrimWord(rest.substr(kSection.size())));
      } else {
        RETURN_IF_ERROR(TakeRow(rest));
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Bad(std::string_view what) const {
    return FieldError("pack", StrCat("line ", number_, ": ", what, "."));
  }

  absl::Status TakeTable(std::string_view rest) {
    const std::vector<std::string> fields = SplitWords(rest, '|');
    if (fields.size() != 3) return Bad("table ID | title | roles is expected");
    section_.clear();
    v1::ResponsibilityTable& table = pack_.tables.emplace_back();
    table.set_name(ResourceName(tenant_, "responsibilityTables", fields[0]));
    table.set_display_name(fields[1]);
    for (const std::string& role : SplitWords(fields[2], ',')) {
      table.add_roles(ResourceName(tenant_, "roles", role));
    }
    table.set_pack(pack_.id);
    table.set_pack_version(pack_.version);
    return absl::OkStatus();
  }

  absl::Status TakeRow(std::string_view rest) {
    const std::vector<std::string> fields = SplitWords(rest, '|');
    if (pack_.tables.empty() || fields.size() < 3 || fields.size() > 4) {
      return Bad("ROW-ID | parts | text is expected below a table");
    }
    v1::ResponsibilityTable& table = pack_.tables.back();
    v1::ResponsibilityRow& row = *table.add_rows();
    row.set_id(fields[0]);
    row.set_section(section_);
    row.set_title(fields[2]);
    row.set_source(kSource);
    if (fields.size() == 4) {
      for (const std::string& activity : SplitWords(fields[3], ',')) {
        row.add_activities(activity);
      }
    }
    return TakeParts(fields[0], fields[1], table);
  }

  absl::Status TakeParts(const std::string& row, const std::string& parts,
                         v1::ResponsibilityTable& table) {
    if (static_cast<int>(parts.size()) != table.roles_size()) {
      return Bad("there must be one part for each role");
    }
    for (int i = 0; i < table.roles_size(); ++i) {
      if (parts[i] == '-') continue;
      v1::ResponsibilityCell& cell = *table.add_cells();
      cell.set_row(row);
      cell.set_role(table.roles(i));
      if (parts[i] == 'P') {
        cell.set_part(v1::RESPONSIBILITY_PART_PRIMARY);
      } else if (parts[i] == 'S') {
        cell.set_part(v1::RESPONSIBILITY_PART_SECONDARY);
      } else if (parts[i] == '?') {
        cell.set_part(v1::RESPONSIBILITY_PART_UNKNOWN);
      } else {
        return Bad("a part is P, S, - or ?");
      }
    }
    return absl::OkStatus();
  }

  const std::string_view tenant_;
  int number_;
  Pack& pack_;
  std::string section_;
};

// Where the first line of a table begins; the text's size where there is none.
size_t TablesBegin(std::string_view text) {
  const size_t found = text.find(StrCat("\n", kTable));
  return found == std::string_view::npos ? text.size() : found + 1;
}

}  // namespace

absl::Status ParseTables(std::string_view text, std::string_view tenant,
                         int line, Pack& pack) {
  return TableParser(tenant, line, pack).Run(text);
}

absl::StatusOr<Pack> ParsePack(std::string_view text, std::string_view tenant) {
  const size_t begin = TablesBegin(text);
  const std::string_view body = text.substr(0, begin);
  ASSIGN_OR_RETURN(Pack pack, ParseBody(body, tenant));
  const auto lines = std::count(body.begin(), body.end(), '\n');
  RETURN_IF_ERROR(
      ParseTables(text.substr(begin), tenant, static_cast<int>(lines), pack));
  return pack;
}

}  // namespace csi::raci
