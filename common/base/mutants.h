// Known-bad variants of the engine, compiled in one at a time to prove that a
// named test catches each (tools/mutants). All are false in a real build.
#ifndef CSI_COMMON_BASE_MUTANTS_H_
#define CSI_COMMON_BASE_MUTANTS_H_

namespace csi::mutants {

#define CSI_DEFINE_MUTANT(name, macro) inline constexpr bool name = (macro)

#ifndef CSI_MUTANT_ack_before_append
#define CSI_MUTANT_ack_before_append 0
#endif
#ifndef CSI_MUTANT_refusal_before_commit
#define CSI_MUTANT_refusal_before_commit 0
#endif
#ifndef CSI_MUTANT_no_fence
#define CSI_MUTANT_no_fence 0
#endif
#ifndef CSI_MUTANT_two_fold_outcomes
#define CSI_MUTANT_two_fold_outcomes 0
#endif
#ifndef CSI_MUTANT_view_floor_off
#define CSI_MUTANT_view_floor_off 0
#endif
#ifndef CSI_MUTANT_last_ignored
#define CSI_MUTANT_last_ignored 0
#endif
#ifndef CSI_MUTANT_default_wal_recovery
#define CSI_MUTANT_default_wal_recovery 0
#endif
#ifndef CSI_MUTANT_two_accountable
#define CSI_MUTANT_two_accountable 0
#endif
#ifndef CSI_MUTANT_no_dedupe
#define CSI_MUTANT_no_dedupe 0
#endif
#ifndef CSI_MUTANT_unsynced_append
#define CSI_MUTANT_unsynced_append 0
#endif

CSI_DEFINE_MUTANT(kAckBeforeAppend, CSI_MUTANT_ack_before_append);
CSI_DEFINE_MUTANT(kRefusalBeforeCommit, CSI_MUTANT_refusal_before_commit);
CSI_DEFINE_MUTANT(kNoFence, CSI_MUTANT_no_fence);
CSI_DEFINE_MUTANT(kTwoFoldOutcomes, CSI_MUTANT_two_fold_outcomes);
CSI_DEFINE_MUTANT(kViewFloorOff, CSI_MUTANT_view_floor_off);
CSI_DEFINE_MUTANT(kLastIgnored, CSI_MUTANT_last_ignored);
CSI_DEFINE_MUTANT(kDefaultWalRecovery, CSI_MUTANT_default_wal_recovery);
CSI_DEFINE_MUTANT(kTwoAccountable, CSI_MUTANT_two_accountable);
CSI_DEFINE_MUTANT(kNoDedupe, CSI_MUTANT_no_dedupe);
CSI_DEFINE_MUTANT(kUnsyncedAppend, CSI_MUTANT_unsynced_append);

#undef CSI_DEFINE_MUTANT

}  // namespace csi::mutants

#endif  // CSI_COMMON_BASE_MUTANTS_H_
