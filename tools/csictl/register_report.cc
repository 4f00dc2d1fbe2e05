#include "tools/csictl/register_report.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/csv/writer.h"
#include "common/domain/names.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;

constexpr int kLinesShown = 200;
constexpr std::string_view kOutcomePrefix = "IMPORT_OUTCOME_";

std::string DuplicatesText(const reg::ImportRowResult& result) {
  std::vector<std::string> parts;
  for (const reg::DuplicateSuggestion& each : result.duplicates()) {
    parts.push_back(absl::StrFormat("%d \"%s\" (%.0f %% of the words)",
                                    each.number(), each.title(),
                                    100 * each.similarity()));
  }
  return absl::StrJoin(parts, ", ");
}

void PrintRow(const reg::ImportRowResult& result, const std::string& title) {
  const auto line = static_cast<long long>(result.line());
  if (result.outcome() == reg::IMPORT_OUTCOME_REFUSED) {
    std::fprintf(stderr, "line %lld: refused, %s: %s\n", line,
                 result.reason().c_str(), result.message().c_str());
  } else if (result.outcome() == reg::IMPORT_OUTCOME_ALREADY_THERE) {
    std::fprintf(stderr, "line %lld: already there as %llu: %s\n", line,
                 static_cast<unsigned long long>(result.number()),
                 result.message().c_str());
  }
  if (result.duplicates_size() > 0) {
    std::fprintf(stderr, "line %lld: \"%s\" may say the same as %s\n", line,
                 title.c_str(), DuplicatesText(result).c_str());
  }
  for (const std::string& note : result.notes()) {
    std::fprintf(stderr, "line %lld: %s\n", line, note.c_str());
  }
}

bool IsWorthALine(const reg::ImportRowResult& result) {
  return result.outcome() != reg::IMPORT_OUTCOME_IMPORTED ||
         result.duplicates_size() > 0 || result.notes_size() > 0;
}

}  // namespace

void RegisterReport::Add(const reg::ImportRowResult& result,
                         std::string_view title) {
  *response_.add_results() = result;
  titles_.emplace_back(title);
}

void RegisterReport::RefusedHere(int64_t line, const absl::Status& why) {
  reg::ImportRowResult& result = *response_.add_results();
  result.set_line(line);
  result.set_outcome(reg::IMPORT_OUTCOME_REFUSED);
  result.set_reason("FIELD_INVALID");
  const std::string message(why.message());
  result.set_field(message.substr(0, message.find(':')));
  result.set_message(message);
  titles_.emplace_back();
}

int RegisterReport::Count(reg::ImportOutcome outcome) const {
  int count = 0;
  for (const auto& result : response_.results()) {
    count += result.outcome() == outcome ? 1 : 0;
  }
  return count;
}

std::string RegisterReport::AsCsv() const {
  std::string text;
  csv::Writer writer(&text);
  writer.Write({"line", "outcome", "number", "id", "title", "reason", "field",
                "message", "duplicates", "notes"});
  for (int i = 0; i < rows(); ++i) {
    const reg::ImportRowResult& result = response_.results(i);
    const std::string line = StrCat(result.line());
    const std::string number =
        result.number() == 0 ? "" : StrCat(result.number());
    const std::string outcome =
        reg::ImportOutcome_Name(result.outcome()).substr(kOutcomePrefix.size());
    const std::string duplicates = DuplicatesText(result);
    const std::string notes = absl::StrJoin(result.notes(), " ");
    writer.Write({line, outcome, number, LastPart(result.opportunity()),
                  titles_[static_cast<size_t>(i)], result.reason(),
                  result.field(), result.message(), duplicates, notes});
  }
  return text;
}

int RegisterReport::Print(const Arguments& arguments, bool dry_run) const {
  const int refused = Count(reg::IMPORT_OUTCOME_REFUSED);
  const int code = refused > 0 ? kExitRefused : kExitOk;
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(response_, arguments.format, {}).c_str(), stdout);
    return code;
  }
  int shown = 0;
  for (int i = 0; i < rows() && shown <= kLinesShown; ++i) {
    if (!IsWorthALine(response_.results(i))) continue;
    if (++shown > kLinesShown) {
      std::fputs("... --report FILE keeps all lines\n", stderr);
      break;
    }
    PrintRow(response_.results(i), titles_[static_cast<size_t>(i)]);
  }
  std::printf("%d rows: %d %s, %d already there, %d refused\n", rows(),
              Count(reg::IMPORT_OUTCOME_IMPORTED),
              dry_run ? "can be imported" : "imported",
              Count(reg::IMPORT_OUTCOME_ALREADY_THERE), refused);
  return code;
}

}  // namespace csi::tools
