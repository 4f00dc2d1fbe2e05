// The fold rule: what one more record means for a partition.
//
// Every reader of a journal uses this and nothing else, so that all agree on
// which records count. Pure functions over PartitionState; no I/O.
#ifndef CSI_COMMON_JOURNAL_CHAIN_H_
#define CSI_COMMON_JOURNAL_CHAIN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "csi/common/v1/engine_state.pb.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi::journal {

inline constexpr uint32_t kRecordFormat = 1;
// The highest level that this program can read. A record has the lowest one
// that its readers need: 2 when an input position lies inside a record.
inline constexpr uint32_t kFeatureLevel = 3;
inline constexpr uint32_t kFeatureLevelBase = 1;
inline constexpr uint32_t kFeatureLevelParts = 2;
// An entry of the batch is an input that was rejected.
inline constexpr uint32_t kFeatureLevelInputs = 3;
inline constexpr uint32_t kStateFormat = 8;
// Places that a state is compared with before it is written on.
inline constexpr int kRecentHashesMax = 64;

enum class Verdict {
  kCounts,
  // A writer that lost, or a record seen before: skipped and counted.
  kDead,
  // This copy has diverged from the journal: set aside and rebuild.
  kImpossible,
  // Written by a newer program: stop, the state is left as it is.
  kUnknownFormat,
  // Bytes that are no record at all: stop with the place.
  kDamaged,
};

struct Judgement {
  Verdict verdict = Verdict::kDamaged;
  std::string why;  // a sentence, empty when the record counts
};

// Judges a parsed record against the state before it.
Judgement Judge(const common::v1::PartitionState& state,
                const common::v1::JournalRecord& record);

// Moves epoch, writer, sequence, head, time and position for a record that
// counts. `bytes` are the stored bytes.
void Advance(const common::v1::JournalRecord& record, std::string_view bytes,
             common::v1::PartitionState& state);

// Moves only the position, for a dead record.
void Skip(std::string_view bytes, common::v1::PartitionState& state);

// How many of the newest places, up to the state's position, are to be compared
// before the state is written on. On brokers that may lose what they have
// shown, two claims that are cut can land again in another order, with a double
// of the second where it stood: its place alone says nothing. REQUIRES:
// something was folded.
uint64_t RecentCount(const common::v1::PartitionState& state);
// Whether `records`, which stand behind the first `skip` of those places, are
// the ones that the state was folded from. More than there are places: no.
bool SameRecent(const common::v1::PartitionState& state, uint64_t skip,
                const std::vector<std::string>& records);

// The record with its format and feature level set.
common::v1::JournalRecord NewRecord();

// Raises `positions` to at least `position`; one row per source.
void RaisePosition(
    const common::v1::ViewPosition& position,
    google::protobuf::RepeatedPtrField<common::v1::ViewPosition>& positions);

// The row of a source, or nullptr.
const common::v1::ViewPosition* FindPosition(
    const google::protobuf::RepeatedPtrField<common::v1::ViewPosition>&
        positions,
    std::string_view source);

}  // namespace csi::journal

#endif  // CSI_COMMON_JOURNAL_CHAIN_H_
