#include "services/workflow/definitions/definition.h"

#include <map>
#include <set>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "google/protobuf/text_format.h"
#include "services/workflow/definitions/pack_texts.h"

namespace csi::workflow {
namespace {

using Pack = std::map<std::pair<std::string, uint32_t>, Definition>;

const Pack& LoadedPack() {
  static const Pack* const pack = [] {
    auto loaded = std::make_unique<Pack>();
    for (std::string_view text : kPackTexts) {
      Definition definition;
      CSI_CHECK(google::protobuf::TextFormat::ParseFromString(std::string(text),
                                                              &definition),
                "a definition of the pack does not parse");
      const std::vector<std::string> wrong = CheckDefinition(definition);
      CSI_CHECK(wrong.empty(), wrong.empty() ? "" : wrong.front());
      const std::pair<std::string, uint32_t> key = {definition.name(),
                                                    definition.revision()};
      CSI_CHECK(loaded->emplace(key, std::move(definition)).second,
                "a revision of the pack stands twice");
    }
    return loaded.release();
  }();
  return *pack;
}

void CheckStep(const Definition& definition, const v1::StepDefinition& step,
               std::vector<std::string>& wrong) {
  const std::string place = StrCat("step ", step.number(), ": ");
  if (step.key().empty() || step.title().empty()) {
    wrong.push_back(StrCat(place, "it needs a key and a title."));
  }
  if (step.activity().empty()) {
    wrong.push_back(StrCat(place, "it needs an activity of the RACI matrix."));
  }
  if (step.letters().work().empty() || step.letters().approve().empty()) {
    wrong.push_back(StrCat(place, "nobody can work or approve it."));
  }
  if (step.due_days() == 0 || step.consultation_days() == 0) {
    wrong.push_back(StrCat(place, "due_days and consultation_days are 1 up."));
  }
  std::set<std::string> keys;
  for (const v1::FieldDefinition& field : step.fields()) {
    if (field.type() == v1::FIELD_TYPE_UNSPECIFIED) {
      wrong.push_back(StrCat(place, "field ", field.key(), " has no type."));
    }
    if (!keys.insert(field.key()).second) {
      wrong.push_back(StrCat(place, "field ", field.key(), " stands twice."));
    }
    for (const std::string& passing : field.passing()) {
      if (std::find(field.choices().begin(), field.choices().end(), passing) ==
          field.choices().end()) {
        wrong.push_back(StrCat(place, "field ", field.key(), " passes with ",
                               passing, ", which is no choice of it."));
      }
    }
  }
}

}  // namespace

std::vector<std::string> CheckDefinition(const Definition& definition) {
  std::vector<std::string> wrong;
  if (definition.steps().empty()) wrong.push_back("It has no steps.");
  std::set<std::string> keys;
  for (int i = 0; i < definition.steps_size(); ++i) {
    const v1::StepDefinition& step = definition.steps(i);
    if (step.number() != static_cast<uint32_t>(i) + 1) {
      wrong.push_back(StrCat("Step ", i + 1, " has number ", step.number(),
                             "; numbers are dense from 1."));
    }
    if (!keys.insert(step.key()).second) {
      wrong.push_back(StrCat("Two steps have the key ", step.key(), "."));
    }
    CheckStep(definition, step, wrong);
  }
  if (ImplementingStep(definition) == 0) {
    wrong.push_back("No step implements, so nothing could ever be proven.");
  }
  if (!definition.steps().empty() &&
      !definition.steps(definition.steps_size() - 1).awaits_effect()) {
    wrong.push_back("The last step must await the effect.");
  }
  if (definition.effect_days() == 0) wrong.push_back("effect_days is 1 up.");
  for (const v1::RfcOutcome& outcome : definition.rfc_outcomes()) {
    const bool returns = outcome.effect() == v1::RFC_EFFECT_RETURN ||
                         outcome.effect() == v1::RFC_EFFECT_DROP;
    const uint32_t to = StepNumber(definition, outcome.return_to_step());
    if (returns && (to == 0 || to > ImplementingStep(definition))) {
      wrong.push_back(StrCat(v1::Rfc::Status_Name(outcome.status()),
                             " returns to a step that does not exist or comes "
                             "after the implementing one: ",
                             outcome.return_to_step()));
    }
  }
  return wrong;
}

const std::vector<const Definition*>& PackDefinitions() {
  static const auto* const newest = [] {
    std::map<std::string, const Definition*> by_id;
    // Ascending by revision, so the last one stays.
    for (const auto& [key, definition] : LoadedPack()) {
      by_id[key.first] = &definition;
    }
    auto list = std::make_unique<std::vector<const Definition*>>();
    for (const auto& [id, definition] : by_id) list->push_back(definition);
    return list.release();
  }();
  return *newest;
}

const Definition* FindPackDefinition(std::string_view id, uint32_t revision) {
  if (revision == 0) {
    for (const Definition* definition : PackDefinitions()) {
      if (definition->name() == id) return definition;
    }
    return nullptr;
  }
  auto found = LoadedPack().find({std::string(id), revision});
  return found == LoadedPack().end() ? nullptr : &found->second;
}

const v1::StepDefinition& StepOf(const Definition& definition,
                                 uint32_t number) {
  CSI_CHECK(
      number >= 1 && number <= static_cast<uint32_t>(definition.steps_size()),
      "the definition has no such step");
  return definition.steps(static_cast<int>(number) - 1);
}

uint32_t StepNumber(const Definition& definition, std::string_view key) {
  for (const v1::StepDefinition& step : definition.steps()) {
    if (step.key() == key) return step.number();
  }
  return 0;
}

uint32_t LastStep(const Definition& definition) {
  return static_cast<uint32_t>(definition.steps_size());
}

uint32_t ImplementingStep(const Definition& definition) {
  for (const v1::StepDefinition& step : definition.steps()) {
    if (step.implements()) return step.number();
  }
  return 0;
}

v1::RfcOutcome OutcomeOf(const Definition& definition, v1::Rfc::Status status) {
  for (const v1::RfcOutcome& outcome : definition.rfc_outcomes()) {
    if (outcome.status() == status) return outcome;
  }
  v1::RfcOutcome pending;
  pending.set_status(status);
  pending.set_effect(v1::RFC_EFFECT_PENDING);
  return pending;
}

}  // namespace csi::workflow
