// From committed records to public events. Pure: the same record gives the same
// events with the same ids, whoever projects it and however often.
#ifndef CSI_COMMON_PUBLISHER_PROJECTION_H_
#define CSI_COMMON_PUBLISHER_PROJECTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/domain/decided_record.h"
#include "common/domain/domain.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi {

struct EventOrigin {
  std::string deployment = "local";
  std::string service;
  uint32_t partition = 0;
  std::string journal_id;  // 16 bytes
};

// Public events of a record that counts, in order; none for genesis and claims.
// An event that does not parse gives none (its partition has halted already).
std::vector<common::v1::CloudEvent> ProjectRecord(const Domain& domain,
                                                  const EventOrigin& origin,
                                                  uint64_t offset,
                                                  std::string_view bytes);

// The same from a record that was decided here; `bytes` are the record's.
std::vector<common::v1::CloudEvent> ProjectDecided(
    const EventOrigin& origin, uint64_t offset, std::string_view bytes,
    const DecidedRecord& decided);

// W3C traceparent text from 25 bytes (trace id, span id, flags), or empty.
std::string TraceparentOf(std::string_view trace);
// The reverse; empty when the text is no valid traceparent.
std::string TraceOf(std::string_view traceparent);

}  // namespace csi

#endif  // CSI_COMMON_PUBLISHER_PROJECTION_H_
