// What the headers of a call say: for how long, in which encoding, for whom.
#ifndef CSI_COMMON_CONNECT_CALL_HEADERS_H_
#define CSI_COMMON_CONNECT_CALL_HEADERS_H_

#include <optional>

#include "absl/time/time.h"
#include "common/connect/http_head.h"
#include "common/connect/wire.h"
#include "grpcpp/support/status.h"

namespace csi::connect {

// Those headers that go on as metadata of the gRPC call.
Pairs MetadataOf(const HttpHead& head);

// Checks version, encodings and time-out, and takes the last. INVALID_ARGUMENT,
// UNIMPLEMENTED for an encoding, DEADLINE_EXCEEDED for no time at all.
grpc::Status CheckHeaders(const HttpHead& head,
                          std::optional<absl::Duration>& within);

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_CALL_HEADERS_H_
