// Folds of joint sessions: opening, votes and the result.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/replaced.h"

namespace csi::registry {
namespace {

void TouchSession(absl::Time time, v1::Prioritization& session) {
  session.set_revision(session.revision() + 1);
  *session.mutable_update_time() = ToTimestamp(time);
}

}  // namespace

void ApplySessionOpened(const v1::JournalEvent& event, const Fact& fact,
                        Effects& effects) {
  KvWriter& state = effects.state();
  v1::Prioritization head = event.prioritization_opened().prioritization();
  const std::string id(LastPart(head.name()));
  // What never changes has a row of its own, so that a vote stays small.
  v1::Prioritization fixed;
  fixed.set_agenda(head.agenda());
  *fixed.mutable_opportunities() = head.opportunities();
  head.clear_agenda();
  head.clear_opportunities();
  PutRow(state, SessionEntriesKey(fact.tenant, id), fixed);
  PutRow(state, SessionKey(fact.tenant, id), head);
  state.Put(SessionTimeKey(fact.tenant, FromTimestamp(head.create_time()), id),
            "");
}

void ApplyVote(const v1::VoteCast& event, const Fact& fact, Effects& effects) {
  KvWriter& state = effects.state();
  const v1::Vote& vote = event.vote();
  const std::string id(LastPart(vote.prioritization()));
  const std::string key = SessionKey(fact.tenant, id);
  auto session = GetRow<v1::Prioritization>(state, key);
  if (!session) {
    effects.Broken(StrCat("VoteCast in ", vote.prioritization(),
                          ": it was never opened."));
    return;
  }
  bool known = false;
  for (v1::Participant& participant : *session->mutable_participants()) {
    if (participant.person() != vote.person()) continue;
    participant.set_voted(true);
    known = true;
  }
  if (!known) {
    v1::Participant& participant = *session->add_participants();
    participant.set_person(vote.person());
    participant.set_role(vote.grant().role());
    participant.set_voted(true);
  }
  if (!event.replaced()) session->set_vote_count(session->vote_count() + 1);
  TouchSession(fact.time, *session);
  PutRow(state, key, *session);
  PutRow(state,
         VoteKey(fact.tenant, id, LastPart(vote.opportunity()),
                 LastPart(vote.person())),
         vote);
}

void ApplySessionConcluded(const v1::JournalEvent& event, const Fact& fact,
                           Effects& effects) {
  KvWriter& state = effects.state();
  const v1::PrioritizationConcluded& concluded =
      event.prioritization_concluded();
  const std::string id(LastPart(concluded.prioritization()));
  const std::string key = SessionKey(fact.tenant, id);
  auto session = GetRow<v1::Prioritization>(state, key);
  if (!session) {
    effects.Broken(StrCat("PrioritizationConcluded of ",
                          concluded.prioritization(),
                          ": it was never opened."));
    return;
  }
  session->set_state(v1::PRIORITIZATION_STATE_CONCLUDED);
  session->set_concluded_by(concluded.concluded_by());
  *session->mutable_conclude_time() = ToTimestamp(fact.time);
  TouchSession(fact.time, *session);
  PutRow(state, key, *session);
  v1::Prioritization result;
  *result.mutable_ranking() = concluded.ranking();
  *result.mutable_decisions() = concluded.decisions();
  *result.mutable_findings() = concluded.findings();
  result.set_summary(concluded.summary());
  PutRow(state, SessionResultKey(fact.tenant, id), result);
  for (const v1::ScoreExplanation& place : concluded.ranking()) {
    const std::string entry_id(LastPart(place.opportunity()));
    const auto before = ReadHead(state, fact.tenant, entry_id);
    if (!before) {
      effects.Broken(StrCat("PrioritizationConcluded ranks ",
                            place.opportunity(), ": it was never logged."));
      return;
    }
    v1::OpportunityRow after = *before;
    EvolveScore(place, concluded.prioritization(), fact.time, after);
    AddHistory(event, fact, before->opportunity().state(),
               ReplacedBy(before->opportunity(), after.opportunity()), after,
               state);
    StoreHead(fact.tenant, &*before, after, state);
  }
}

}  // namespace csi::registry
