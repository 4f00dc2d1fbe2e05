// RG4: what would change the order, checked by scoring anew.
#include "services/registry/domain/sensitivity.h"

#include <random>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {
namespace {

using ::testing::HasSubstr;

struct Case {
  std::vector<v1::Opportunity> entries;
  std::vector<VoteSum> votes;
  v1::Policy policy = BuiltInPolicy("acme");
};

Case MakeCase(uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  const auto draw = [&](int below) {
    return static_cast<int>(random() % static_cast<uint64_t>(below));
  };
  Case made;
  for (int i = 1; i <= count; ++i) {
    v1::Opportunity& entry = made.entries.emplace_back();
    entry.set_name(StrCat("tenants/acme/opportunities/e", i));
    entry.set_number(static_cast<uint64_t>(i));
    entry.set_priority(draw(6));
    entry.set_effort(static_cast<v1::Effort>(draw(5)));
    entry.set_risk(static_cast<v1::Level>(draw(4)));
    entry.set_confidence(static_cast<v1::Level>(draw(4)));
    entry.mutable_benefit_forecast()->set_level(
        static_cast<v1::Level>(draw(4)));
    entry.set_critical_business_area(draw(2) == 0);
    made.votes.push_back({3, 3 + draw(13)});
  }
  return made;
}

std::vector<v1::ScoreExplanation> Ranked(const Case& made) {
  std::vector<v1::ScoreExplanation> places;
  for (size_t i = 0; i < made.entries.size(); ++i) {
    places.push_back(Score(made.entries[i], made.votes[i], made.policy));
  }
  Rank(places);
  return places;
}

int RankOfEntry(const std::vector<v1::ScoreExplanation>& places,
                const std::string& name) {
  for (const auto& place : places) {
    if (place.opportunity() == name) return place.rank();
  }
  return 0;
}

// Whether `lower` stands above `higher` when the term has this weight.
bool Turned(Case made, const v1::PairSensitivity& pair, int weight) {
  for (auto& row : *made.policy.mutable_score_weights()) {
    if (row.term() == pair.term()) row.set_weight(weight);
  }
  const auto places = Ranked(made);
  return RankOfEntry(places, pair.lower()) < RankOfEntry(places, pair.higher());
}

TEST(Sensitivity, TheWeightThatIsNamedTurnsThePairAndTheOneBeforeDoesNot) {
  int turned = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const Case made = MakeCase(seed, 20);
    const v1::RankingSensitivity result = AnalyzePlaces(Ranked(made));
    ASSERT_EQ(result.pairs_size(), 19);
    for (const v1::PairSensitivity& pair : result.pairs()) {
      if (pair.term().empty()) continue;
      ++turned;
      EXPECT_TRUE(Turned(made, pair, pair.weight_needed()))
          << seed << " " << pair.sentence();
      const int before = pair.weight_needed() +
                         (pair.weight_needed() < pair.weight() ? 1 : -1);
      EXPECT_FALSE(Turned(made, pair, before))
          << seed << " " << pair.sentence();
    }
  }
  EXPECT_GT(turned, 200);
}

TEST(Sensitivity, CountsWhoMovesWithoutATerm) {
  const Case made = MakeCase(7, 20);
  const auto places = Ranked(made);
  const v1::RankingSensitivity result = AnalyzePlaces(places);
  ASSERT_EQ(result.terms_size(), made.policy.score_weights_size());
  for (const v1::TermSensitivity& term : result.terms()) {
    Case without = made;
    for (auto& row : *without.policy.mutable_score_weights()) {
      if (row.term() == term.term()) row.set_weight(0);
    }
    const auto others = Ranked(without);
    int moved = 0;
    for (size_t i = 0; i < places.size(); ++i) {
      moved += places[i].opportunity() == others[i].opportunity() ? 0 : 1;
    }
    EXPECT_EQ(term.moved_without(), moved) << term.term();
  }
}

TEST(Sensitivity, SaysWhenNoWeightWouldTurnAPair) {
  Case made = MakeCase(1, 2);
  made.entries[0].set_priority(1);
  made.entries[1] = made.entries[0];
  made.entries[1].set_name("tenants/acme/opportunities/e2");
  made.entries[1].set_number(2);
  made.votes[1] = made.votes[0];
  const v1::RankingSensitivity result = AnalyzePlaces(Ranked(made));
  ASSERT_EQ(result.pairs_size(), 1);
  EXPECT_EQ(result.pairs(0).term(), "");
  EXPECT_THAT(result.pairs(0).sentence(), HasSubstr("whatever one weight is"));
  EXPECT_EQ(AnalyzePlaces({}).pairs_size(), 0);
}

}  // namespace
}  // namespace csi::registry
