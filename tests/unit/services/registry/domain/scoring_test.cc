#include "services/registry/domain/scoring.h"

#include "gtest/gtest.h"

namespace csi::registry {
namespace {

v1::Policy Only(std::string_view term) {
  v1::Policy policy;
  policy.add_score_weights()->set_term(std::string(term));
  policy.mutable_score_weights(0)->set_weight(7);
  return policy;
}

double ScoreOf(std::string_view term, const v1::Opportunity& entry,
               VoteSum votes = {}) {
  return Score(entry, votes, Only(term)).score();
}

TEST(Score, MoreEffortScoresLower) {
  v1::Opportunity entry;
  EXPECT_EQ(ScoreOf("effort", entry), 0);  // not stated counts as worst
  double last = 101;
  for (int effort = v1::EFFORT_SMALL; effort <= v1::EFFORT_EXTRA_LARGE;
       ++effort) {
    entry.set_effort(static_cast<v1::Effort>(effort));
    EXPECT_LT(ScoreOf("effort", entry), last);
    last = ScoreOf("effort", entry);
  }
  EXPECT_EQ(last, 0);
  entry.set_effort(v1::EFFORT_SMALL);
  EXPECT_EQ(ScoreOf("effort", entry), 100);
  entry.set_effort(v1::EFFORT_LARGE);
  EXPECT_DOUBLE_EQ(ScoreOf("effort", entry), 33.3);
}

TEST(Score, MoreRiskScoresLowerAndMoreConfidenceHigher) {
  v1::Opportunity entry;
  entry.set_risk(v1::LEVEL_LOW);
  entry.set_confidence(v1::LEVEL_LOW);
  EXPECT_EQ(ScoreOf("risk", entry), 100);
  EXPECT_EQ(ScoreOf("confidence", entry), 0);
  entry.set_risk(v1::LEVEL_MEDIUM);
  entry.set_confidence(v1::LEVEL_MEDIUM);
  EXPECT_EQ(ScoreOf("risk", entry), 50);
  EXPECT_EQ(ScoreOf("confidence", entry), 50);
  entry.set_risk(v1::LEVEL_HIGH);
  entry.set_confidence(v1::LEVEL_HIGH);
  EXPECT_EQ(ScoreOf("risk", entry), 0);
  EXPECT_EQ(ScoreOf("confidence", entry), 100);
}

TEST(Score, PriorityOneIsBest) {
  v1::Opportunity entry;
  EXPECT_EQ(ScoreOf("priority", entry), 0);
  entry.set_priority(1);
  EXPECT_EQ(ScoreOf("priority", entry), 100);
  entry.set_priority(4);
  EXPECT_EQ(ScoreOf("priority", entry), 25);
  entry.set_priority(5);
  EXPECT_EQ(ScoreOf("priority", entry), 0);
}

TEST(Score, VotesCountByTheirMean) {
  const v1::Opportunity entry;
  EXPECT_EQ(ScoreOf("votes", entry, {0, 0}), 0);
  EXPECT_EQ(ScoreOf("votes", entry, {4, 20}), 100);
  EXPECT_EQ(ScoreOf("votes", entry, {2, 6}), 50);
  EXPECT_EQ(ScoreOf("votes", entry, {3, 3}), 0);
}

TEST(Score, BenefitAndBusinessAreaCount) {
  v1::Opportunity entry;
  entry.mutable_benefit_forecast()->set_level(v1::LEVEL_HIGH);
  EXPECT_EQ(ScoreOf("benefit", entry), 100);
  EXPECT_EQ(ScoreOf("critical_business_area", entry), 0);
  entry.set_critical_business_area(true);
  EXPECT_EQ(ScoreOf("critical_business_area", entry), 100);
}

TEST(Score, StatingAFieldNeverLowersIt) {
  const v1::Policy policy = BuiltInPolicy("acme");
  const v1::Opportunity bare;
  const double least = Score(bare, {}, policy).score();
  EXPECT_EQ(least, 0);
  for (int value = 1; value <= 3; ++value) {
    v1::Opportunity entry;
    entry.set_risk(static_cast<v1::Level>(value));
    EXPECT_GE(Score(entry, {}, policy).score(), least);
  }
}

TEST(Score, TheBestEntryHasAHundredPoints) {
  v1::Opportunity entry;
  entry.set_effort(v1::EFFORT_SMALL);
  entry.set_risk(v1::LEVEL_LOW);
  entry.set_confidence(v1::LEVEL_HIGH);
  entry.set_priority(1);
  entry.set_critical_business_area(true);
  entry.mutable_benefit_forecast()->set_level(v1::LEVEL_HIGH);
  const auto score = Score(entry, {2, 10}, BuiltInPolicy("acme"));
  EXPECT_EQ(score.score(), 100);
  EXPECT_EQ(score.terms_size(), 7);
}

TEST(Rank, EqualScoresGoByNumber) {
  std::vector<v1::ScoreExplanation> places(3);
  places[0].set_number(9);
  places[0].set_score(10);
  places[1].set_number(4);
  places[1].set_score(10);
  places[2].set_number(7);
  places[2].set_score(11);
  Rank(places);
  EXPECT_EQ(places[0].number(), 7u);
  EXPECT_EQ(places[1].number(), 4u);
  EXPECT_EQ(places[2].number(), 9u);
  EXPECT_EQ(places[2].rank(), 3);
}

}  // namespace
}  // namespace csi::registry
