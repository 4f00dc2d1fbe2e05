#include "services/workflow/definitions/definition.h"

#include <map>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "google/protobuf/text_format.h"
#include "services/workflow/definitions/definition_check.h"
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

}  // namespace

std::vector<std::string> CheckDefinition(const Definition& definition) {
  std::vector<std::string> wrong;
  for (const common::v1::Finding& finding : FindInDefinition(definition)) {
    if (finding.severity() != common::v1::SEVERITY_ERROR) continue;
    wrong.push_back(StrCat(finding.place(), ": ", finding.message()));
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

bool Decides(const v1::StepDefinition& step) {
  for (const v1::FieldDefinition& field : step.fields()) {
    if (!field.passing().empty()) return true;
  }
  return false;
}

bool MayBeLeftOut(const v1::StepDefinition& step) {
  return step.skippable() && !step.implements() && !Decides(step);
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
