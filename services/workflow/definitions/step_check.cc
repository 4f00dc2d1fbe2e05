#include "services/workflow/definitions/step_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/strings.h"
#include "services/workflow/definitions/limits.h"

namespace csi::workflow {
namespace {

using common::v1::SEVERITY_ERROR;
using common::v1::SEVERITY_WARNING;

// What a run may make of an entry; the others are the register's own.
constexpr std::string_view kEntryStates[] = {
    "ACCEPTED", "ASSESSED", "APPROVED", "IN_PROGRESS", "IN_REVIEW",
    "CLOSED",   "ON_HOLD",  "DEFERRED", "CANCELLED"};

using LetterList = google::protobuf::RepeatedField<int>;

bool Holds(const LetterList& letters, common::v1::Letter letter) {
  return std::find(letters.begin(), letters.end(), letter) != letters.end();
}

// I is told and C is asked; neither acts.
bool OnlyTold(const LetterList& letters) {
  return !Holds(letters, common::v1::LETTER_RESPONSIBLE) &&
         !Holds(letters, common::v1::LETTER_ACCOUNTABLE);
}

class StepCheck {
 public:
  StepCheck(const v1::StepDefinition& step, Findings& findings)
      : step_(step), findings_(findings) {}

  void Run() {
    Texts();
    LettersAndDays();
    if (step_.fields_size() > limits::kStepFieldsMax) {
      Error("D6", "",
            StrCat("it has more than ", limits::kStepFieldsMax, " fields."),
            "Split the step.");
    }
    std::set<std::string> keys;
    for (const v1::FieldDefinition& field : step_.fields()) {
      if (!keys.insert(field.key()).second) {
        Error("D6", field.key(), "two fields have this key.",
              "Give one of them another key.");
      }
      Field(field);
    }
    for (const std::string& state :
         {step_.entry().entered(), step_.entry().approved(),
          step_.entry().changes_final(), step_.entry().returned()}) {
      if (state.empty() || IsEntryState(state)) continue;
      Error("D10", "",
            StrCat("the register has no state ", state, " for a run."),
            "Use ACCEPTED, ASSESSED, APPROVED, IN_PROGRESS, IN_REVIEW or "
            "leave it empty.");
    }
  }

 private:
  void Add(std::string_view rule, common::v1::Severity severity,
           std::string_view field, std::string message,
           std::string suggestion) {
    std::string place = step_.key().empty() ? StrCat("step ", step_.number())
                                            : StrCat("step ", step_.key());
    if (!field.empty()) StrAppend(&place, " / field ", field);
    AddFinding(rule, severity, std::move(place), std::move(message),
               std::move(suggestion), findings_);
  }
  void Error(std::string_view rule, std::string_view field, std::string message,
             std::string suggestion) {
    Add(rule, SEVERITY_ERROR, field, std::move(message), std::move(suggestion));
  }

  void Texts() {
    if (!IsDefinitionKey(step_.key())) {
      Error("D2", "", "its key is empty or not a key.",
            "Use lower-case letters, digits, '-' and '_', at most 40.");
    }
    if (step_.title().empty() ||
        step_.title().size() > limits::kDefinitionTextBytesMax ||
        step_.purpose().size() > limits::kDefinitionTextBytesMax) {
      Error("D2", "", "its title is empty, or title or purpose is too long.",
            "Say in a sentence what the step is.");
    }
    if (step_.activity().empty() ||
        step_.activity().size() > limits::kDefinitionTextBytesMax) {
      Error("D3", "", "it names no activity of the RACI matrix.",
            "Name one, for example step-2: it gives the letters.");
    }
  }

