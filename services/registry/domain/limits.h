// Bounds of the register. What exceeds one is refused with its name.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_LIMITS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_LIMITS_H_

#include <cstddef>

namespace csi::registry::limits {

inline constexpr int kAffectedMax = 50;
inline constexpr int kStrategiesMax = 50;
inline constexpr int kIndicatorsMax = 20;
inline constexpr int kIntakeCriteriaMax = 20;
inline constexpr int kResponsiblePersonsMax = 50;
inline constexpr int kFollowersMax = 200;
inline constexpr int kFrameworkClausesMax = 50;
inline constexpr int kAttachmentsMax = 50;
inline constexpr int kLinksMax = 100;
inline constexpr int kRfcsMax = 100;
// Depth of "part of"; bounds the walk that looks for a cycle.
inline constexpr int kHierarchyDepthMax = 32;

inline constexpr int kSessionEntriesMax = 200;
inline constexpr int kSessionParticipantsMax = 100;
inline constexpr int kVoteMin = 1;
inline constexpr int kVoteMax = 5;
inline constexpr int kPriorityLowest = 5;
inline constexpr int kScoreWeightMax = 1000;
inline constexpr int kStaleDaysMax = 3650;

// Of a finding, in the title of its entry; the description has all of it.
inline constexpr size_t kFindingTitleBytesMax = 160;
// What the event of a new entry has beside the entry that was proposed: its
// name, ids and times, with the longest names.
inline constexpr size_t kEntryEventOverheadBytes = 500;

// Source, id and type of another system's event.
inline constexpr size_t kEventPartBytesMax = 300;
inline constexpr int kDecayCheckDaysMax = 3650;

inline constexpr int kExtraFieldsMax = 30;
inline constexpr int kExtraFieldChoicesMax = 50;
inline constexpr int kCsfsMax = 50;
inline constexpr int kPercentMax = 100;

// Full-text index: words of an entry, bytes of a word.
inline constexpr size_t kIndexedWordsMax = 500;
inline constexpr size_t kWordBytesMax = 64;

// An entry as it was: events that are gone back.
inline constexpr int kEventsGoneBackMax = 10000;

inline constexpr int kImportRowsMax = 100;
// Duplicates: rows read for one word, entries looked at, and told.
inline constexpr int kDuplicateRowsPerWordMax = 200;
inline constexpr size_t kDuplicateCandidatesMax = 40;
inline constexpr int kDuplicatesMax = 10;
inline constexpr int kDuplicatesPerRowMax = 3;
// Share of common words from which two titles are likely to say the same.
inline constexpr double kDuplicateSimilarityMin = 0.5;

// Preview of a policy: entries that are ranked, moves that are told.
inline constexpr size_t kPreviewEntriesMax = 500;
inline constexpr size_t kPreviewMovesMax = 50;
// Parts of a programme that are summed.
inline constexpr size_t kRollupPartsMax = 500;

// Plans and the decisions about them.
inline constexpr int kPlanEntriesMax = 50;
inline constexpr int kPlanAgreementsMax = 50;
inline constexpr int kPlanTasksMax = 200;
inline constexpr int kPlanEscalationsMax = 50;
// Reporting lines that one escalation follows to find a filled role.
inline constexpr int kEscalationHopsMax = 16;
inline constexpr int kApprovalRulesMax = 20;
inline constexpr int kPlanQuorumMax = 10;
inline constexpr int kApprovalDaysMax = 365;
inline constexpr int kApprovalDaysDefault = 7;

inline constexpr int kViewFilterBytesMax = 4000;

// Rows that one List call reads before it returns a short page with a token.
inline constexpr int kListScanRowsMax = 5000;
// Index rows that one List call looks up when it joins several indexes.
inline constexpr int kListSeeksMax = 1000;
inline constexpr int kFilterTermsMax = 50;
inline constexpr int kFilterDepthMax = 16;

}  // namespace csi::registry::limits

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_LIMITS_H_
