#include "services/raci/domain/pack/pack.h"

#include <map>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/pack/pack_tables.h"
#include "services/raci/domain/pack/pack_words.h"

namespace csi::raci {
namespace {

class Parser {
 public:
  Parser(std::string_view text, std::string_view tenant)
      : text_(text), tenant_(tenant) {}

  absl::StatusOr<Pack> Run() {
    while (!text_.empty()) {
      const size_t end = text_.find('\n');
      const std::string_view line = text_.substr(0, end);
      text_.remove_prefix(end == std::string_view::npos ? text_.size()
                                                        : end + 1);
      ++number_;
      if (TrimWord(line).empty() || line.front() == '#') continue;
      RETURN_IF_ERROR(TakeLine(line));
    }
    if (pack_.id.empty()) return Bad("there is no pack line");
    return std::move(pack_);
  }

 private:
  absl::Status Bad(std::string_view what) const {
    return FieldError("pack", StrCat("line ", number_, ": ", what, "."));
  }

  std::string Name(std::string_view collection, std::string_view id) const {
    return ResourceName(tenant_, collection, id);
  }

  absl::Status TakeLine(std::string_view line) {
    const size_t indent = line.find_first_not_of(' ');
    const std::string_view rest = TrimWord(line);
    if (indent >= 4) return TakeLetters(rest);
    if (indent == 2) {
      return in_matrix_ ? TakeActivity(rest) : TakeRoleDetail(rest);
    }
    const size_t space = rest.find(' ');
    const std::string_view word = rest.substr(0, space);
    const std::vector<std::string> fields = SplitWords(
        space == std::string_view::npos ? "" : rest.substr(space + 1), '|');
    in_matrix_ = word == "matrix";
    if (word == "pack" && fields.size() == 2) {
      pack_.id = fields[0];
      pack_.version = fields[1];
      return absl::OkStatus();
    }
    if (word == "process" && fields.size() == 3) return TakeProcess(fields);
    if (word == "role" && fields.size() >= 5) return TakeRole(fields);
    if (word == "line" && fields.size() == 3) return TakeReporting(fields);
    if (word == "right" && fields.size() == 1) return TakeRight(fields);
    if (word == "limit" && fields.size() == 4) return TakeLimit(fields);
    if (word == "matrix" && fields.size() == 3) return TakeMatrix(fields);
    return Bad(StrCat("\"", word, "\" is unknown or has too few fields"));
  }

  absl::Status TakeProcess(const std::vector<std::string>& fields) {
    v1::Process& process = pack_.processes.emplace_back();
    process.set_name(Name("processes", fields[0]));
    process.set_display_name(fields[1]);
    process.set_lifecycle_stage(StageOf(fields[2]));
    process.set_pack(pack_.id);
    process.set_pack_version(pack_.version);
    return absl::OkStatus();
  }

  absl::Status TakeRole(const std::vector<std::string>& fields) {
    v1::Role& role = pack_.roles.emplace_back();
    role.set_name(Name("roles", fields[0]));
    role.set_display_name(fields[1]);
    role.set_category(fields[2] == "generic" ? v1::ROLE_CATEGORY_GENERIC
                      : fields[2] == "party" ? v1::ROLE_CATEGORY_PARTY
                                             : v1::ROLE_CATEGORY_SPECIFIC);
    if (fields[3] == "process") role.set_binding(v1::ROLE_BINDING_PROCESS);
    if (fields[3] == "service") role.set_binding(v1::ROLE_BINDING_SERVICE);
    if (fields[4] == "one-per-process") {
      role.set_uniqueness(v1::ROLE_UNIQUENESS_ONE_PER_PROCESS);
    } else if (fields[4] == "one-per-service") {
      role.set_uniqueness(v1::ROLE_UNIQUENESS_ONE_PER_SERVICE);
    } else if (fields[4] == "disjoint") {
      role.set_uniqueness(v1::ROLE_UNIQUENESS_DISJOINT_SCOPES);
    } else if (fields[4] != "many") {
      return Bad(StrCat("\"", fields[4], "\" is no uniqueness"));
    }
    if (fields.size() > 5) {
      const size_t of = fields[5].find(" of ");
      if (of == std::string::npos) return Bad("ROLE of PROCESS is expected");
      role.set_specialises(Name("roles", fields[5].substr(0, of)));
      role.set_bound_process(Name("processes", fields[5].substr(of + 4)));
    }
    role.set_pack(pack_.id);
    role.set_pack_version(pack_.version);
    return absl::OkStatus();
  }

