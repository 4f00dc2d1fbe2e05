#include "services/registry/domain/event_fields.h"

#include "google/protobuf/descriptor.h"

namespace csi::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using v1::JournalEvent;

const FieldDescriptor* SetMember(const JournalEvent& event) {
  return event.GetReflection()->GetOneofFieldDescriptor(
      event, JournalEvent::descriptor()->oneof_decl(0));
}

// A message field of this name and type; null otherwise.
const FieldDescriptor* MessageField(const Message& event, const char* name,
                                    const google::protobuf::Descriptor* type) {
  const FieldDescriptor* field = event.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->message_type() == type ? field : nullptr;
}

const FieldDescriptor* DigestField(const Message& event) {
  return MessageField(event, "opportunity",
                      v1::OpportunityDigest::descriptor());
}

}  // namespace

const Message* PublicPart(const JournalEvent& event) {
  const FieldDescriptor* member = SetMember(event);
  if (member == nullptr) return nullptr;
  return &event.GetReflection()->GetMessage(event, member);
}

std::string EventName(const JournalEvent& event) {
  const Message* inner = PublicPart(event);
  return inner == nullptr ? "" : inner->GetDescriptor()->name();
}

v1::OpportunityDigest* MutableDigest(JournalEvent& event) {
  const FieldDescriptor* member = SetMember(event);
  if (member == nullptr) return nullptr;
  Message* inner = event.GetReflection()->MutableMessage(&event, member);
  const FieldDescriptor* field = DigestField(*inner);
  if (field == nullptr) return nullptr;
  return static_cast<v1::OpportunityDigest*>(
      inner->GetReflection()->MutableMessage(inner, field));
}

const v1::OpportunityDigest* DigestIn(const JournalEvent& event) {
  const Message* inner = PublicPart(event);
  if (inner == nullptr) return nullptr;
  const FieldDescriptor* field = DigestField(*inner);
  if (field == nullptr) return nullptr;
  return static_cast<const v1::OpportunityDigest*>(
      &inner->GetReflection()->GetMessage(*inner, field));
}

const common::v1::AuthorityGrant* GrantIn(const JournalEvent& event) {
  const Message* inner = PublicPart(event);
  if (inner == nullptr) return nullptr;
  const FieldDescriptor* field =
      MessageField(*inner, "grant", common::v1::AuthorityGrant::descriptor());
  if (field == nullptr || !inner->GetReflection()->HasField(*inner, field)) {
    return nullptr;
  }
  return static_cast<const common::v1::AuthorityGrant*>(
      &inner->GetReflection()->GetMessage(*inner, field));
}

std::string TextIn(const JournalEvent& event, std::string_view field) {
  const Message* inner = PublicPart(event);
  if (inner == nullptr) return "";
  const FieldDescriptor* found =
      inner->GetDescriptor()->FindFieldByName(std::string(field));
  if (found == nullptr || found->is_repeated() ||
      found->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return inner->GetReflection()->GetString(*inner, found);
}

}  // namespace csi::registry
