#include "services/workflow/definitions/definition_diff.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/strings.h"
#include "google/protobuf/text_format.h"

namespace csi::workflow {
namespace {

using Change = v1::DefinitionChange;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

void Add(Change::Kind kind, std::string place, std::string before,
         std::string after, DefinitionChanges& changes) {
  Change& change = changes.emplace_back();
  change.set_kind(kind);
  change.set_place(std::move(place));
  change.set_before(std::move(before));
  change.set_after(std::move(after));
}

// "GO, NO_GO" for a repeated field, the text of the value for another.
std::string ValueText(const Message& message, const FieldDescriptor& field) {
  if (!field.is_repeated()) {
    std::string text;
    TextFormat::PrintFieldValueToString(message, &field, -1, &text);
    return text;
  }
  std::string list;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field);
       ++i) {
    std::string text;
    TextFormat::PrintFieldValueToString(message, &field, i, &text);
    StrAppend(&list, i == 0 ? "" : ", ", text);
  }
  return list;
}

// Compares the fields of two messages of one type but those in `skip`;
// messages inside are entered.
void Compare(const Message& before, const Message& after,
             const std::string& place, const std::set<std::string>& skip,
             DefinitionChanges& changes) {
  const auto* type = before.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (skip.contains(field.name())) continue;
    const std::string here =
        place.empty() ? field.name() : StrCat(place, " / ", field.name());
    if (field.message_type() != nullptr && !field.is_repeated()) {
      Compare(before.GetReflection()->GetMessage(before, &field),
              after.GetReflection()->GetMessage(after, &field), here, skip,
              changes);
      continue;
    }
    std::string old_text = ValueText(before, field);
    std::string new_text = ValueText(after, field);
    if (old_text == new_text) continue;
    Add(Change::KIND_CHANGED, here, std::move(old_text), std::move(new_text),
        changes);
  }
}

template <class List, class Same>
auto Find(const List& list, Same same) -> decltype(&*list.begin()) {
  for (const auto& item : list) {
    if (same(item)) return &item;
  }
  return nullptr;
}

// Items of two lists by their key: added, removed, or compared by `enter`.
template <class List, class Key, class Title, class Enter>
void CompareLists(const List& before, const List& after,
                  const std::string& place, Key key, Title title, Enter enter,
                  DefinitionChanges& changes) {
  for (const auto& item : after) {
    const auto* old =
        Find(before, [&](const auto& each) { return key(each) == key(item); });
    const std::string here = StrCat(place, key(item));
    if (old == nullptr) {
      Add(Change::KIND_ADDED, here, "", title(item), changes);
    } else {
      enter(*old, item, here);
    }
  }
  for (const auto& item : before) {
    const auto* kept =
        Find(after, [&](const auto& each) { return key(each) == key(item); });
    if (kept != nullptr) continue;
    Add(Change::KIND_REMOVED, StrCat(place, key(item)), title(item), "",
        changes);
  }
}

void CompareSteps(const v1::StepDefinition& before,
                  const v1::StepDefinition& after, const std::string& here,
                  DefinitionChanges& changes) {
  if (before.number() != after.number()) {
    Add(Change::KIND_MOVED, here, StrCat(before.number()),
        StrCat(after.number()), changes);
  }
  Compare(before, after, here, {"number", "key", "fields"}, changes);
  CompareLists(
      before.fields(), after.fields(), StrCat(here, " / field "),
      [](const v1::FieldDefinition& field) { return field.key(); },
      [](const v1::FieldDefinition& field) { return field.title(); },
      [&](const v1::FieldDefinition& old, const v1::FieldDefinition& now,
          const std::string& place) {
        Compare(old, now, place, {"key"}, changes);
      },
      changes);
}

}  // namespace

DefinitionChanges DiffDefinitions(const v1::Definition& before,
                                  const v1::Definition& after) {
  DefinitionChanges changes;
  Compare(before, after, "",
          {"name", "uid", "etag", "create_time", "update_time", "revision",
           "steps", "rfc_outcomes"},
          changes);
  CompareLists(
      before.steps(), after.steps(), "step ",
      [](const v1::StepDefinition& step) { return step.key(); },
      [](const v1::StepDefinition& step) { return step.title(); },
      [&](const v1::StepDefinition& old, const v1::StepDefinition& now,
          const std::string& place) { CompareSteps(old, now, place, changes); },
      changes);
  CompareLists(
      before.rfc_outcomes(), after.rfc_outcomes(), "rfc_outcomes / ",
      [](const v1::RfcOutcome& row) {
        return v1::Rfc::Status_Name(row.status());
      },
      [](const v1::RfcOutcome& row) {
        return v1::RfcEffect_Name(row.effect());
      },
      [&](const v1::RfcOutcome& old, const v1::RfcOutcome& now,
          const std::string& place) {
        Compare(old, now, place, {"status"}, changes);
      },
      changes);
  return changes;
}

}  // namespace csi::workflow
