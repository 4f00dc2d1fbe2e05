#include "services/workflow/domain/run_filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

constexpr std::string_view kOrdered[] = {"step", "definition_revision", "cycle",
                                         "update_time", "due_time"};
constexpr std::string_view kWords[] = {
    "state",   "step_key",    "phase",   "definition", "opportunity", "service",
    "process", "accountable", "waiting", "flag",       "overdue"};

bool IsTime(std::string_view field) {
  return field == "update_time" || field == "due_time";
}

template <size_t n>
bool In(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

absl::Status Invalid(std::string_view what) {
  std::string fields;
  for (std::string_view word : kWords) StrAppend(&fields, word, ", ");
  for (std::string_view word : kOrdered) StrAppend(&fields, word, ", ");
  fields.resize(fields.size() - 2);
  return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                 StrCat("filter: ", what,
                        " Use terms such as state = \"RUNNING\" AND step "
                        ">= 3, with the fields ",
                        fields, "."),
                 {{"field", "filter"}});
}

void SkipSpace(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

std::string_view Word(std::string_view& text) {
  size_t size = 0;
  while (size < text.size() && text[size] != ' ' && text[size] != '=' &&
         text[size] != '!' && text[size] != '<' && text[size] != '>' &&
         text[size] != '"') {
    ++size;
  }
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(size);
  return word;
}

// The words of a run that a field of words may be equal to.
std::vector<std::string> WordsOf(std::string_view field, const v1::RunRow& run,
                                 const v1::StepRow& step) {
  if (field == "state") return {StateWord(run.state())};
  if (field == "step_key") return {run.step_key()};
  if (field == "phase") return {PhaseWord(step.phase())};
  if (field == "definition") return {run.definition()};
  if (field == "opportunity") return {run.opportunity()};
  if (field == "service") return {run.scope().service()};
  if (field == "process") return {run.scope().process()};
  if (field == "accountable") return {run.accountable()};
  if (field == "overdue") return {step.overdue_us() != 0 ? "true" : "false"};
  if (field == "waiting") {
    return {step.waiting().begin(), step.waiting().end()};
  }
  std::vector<std::string> flags;
  for (int flag : run.flags()) {
    if (!v1::Run::Flag_IsValid(flag)) continue;
    flags.push_back(
        v1::Run::Flag_Name(static_cast<v1::Run::Flag>(flag)).substr(5));
  }
  return flags;
}

int64_t NumberOf(std::string_view field, const v1::RunRow& run,
                 const v1::StepRow& step) {
  if (field == "step") return run.step();
  if (field == "definition_revision") return run.definition_revision();
  if (field == "cycle") return run.cycle();
  if (field == "update_time") return run.update_us();
  return step.due_us();
}

}  // namespace

absl::Status RunFilter::ReadNumber(Term& term) {
  if (!IsTime(term.field)) {
    if (absl::SimpleAtoi(View(term.value), &term.number)) {
      return absl::OkStatus();
    }
    return Invalid(StrCat("\"", term.value, "\" is no number."));
  }
  absl::Time time;
  std::string error;
  std::string text = term.value;
  if (text.size() == 10) text += "T00:00:00Z";
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return Invalid(StrCat("\"", term.value,
                          "\" is no time such as 2026-03-01T12:00:00Z."));
  }
  term.number = absl::ToUnixMicros(time);
  return absl::OkStatus();
}

absl::StatusOr<RunFilter::Term> RunFilter::ReadTerm(std::string_view& text) {
  Term term;
  term.field = std::string(Word(text));
  const bool ordered = In(kOrdered, term.field);
  if (!ordered && !In(kWords, term.field)) {
    return Invalid(StrCat("\"", term.field, "\" is no field of a run."));
  }
  SkipSpace(text);
  constexpr std::pair<std::string_view, Sign> kSigns[] = {
      {"!=", Sign::kNotEqual},  {"<=", Sign::kLessEqual},
      {">=", Sign::kMoreEqual}, {"=", Sign::kEqual},
      {"<", Sign::kLess},       {">", Sign::kMore}};
  bool found = false;
  for (const auto& [sign, meaning] : kSigns) {
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(sign.size());
    term.sign = meaning;
    found = true;
    break;
  }
  const bool equality =
      term.sign == Sign::kEqual || term.sign == Sign::kNotEqual;
  if (!found || (!ordered && !equality)) {
    return Invalid(StrCat("field ", term.field, " needs ",
                          ordered ? "= != < <= > or >=." : "= or !=."));
  }
  SkipSpace(text);
  if (!text.empty() && text.front() == '"') {
    const size_t end = text.find('"', 1);
    if (end == std::string_view::npos) {
      return Invalid("a quote is not closed.");
    }
    term.value = std::string(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  } else {
    term.value = std::string(Word(text));
  }
  if (term.value.empty()) {
    return Invalid(StrCat("field ", term.field, " has no value."));
  }
  if (ordered) RETURN_IF_ERROR(ReadNumber(term));
  // Names and ids mean the same.
  if (!ordered) term.value = IdPart(term.value);
  return term;
}

absl::StatusOr<RunFilter> RunFilter::Parse(std::string_view text) {
  if (text.size() > limits::kFilterBytesMax) {
    return Invalid(
        StrCat("it is longer than ", limits::kFilterBytesMax, " bytes."));
  }
  RunFilter filter;
  SkipSpace(text);
  while (!text.empty()) {
    ASSIGN_OR_RETURN(Term term, ReadTerm(text));
    filter.terms_.push_back(std::move(term));
    SkipSpace(text);
    if (text.empty()) break;
    if (!text.starts_with("AND ")) {
      return Invalid(StrCat("\"", text.substr(0, 20),
                            "\": terms are joined by "
                            "AND."));
    }
    text.remove_prefix(4);
    SkipSpace(text);
    if (text.empty()) return Invalid("it ends with AND.");
  }
  return filter;
}

bool RunFilter::Compare(const Term& term, int64_t number) {
  switch (term.sign) {
    case Sign::kEqual:
      return number == term.number;
    case Sign::kNotEqual:
      return number != term.number;
    case Sign::kLess:
      return number < term.number;
    case Sign::kLessEqual:
      return number <= term.number;
    case Sign::kMore:
      return number > term.number;
    case Sign::kMoreEqual:
      return number >= term.number;
  }
  return false;
}

bool RunFilter::Takes(const KvReader& state, std::string_view tenant,
                      std::string_view id, const v1::RunRow& row) const {
  if (terms_.empty()) return true;
  const auto found =
      GetRow<v1::StepRow>(state, StepKey(tenant, id, row.step()));
  const v1::StepRow step = found ? *found : v1::StepRow();
  return std::all_of(terms_.begin(), terms_.end(), [&](const Term& term) {
    if (In(kOrdered, term.field)) {
      return Compare(term, NumberOf(term.field, row, step));
    }
    const std::vector<std::string> words = WordsOf(term.field, row, step);
    const bool has =
        std::find(words.begin(), words.end(), term.value) != words.end();
    return has == (term.sign == Sign::kEqual);
  });
}

}  // namespace csi::workflow
