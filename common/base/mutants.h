// Known-bad variants of the product: tools/mutants proves that a named test
// turns red for each. Only the build preset "mutants" has them, where the
// environment variable CSI_MUTANT names the one that is on; in every other
// build all are false at compile time and leave nothing behind.
//
// A file that includes this header must use it: cmake/csi_targets.cmake defines
// CSI_MUTANTS for exactly those files. Safe from any thread after start-up.
#ifndef CSI_COMMON_BASE_MUTANTS_H_
#define CSI_COMMON_BASE_MUTANTS_H_

#ifdef CSI_MUTANTS
#include <cstdlib>
#include <string_view>
#endif

namespace csi::mutants {

#ifdef CSI_MUTANTS
inline bool IsOn(std::string_view name) {
  const char* chosen = std::getenv("CSI_MUTANT");
  return chosen != nullptr && name == chosen;
}
#define CSI_DEFINE_MUTANT(variable, name) \
  inline const bool variable = IsOn(name)
#else
#define CSI_DEFINE_MUTANT(variable, name) inline constexpr bool variable = false
#endif

CSI_DEFINE_MUTANT(kAckBeforeAppend, "ack_before_append");
CSI_DEFINE_MUTANT(kRefusalBeforeCommit, "refusal_before_commit");
CSI_DEFINE_MUTANT(kNoFence, "no_fence");
CSI_DEFINE_MUTANT(kTwoFoldOutcomes, "two_fold_outcomes");
CSI_DEFINE_MUTANT(kViewFloorOff, "view_floor_off");
CSI_DEFINE_MUTANT(kLastIgnored, "last_ignored");
CSI_DEFINE_MUTANT(kDefaultWalRecovery, "default_wal_recovery");
CSI_DEFINE_MUTANT(kTwoAccountable, "two_accountable");
CSI_DEFINE_MUTANT(kNoDedupe, "no_dedupe");
CSI_DEFINE_MUTANT(kUnsyncedAppend, "unsynced_append");
CSI_DEFINE_MUTANT(kAckAnyOffset, "ack_any_offset");
CSI_DEFINE_MUTANT(kClaimNotReadBack, "claim_not_read_back");
CSI_DEFINE_MUTANT(kNoSecondLook, "no_second_look");
CSI_DEFINE_MUTANT(kLastRecordCompared, "last_record_compared");
CSI_DEFINE_MUTANT(kRefusalWithoutBarrier, "refusal_without_barrier");
CSI_DEFINE_MUTANT(kSettledAtJournalEnd, "settled_at_journal_end");
CSI_DEFINE_MUTANT(kLeaderFoldsUnacked, "leader_folds_unacknowledged");
CSI_DEFINE_MUTANT(kRowsWithAppend, "rows_with_append");
CSI_DEFINE_MUTANT(kOneWriterId, "one_writer_id");
CSI_DEFINE_MUTANT(kInputWithoutPlace, "input_without_place");
CSI_DEFINE_MUTANT(kRefusedInputKeepsPart, "refused_input_keeps_part");

#undef CSI_DEFINE_MUTANT

}  // namespace csi::mutants

#endif  // CSI_COMMON_BASE_MUTANTS_H_