  absl::Status TakeRoleDetail(std::string_view line) {
    if (pack_.roles.empty()) return Bad("a detail without a role");
    v1::Role& role = pack_.roles.back();
    const size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    const std::string_view rest =
        space == std::string_view::npos ? "" : TrimWord(line.substr(space + 1));
    if (word == "about:") {
      role.set_description(std::string(rest));
    } else if (word == "stage:") {
      role.set_lifecycle_stage(StageOf(rest));
    } else if (word == "may:") {
      for (const std::string& may : SplitWords(rest, ',')) {
        role.add_authorities(may);
      }
    } else if (word == "needs:") {
      for (const std::string& skill : SplitWords(rest, ',')) {
        role.add_required_skills()->set_skill(skill);
      }
    } else if (word == "has:") {
      for (const std::string& attribute : SplitWords(rest, ',')) {
        role.add_required_attributes(attribute);
      }
    } else {
      return TakeResponsibility(word, rest, role);
    }
    return absl::OkStatus();
  }

  absl::Status TakeResponsibility(std::string_view code, std::string_view rest,
                                  v1::Role& role) {
    const size_t close = rest.find(']');
    if (!rest.starts_with('[') || close == std::string_view::npos) {
      return Bad("CODE [source] text is expected");
    }
    v1::Responsibility& one = *role.add_responsibilities();
    one.set_id(std::string(code));
    one.set_source(std::string(rest.substr(1, close - 1)));
    one.set_text(std::string(TrimWord(rest.substr(close + 1))));
    return absl::OkStatus();
  }

  absl::Status TakeReporting(const std::vector<std::string>& fields) {
    const auto [from, to] = SplitArrow(fields[0]);
    int rank = 0;
    if (to.empty() || !absl::SimpleAtoi(fields[2], &rank)) {
      return Bad("FROM -> TO | purpose | rank is expected");
    }
    v1::ReportingLine& line = pack_.lines.emplace_back();
    line.set_name(Name("reportingLines", StrCat("line-", pack_.lines.size())));
    line.set_from_role(Name("roles", from));
    line.set_to_role(Name("roles", to));
    line.set_purpose(fields[1]);
    line.set_rank(rank);
    return absl::OkStatus();
  }

  absl::Status TakeRight(const std::vector<std::string>& fields) {
    const auto [appointer, appointed] = SplitArrow(fields[0]);
    if (appointed.empty()) return Bad("APPOINTER -> APPOINTED is expected");
    v1::AppointmentRight& right = pack_.rights.emplace_back();
    right.set_name(
        Name("appointmentRights", StrCat("right-", pack_.rights.size())));
    right.set_appointer_role(Name("roles", appointer));
    if (appointed != "*") right.set_appointed_role(Name("roles", appointed));
    return absl::OkStatus();
  }

  absl::Status TakeLimit(const std::vector<std::string>& fields) {
    constexpr std::string_view kBeyond = "beyond ";
    if (!std::string_view(fields[3]).starts_with(kBeyond)) {
      return Bad("beyond ROLE is expected");
    }
    v1::AuthorityLimit& limit = pack_.limits.emplace_back();
    limit.set_name(
        Name("authorityLimits", StrCat("limit-", pack_.limits.size())));
    limit.set_role(Name("roles", fields[0]));
    limit.set_activity(fields[1]);
    limit.set_max_size(fields[2] == "small"    ? v1::AUTHORITY_SIZE_SMALL
                       : fields[2] == "medium" ? v1::AUTHORITY_SIZE_MEDIUM
                                               : v1::AUTHORITY_SIZE_LARGE);
    limit.set_beyond(Name("roles", fields[3].substr(kBeyond.size())));
    return absl::OkStatus();
  }

