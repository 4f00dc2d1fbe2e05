// The result of a joint session: every entry scored, explained and ranked.
#include <map>
#include <set>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/session.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

absl::Status CheckDecisions(const v1::ConcludePrioritizationRequest& request,
                            const v1::Prioritization& session) {
  const std::set<std::string> ranked(session.opportunities().begin(),
                                     session.opportunities().end());
  std::set<std::string> seen;
  for (const v1::PrioritizationDecision& decision : request.decisions()) {
    if (ranked.count(decision.opportunity()) == 0) {
      return FieldError(
          "decisions.opportunity",
          StrCat(decision.opportunity(), " is not ranked in this session."));
    }
    if (!seen.insert(decision.opportunity()).second) {
      return FieldError("decisions.opportunity",
                        StrCat(decision.opportunity(), " is named twice."));
    }
    RETURN_IF_ERROR(CheckText("decisions.decision", decision.decision(),
                              csi::limits::kShortTextBytesMax));
  }
  return CheckText("summary", request.summary(),
                   csi::limits::kLongTextBytesMax);
}

// A of review-and-prioritise in the scope of every entry; each scope is asked
// about once. The grant of the first.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeConclusion(
    const Context& context, const v1::Prioritization& session,
    const std::vector<v1::Opportunity>& entries) {
  RETURN_IF_ERROR(CheckActor(
      context, StrCat("conclude the session \"", session.title(), "\"")));
  std::set<std::string> asked;
  common::v1::AuthorityGrant first;
  for (const v1::Opportunity& entry : entries) {
    if (!asked.insert(ToBytes(entry.scope())).second) continue;
    ASSIGN_OR_RETURN(
        common::v1::AuthorityGrant grant,
        AuthorizeReview(
            context,
            StrCat("conclude a session that ranks entry ", Called(entry)),
            entry));
    if (first.person().empty()) first = std::move(grant);
  }
  return first;
}

// Two entries that claim one indicator cannot both have its gain.
void FindSharedIndicators(const std::vector<v1::Opportunity>& entries,
                          v1::PrioritizationConcluded& concluded) {
  std::map<std::string, std::vector<const v1::Opportunity*>> claims;
  for (const v1::Opportunity& entry : entries) {
    if (!entry.has_primary_indicator()) continue;
    claims[entry.primary_indicator().indicator()].push_back(&entry);
  }
  for (const auto& [indicator, claimants] : claims) {
    if (claimants.size() < 2) continue;
    std::string names;
    for (const v1::Opportunity* entry : claimants) {
      StrAppend(&names, names.empty() ? "" : " and ", Called(*entry));
    }
    common::v1::Finding& finding = *concluded.add_findings();
    finding.set_rule("SHARED_INDICATOR");
    finding.set_severity(common::v1::SEVERITY_WARNING);
    finding.set_place(indicator);
    finding.set_message(
        StrCat("Entries ", names, " claim a gain of the same indicator."));
    finding.set_why(
        "One change of an indicator cannot be the proof of two improvements.");
    finding.set_suggestion(
        "Join them, give them different indicators, or do one after the "
        "other.");
  }
}

}  // namespace

absl::Status DecideConcludePrioritization(
    const v1::ConcludePrioritizationRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("name", request.name(), context.tenant, "prioritizations"));
  const auto session = ReadSession(*context.state, context.tenant, id);
  if (!session) return NoSuch("prioritization", request.name());
  RETURN_IF_ERROR(CheckDecisions(request, *session));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), session->revision(), request.name()));
  std::vector<v1::Opportunity> entries;
  for (const std::string& name : session->opportunities()) {
    ASSIGN_OR_RETURN(v1::OpportunityRow row,
                     LoadEntry(context, "opportunities", name, ""));
    entries.push_back(std::move(*row.mutable_opportunity()));
  }
  v1::JournalEvent event;
  v1::PrioritizationConcluded& concluded =
      *event.mutable_prioritization_concluded();
  ASSIGN_OR_RETURN(*concluded.mutable_grant(),
                   AuthorizeConclusion(context, *session, entries));
  if (session->state() != v1::PRIORITIZATION_STATE_OPEN) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("The session \"", session->title(),
                          "\" is CONCLUDED already; its result stays. Open "
                          "another one to rank anew."),
                   {{"state", "CONCLUDED"}, {"allowed", "OPEN"}});
  }
  const v1::Policy policy = CurrentPolicy(*context.state, context.tenant);
  std::vector<v1::ScoreExplanation> places;
  for (const v1::Opportunity& entry : entries) {
    places.push_back(Score(
        entry,
        SumVotes(*context.state, context.tenant, id, LastPart(entry.name())),
        policy));
  }
  Rank(places);
  for (v1::ScoreExplanation& place : places) {
    *concluded.add_ranking() = std::move(place);
  }
  concluded.set_prioritization(request.name());
  *concluded.mutable_participants() = session->participants();
  *concluded.mutable_decisions() = request.decisions();
  FindSharedIndicators(entries, concluded);
  concluded.set_summary(request.summary());
  concluded.set_concluded_by(ActorName(context));
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    return std::make_unique<v1::Prioritization>(
        ReadSession(state, tenant, id).value_or(v1::Prioritization()));
  });
  outcome.Emit<v1::JournalEvent>() = std::move(event);
  return absl::OkStatus();
}

}  // namespace csi::registry
