#include "services/registry/domain/scoring.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

constexpr int kBest = 1000;
constexpr int kStaleDaysDefault = 90;

struct Value {
  int per_mille;
  std::string fact;
};

// The word of an enum value, in lower case without its prefix.
std::string Word(const std::string& name, size_t prefix) {
  std::string word = name.substr(std::min(prefix, name.size()));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return c == '_' ? ' ' : tolower(c); });
  return word;
}

std::string LevelWord(v1::Level level) {
  return Word(v1::Level_Name(level), std::string_view("LEVEL_").size());
}

Value NotStated(std::string_view what) {
  return {0, StrCat("no ", what, " is stated, which counts as worst")};
}

Value OfVotes(const VoteSum& votes) {
  if (votes.count == 0) return NotStated("vote");
  const int span = limits::kVoteMax - limits::kVoteMin;
  const int value = (votes.sum - votes.count * limits::kVoteMin) * kBest /
                    (votes.count * span);
  return {value, absl::StrFormat("%d %s, mean %.2f of %d", votes.count,
                                 votes.count == 1 ? "vote" : "votes",
                                 static_cast<double>(votes.sum) / votes.count,
                                 limits::kVoteMax)};
}

Value OfPriority(const v1::Opportunity& entry) {
  if (entry.priority() == 0) return NotStated("priority");
  return {(limits::kPriorityLowest - entry.priority()) * kBest /
              (limits::kPriorityLowest - 1),
          StrCat("priority ", entry.priority(), " of 1 (highest) to 5")};
}

Value OfEffort(const v1::Opportunity& entry) {
  if (entry.effort() == v1::EFFORT_UNSPECIFIED) return NotStated("effort");
  const int steps = v1::EFFORT_EXTRA_LARGE - entry.effort();
  return {steps * kBest / (v1::EFFORT_EXTRA_LARGE - v1::EFFORT_SMALL),
          StrCat(Word(v1::Effort_Name(entry.effort()),
                      std::string_view("EFFORT_").size()),
                 " effort; more effort scores lower")};
}

Value OfLevel(std::string_view what, v1::Level level) {
  if (level == v1::LEVEL_UNSPECIFIED) return NotStated(what);
  return {(level - v1::LEVEL_LOW) * kBest / (v1::LEVEL_HIGH - v1::LEVEL_LOW),
          StrCat(LevelWord(level), " ", what)};
}

Value OfRisk(const v1::Opportunity& entry) {
  if (entry.risk() == v1::LEVEL_UNSPECIFIED) return NotStated("risk");
  return {(v1::LEVEL_HIGH - entry.risk()) * kBest /
              (v1::LEVEL_HIGH - v1::LEVEL_LOW),
          StrCat(LevelWord(entry.risk()), " risk; more risk scores lower")};
}

Value OfBusinessArea(const v1::Opportunity& entry) {
  return entry.critical_business_area()
             ? Value{kBest, "touches a critical area of the business"}
             : Value{0, "touches no critical area of the business"};
}

Value ValueOf(std::string_view term, const v1::Opportunity& entry,
              const VoteSum& votes) {
  if (term == "votes") return OfVotes(votes);
  if (term == "benefit") {
    return OfLevel("benefit", entry.benefit_forecast().level());
  }
  if (term == "priority") return OfPriority(entry);
  if (term == "effort") return OfEffort(entry);
  if (term == "risk") return OfRisk(entry);
  if (term == "confidence") return OfLevel("confidence", entry.confidence());
  return OfBusinessArea(entry);
}

void AddWeight(v1::Policy& policy, std::string_view term, int weight) {
  v1::ScoreWeight& row = *policy.add_score_weights();
  row.set_term(std::string(term));
  row.set_weight(weight);
}

}  // namespace

bool IsScoreTerm(std::string_view term) {
  return term == "votes" || term == "benefit" || term == "priority" ||
         term == "effort" || term == "risk" || term == "confidence" ||
         term == "critical_business_area";
}

v1::Policy BuiltInPolicy(std::string_view tenant) {
  v1::Policy policy;
  policy.set_name(ResourceName(tenant, "policies", "register"));
  AddWeight(policy, "votes", 30);
  AddWeight(policy, "benefit", 25);
  AddWeight(policy, "priority", 15);
  AddWeight(policy, "effort", 15);
  AddWeight(policy, "risk", 5);
  AddWeight(policy, "confidence", 5);
  AddWeight(policy, "critical_business_area", 5);
  policy.add_intake_criteria("the benefit can be measured");
  policy.add_intake_criteria("the resources needed are estimated");
  policy.add_intake_criteria("the cost of doing nothing is known");
  policy.add_intake_criteria("it says by when it is needed, and why");
  policy.set_stale_days(kStaleDaysDefault);
  return policy;
}

v1::Policy CurrentPolicy(const KvReader& state, std::string_view tenant) {
  v1::Policy policy = BuiltInPolicy(tenant);
  const std::string prefix = PolicyPrefix(tenant);
  state.ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        policy.ParseFromArray(value.data(), static_cast<int>(value.size()));
        return false;
      });
  policy.set_etag(EtagOf(policy.revision()));
  return policy;
}

v1::ScoreExplanation Score(const v1::Opportunity& entry, const VoteSum& votes,
                           const v1::Policy& policy) {
  v1::ScoreExplanation score;
  score.set_opportunity(entry.name());
  score.set_number(entry.number());
  score.set_title(entry.title());
  score.set_vote_count(votes.count);
  score.set_policy_version(policy.revision());
  int64_t total_weight = 0;
  for (const auto& row : policy.score_weights()) total_weight += row.weight();
  const double scale = 10.0 * static_cast<double>(total_weight);
  int64_t sum = 0;
  for (const auto& row : policy.score_weights()) {
    Value value = ValueOf(row.term(), entry, votes);
    const int64_t part = int64_t{row.weight()} * value.per_mille;
    sum += part;
    v1::ScoreTerm& term = *score.add_terms();
    term.set_term(row.term());
    term.set_weight(row.weight());
    term.set_value_per_mille(value.per_mille);
    term.set_points(static_cast<double>(part) / scale);
    term.set_fact(std::move(value.fact));
  }
  score.set_score(static_cast<double>(sum) / scale);
  return score;
}

void Rank(std::vector<v1::ScoreExplanation>& places) {
  std::sort(places.begin(), places.end(),
            [](const v1::ScoreExplanation& a, const v1::ScoreExplanation& b) {
              if (a.score() != b.score()) return a.score() > b.score();
              return a.number() < b.number();
            });
  for (size_t i = 0; i < places.size(); ++i) {
    places[i].set_rank(static_cast<int>(i) + 1);
  }
}

VoteSum SumVotes(const KvReader& state, std::string_view tenant,
                 std::string_view session_id, std::string_view entry_id) {
  VoteSum sum;
  state.ScanPrefix(VotePrefix(tenant, session_id, entry_id),
                   [&](std::string_view, std::string_view value) {
                     v1::Vote vote;
                     vote.ParseFromArray(value.data(),
                                         static_cast<int>(value.size()));
                     ++sum.count;
                     sum.sum += vote.value();
                     return true;
                   });
  return sum;
}

}  // namespace csi::registry
