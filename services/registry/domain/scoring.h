// The explained score of an entry: weights of the policy times how good the
// entry is in each term. Pure, in whole numbers until the last division, so
// that the same inputs give the same order on every machine.
//
// Each term has a value from 0 (worst) to 1000 (best) per mille. What is not
// stated counts as worst, so that stating it never lowers a rank. Effort and
// risk count inversely: more of them is worse. Sum of weight x value over
// 10 x sum of weights gives 0 to 100 points.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_SCORING_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_SCORING_H_

#include <string_view>
#include <vector>

#include "common/kv/kv.h"
#include "csi/registry/v1/registry.pb.h"
#include "google/protobuf/repeated_field.h"

namespace csi::registry {

// Votes on one entry, from 1 to 5 each.
struct VoteSum {
  int count = 0;
  int sum = 0;
};

// The policy of a tenant that has set none; revision 0.
v1::Policy BuiltInPolicy(std::string_view tenant);
// The version in force.
v1::Policy CurrentPolicy(const KvReader& state, std::string_view tenant);
bool IsScoreTerm(std::string_view term);

v1::ScoreExplanation Score(const v1::Opportunity& entry, const VoteSum& votes,
                           const v1::Policy& policy);

// Best first; equal scores by number, lower first. Sets the ranks.
void Rank(std::vector<v1::ScoreExplanation>& places);

VoteSum SumVotes(const KvReader& state, std::string_view tenant,
                 std::string_view session_id, std::string_view entry_id);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_SCORING_H_
