// RG4: sensitivity of a session; RG8: the preview of a policy.
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RankingQueries : public ::testing::Test {
 protected:
  QueryContext Context() {
    return {world.runner.state("registry"), world.runner.views("registry"),
            "acme", "anna", world.runner.now()};
  }
  void LogEntry(std::string_view id, int priority, v1::Effort effort) {
    v1::Opportunity fields;
    fields.set_title(std::string(id));
    fields.set_priority(priority);
    fields.set_effort(effort);
    world.LogAs(id, fields);
  }
  v1::PolicyPreview Preview(const v1::Policy& policy) {
    v1::PreviewPolicyRequest request;
    *request.mutable_policy() = policy;
    request.mutable_policy()->set_name("tenants/acme/policies/register");
    v1::PolicyPreview reply;
    const absl::Status status = PreviewPolicy(Context(), request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  RegistryWorld world;
};

TEST_F(RankingQueries, ASessionSaysWhatWouldChangeItsOrder) {
  LogEntry("urgent", 1, v1::EFFORT_EXTRA_LARGE);
  LogEntry("easy", 4, v1::EFFORT_SMALL);
  v1::OpenPrioritizationRequest open;
  open.set_parent("tenants/acme");
  open.set_prioritization_id("may");
  open.mutable_prioritization()->set_title("May");
  open.mutable_prioritization()->add_opportunities(EntryName("urgent"));
  open.mutable_prioritization()->add_opportunities(EntryName("easy"));
  ASSERT_TRUE(
      world.Call<v1::Prioritization>("anna", "OpenPrioritization", open).ok());
  v1::AnalyzeRankingRequest request;
  request.set_name("tenants/acme/prioritizations/may");
  v1::RankingSensitivity reply;
  ASSERT_TRUE(AnalyzeRanking(Context(), request, &reply).ok());
  ASSERT_EQ(reply.pairs_size(), 1);
  // Less effort ranks higher; more weight on the priority would turn it.
  EXPECT_EQ(reply.pairs(0).higher(), EntryName("easy"));
  EXPECT_THAT(reply.pairs(0).sentence(), HasSubstr("would stand above"));
  v1::ConcludePrioritizationRequest conclude;
  conclude.set_name(request.name());
  ASSERT_TRUE(
      world.Call<v1::Prioritization>("anna", "ConcludePrioritization", conclude)
          .ok());
  v1::RankingSensitivity recorded;
  ASSERT_TRUE(AnalyzeRanking(Context(), request, &recorded).ok());
  EXPECT_EQ(recorded.SerializeAsString(), reply.SerializeAsString());
  request.set_name("tenants/acme/prioritizations/absent");
  EXPECT_EQ(ReasonOf(AnalyzeRanking(Context(), request, &recorded)),
            common::v1::ERROR_REASON_NOT_FOUND);
}

TEST_F(RankingQueries, APolicyIsPreviewedBeforeItIsSet) {
  LogEntry("urgent", 1, v1::EFFORT_EXTRA_LARGE);
  LogEntry("easy", 4, v1::EFFORT_SMALL);
  EXPECT_EQ(Preview({}).moved(), 0);
  EXPECT_EQ(Preview({}).changed_fields_size(), 0);
  world.runner.Advance(absl::Hours(24 * 40));
  v1::Policy policy;
  auto& weight = *policy.add_score_weights();
  weight.set_term("priority");
  weight.set_weight(1);
  policy.set_stale_days(30);
  policy.add_intake_criteria("somebody asked for it");
  const v1::PolicyPreview preview = Preview(policy);
  EXPECT_EQ(preview.entries(), 2);
  EXPECT_EQ(preview.moved(), 2);
  ASSERT_EQ(preview.moves_size(), 2);
  EXPECT_EQ(preview.moves(0).opportunity(), EntryName("urgent"));
  EXPECT_EQ(preview.moves(0).rank_before(), 2);
  EXPECT_EQ(preview.moves(0).rank_after(), 1);
  EXPECT_EQ(preview.stale_before(), 0);
  EXPECT_EQ(preview.stale_after(), 2);
  EXPECT_THAT(preview.changed_fields(),
              ElementsAre("score_weights", "intake_criteria", "stale_days"));
  EXPECT_THAT(preview.criteria_added(), ElementsAre("somebody asked for it"));
  EXPECT_EQ(preview.criteria_removed_size(), 4);
}

}  // namespace
}  // namespace csi::registry
