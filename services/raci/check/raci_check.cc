#include "services/raci/check/raci_check.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

std::string Quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string json = "\"";
  for (char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (byte < 0x20) {
      StrAppend(&json, "\\u00", std::string(1, kHex[byte >> 4]),
                std::string(1, kHex[byte & 15]));
    } else {
      json.push_back(c);
    }
  }
  json.push_back('"');
  return json;
}

std::string List(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (size_t i = 0; i < texts.size(); ++i) {
    StrAppend(&json, i == 0 ? "" : ",", Quoted(texts[i]));
  }
  return json + "]";
}

std::string_view SeverityWord(common::v1::Severity severity) {
  if (severity == common::v1::SEVERITY_ERROR) return "error";
  if (severity == common::v1::SEVERITY_WARNING) return "warning";
  return "info";
}

// "activity plan, column ann" has both, "activity plan" and "column ann" one.
std::string_view PartOf(std::string_view place, std::string_view prefix) {
  while (!place.empty()) {
    const size_t comma = place.find(", ");
    std::string_view part = place.substr(0, comma);
    if (part.starts_with(prefix)) return part.substr(prefix.size());
    if (comma == std::string_view::npos) break;
    place.remove_prefix(comma + 2);
  }
  return {};
}

// The title that people wrote, for the id in a finding's place.
template <class Items>
std::string TitleOf(const Items& items, std::string_view id) {
  for (const auto& item : items) {
    if (item.id() == id) return item.title();
  }
  return std::string(id);
}

std::string ActivityJson(const v1::Matrix& matrix,
                         const v1::MatrixActivity& activity) {
  auto with = [&](common::v1::Letter letter) {
    return List(ColumnsWith(matrix, activity.id(), letter));
  };
  return StrCat("{\"name\":", Quoted(activity.title()),
                ",\"A\":", with(common::v1::LETTER_ACCOUNTABLE),
                ",\"R\":", with(common::v1::LETTER_RESPONSIBLE),
                ",\"C\":", with(common::v1::LETTER_CONSULTED),
                ",\"I\":", with(common::v1::LETTER_INFORMED), "}");
}

std::string FindingJson(const v1::Matrix& matrix,
                        const common::v1::Finding& finding) {
  const std::string_view place = finding.place();
  const std::string activity =
      TitleOf(matrix.activities(), PartOf(place, "activity "));
  const std::string role = TitleOf(matrix.columns(), PartOf(place, "column "));
  return StrCat(
      "{\"rule\":", Quoted(finding.rule()), ",\"severity\":\"",
      SeverityWord(finding.severity()), "\",\"activity\":", Quoted(activity),
      ",\"role\":", Quoted(role), ",\"message\":", Quoted(finding.message()),
      ",\"place\":", Quoted(finding.place()),
      ",\"why\":", Quoted(finding.why()),
      ",\"suggestion\":", Quoted(finding.suggestion()), "}");
}

void AddLetterFindings(const RuleBook& rules, MatrixReading& reading) {
  std::vector<common::v1::Finding> findings;
  for (common::v1::Finding& finding : reading.findings) {
    rules.Add(findings, std::move(finding));
  }
  for (common::v1::Finding& finding : CheckLetters(reading.matrix, rules)) {
    findings.push_back(std::move(finding));
  }
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const auto& a, const auto& b) { return a.severity() > b.severity(); });
  reading.findings = std::move(findings);
}

}  // namespace

absl::StatusOr<v1::RuleSettings> ReadRuleSettings(std::string_view json) {
  v1::RuleSettings settings;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &settings);
  if (!status.ok()) {
    return FieldError(
        "settings",
        StrCat("this is no settings file such as {\"rules\":[{\"rule\":"
               "\"H5\",\"severity\":\"SEVERITY_ERROR\",\"share\":0.4}]}: ",
               std::string(status.message().data(), status.message().size())));
  }
  return settings;
}

absl::StatusOr<MatrixReading> CheckFile(std::string_view bytes,
                                        const CheckOptions& options) {
  ASSIGN_OR_RETURN(const RuleBook rules, RuleBook::From(options.settings));
  ASSIGN_OR_RETURN(MatrixReading reading, ReadMatrixFile(bytes, options.read));
  if (options.one_process) {
    for (v1::MatrixActivity& activity : *reading.matrix.mutable_activities()) {
      activity.set_process("file");
    }
  }
  AddLetterFindings(rules, reading);
  return reading;
}

absl::StatusOr<MatrixReading> CheckTable(std::string_view text,
                                         TableKind kind) {
  ASSIGN_OR_RETURN(const Table table, ParseTable(text, kind));
  MatrixReading reading = MatrixOf(table);
  AddLetterFindings(RuleBook(), reading);
  return reading;
}

std::string CheckAsJson(const MatrixReading& reading) {
  const v1::Matrix& matrix = reading.matrix;
  std::string json = "{\"activities\":[";
  for (int i = 0; i < matrix.activities_size(); ++i) {
    StrAppend(&json, i == 0 ? "" : ",",
              ActivityJson(matrix, matrix.activities(i)));
  }
  std::vector<std::string> roles;
  for (const auto& column : matrix.columns()) roles.push_back(column.title());
  StrAppend(&json, "],\"roles\":", List(roles), ",\"findings\":[");
  for (size_t i = 0; i < reading.findings.size(); ++i) {
    StrAppend(&json, i == 0 ? "" : ",",
              FindingJson(matrix, reading.findings[i]));
  }
  json += "],\"repairs\":[";
  for (size_t i = 0; i < reading.repairs.size(); ++i) {
    const Repair& repair = reading.repairs[i];
    StrAppend(&json, i == 0 ? "" : ",", "{\"row\":", repair.row,
              ",\"column\":", Quoted(repair.column),
              ",\"from\":", Quoted(repair.from), ",\"to\":", Quoted(repair.to),
              "}");
  }
  StrAppend(&json,
            "],\"passed\":", HasError(reading.findings) ? "false" : "true",
            "}");
  return json;
}

}  // namespace csi::raci
