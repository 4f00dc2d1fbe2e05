// Where the rows of the register stand. t is a tenant id, BE an eight-byte
// big-endian number, us microseconds since 1970.
//
//   reg.opp    t id              -> OpportunityRow (head: no long texts)
//   reg.text   t id              -> Opportunity (the long texts alone)
//   reg.hist   t id BE(sequence) -> HistoryEntry
//   reg.next   t                 -> CounterRow: number of the next entry
//   reg.count  t state           -> CounterRow: entries in the state
//   reg.x      t field value BE(number)      -> id of the entry
//                field: state, owner, service, process, involved, parent,
//                       indicator, external     value: text; only the first
//                                               three may be empty
//                field: number                  value: absent (BE alone)
//                field: open                    value: absent; unfinished ones
//                field: due                     value: day, ~ if none
//                field: priority, score, update value: BE of a number
//                field: open-due and the like   the same, unfinished ones
//                field: recheck                 value: absent; closed entries
//                                               whose effect is to be checked
//   reg.evt    t source id                   -> id of the entry that an event
//                                               of another system proposed
//   reg.w      t word BE(number)             -> id of the entry
//   reg.view   t id                          -> View
//   reg.pri    t id              -> Prioritization (head: no long parts)
//   reg.prix   t id              -> Prioritization (entries and agenda)
//   reg.prir   t id              -> Prioritization (the result)
//   reg.prit   t BE(us) id       -> empty: sessions by time of opening
//   reg.vote   t session entry person -> Vote
//   reg.obj    t id              -> Objection
//   reg.objt   t BE(us) id       -> empty: objections by time
//   reg.objs   t subject BE(us) id -> empty
//   reg.com    t id              -> Comment
//   reg.coms   t subject BE(us) id -> empty
//   reg.pol    t BE(version)     -> Policy
//   reg.rec    t id              -> Recommendation
//   reg.rect   t BE(us) id       -> empty: recommendations by time
//   reg.plan   t id              -> Plan
//   reg.plant  t BE(us) id       -> empty: plans by time
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_KEYS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_KEYS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

std::string EntryKey(std::string_view tenant, std::string_view id);
std::string EntryTextKey(std::string_view tenant, std::string_view id);
std::string HistoryKey(std::string_view tenant, std::string_view id,
                       uint64_t sequence);
std::string HistoryPrefix(std::string_view tenant, std::string_view id);
std::string NextNumberKey(std::string_view tenant);
std::string StateCountKey(std::string_view tenant, v1::OpportunityState state);

// Indexes of entries by which lists are read.
inline constexpr std::string_view kByNumber = "number";
inline constexpr std::string_view kByState = "state";
inline constexpr std::string_view kByOwner = "owner";
inline constexpr std::string_view kByService = "service";
inline constexpr std::string_view kByDue = "due";
inline constexpr std::string_view kByPriority = "priority";
inline constexpr std::string_view kByScore = "score";
inline constexpr std::string_view kByUpdate = "update";
inline constexpr std::string_view kByProcess = "process";
// Accountable person or coordinator.
inline constexpr std::string_view kByInvolved = "involved";
inline constexpr std::string_view kByParent = "parent";
inline constexpr std::string_view kByIndicator = "indicator";
inline constexpr std::string_view kByExternal = "external";
inline constexpr std::string_view kOpen = "open";
inline constexpr std::string_view kToRecheck = "recheck";
inline constexpr std::string_view kOpenByDue = "open-due";
inline constexpr std::string_view kOpenByPriority = "open-priority";
inline constexpr std::string_view kOpenByScore = "open-score";
inline constexpr std::string_view kOpenByUpdate = "open-update";

// All keys of an index; with a value, those of the value alone.
std::string IndexPrefix(std::string_view tenant, std::string_view field);
std::string IndexPrefix(std::string_view tenant, std::string_view field,
                        std::string_view value);
// Every index key of an entry, sorted.
std::vector<std::string> IndexKeys(std::string_view tenant,
                                   const v1::Opportunity& entry);
// Values as they stand in the index.
std::string PriorityValue(int priority);
std::string ScoreValue(double score);
std::string TimeValue(absl::Time time);

// The entry that an event of another system proposed.
std::string SourceEventKey(std::string_view tenant, std::string_view source,
                           std::string_view id);

// Entries that hold a word, by number.
std::string WordPrefix(std::string_view tenant, std::string_view word);
// Every word key of an entry with its long texts, sorted.
std::vector<std::string> WordKeys(std::string_view tenant,
                                  const v1::Opportunity& entry);

std::string SessionKey(std::string_view tenant, std::string_view id);
std::string SessionEntriesKey(std::string_view tenant, std::string_view id);
std::string SessionResultKey(std::string_view tenant, std::string_view id);
std::string SessionTimeKey(std::string_view tenant, absl::Time time,
                           std::string_view id);
std::string SessionTimePrefix(std::string_view tenant);
std::string VoteKey(std::string_view tenant, std::string_view session,
                    std::string_view entry, std::string_view person);
std::string VotePrefix(std::string_view tenant, std::string_view session);
std::string VotePrefix(std::string_view tenant, std::string_view session,
                       std::string_view entry);

std::string ObjectionKey(std::string_view tenant, std::string_view id);
std::string ObjectionTimeKey(std::string_view tenant, absl::Time time,
                             std::string_view id);
std::string ObjectionTimePrefix(std::string_view tenant);
std::string ObjectionSubjectKey(std::string_view tenant,
                                std::string_view subject, absl::Time time,
                                std::string_view id);
std::string ObjectionSubjectPrefix(std::string_view tenant,
                                   std::string_view subject);
std::string CommentKey(std::string_view tenant, std::string_view id);
std::string CommentSubjectKey(std::string_view tenant, std::string_view subject,
                              absl::Time time, std::string_view id);
std::string CommentSubjectPrefix(std::string_view tenant,
                                 std::string_view subject);
std::string PolicyKey(std::string_view tenant, uint64_t version);
std::string PolicyPrefix(std::string_view tenant);
std::string RecommendationKey(std::string_view tenant, std::string_view id);
std::string RecommendationTimeKey(std::string_view tenant, absl::Time time,
                                  std::string_view id);
std::string RecommendationTimePrefix(std::string_view tenant);
std::string PlanKey(std::string_view tenant, std::string_view id);
std::string PlanTimeKey(std::string_view tenant, absl::Time time,
                        std::string_view id);
std::string PlanTimePrefix(std::string_view tenant);
std::string ViewKey(std::string_view tenant, std::string_view id);
std::string ViewPrefix(std::string_view tenant);

// The id at the end of a "... BE(us) id" key behind its prefix.
std::string_view IdBehindTime(std::string_view key, std::string_view prefix);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_KEYS_H_
