#include "services/registry/domain/replaced.h"

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

namespace csi::registry {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;
using v1::Opportunity;

// They change with every event: kept, but no news.
bool ChangesAlways(const FieldDescriptor& field) {
  return field.number() == Opportunity::kRevisionFieldNumber ||
         field.number() == Opportunity::kUpdateTimeFieldNumber;
}

// Made when an entry is read.
bool IsDerived(const FieldDescriptor& field) {
  return field.number() == Opportunity::kEtagFieldNumber;
}

bool IsSet(const Opportunity& entry, const FieldDescriptor& field) {
  const Reflection& fields = *entry.GetReflection();
  return field.is_repeated() ? fields.FieldSize(entry, &field) > 0
                             : fields.HasField(entry, &field);
}

bool SameItem(const Opportunity& a, const Opportunity& b,
              const FieldDescriptor& field, int index) {
  const Reflection& fields = *a.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return MessageDifferencer::Equals(
        fields.GetRepeatedMessage(a, &field, index),
        fields.GetRepeatedMessage(b, &field, index));
  }
  std::string at_a, at_b;
  return fields.GetRepeatedStringReference(a, &field, index, &at_a) ==
         fields.GetRepeatedStringReference(b, &field, index, &at_b);
}

// Whether the list in `before` is how the one in `after` begins.
bool Grew(const Opportunity& before, const Opportunity& after,
          const FieldDescriptor& field) {
  const int size = before.GetReflection()->FieldSize(before, &field);
  if (size > after.GetReflection()->FieldSize(after, &field)) return false;
  for (int i = 0; i < size; ++i) {
    if (!SameItem(before, after, field, i)) return false;
  }
  return true;
}

bool Same(const Opportunity& before, const Opportunity& after,
          const FieldDescriptor& field) {
  const bool is_set = IsSet(before, field);
  if (is_set != IsSet(after, field)) return false;
  if (!is_set) return true;
  const std::vector<const FieldDescriptor*> one = {&field};
  return MessageDifferencer().CompareWithFields(before, after, one, one);
}

}  // namespace

v1::ReplacedValues ReplacedBy(const Opportunity& before,
                              const Opportunity& after) {
  v1::ReplacedValues replaced;
  Opportunity& values = *replaced.mutable_values();
  values = before;
  const Reflection& fields = *before.GetReflection();
  const Descriptor& type = *Opportunity::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsDerived(field) || Same(before, after, field)) {
      fields.ClearField(&values, &field);
      continue;
    }
    if (!ChangesAlways(field)) replaced.add_fields(field.name());
    const bool grew = field.is_repeated() && IsSet(before, field) &&
                      Grew(before, after, field);
    if (!grew) continue;
    fields.ClearField(&values, &field);
    v1::ReplacedValues::GrownList& list = *replaced.add_grown();
    list.set_field(field.name());
    list.set_items(static_cast<uint32_t>(fields.FieldSize(before, &field)));
  }
  return replaced;
}

void PutBack(const v1::ReplacedValues& replaced, Opportunity& entry) {
  const Descriptor& type = *Opportunity::descriptor();
  const Reflection& fields = *entry.GetReflection();
  for (const v1::ReplacedValues::GrownList& grown : replaced.grown()) {
    const FieldDescriptor* field = type.FindFieldByName(grown.field());
    if (field == nullptr) continue;
    for (int size = fields.FieldSize(entry, field);
         size > static_cast<int>(grown.items()); --size) {
      fields.RemoveLast(&entry, field);
    }
  }
  for (const std::string& name : replaced.fields()) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    bool grew = false;
    for (const auto& grown : replaced.grown()) grew |= grown.field() == name;
    if (field != nullptr && !grew) fields.ClearField(&entry, field);
  }
  std::vector<const FieldDescriptor*> had;
  fields.ListFields(replaced.values(), &had);
  for (const FieldDescriptor* field : had) fields.ClearField(&entry, field);
  entry.MergeFrom(replaced.values());
}

}  // namespace csi::registry
