// What the commands of the register have in common. Every decision checks in
// this order: fields, existence, etag, actor, authority, state, rules.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_DECIDE_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_DECIDE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_journal.pb.h"

namespace csi::registry {

// Activities of the RACI matrices that the register asks about.
inline constexpr std::string_view kDeliver = "deliver-improvement";
inline constexpr std::string_view kMaintain = "maintain-register";
inline constexpr std::string_view kPrioritise = "review-and-prioritise";
inline constexpr std::string_view kStepSeven = "step-7";
inline constexpr std::string_view kFreezeBaseline = "freeze-baseline";
inline constexpr std::string_view kRaiseRfc = "raise-rfc";

// NO_ACTOR unless somebody is named. `what`: "log an opportunity".
absl::Status CheckActor(const Context& context, std::string_view what);
// Resource name of the actor.
std::string ActorName(const Context& context);

// "12 "Title"" for messages.
std::string Called(const v1::Opportunity& entry);
// "service web, process change" or "the whole organisation".
std::string ScopeText(const common::v1::Scope& scope);

// The entry of this name: FIELD_INVALID, NOT_FOUND or ETAG_MISMATCH.
absl::StatusOr<v1::OpportunityRow> LoadEntry(const Context& context,
                                             std::string_view field,
                                             std::string_view name,
                                             std::string_view etag);
absl::Status NoSuch(std::string_view what, std::string_view name);

// NOT_AUTHORIZED, naming who could, unless the actor holds one of the letters.
// `what` completes "may not ...".
absl::StatusOr<common::v1::AuthorityGrant> Authorize(
    const Context& context, std::string_view what, std::string_view activity,
    const std::vector<common::v1::Letter>& letters,
    const v1::Opportunity& entry);
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeIn(
    const Context& context, std::string_view what,
    const std::vector<common::v1::Letter>& letters,
    const authority::Question& question);
// A of review-and-prioritise.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeReview(
    const Context& context, std::string_view what,
    const v1::Opportunity& entry);

// The one person who is accountable for delivering in this scope, with the
// grant; VACANT or TWO_ACCOUNTABLE, naming roles or persons.
absl::StatusOr<common::v1::AuthorityGrant> ResolveAccountable(
    const Context& context, const common::v1::Scope& scope);

// Evolves the row, writes the digest into the event and emits it.
void EmitEntryEvent(const Context& context, v1::JournalEvent event,
                    v1::OpportunityRow& row, Outcome& outcome);
// The reply is the entry as it is after Apply.
void ReplyWithEntry(const Context& context, std::string_view name,
                    Outcome& outcome);

// Reason texts: at most 1000 bytes; required ones not empty.
absl::Status CheckReason(std::string_view reason, bool required);
absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max);

// The id that the caller wants, or a new one. FIELD_INVALID for a bad one.
absl::StatusOr<std::string> ChooseId(const Context& context,
                                     std::string_view field,
                                     std::string_view wanted);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_DECIDE_H_
