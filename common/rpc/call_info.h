// What the metadata of a call says: who acts, for whom, in which trace, and
// which positions must have been seen.
//
//   csi-actor: tenants/t/people/p         missing: a stranger, who may read
//   only csi-on-behalf-of: tenants/t/people/q csi-not-before:
//   raci=JOURNAL_ID:OFFSET, may come several times traceparent: W3C trace
//   context
//   csi-read: any                         a copy that follows may answer a
//   query, with csi-read-lag-ms in the trailing metadata; leader is the
//   default; strict: the answer holds all that was acknowledged before
#ifndef CSI_COMMON_RPC_CALL_INFO_H_
#define CSI_COMMON_RPC_CALL_INFO_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi::rpc {

struct CallInfo {
  std::string actor;         // person id
  std::string on_behalf_of;  // person id
  std::string trace;         // 25 bytes or empty
  std::vector<common::v1::ViewPosition> not_before;
  bool read_any = false;     // a copy that follows may answer
  bool read_strict = false;  // only who proves that it leads may answer
};

using MetadataPairs = std::vector<std::pair<std::string, std::string>>;

// Whether a query may be answered by a copy that follows.
bool ReadsAny(const MetadataPairs& metadata);

// INVALID_ARGUMENT for an actor of another tenant or a malformed value.
absl::StatusOr<CallInfo> ReadCallInfo(const MetadataPairs& metadata,
                                      std::string_view tenant);

// "raci=0123...:42", the form of csi-not-before and of csi-position.
std::string PositionText(const common::v1::ViewPosition& position);
absl::StatusOr<common::v1::ViewPosition> ParsePosition(std::string_view text);

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_CALL_INFO_H_
