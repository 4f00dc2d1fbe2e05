// Entries as rows and as digests: reading, and what one event does to one.
// Pure functions; decisions and Apply share Evolve, so that the digest written
// into an event is the state that the fold will reach.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// The head row: everything but the long texts.
std::optional<v1::OpportunityRow> ReadHead(const KvReader& state,
                                           std::string_view tenant,
                                           std::string_view id);
// The whole entry as the API shows it.
std::optional<v1::Opportunity> ReadEntry(const KvReader& state,
                                         std::string_view tenant,
                                         std::string_view id);

// Long texts have a row of their own, so that a move stays small.
v1::Opportunity TextsOf(const v1::Opportunity& entry);
void ClearTexts(v1::Opportunity& entry);
bool TouchesTexts(const v1::JournalEvent& event);
// Whether the words of the entry (words.h) may be others afterwards.
bool TouchesWords(const v1::JournalEvent& event);

v1::OpportunityDigest DigestOf(const v1::Opportunity& entry);

// What the event does to its entry. `row` may lack the long texts unless
// TouchesTexts. Total. REQUIRES: DigestIn(event) is not null.
void Evolve(const v1::JournalEvent& event, absl::Time time,
            v1::OpportunityRow& row);
// What a concluded session does to one entry of its ranking.
void EvolveScore(const v1::ScoreExplanation& place, std::string_view session,
                 absl::Time time, v1::OpportunityRow& row);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_ENTRY_H_