  void LettersAndDays() {
    const v1::StepLetters& letters = step_.letters();
    if (OnlyTold(letters.work())) {
      Error("D4", "", "nobody can work it: letters.work has neither R nor A.",
            "Add LETTER_RESPONSIBLE.");
    }
    if (!Holds(letters.approve(), common::v1::LETTER_ACCOUNTABLE)) {
      Error("D4", "", "nobody accountable can approve it.",
            "Add LETTER_ACCOUNTABLE to letters.approve.");
    }
    if (OnlyTold(letters.send_back())) {
      Error("D4", "", "nobody can send it back, so wrong work has no way out.",
            "Add LETTER_ACCOUNTABLE to letters.send_back.");
    }
    if (step_.skippable() && OnlyTold(letters.skip())) {
      Error("D4", "", "it may be left out, but by nobody.",
            "Add LETTER_ACCOUNTABLE to letters.skip.");
    }
    if (step_.due_days() == 0 || step_.due_days() > limits::kStepDaysMax) {
      Error("D5", "",
            StrCat("due_days is ", step_.due_days(), ", not 1 to ",
                   limits::kStepDaysMax, "."),
            "Say how many days the step has.");
    }
    if (step_.consultation_days() == 0 ||
        step_.consultation_days() > limits::kConsultationDaysMax) {
      Error("D5", "",
            StrCat("consultation_days is ", step_.consultation_days(),
                   ", not 1 to ", limits::kConsultationDaysMax, "."),
            "Say how many days an opinion has.");
    } else if (step_.consultation_days() > step_.due_days()) {
      Add("D5", SEVERITY_WARNING, "",
          "an opinion has more days than the step itself.",
          "Make consultation_days smaller than due_days.");
    }
  }

  void Field(const v1::FieldDefinition& field) {
    const std::string& key = field.key();
    if (!IsDefinitionKey(key) || field.title().empty()) {
      Error("D6", key, "a field needs a key and a title.",
            "Use lower-case letters, digits and '_' for the key.");
    }
    if (field.type() == v1::FIELD_TYPE_UNSPECIFIED ||
        !v1::FieldType_IsValid(field.type())) {
      Error("D6", key, "it has no type.",
            "TEXT, NUMBER, MONEY, DATE, REFERENCE or LIST.");
    }
    const bool text = field.type() == v1::FIELD_TYPE_TEXT;
    if (!text && (!field.choices().empty() || !field.passing().empty())) {
      Error("D6", key, "only a TEXT has choices and passing values.",
            "Make it a TEXT, or take them away.");
    }
    if (field.choices_size() > limits::kFieldChoicesMax) {
      Error("D6", key, "it has too many choices.", "At most 50.");
    }
    if (field.min_items() != 0 && field.type() != v1::FIELD_TYPE_LIST) {
      Error("D6", key, "only a LIST has min_items.", "Take it away.");
    }
    if (field.min_items() > limits::kFieldItemsMax) {
      Error("D6", key,
            StrCat("no list can have ", field.min_items(),
                   " items, so the step could never be submitted."),
            "At most 100.");
    }
    if (!field.unit().empty() && field.type() != v1::FIELD_TYPE_NUMBER) {
      Error("D6", key, "only a NUMBER has a unit.", "Take it away.");
    }
    if (!field.passing().empty() && !field.required()) {
      Error("D6", key,
            "a passing value is asked for, but the field may stay empty.",
            "Make it required.");
    }
    if (!field.passing().empty() && step_.skippable()) {
      Error("D11", key, "the step decides, and it may be left out.",
            "Take skippable away, or the passing values.");
    }
    for (const std::string& passing : field.passing()) {
      if (std::find(field.choices().begin(), field.choices().end(), passing) ==
          field.choices().end()) {
        Error("D6", key,
              StrCat("it passes with ", passing, ", which is no choice of it."),
              "Add it to the choices.");
      }
    }
  }

  const v1::StepDefinition& step_;
  Findings& findings_;
};

}  // namespace

void AddFinding(std::string_view rule, common::v1::Severity severity,
                std::string place, std::string message, std::string suggestion,
                Findings& findings) {
  common::v1::Finding& finding = findings.emplace_back();
  finding.set_rule(std::string(rule));
  finding.set_severity(severity);
  finding.set_place(std::move(place));
  finding.set_message(std::move(message));
  finding.set_suggestion(std::move(suggestion));
}

bool IsDefinitionKey(std::string_view key) {
  if (key.empty() || key.size() > limits::kDefinitionKeyBytesMax ||
      key[0] < 'a' || key[0] > 'z') {
    return false;
  }
  return std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void CheckStep(const v1::StepDefinition& step, Findings& findings) {
  StepCheck(step, findings).Run();
}

bool IsEntryState(std::string_view state) {
  return std::find(std::begin(kEntryStates), std::end(kEntryStates), state) !=
         std::end(kEntryStates);
}

}  // namespace csi::workflow
