#include "services/workflow/definitions/definition_check.h"

#include <map>
#include <set>
#include <utility>

#include "common/base/strings.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/definitions/limits.h"
#include "services/workflow/definitions/step_check.h"

namespace csi::workflow {
namespace {

using Rfc = v1::Rfc;
using common::v1::SEVERITY_ERROR;
using common::v1::SEVERITY_WARNING;

void Error(std::string_view rule, std::string place, std::string message,
           std::string suggestion, Findings& findings) {
  AddFinding(rule, SEVERITY_ERROR, std::move(place), std::move(message),
             std::move(suggestion), findings);
}

std::string PlaceOf(const v1::StepDefinition& step) {
  return StrCat("step ",
                step.key().empty() ? StrCat(step.number()) : step.key());
}

void CheckHead(const v1::Definition& definition, Findings& findings) {
  const auto size = definition.steps_size();
  if (size == 0 || size > limits::kDefinitionStepsMax) {
    Error("D1", "steps",
          StrCat("it has ", size, " steps, not 1 to ",
                 limits::kDefinitionStepsMax, "."),
          "A definition is a way of some steps.", findings);
  }
  if (definition.title().empty() ||
      definition.title().size() > limits::kDefinitionTextBytesMax ||
      definition.description().size() > limits::kDefinitionTextBytesMax) {
    Error("D2", "title", "the title is empty, or it or description too long.",
          "Say what the definition is for.", findings);
  }
  if (definition.effect_days() == 0 ||
      definition.effect_days() > limits::kStepDaysMax) {
    Error("D5", "effect_days",
          StrCat("effect_days is ", definition.effect_days(), ", not 1 to ",
                 limits::kStepDaysMax, "."),
          "Say how long to wait for the effect without a review date.",
          findings);
  }
  const std::map<std::string, std::string> states = {
      {"entry_held", definition.entry_held()},
      {"entry_completed", definition.entry_completed()},
      {"entry_cancelled", definition.entry_cancelled()}};
  for (const auto& [place, state] : states) {
    if (IsEntryState(state)) continue;
    Error("D10", place,
          state.empty()
              ? std::string("it names no state of the entry.")
              : StrCat("the register has no state ", state, " for a run."),
          "ON_HOLD, CLOSED and ACCEPTED are usual.", findings);
  }
  const std::string& approach = definition.approach();
  if (!approach.empty() && approach != "SEVEN_STEP" &&
      approach != "QUICK_WIN") {
    Error("D10", "approach",
          StrCat("entries of approach ", approach, " take no run."),
          "SEVEN_STEP, QUICK_WIN or empty.", findings);
  }
}

void CheckOrder(const v1::Definition& definition, Findings& findings) {
  std::set<std::string> keys;
  for (int i = 0; i < definition.steps_size(); ++i) {
    const v1::StepDefinition& step = definition.steps(i);
    if (step.number() != static_cast<uint32_t>(i) + 1) {
      Error("D1", PlaceOf(step),
            StrCat("it stands at place ", i + 1, " and has number ",
                   step.number(), ", so no run would reach it."),
            "Number the steps from 1 without gaps.", findings);
    }
    if (!keys.insert(step.key()).second) {
      Error("D2", PlaceOf(step), "two steps have this key.",
            "Give one of them another key.", findings);
    }
    CheckStep(step, findings);
    if (step.awaits_effect() && i + 1 < definition.steps_size()) {
      Error("D8", PlaceOf(definition.steps(i + 1)),
            StrCat("no run would reach it: step ", step.key(),
                   " before it awaits the effect, and the verdict then ends "
                   "the run."),
            "Let the last step alone await the effect.", findings);
    }
  }
}

void CheckImplementation(const v1::Definition& definition, Findings& findings) {
  const uint32_t first = ImplementingStep(definition);
  if (definition.steps().empty()) return;
  if (first == 0) {
    Error("D7", "steps",
          "no step implements, so nothing could ever be proven, and no "
          "baseline is asked for.",
          "Set implements on the step that changes something.", findings);
  }
  const v1::StepDefinition& start = definition.steps(0);
  if (start.implements()) {
    Error("D7", PlaceOf(start),
          "the first step implements: the baseline is asked for when a step "
          "before it is approved, so it would not be asked for at all.",
          "Put a step before it that decides.", findings);
  }
  const v1::StepDefinition& last =
      definition.steps(definition.steps_size() - 1);
  if (!last.awaits_effect()) {
    Error("D8", PlaceOf(last),
          "it cannot be finished: the last step does not await the effect.",
          "Set awaits_effect on the last step.", findings);
  }
  bool decides = false;
  for (const v1::StepDefinition& step : definition.steps()) {
    if (first == 0 || step.number() >= first) break;
    for (const v1::FieldDefinition& field : step.fields()) {
      decides |= !field.passing().empty();
    }
  }
  if (first > 1 && !decides) {
    AddFinding("D11", SEVERITY_WARNING, "steps",
               "no field with a passing value decides before implementation.",
               "Add a choice such as decision: go, no_go with passing go.",
               findings);
  }
}

void CheckOutcomes(const v1::Definition& definition, Findings& findings) {
  std::set<int> seen;
  for (const v1::RfcOutcome& outcome : definition.rfc_outcomes()) {
    std::string status = Rfc::Status_IsValid(outcome.status())
                             ? Rfc::Status_Name(outcome.status())
                             : StrCat("STATUS ", outcome.status() + 0);
    const std::string place = StrCat("rfc_outcomes / ", status);
    if (!seen.insert(outcome.status()).second) {
      Error("D9", place, "it stands twice.", "Keep one of the rows.", findings);
    }
    const bool returns = outcome.effect() == v1::RFC_EFFECT_RETURN ||
                         outcome.effect() == v1::RFC_EFFECT_DROP;
    const uint32_t to = StepNumber(definition, outcome.return_to_step());
    if (returns && (to == 0 || to > ImplementingStep(definition))) {
      Error("D9", place,
            StrCat("it returns to ", outcome.return_to_step(),
                   ", which is no step, or one behind the implementing one."),
            "Name a step before or at implementation.", findings);
    }
    const bool good = outcome.status() == Rfc::STATUS_CLOSED_SUCCESS ||
                      outcome.status() == Rfc::STATUS_CLOSED_PARTIAL ||
                      outcome.status() == Rfc::STATUS_IMPLEMENTED ||
                      outcome.status() == Rfc::STATUS_REVIEW;
    if (outcome.effect() == v1::RFC_EFFECT_DONE && !good) {
      Error("D9", place, "a change in this status is not done.",
            "RFC_EFFECT_RETURN or RFC_EFFECT_DROP.", findings);
    }
  }
  for (Rfc::Status status :
       {Rfc::STATUS_REJECTED, Rfc::STATUS_CLOSED_SUCCESS,
        Rfc::STATUS_CLOSED_PARTIAL, Rfc::STATUS_CLOSED_FAILED,
        Rfc::STATUS_BACKED_OUT, Rfc::STATUS_CANCELLED}) {
    const v1::RfcEffect effect = OutcomeOf(definition, status).effect();
    if (effect == v1::RFC_EFFECT_DONE || effect == v1::RFC_EFFECT_RETURN ||
        effect == v1::RFC_EFFECT_DROP) {
      continue;
    }
    Error("D9", StrCat("rfc_outcomes / ", Rfc::Status_Name(status)),
          "a change that ends so keeps the run waiting for ever.",
          "Say what it does: DONE, RETURN or DROP.", findings);
  }
}

}  // namespace

Findings FindInDefinition(const v1::Definition& definition) {
  Findings findings;
  CheckHead(definition, findings);
  CheckOrder(definition, findings);
  CheckImplementation(definition, findings);
  CheckOutcomes(definition, findings);
  return findings;
}

bool HasError(const Findings& findings) {
  for (const common::v1::Finding& finding : findings) {
    if (finding.severity() == SEVERITY_ERROR) return true;
  }
  return false;
}

std::string ErrorsOf(const Findings& findings) {
  std::string text;
  for (const common::v1::Finding& finding : findings) {
    if (finding.severity() != SEVERITY_ERROR) continue;
    StrAppend(&text, text.empty() ? "" : " ", finding.rule(), " ",
              finding.place(), ": ", finding.message());
  }
  return text;
}

}  // namespace csi::workflow
