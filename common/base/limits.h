// Every bound of the engine and the API, in one place. A bound that is reached
// is answered with TOO_LARGE or QUEUE_FULL naming it; nothing grows without.
#ifndef CSI_COMMON_BASE_LIMITS_H_
#define CSI_COMMON_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace csi::limits {

// Journal.
inline constexpr size_t kRecordBytesMax = 900 * 1024;
inline constexpr size_t kCommandEventBytesMax = 256 * 1024;
inline constexpr size_t kBatchCommandsMax = 1024;
inline constexpr size_t kBatchTimersMax = 256;
inline constexpr size_t kBatchReactionsMax = 256;
inline constexpr size_t kBatchInputsMax = 128;

// Queues.
inline constexpr size_t kTenantQueueMax = 4096;
inline constexpr size_t kPartitionQueueMax = 16384;
inline constexpr size_t kViewQueueEventsMax = 4096;
inline constexpr size_t kWatchBatchEventsMax = 512;
inline constexpr size_t kWatchBatchBytesMax = 1024 * 1024;
// Of one stream of commands: in one message, and not yet answered.
inline constexpr int kStreamMessageCommandsMax = 256;
inline constexpr size_t kStreamOpenCommandsMax = 1024;
// An answer takes no more results beyond this; one result is far below what a
// client takes at once (4 MiB by gRPC's default).
inline constexpr size_t kStreamAnswerBytesMax = 1024 * 1024;

// What a partition keeps in memory of its own rows and of its views.
inline constexpr size_t kStateCacheBytesMax = 16 * 1024 * 1024;
inline constexpr size_t kTimerCacheBytesMax = 1024 * 1024;
inline constexpr size_t kViewCacheBytesMax = 8 * 1024 * 1024;

// Newest journal records kept in memory for those who follow the events.
inline constexpr size_t kRecentRecordBytesMax = 2 * 1024 * 1024;

// Requests.
inline constexpr size_t kMessageBytesMax = 4 * 1024 * 1024;
inline constexpr size_t kRequestIdBytesMax = 128;
inline constexpr size_t kResourceIdBytesMax = 63;
inline constexpr size_t kNameBytesMax = 400;
inline constexpr size_t kShortTextBytesMax = 1000;
inline constexpr size_t kLongTextBytesMax = 20000;
inline constexpr size_t kRepeatedItemsMax = 10000;
inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1000;

// Request ids are honoured for a day of journal time, and for the last
// 100,000 commands of a partition whatever their age.
inline constexpr int64_t kDedupeKeepUs = int64_t{24} * 3600 * 1000 * 1000;
inline constexpr uint64_t kDedupeKeepCount = 100000;

// A view older than this refuses what needs it (VIEW_STALE).
inline constexpr int64_t kViewLagMaxUs = int64_t{30} * 1000 * 1000;
// Wall and steady clock may differ by this much before timers pause.
inline constexpr int64_t kClockJumpUs = int64_t{5} * 60 * 1000 * 1000;

static_assert(kCommandEventBytesMax < kRecordBytesMax,
              "one command must fit into one record");

}  // namespace csi::limits

#endif  // CSI_COMMON_BASE_LIMITS_H_
