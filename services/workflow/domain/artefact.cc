#include "services/workflow/domain/artefact.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/workflow/domain/limits.h"

namespace csi::workflow {
namespace {

using Value = v1::ArtefactField::ValueCase;

const v1::FieldDefinition* FindField(const v1::StepDefinition& step,
                                     const std::string& key) {
  for (const v1::FieldDefinition& field : step.fields()) {
    if (field.key() == key) return &field;
  }
  return nullptr;
}

const v1::ArtefactField* FindValue(const Fields& fields,
                                   const std::string& key) {
  for (const v1::ArtefactField& field : fields) {
    if (field.key() == key) return &field;
  }
  return nullptr;
}

Value CaseOf(v1::FieldType type) {
  switch (type) {
    case v1::FIELD_TYPE_TEXT:
      return Value::kText;
    case v1::FIELD_TYPE_NUMBER:
      return Value::kNumber;
    case v1::FIELD_TYPE_MONEY:
      return Value::kMoney;
    case v1::FIELD_TYPE_DATE:
      return Value::kDate;
    case v1::FIELD_TYPE_REFERENCE:
      return Value::kReference;
    case v1::FIELD_TYPE_LIST:
      return Value::kList;
    default:
      return Value::VALUE_NOT_SET;
  }
}

std::string TypeName(v1::FieldType type) {
  constexpr size_t kPrefix = sizeof("FIELD_TYPE_") - 1;
  return v1::FieldType_Name(type).substr(kPrefix);
}

absl::Status TooLarge(const std::string& place, std::string_view limit,
                      size_t max) {
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(place, ": at most ", max,
                        " allowed. Put the long form "
                        "elsewhere and give a reference to it."),
                 {{"field", place}, {"limit", std::string(limit)}});
}

absl::Status CheckMoney(const std::string& place,
                        const google::type::Money& money) {
  constexpr int32_t kNanosMax = 999999999;
  const bool code =
      money.currency_code().size() == 3 &&
      std::all_of(money.currency_code().begin(), money.currency_code().end(),
                  [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!code) {
    return FieldError(place,
                      "the currency is a code of three capital letters "
                      "(ISO 4217), for example EUR.");
  }
  const bool signs_differ = (money.units() > 0 && money.nanos() < 0) ||
                            (money.units() < 0 && money.nanos() > 0);
  if (std::abs(money.nanos()) > kNanosMax || signs_differ) {
    return FieldError(place,
                      "nanos lie between -999,999,999 and 999,999,999 "
                      "and have the sign of units.");
  }
  return absl::OkStatus();
}

absl::Status CheckDate(const std::string& place,
                       const google::type::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool exists = date.year() >= 1 && date.year() <= 9999 &&
                      day.year() == date.year() &&
                      day.month() == date.month() && day.day() == date.day();
  if (exists) return absl::OkStatus();
  return FieldError(place, "there is no such day; give year, month and day.");
}

absl::Status CheckList(const std::string& place,
                       const v1::FieldDefinition& field,
                       const v1::TextList& list) {
  if (list.items_size() > limits::kListItemsMax) {
    return TooLarge(place, "kListItemsMax", limits::kListItemsMax);
  }
  if (list.items_size() < static_cast<int>(field.min_items())) {
    return FieldError(
        place, StrCat("at least ", field.min_items(), " items are needed."));
  }
  for (const std::string& item : list.items()) {
    if (item.empty()) return FieldError(place, "an item must not be empty.");
    if (item.size() > limits::kListItemBytesMax) {
      return TooLarge(place, "kListItemBytesMax", limits::kListItemBytesMax);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckText(const std::string& place,
                       const v1::FieldDefinition& field,
                       const std::string& text) {
  if (text.size() > csi::limits::kLongTextBytesMax) {
    return TooLarge(place, "kLongTextBytesMax", csi::limits::kLongTextBytesMax);
  }
  if (field.choices().empty()) return absl::OkStatus();
  if (std::find(field.choices().begin(), field.choices().end(), text) !=
      field.choices().end()) {
    return absl::OkStatus();
  }
  return FieldError(place, StrCat("\"", text, "\" is no choice; one of: ",
                                  absl::StrJoin(field.choices(), ", "), "."));
}

absl::Status CheckNumber(const std::string& place,
                         const v1::FieldDefinition& field,
                         const v1::Quantity& number) {
  if (!std::isfinite(number.value())) {
    return FieldError(place, "the number must be finite.");
  }
  if (number.unit().size() > limits::kUnitBytesMax) {
    return TooLarge(place, "kUnitBytesMax", limits::kUnitBytesMax);
  }
  if (!field.unit().empty() && number.unit() != field.unit()) {
    return FieldError(place, StrCat("the unit must be ", field.unit(), "."));
  }
  return absl::OkStatus();
}

absl::Status CheckValue(const std::string& place,
                        const v1::FieldDefinition& field,
                        const v1::ArtefactField& given) {
  if (given.value_case() == Value::VALUE_NOT_SET) return absl::OkStatus();
  if (given.value_case() != CaseOf(field.type())) {
    return FieldError(place,
                      StrCat("field ", field.key(), " (", field.title(),
                             ") is of type ", TypeName(field.type()), "."));
  }
  switch (given.value_case()) {
    case Value::kText:
      return CheckText(place, field, given.text());
    case Value::kNumber:
      return CheckNumber(place, field, given.number());
    case Value::kMoney:
      return CheckMoney(place, given.money());
    case Value::kDate:
      return CheckDate(place, given.date());
    case Value::kList:
      return CheckList(place, field, given.list());
    case Value::kReference:
      if (given.reference().size() > limits::kReferenceBytesMax) {
        return TooLarge(place, "kReferenceBytesMax",
                        limits::kReferenceBytesMax);
      }
      return absl::OkStatus();
    case Value::VALUE_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

bool IsEmpty(const v1::ArtefactField* field) {
  if (field == nullptr) return true;
  switch (field->value_case()) {
    case Value::kText:
      return field->text().empty();
    case Value::kReference:
      return field->reference().empty();
    case Value::kList:
      return field->list().items().empty();
    case Value::VALUE_NOT_SET:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status CheckFields(const v1::StepDefinition& step, const Fields& fields) {
  if (static_cast<size_t>(fields.size()) > limits::kFieldsPerCallMax) {
    return TooLarge("fields", "kFieldsPerCallMax", limits::kFieldsPerCallMax);
  }
  std::set<std::string> seen;
  for (int i = 0; i < fields.size(); ++i) {
    const v1::ArtefactField& given = fields[i];
    const std::string place = StrCat("fields[", i, "]");
    const v1::FieldDefinition* field = FindField(step, given.key());
    if (field == nullptr) {
      std::vector<std::string> keys;
      for (const auto& each : step.fields()) keys.push_back(each.key());
      return FieldError(
          place, StrCat("step ", step.number(), " has no field \"", given.key(),
                        "\"; its fields are ", absl::StrJoin(keys, ", "), "."));
    }
    if (!seen.insert(given.key()).second) {
      return FieldError(place, StrCat(given.key(), " is given twice."));
    }
    RETURN_IF_ERROR(CheckValue(place, *field, given));
  }
  return absl::OkStatus();
}

void MergeFields(const Fields& given, Fields& fields) {
  for (const v1::ArtefactField& field : given) {
    auto found = std::find_if(
        fields.begin(), fields.end(),
        [&](const v1::ArtefactField& old) { return old.key() == field.key(); });
    if (field.value_case() == Value::VALUE_NOT_SET) {
      if (found != fields.end()) fields.erase(found);
    } else if (found != fields.end()) {
      *found = field;
    } else {
      *fields.Add() = field;
    }
  }
}

std::vector<std::string> MissingFields(const v1::StepDefinition& step,
                                       const Fields& fields) {
  std::vector<std::string> missing;
  for (const v1::FieldDefinition& field : step.fields()) {
    if (field.required() && IsEmpty(FindValue(fields, field.key()))) {
      missing.push_back(field.key());
    }
  }
  return missing;
}

std::vector<std::string> FailingFields(const v1::StepDefinition& step,
                                       const Fields& fields) {
  std::vector<std::string> failing;
  for (const v1::FieldDefinition& field : step.fields()) {
    if (field.passing().empty()) continue;
    const v1::ArtefactField* value = FindValue(fields, field.key());
    const std::string text = value == nullptr ? "" : value->text();
    if (std::find(field.passing().begin(), field.passing().end(), text) ==
        field.passing().end()) {
      failing.push_back(StrCat(field.title(), " is \"", text,
                               "\"; the step passes only with ",
                               absl::StrJoin(field.passing(), " or "), "."));
    }
  }
  return failing;
}

}  // namespace csi::workflow
