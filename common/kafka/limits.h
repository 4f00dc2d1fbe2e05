// Bounds of the Kafka clients.
#ifndef CSI_COMMON_KAFKA_LIMITS_H_
#define CSI_COMMON_KAFKA_LIMITS_H_

#include "common/base/limits.h"

namespace csi::limits {

// One produced record with its framing, as client and topic must allow it.
inline constexpr size_t kKafkaMessageBytesMax = 1000000;
// What one reader keeps fetched ahead.
inline constexpr int kKafkaFetchedKiBMax = 32 * 1024;
inline constexpr int kKafkaFetchedMessagesMin = 100000;
// One answer of a broker to one reader.
inline constexpr int kKafkaFetchBytesMax = 4 * 1024 * 1024;
// A reader walks forward over this many records rather than start anew.
inline constexpr uint64_t kKafkaSkipRecordsMax = 10000;
// Records taken from a reader's queue in one go.
inline constexpr size_t kKafkaReadMessagesMax = 256;

static_assert(kRecordBytesMax + kRecordBytesMax / 32 < kKafkaMessageBytesMax,
              "a journal record with its framing must fit into a message");

}  // namespace csi::limits

#endif  // CSI_COMMON_KAFKA_LIMITS_H_
