// Folds journal events into the rows of the register (keys.h). Total: never
// refuses; a journal that contradicts itself halts the partition through
// Effects::Broken. The only writer of the rows.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_APPLY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_APPLY_H_

#include <string_view>

#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

inline constexpr std::string_view kWakeUpTimer = "wake-up";
// An entry for which not enough people are yet.
inline constexpr std::string_view kEntryApprovalTimer = "entry-approval";
// A closed entry whose effect is to be checked again.
inline constexpr std::string_view kDecayTimer = "decay-check";
// A recommendation that waits too long, or was put off to a day.
inline constexpr std::string_view kPlanApprovalTimer = "plan-approval";

void ApplyEvent(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects);

// Parts, by what the event is about.
void ApplyEntry(const v1::JournalEvent& event, const Fact& fact,
                Effects& effects);
void ApplySessionOpened(const v1::JournalEvent& event, const Fact& fact,
                        Effects& effects);
void ApplyVote(const v1::VoteCast& event, const Fact& fact, Effects& effects);
void ApplySessionConcluded(const v1::JournalEvent& event, const Fact& fact,
                           Effects& effects);
void ApplyObjection(const v1::JournalEvent& event,
                    const v1::Objection& objection, const Fact& fact,
                    Effects& effects);
void ApplyComment(const v1::JournalEvent& event, const Fact& fact,
                  Effects& effects);
void ApplyPlanEvent(const v1::JournalEvent& event, const Fact& fact,
                    Effects& effects);

// Adds a line to the history of an entry whose head row is `row`; the caller
// stores the row. `from` is the state before, `replaced` what the entry held.
void AddHistory(const v1::JournalEvent& event, const Fact& fact,
                v1::OpportunityState from, const v1::ReplacedValues& replaced,
                v1::OpportunityRow& row, KvWriter& state);
// The same for an event about something beside the entry; reads and stores the
// head row. Does nothing if `subject` is no entry of the tenant.
void AddHistoryBeside(const v1::JournalEvent& event, const Fact& fact,
                      std::string_view subject, KvWriter& state);

// Stores the head row and moves its index rows and counts.
void StoreHead(std::string_view tenant, const v1::OpportunityRow* before,
               const v1::OpportunityRow& after, KvWriter& state);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_APPLY_H_
