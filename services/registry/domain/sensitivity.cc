#include "services/registry/domain/sensitivity.h"

#include <cstdlib>
#include <optional>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {
namespace {

using v1::ScoreExplanation;

// Weighted sum; the divisor is the same for all entries of a ranking.
int64_t SumOf(const ScoreExplanation& place) {
  int64_t sum = 0;
  for (const v1::ScoreTerm& term : place.terms()) {
    sum += int64_t{term.weight()} * term.value_per_mille();
  }
  return sum;
}

int64_t TotalWeight(const ScoreExplanation& place) {
  int64_t total = 0;
  for (const v1::ScoreTerm& term : place.terms()) total += term.weight();
  return total;
}

// The weight nearest to today's by which `lower` has more points; nothing if
// no weight from 0 to the maximum does it. At equal points the number decides,
// as Rank has it.
std::optional<int> TurningWeight(const ScoreExplanation& higher,
                                 const ScoreExplanation& lower, int index) {
  const v1::ScoreTerm& term = higher.terms(index);
  const int64_t ahead = SumOf(higher) - SumOf(lower);
  const int64_t slope =
      int64_t{term.value_per_mille()} - lower.terms(index).value_per_mille();
  if (slope == 0) return std::nullopt;
  // At equal points the lower number stands higher.
  const bool equal_turns = lower.number() < higher.number();
  // |slope| times the change has to reach what `higher` is ahead by.
  const int64_t size = std::abs(slope);
  int64_t change = (ahead + size - 1) / size;
  if (!equal_turns && change * size == ahead) ++change;
  const int64_t weight = term.weight() + (slope > 0 ? -change : change);
  if (weight < 0 || weight > limits::kScoreWeightMax) return std::nullopt;
  // The last weight does not go: a policy without any is refused.
  if (TotalWeight(higher) - term.weight() + weight == 0) return std::nullopt;
  return static_cast<int>(weight);
}

v1::PairSensitivity AnalyzePair(const ScoreExplanation& higher,
                                const ScoreExplanation& lower) {
  v1::PairSensitivity pair;
  pair.set_higher(higher.opportunity());
  pair.set_lower(lower.opportunity());
  pair.set_gap(higher.score() - lower.score());
  int best = -1;
  for (int i = 0; i < higher.terms_size(); ++i) {
    const std::optional<int> weight = TurningWeight(higher, lower, i);
    if (!weight) continue;
    const int change = std::abs(*weight - higher.terms(i).weight());
    if (best >= 0 && change >= best) continue;
    best = change;
    pair.set_term(higher.terms(i).term());
    pair.set_weight(higher.terms(i).weight());
    pair.set_weight_needed(*weight);
  }
  pair.set_sentence(
      best < 0 ? absl::StrFormat("%d stands above %d whatever one weight is.",
                                 higher.number(), lower.number())
               : absl::StrFormat(
                     "%d would stand above %d if %s weighed %d instead of %d.",
                     lower.number(), higher.number(), pair.term(),
                     pair.weight_needed(), pair.weight()));
  return pair;
}

// Entries at another rank when the term weighs nothing.
int MovedWithout(const std::vector<ScoreExplanation>& places, int index) {
  const ScoreExplanation& any = places.front();
  if (TotalWeight(any) == any.terms(index).weight()) return 0;
  std::vector<ScoreExplanation> others;
  for (const ScoreExplanation& place : places) {
    ScoreExplanation& other = others.emplace_back();
    other.set_number(place.number());
    other.set_score(static_cast<double>(
        SumOf(place) - int64_t{place.terms(index).weight()} *
                           place.terms(index).value_per_mille()));
  }
  Rank(others);
  int moved = 0;
  for (size_t i = 0; i < others.size(); ++i) {
    moved += others[i].number() == places[i].number() ? 0 : 1;
  }
  return moved;
}

}  // namespace

v1::RankingSensitivity AnalyzePlaces(
    const std::vector<ScoreExplanation>& places) {
  v1::RankingSensitivity result;
  if (places.empty()) return result;
  for (size_t i = 0; i + 1 < places.size(); ++i) {
    *result.add_pairs() = AnalyzePair(places[i], places[i + 1]);
  }
  for (int i = 0; i < places.front().terms_size(); ++i) {
    v1::TermSensitivity& term = *result.add_terms();
    term.set_term(places.front().terms(i).term());
    term.set_weight(places.front().terms(i).weight());
    term.set_moved_without(MovedWithout(places, i));
  }
  return result;
}

}  // namespace csi::registry
