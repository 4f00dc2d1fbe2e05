// What the Connect protocol writes: names of codes, the JSON of an error, and
// the envelopes of a stream.
//
//   envelope = flags (1 byte) length (4 bytes, big endian) message
//   flags    = 0: a message; 1: compressed; 2: the end of the stream, as JSON
#ifndef CSI_COMMON_CONNECT_WIRE_H_
#define CSI_COMMON_CONNECT_WIRE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/connect/http_connection.h"
#include "grpcpp/support/status.h"

namespace csi::connect {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline constexpr uint8_t kFlagCompressed = 1;
inline constexpr uint8_t kFlagEnd = 2;

// "invalid_argument", and 400.
std::string_view CodeName(grpc::StatusCode code);
int HttpStatusOf(grpc::StatusCode code);

// {"code":..., "message":..., "details":[{"type","value","debug"}]}
std::string ErrorJson(const grpc::Status& status);
// A whole answer with that.
HttpAnswer ErrorAnswer(const grpc::Status& status);

std::string Envelope(uint8_t flags, std::string_view message);
// The last message of a stream: its error, if any, and its trailers.
std::string EndOfStream(const grpc::Status& status, const Pairs& trailers);
// The one message of a request body; UNIMPLEMENTED for none, more than one or
// a compressed one, INVALID_ARGUMENT for a broken envelope.
absl::StatusOr<std::string> OnlyMessage(std::string_view body);

}  // namespace csi::connect

#endif  // CSI_COMMON_CONNECT_WIRE_H_
