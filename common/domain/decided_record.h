// A record as it was decided, before it became bytes: who projects it in the
// same process need not parse it again.
#ifndef CSI_COMMON_DOMAIN_DECIDED_RECORD_H_
#define CSI_COMMON_DOMAIN_DECIDED_RECORD_H_

#include <cstdint>
#include <vector>

#include "common/domain/domain.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {

// A public event and the entry of the batch that it belongs to.
struct EntryEvent {
  int entry = 0;
  PublicEvent event;
};

struct DecidedRecord {
  common::v1::JournalRecord record;
  // In the order of the entries.
  std::vector<EntryEvent> events;
};

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_DECIDED_RECORD_H_
