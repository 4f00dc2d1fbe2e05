// What would change an order, before anybody changes it: weights of a session,
// and a new version of the policy.
#include <algorithm>
#include <map>
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/policy.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/sensitivity.h"
#include "services/registry/domain/session.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

using v1::ScoreExplanation;

// The recorded ranking, or the one that an open session would get now.
std::vector<ScoreExplanation> PlacesOf(const QueryContext& context,
                                       const v1::Prioritization& session) {
  if (session.ranking_size() > 0) {
    return {session.ranking().begin(), session.ranking().end()};
  }
  const v1::Policy policy = CurrentPolicy(context.state, context.tenant);
  std::vector<ScoreExplanation> places;
  for (const std::string& name : session.opportunities()) {
    const std::string_view id = LastPart(name);
    const auto head = ReadHead(context.state, context.tenant, id);
    if (!head) continue;
    places.push_back(Score(
        head->opportunity(),
        SumVotes(context.state, context.tenant, LastPart(session.name()), id),
        policy));
  }
  Rank(places);
  return places;
}

// Unfinished entries with their votes, the best scores first.
std::vector<std::pair<v1::Opportunity, VoteSum>> BestEntries(
    const QueryContext& context) {
  std::vector<std::pair<v1::Opportunity, VoteSum>> entries;
  const std::string prefix = IndexPrefix(context.tenant, kOpenByScore);
  context.state.ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view id) {
        auto head = ReadHead(context.state, context.tenant, id);
        if (!head) return true;
        v1::Opportunity& entry = *head->mutable_opportunity();
        VoteSum votes;
        if (!entry.prioritization().empty()) {
          votes = SumVotes(context.state, context.tenant,
                           LastPart(entry.prioritization()), id);
        }
        entries.emplace_back(std::move(entry), votes);
        return entries.size() < limits::kPreviewEntriesMax;
      });
  return entries;
}

void CompareRanks(const QueryContext& context, const v1::Policy& before,
                  const v1::Policy& after, v1::PolicyPreview& preview) {
  std::vector<ScoreExplanation> old_places;
  std::vector<ScoreExplanation> new_places;
  for (const auto& [entry, votes] : BestEntries(context)) {
    old_places.push_back(Score(entry, votes, before));
    new_places.push_back(Score(entry, votes, after));
  }
  Rank(old_places);
  Rank(new_places);
  std::map<uint64_t, const ScoreExplanation*> was;
  for (const ScoreExplanation& place : old_places) was[place.number()] = &place;
  std::vector<v1::RankMove> moves;
  for (const ScoreExplanation& place : new_places) {
    const ScoreExplanation& old = *was.at(place.number());
    if (old.rank() == place.rank()) continue;
    v1::RankMove& move = moves.emplace_back();
    move.set_opportunity(place.opportunity());
    move.set_number(place.number());
    move.set_title(place.title());
    move.set_rank_before(old.rank());
    move.set_rank_after(place.rank());
    move.set_score_before(old.score());
    move.set_score_after(place.score());
  }
  preview.set_entries(static_cast<int>(new_places.size()));
  preview.set_moved(static_cast<int>(moves.size()));
  const auto distance = [](const v1::RankMove& move) {
    return std::abs(move.rank_after() - move.rank_before());
  };
  std::stable_sort(moves.begin(), moves.end(),
                   [&](const v1::RankMove& a, const v1::RankMove& b) {
                     return distance(a) > distance(b);
                   });
  if (moves.size() > limits::kPreviewMovesMax) {
    moves.resize(limits::kPreviewMovesMax);
  }
  for (v1::RankMove& move : moves) *preview.add_moves() = std::move(move);
}

int CountStale(const QueryContext& context, int days) {
  const std::string prefix = IndexPrefix(context.tenant, kOpenByUpdate);
  int count = 0;
  context.state.Scan(prefix,
                     prefix + TimeValue(context.now - absl::Hours(24) * days),
                     [&](std::string_view, std::string_view) {
                       return ++count < limits::kListScanRowsMax;
                     });
  return count;
}

void CompareFields(const v1::Policy& before, const v1::Policy& after,
                   v1::PolicyPreview& preview) {
  using google::protobuf::util::MessageDifferencer;
  const auto* descriptor = v1::Policy::descriptor();
  for (const char* name :
       {"score_weights", "intake_criteria", "stale_days", "quick_win_cost_max",
        "strict_separation", "plan_quorum", "approval_days", "lessons_required",
        "decay_check_days", "approval_rules", "extra_fields"}) {
    MessageDifferencer differencer;
    const auto* field = descriptor->FindFieldByName(name);
    if (!differencer.CompareWithFields(before, after, {field}, {field})) {
      preview.add_changed_fields(name);
    }
  }
  const std::set<std::string> old_ones(before.intake_criteria().begin(),
                                       before.intake_criteria().end());
  const std::set<std::string> new_ones(after.intake_criteria().begin(),
                                       after.intake_criteria().end());
  for (const std::string& each : new_ones) {
    if (old_ones.count(each) == 0) preview.add_criteria_added(each);
  }
  for (const std::string& each : old_ones) {
    if (new_ones.count(each) == 0) preview.add_criteria_removed(each);
  }
}

}  // namespace

absl::Status AnalyzeRanking(const QueryContext& context,
                            const v1::AnalyzeRankingRequest& request,
                            v1::RankingSensitivity* reply) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("name", request.name(), context.tenant, "prioritizations"));
  const auto session = ReadSession(context.state, context.tenant, id);
  if (!session) return NoSuch("prioritization", request.name());
  *reply = AnalyzePlaces(PlacesOf(context, *session));
  reply->set_prioritization(request.name());
  return absl::OkStatus();
}

absl::Status PreviewPolicy(const QueryContext& context,
                           const v1::PreviewPolicyRequest& request,
                           v1::PolicyPreview* reply) {
  RETURN_IF_ERROR(CheckPolicy(context.tenant, request.policy()));
  const v1::Policy before = CurrentPolicy(context.state, context.tenant);
  v1::Policy after = request.policy();
  FillPolicy(context.tenant, after);
  reply->set_revision(before.revision());
  CompareFields(before, after, *reply);
  CompareRanks(context, before, after, *reply);
  reply->set_stale_before(CountStale(context, before.stale_days()));
  reply->set_stale_after(CountStale(context, after.stale_days()));
  return absl::OkStatus();
}

}  // namespace csi::registry
