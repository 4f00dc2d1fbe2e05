#include "services/raci/domain/inner_event.h"

#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {

const google::protobuf::Message* InnerEvent(
    const google::protobuf::Message& journal_event) {
  const auto* oneof = v1::JournalEvent::descriptor()->oneof_decl(0);
  const auto* reflection = journal_event.GetReflection();
  const auto* field = reflection->GetOneofFieldDescriptor(journal_event, oneof);
  return field == nullptr ? nullptr
                          : &reflection->GetMessage(journal_event, field);
}

}  // namespace csi::raci
