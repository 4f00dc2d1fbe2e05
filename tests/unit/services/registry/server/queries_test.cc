#include "services/registry/server/queries.h"

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/domain/registry_world.h"
#include "tests/unit/services/registry/server/counting_reader.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Pages through the list and returns the ids, checking each page's size.
std::vector<std::string> ListAll(const RegistryWorld& world,
                                 const std::string& filter,
                                 const std::string& order_by = "",
                                 int page_size = 2) {
  std::vector<std::string> ids;
  v1::ListOpportunitiesRequest request;
  request.set_parent("tenants/acme");
  request.set_filter(filter);
  request.set_order_by(order_by);
  request.set_page_size(page_size);
  for (int page = 0; page < 1000; ++page) {
    v1::ListOpportunitiesResponse reply;
    const absl::Status status =
        ListOpportunities(world.runner.Query("registry"), request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_LE(reply.opportunities_size(), page_size);
    for (const auto& entry : reply.opportunities()) {
      ids.push_back(entry.name().substr(entry.name().rfind('/') + 1));
      EXPECT_FALSE(entry.etag().empty());
    }
    if (reply.next_page_token().empty()) break;
    request.set_page_token(reply.next_page_token());
  }
  return ids;
}

absl::Status ListStatus(const RegistryWorld& world,
                        const v1::ListOpportunitiesRequest& request) {
  v1::ListOpportunitiesResponse reply;
  return ListOpportunities(world.runner.Query("registry"), request, &reply);
}

v1::Opportunity Fields(std::string_view title, int priority, int due_day) {
  v1::Opportunity fields;
  fields.set_title(std::string(title));
  fields.set_priority(priority);
  if (due_day > 0) {
    fields.mutable_due_date()->set_year(2026);
    fields.mutable_due_date()->set_month(6);
    fields.mutable_due_date()->set_day(due_day);
  }
  return fields;
}

// a (priority 3, due 9th), b (none, none), c (1, 2nd), d (3, 2nd) of web.
struct Listed {
  Listed() {
    world.LogAs("a", Fields("Backup", 3, 9));
    world.LogAs("b", Fields("Restore", 0, 0));
    world.LogAs("c", Fields("Backup window", 1, 2));
    v1::Opportunity d = Fields("Web", 3, 2);
    d.mutable_scope()->set_service("tenants/acme/services/web");
    d.set_description("Its backup is slow.");
    world.LogAs("d", d);
    EXPECT_TRUE(world.Accept("anna", EntryName("d")).ok());
    EXPECT_TRUE(world.Reject("anna", EntryName("b")).ok());
  }
  RegistryWorld world;
};

TEST(ListOpportunities, OrdersByEachIndexBothWays) {
  Listed listed;
  const auto& world = listed.world;
  EXPECT_THAT(ListAll(world, ""), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(ListAll(world, "", "number desc"),
              ElementsAre("d", "c", "b", "a"));
  EXPECT_THAT(ListAll(world, "", "priority"), ElementsAre("c", "a", "d", "b"));
  EXPECT_THAT(ListAll(world, "", "due_date"), ElementsAre("c", "d", "a", "b"));
  EXPECT_THAT(ListAll(world, "", "due_date desc", 3),
              ElementsAre("b", "a", "d", "c"));
  EXPECT_THAT(ListAll(world, "", "update_time"),
              ElementsAre("a", "c", "d", "b"));
  EXPECT_THAT(ListAll(world, "", "score desc", 1),
              ElementsAre("d", "c", "b", "a"));
}

TEST(ListOpportunities, FiltersByIndexedAndOtherFields) {
  Listed listed;
  const auto& world = listed.world;
  EXPECT_THAT(ListAll(world, "state = NEW"), ElementsAre("a", "c"));
  EXPECT_THAT(ListAll(world, "state = NEW", "number desc"),
              ElementsAre("c", "a"));
  EXPECT_THAT(ListAll(world, "accountable = bob"), ElementsAre("d"));
  EXPECT_THAT(ListAll(world, "accountable = \"\""), ElementsAre("a", "b", "c"));
  EXPECT_THAT(ListAll(world, "scope.service = \"tenants/acme/services/web\""),
              ElementsAre("d"));
  EXPECT_THAT(ListAll(world, "text:backup"), ElementsAre("a", "c", "d"));
  EXPECT_THAT(ListAll(world, "title:backup"), ElementsAre("a", "c"));
  EXPECT_THAT(ListAll(world, "priority = 3", "due_date"),
              ElementsAre("d", "a"));
  EXPECT_THAT(ListAll(world, "state = CLOSED"), IsEmpty());
  EXPECT_THAT(ListAll(world, "state = NEW OR state = ACCEPTED"),
              ElementsAre("a", "c", "d"));
}

TEST(ListOpportunities, RefusesBadOrdersParentsSizesAndTokens) {
  Listed listed;
  v1::ListOpportunitiesRequest request;
  request.set_parent("tenants/acme");
  request.set_order_by("colour");
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_order_by("number sideways");
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  request.clear_order_by();
  request.set_parent("tenants/other");
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_parent("tenants/acme");
  request.set_page_size(-1);
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_page_size(1);
  v1::ListOpportunitiesResponse reply;
  ASSERT_TRUE(
      ListOpportunities(listed.world.runner.Query("registry"), request, &reply)
          .ok());
  request.set_page_token(reply.next_page_token());
  request.set_filter("state = NEW");
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(ListStatus(listed.world, request)),
            common::v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(ListOpportunities, AnIndexedPageReadsNoMoreThanItsRows) {
  RegistryWorld world;
  for (int i = 0; i < 120; ++i) world.Log(StrCat("e", i), "");
  for (int i = 0; i < 120; i += 40) {
    ASSERT_TRUE(world.Reject("anna", EntryName(StrCat("e", i))).ok());
  }
  const CountingReader rows(world.runner.state("registry"));
  const QueryContext context{rows, rows, "acme", "", world.runner.now()};
  v1::ListOpportunitiesRequest request;
  request.set_parent("tenants/acme");
  request.set_filter("state = REJECTED");
  request.set_page_size(10);
  v1::ListOpportunitiesResponse reply;
  ASSERT_TRUE(ListOpportunities(context, request, &reply).ok());
  EXPECT_EQ(reply.opportunities_size(), 3);
  // Per entry: the index row, the head twice and the texts.
  EXPECT_LE(rows.reads, 3 * 4 + 1);
}

TEST(ListHistory, TellsWhoDidWhatWhenAndByWhichRight) {
  RegistryWorld world;
  const auto name = world.InState("one", v1::OPPORTUNITY_STATE_ASSESSED).name();
  v1::AddCommentRequest comment;
  comment.set_parent("tenants/acme");
  comment.mutable_comment()->set_subject(name);
  comment.mutable_comment()->set_text("Noted.");
  ASSERT_TRUE(world.Call<v1::Comment>("dave", "AddComment", comment).ok());
  v1::ListHistoryRequest request;
  request.set_parent(name);
  v1::ListHistoryResponse reply;
  ASSERT_TRUE(
      ListHistory(world.runner.Query("registry"), request, &reply).ok());
  ASSERT_EQ(reply.history_size(), 5);
  EXPECT_EQ(reply.history(0).event(), "OpportunityLogged");
  EXPECT_EQ(reply.history(0).actor(), "tenants/acme/people/frank");
  EXPECT_FALSE(reply.history(0).has_grant());
  const auto& accepted = reply.history(1);
  EXPECT_EQ(accepted.event(), "OpportunityAccepted");
  EXPECT_EQ(accepted.actor(), "tenants/acme/people/anna");
  EXPECT_EQ(accepted.grant().letter(), common::v1::LETTER_ACCOUNTABLE);
  EXPECT_EQ(accepted.from_state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(accepted.to_state(), v1::OPPORTUNITY_STATE_ACCEPTED);
  EXPECT_EQ(accepted.reason(), "because");
  EXPECT_EQ(reply.history(2).event(), "OpportunityRunRecorded");
  const auto& moved = reply.history(3);
  EXPECT_EQ(moved.event(), "OpportunityMoved");
  EXPECT_EQ(moved.actor(), "tenants/acme/people/bob");
  EXPECT_EQ(moved.related(), "tenants/acme/runs/run-one");
  EXPECT_EQ(reply.history(4).event(), "CommentAdded");
  EXPECT_EQ(reply.history(4).actor(), "tenants/acme/people/dave");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(reply.history(i).sequence(), static_cast<uint64_t>(i) + 1);
  }
  request.set_parent(EntryName("ghost"));
  EXPECT_EQ(
      ReasonOf(ListHistory(world.runner.Query("registry"), request, &reply)),
      common::v1::ERROR_REASON_NOT_FOUND);
}

TEST(GetBoard, CountsEveryStateOnce) {
  Listed listed;
  v1::GetBoardRequest request;
  request.set_parent("tenants/acme");
  v1::Board board;
  ASSERT_TRUE(
      GetBoard(listed.world.runner.Query("registry"), request, &board).ok());
  ASSERT_EQ(board.columns_size(), 11);
  EXPECT_EQ(board.total(), 4u);
  EXPECT_EQ(board.columns(0).state(), v1::OPPORTUNITY_STATE_NEW);
  EXPECT_EQ(board.columns(0).count(), 2u);
  EXPECT_EQ(board.columns(1).count(), 1u);
}

TEST(ExplainScore, ShowsEveryTermByThePolicyInForce) {
  RegistryWorld world;
  v1::Opportunity fields = Fields("Backup", 1, 0);
  const auto name = world.LogAs("one", fields).name();
  v1::ExplainScoreRequest request;
  request.set_name(name);
  v1::ScoreExplanation score;
  ASSERT_TRUE(
      ExplainScore(world.runner.Query("registry"), request, &score).ok());
  EXPECT_EQ(score.terms_size(), 7);
  EXPECT_DOUBLE_EQ(score.score(), 15.0);
  EXPECT_EQ(score.policy_version(), 0u);
  v1::SetPolicyRequest policy;
  policy.mutable_policy()->set_name("tenants/acme/policies/register");
  policy.mutable_policy()->add_score_weights()->set_term("priority");
  policy.mutable_policy()->mutable_score_weights(0)->set_weight(1);
  ASSERT_TRUE(world.Call<v1::Policy>("anna", "SetPolicy", policy).ok());
  score.Clear();
  ASSERT_TRUE(
      ExplainScore(world.runner.Query("registry"), request, &score).ok());
  EXPECT_EQ(score.terms_size(), 1);
  EXPECT_DOUBLE_EQ(score.score(), 100.0);
  EXPECT_EQ(score.policy_version(), 1u);
  request.set_prioritization("tenants/acme/prioritizations/ghost");
  EXPECT_EQ(
      ReasonOf(ExplainScore(world.runner.Query("registry"), request, &score)),
      common::v1::ERROR_REASON_NOT_FOUND);
}

TEST(GetOpportunity, RefusesOtherTenantsAndUnknownNames) {
  RegistryWorld world;
  const auto name = world.Log("one").name();
  v1::GetOpportunityRequest request;
  v1::Opportunity entry;
  request.set_name(name);
  ASSERT_TRUE(
      GetOpportunity(world.runner.Query("registry"), request, &entry).ok());
  EXPECT_EQ(entry.title(), "Title of one");
  request.set_name("tenants/other/opportunities/one");
  EXPECT_EQ(
      ReasonOf(GetOpportunity(world.runner.Query("registry"), request, &entry)),
      common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_name(EntryName("ghost"));
  EXPECT_EQ(
      ReasonOf(GetOpportunity(world.runner.Query("registry"), request, &entry)),
      common::v1::ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::registry
