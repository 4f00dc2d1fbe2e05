// How a journal record's bytes are shared out, so that one command always fits
// into one record (common/base/limits.h has the bounds that callers see).
#ifndef CSI_COMMON_EXECUTOR_LIMITS_H_
#define CSI_COMMON_EXECUTOR_LIMITS_H_

#include "common/base/limits.h"

namespace csi::limits {

// A reply is recorded beside the events.
inline constexpr size_t kCommandReplyBytesMax = 512 * 1024;
// What a record needs beside its entries: positions, hashes, framing.
inline constexpr size_t kRecordHeadBytesMax = 32 * 1024;
// What an entry needs beside events and reply: names, ids, framing.
inline constexpr size_t kEntryHeadBytesMax = 64 * 1024;
inline constexpr size_t kEntriesBytesMax =
    kRecordBytesMax - kRecordHeadBytesMax;
// Tag and length of an entry in its record.
inline constexpr size_t kEntryFramingBytes = 8;
// Inputs of one topic partition that wait to be decided.
inline constexpr size_t kInputQueueMax = 1024;
inline constexpr size_t kInputQueueBytesMax = 8 * 1024 * 1024;
// Inputs of no interest are passed over; how far is journaled after so many, or
// after this long.
inline constexpr uint64_t kInputMarkEvery = 10000;
inline constexpr int64_t kInputMarkAfterUs = 10 * 1000000;
// Why a reaction or timer failed, as the journal keeps it.
inline constexpr size_t kEntryRefusalBytesMax = 1000;

static_assert(kCommandEventBytesMax + kCommandReplyBytesMax +
                      kEntryHeadBytesMax <=
                  kEntriesBytesMax,
              "one command must fit into one record");

}  // namespace csi::limits

#endif  // CSI_COMMON_EXECUTOR_LIMITS_H_
