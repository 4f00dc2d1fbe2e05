#include "services/registry/domain/extra_fields.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

using Definition = v1::ExtraFieldDefinition;

constexpr char kDefinitions[] = "policy.extra_fields";
constexpr char kValues[] = "opportunity.extra_fields";
constexpr size_t kShort = csi::limits::kShortTextBytesMax;
constexpr size_t kDayBytes = 10;

const Definition* Find(const v1::Policy& policy, const std::string& key) {
  for (const Definition& each : policy.extra_fields()) {
    if (each.key() == key) return &each;
  }
  return nullptr;
}

absl::Status CheckChoices(const Definition& field) {
  const bool chooses = field.type() == v1::EXTRA_FIELD_TYPE_CHOICE;
  if (chooses != !field.choices().empty()) {
    return FieldError(StrCat(kDefinitions, ".choices"),
                      StrCat("\"", field.key(), "\" ",
                             chooses ? "is a CHOICE and needs choices."
                                     : "is no CHOICE and has choices."));
  }
  RETURN_IF_ERROR(CheckCount(StrCat(kDefinitions, ".choices"),
                             field.choices_size(),
                             limits::kExtraFieldChoicesMax));
  std::set<std::string> seen;
  for (const std::string& choice : field.choices()) {
    if (choice.empty() || !seen.insert(choice).second) {
      return FieldError(
          StrCat(kDefinitions, ".choices"),
          StrCat("one of \"", field.key(), "\" is empty or named twice."));
    }
    RETURN_IF_ERROR(
        CheckText(StrCat(kDefinitions, ".choices"), choice, kShort));
  }
  return absl::OkStatus();
}

// What the type takes, in words; empty if the value is it.
std::string Misfit(const Definition& field, const std::string& value) {
  if (field.type() == v1::EXTRA_FIELD_TYPE_NUMBER) {
    double number = 0;
    const bool fits = absl::SimpleAtod(value, &number) && std::isfinite(number);
    return fits ? "" : "a number, for example 12.5";
  }
  if (field.type() == v1::EXTRA_FIELD_TYPE_DATE) {
    absl::CivilDay day;
    const bool fits =
        value.size() == kDayBytes && absl::ParseCivilTime(value, &day);
    return fits ? "" : "a day, for example 2026-05-01";
  }
  if (field.type() == v1::EXTRA_FIELD_TYPE_CHOICE) {
    const auto& choices = field.choices();
    return std::find(choices.begin(), choices.end(), value) != choices.end()
               ? ""
               : StrCat("one of ", absl::StrJoin(choices, ", "));
  }
  return "";
}

}  // namespace

absl::Status CheckExtraDefinitions(const v1::Policy& policy) {
  RETURN_IF_ERROR(CheckCount(kDefinitions, policy.extra_fields_size(),
                             limits::kExtraFieldsMax));
  std::set<std::string> seen;
  for (const Definition& field : policy.extra_fields()) {
    if (!IsResourceId(field.key()) || !seen.insert(field.key()).second) {
      return FieldError(StrCat(kDefinitions, ".key"),
                        StrCat("\"", field.key(),
                               "\" is named twice, or is no key: lower-case "
                               "letters, digits and '-', at most 63."));
    }
    if (field.type() == v1::EXTRA_FIELD_TYPE_UNSPECIFIED ||
        !v1::ExtraFieldType_IsValid(field.type())) {
      return FieldError(StrCat(kDefinitions, ".type"),
                        StrCat("\"", field.key(),
                               "\" needs one: TEXT, NUMBER, DATE or CHOICE."));
    }
    RETURN_IF_ERROR(
        CheckText(StrCat(kDefinitions, ".title"), field.title(), kShort));
    RETURN_IF_ERROR(CheckChoices(field));
  }
  return absl::OkStatus();
}

absl::Status CheckExtraFields(const v1::Policy& policy,
                              const v1::Opportunity& entry) {
  std::set<std::string> seen;
  for (const v1::ExtraField& value : entry.extra_fields()) {
    const Definition* field = Find(policy, value.key());
    if (field == nullptr) {
      std::vector<std::string> known;
      for (const Definition& each : policy.extra_fields()) {
        known.push_back(each.key());
      }
      return FieldError(
          StrCat(kValues, ".key"),
          StrCat("\"", value.key(), "\" is no field of this register; ",
                 known.empty() ? "its policy adds none."
                               : StrCat("its policy adds ",
                                        absl::StrJoin(known, ", "), ".")));
    }
    if (!seen.insert(value.key()).second) {
      return FieldError(StrCat(kValues, ".key"),
                        StrCat("\"", value.key(), "\" is named twice."));
    }
    if (value.value().empty()) {
      return FieldError(
          StrCat(kValues, ".value"),
          StrCat("\"", value.key(), "\" is empty; leave the field out."));
    }
    RETURN_IF_ERROR(
        CheckText(StrCat(kValues, ".value"), value.value(), kShort));
    const std::string wanted = Misfit(*field, value.value());
    if (!wanted.empty()) {
      return FieldError(StrCat(kValues, ".value"),
                        StrCat("\"", value.key(), "\" takes ", wanted, "; \"",
                               value.value(), "\" is not that."));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckExtraRequired(const v1::Policy& policy,
                                const v1::Opportunity& entry) {
  std::vector<std::string> missing;
  for (const Definition& field : policy.extra_fields()) {
    const auto& values = entry.extra_fields();
    if (!field.required() || std::any_of(values.begin(), values.end(),
                                         [&](const v1::ExtraField& value) {
                                           return value.key() == field.key();
                                         })) {
      continue;
    }
    missing.push_back(field.key());
  }
  if (missing.empty()) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat("Entry ", Called(entry), " is not accepted without ",
                        absl::StrJoin(missing, ", "),
                        ", which the policy of this register requires; set "
                        "them first (UpdateOpportunity, extra_fields)."),
                 {{"rule", "EXTRA_FIELD_REQUIRED"},
                  {"fields", absl::StrJoin(missing, ",")}});
}

void MarkExtraFields(const v1::Policy& policy, v1::OpportunityUpdated& event) {
  const auto& fields = event.changed_fields();
  if (std::find(fields.begin(), fields.end(), "extra_fields") == fields.end()) {
    return;
  }
  event.mutable_change()->set_extra_fields_version(policy.revision());
  event.add_changed_fields("extra_fields_version");
}

}  // namespace csi::registry
