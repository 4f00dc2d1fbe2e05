#include "common/executor/partition_journal.h"

namespace csi {

bool MayPass(const absl::Status& failed_read) {
  switch (failed_read.code()) {
    case absl::StatusCode::kOk:
    // Brokers are away, elect a leader, or answer late.
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    // A broker that has just started does not know all topics yet.
    case absl::StatusCode::kNotFound:
    // An operator changes rights or quotas.
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kResourceExhausted:
    // The client library's own trouble: a thread, a socket, memory.
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return true;
    // A hole, a head that was deleted, an end that lies before what is
    // wanted: asked again, the journal says the same.
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kFailedPrecondition:
    // No answer of a journal at all, but a mistake of its reader.
    default:
      return false;
  }
}

}  // namespace csi
