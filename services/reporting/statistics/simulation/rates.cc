#include "services/reporting/statistics/simulation/rates.h"

#include "services/reporting/statistics/json_writer.h"
#include "services/reporting/statistics/limits.h"
#include "services/reporting/statistics/verdict_value.h"

namespace csi::statistics::simulation {
namespace {

struct Tally {
  size_t core_improved = 0;
  size_t core_likely = 0;
  size_t full_improved = 0;
  size_t full_likely = 0;
  size_t full_worsened_likely = 0;
  size_t inconclusive = 0;
  size_t welch = 0;
  size_t trend_then_ranks = 0;
};

// The parts of the rules alone, on the windows that the verdict used.
void CountCore(const Verdict& verdict, Tally& tally) {
  const internal::GradeInput input{verdict.before, verdict.after,
                                   *verdict.by_means,
                                   verdict.by_medians->distance, 0};
  const internal::Grade grade = internal::GradeChange(input, +1);
  tally.core_improved += grade == internal::Grade::kProven;
  tally.core_likely += grade != internal::Grade::kNone;
  const MeanDifference plain = CompareMeans(GroupOf(verdict.before.values),
                                            GroupOf(verdict.after.values));
  tally.welch += plain.ci95_low > 0;
  tally.trend_then_ranks += *verdict.before.trend.p >= kSignificance &&
                            verdict.by_ranks->p < kSignificance &&
                            verdict.by_ranks->cliffs_delta > 0;
}

// The best answer of all looks, as someone who stops at the first good one.
absl::StatusOr<Verdict> Peek(ChangeQuestion question) {
  absl::StatusOr<Verdict> best = JudgeChange(question);
  for (size_t n = kAfterPeriodsMin; n <= kAfter + 4; ++n) {
    question.plan.after_periods = n;
    absl::StatusOr<Verdict> verdict = JudgeChange(question);
    if (!verdict.ok()) return verdict;
    if (verdict->value < best->value) best = std::move(verdict);
  }
  return best;
}

}  // namespace

absl::StatusOr<Rates> Measure(const Scenario& scenario, size_t rounds,
                              uint64_t seed) {
  std::mt19937_64 random(seed);
  Tally tally;
  for (size_t round = 0; round < rounds; ++round) {
    const ChangeQuestion question = MakeQuestion(scenario, random);
    const absl::StatusOr<Verdict> verdict =
        scenario.setting == Setting::kPeeking ? Peek(question)
                                              : JudgeChange(question);
    if (!verdict.ok()) return verdict.status();
    CountCore(*verdict, tally);
    const VerdictValue value = verdict->value;
    tally.full_improved += value == VerdictValue::kImproved;
    tally.full_likely += value == VerdictValue::kImproved ||
                         value == VerdictValue::kLikelyImproved;
    tally.full_worsened_likely += value == VerdictValue::kWorsened ||
                                  value == VerdictValue::kLikelyWorsened;
    tally.inconclusive += value == VerdictValue::kInconclusive;
  }
  const auto share = [rounds](size_t count) {
    return static_cast<double>(count) / static_cast<double>(rounds);
  };
  return Rates{share(tally.core_improved),
               share(tally.core_likely),
               share(tally.full_improved),
               share(tally.full_likely),
               share(tally.full_worsened_likely),
               share(tally.inconclusive),
               share(tally.welch),
               share(tally.trend_then_ranks)};
}

absl::StatusOr<std::string> RunSimulation(size_t rounds, uint64_t seed) {
  JsonWriter json;
  json.OpenObject();
  json.Integer("seed", static_cast<int64_t>(seed));
  json.Integer("rounds", static_cast<int64_t>(rounds));
  json.Integer("baseline_periods", kBaseline);
  json.Integer("after_periods", kAfter);
  json.OpenArray("scenarios");
  for (const Scenario& scenario : AllScenarios()) {
    const absl::StatusOr<Rates> rates = Measure(scenario, rounds, seed);
    if (!rates.ok()) return rates.status();
    json.OpenObject();
    json.String("name", scenario.name);
    json.Number("core_improved", rates->core_improved);
    json.Number("core_likely_or_better", rates->core_likely);
    json.Number("full_improved", rates->full_improved);
    json.Number("full_likely_or_better", rates->full_likely);
    json.Number("full_likely_worsened_or_worse", rates->full_worsened_likely);
    json.Number("full_inconclusive", rates->inconclusive);
    json.Number("plain_welch", rates->welch);
    json.Number("trend_then_ranks", rates->trend_then_ranks);
    json.CloseObject();
  }
  json.CloseArray();
  json.CloseObject();
  return json.Take();
}

}  // namespace csi::statistics::simulation