  absl::Status TakeMatrix(const std::vector<std::string>& fields) {
    v1::Matrix& matrix = pack_.matrices.emplace_back();
    matrix.set_name(Name("matrices", fields[0]));
    matrix.set_display_name(fields[1]);
    if (fields[2] != "-") matrix.set_variant(fields[2]);
    matrix.set_version(pack_.version);
    matrix.set_pack(pack_.id);
    matrix.set_pack_version(pack_.version);
    columns_.clear();
    return absl::OkStatus();
  }

  absl::Status TakeActivity(std::string_view line) {
    const std::vector<std::string> fields = SplitWords(line, '|');
    if (fields.size() != 2) return Bad("ACTIVITY | title is expected");
    v1::MatrixActivity& activity = *pack_.matrices.back().add_activities();
    activity.set_id(fields[0]);
    activity.set_title(fields[1]);
    const bool step = fields[0].starts_with("step-");
    activity.set_kind(step ? v1::ACTIVITY_KIND_STEP
                           : v1::ACTIVITY_KIND_UNSPECIFIED);
    if (step) {
      activity.set_process(Name("processes", "seven-step-improvement"));
    }
    return absl::OkStatus();
  }

  // "C: change-manager!, provider".
  absl::Status TakeLetters(std::string_view line) {
    if (!in_matrix_ || pack_.matrices.back().activities_size() == 0) {
      return Bad("letters without an activity");
    }
    if (line.size() < 2 || line[1] != ':') return Bad("LETTER: roles expected");
    const std::map<char, common::v1::Letter> kLetters = {
        {'A', common::v1::LETTER_ACCOUNTABLE},
        {'R', common::v1::LETTER_RESPONSIBLE},
        {'C', common::v1::LETTER_CONSULTED},
        {'I', common::v1::LETTER_INFORMED}};
    auto letter = kLetters.find(line[0]);
    if (letter == kLetters.end()) return Bad("the letter is A, R, C or I");
    for (std::string& role : SplitWords(line.substr(2), ',')) {
      const bool blocking = role.ends_with('!');
      if (blocking) role.pop_back();
      AddLetter(role, letter->second, blocking);
    }
    return absl::OkStatus();
  }

  void AddLetter(const std::string& role, common::v1::Letter letter,
                 bool blocking) {
    v1::Matrix& matrix = pack_.matrices.back();
    const std::string column = Column(role);
    const std::string& activity =
        matrix.activities(matrix.activities_size() - 1).id();
    v1::MatrixCell* cell = nullptr;
    for (v1::MatrixCell& known : *matrix.mutable_cells()) {
      if (known.activity() == activity && known.column() == column) {
        cell = &known;
      }
    }
    if (cell == nullptr) {
      cell = matrix.add_cells();
      cell->set_activity(activity);
      cell->set_column(column);
    }
    cell->add_letters(letter);
    if (blocking) cell->set_blocking(true);
  }

  // The column of a role or of a computed person, made at its first mention.
  std::string Column(const std::string& role) {
    const std::string id = role.starts_with('@') ? role.substr(1) : role;
    if (!columns_.emplace(id, true).second) return id;
    v1::MatrixColumn& column = *pack_.matrices.back().add_columns();
    column.set_id(id);
    if (role == "@subject-owner") {
      column.set_title("Subject owner");
      column.set_computed(v1::COMPUTED_COLUMN_SUBJECT_OWNER);
    } else if (role == "@accountable-person") {
      column.set_title("Accountable person");
      column.set_computed(v1::COMPUTED_COLUMN_ACCOUNTABLE_PERSON);
    } else {
      column.set_role(Name("roles", id));
      column.set_title(id);
      for (const v1::Role& known : pack_.roles) {
        if (known.name() == column.role()) {
          column.set_title(known.display_name());
        }
      }
    }
    return id;
  }

  std::string_view text_;
  const std::string tenant_;
  Pack pack_;
  int number_ = 0;
  bool in_matrix_ = false;
  std::map<std::string, bool> columns_;
};

}  // namespace

absl::StatusOr<Pack> ParseBody(std::string_view text, std::string_view tenant) {
  return Parser(text, tenant).Run();
}

}  // namespace csi::raci
