#include "common/base/strings.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

TEST(GetPolicy, ShowsTheBuiltInOneAndEveryVersion) {
  RegistryWorld world;
  v1::GetPolicyRequest request;
  request.set_name("tenants/acme/policies/register");
  v1::Policy policy;
  ASSERT_TRUE(GetPolicy(world.runner.Query("registry"), request, &policy).ok());
  EXPECT_EQ(policy.revision(), 0u);
  EXPECT_EQ(policy.score_weights_size(), 7);
  request.set_version(1);
  EXPECT_EQ(
      ReasonOf(GetPolicy(world.runner.Query("registry"), request, &policy)),
      common::v1::ERROR_REASON_NOT_FOUND);
  request.set_name("tenants/acme/policies/other");
  EXPECT_EQ(
      ReasonOf(GetPolicy(world.runner.Query("registry"), request, &policy)),
      common::v1::ERROR_REASON_NOT_FOUND);
}

TEST(ListPrioritizations, NewestFirstAndVotesByEntryAndPerson) {
  RegistryWorld world;
  const auto name = world.Log("one").name();
  for (const char* id : {"may", "june", "july"}) {
    v1::OpenPrioritizationRequest open;
    open.set_parent("tenants/acme");
    open.set_prioritization_id(id);
    open.mutable_prioritization()->set_title(id);
    open.mutable_prioritization()->add_opportunities(name);
    ASSERT_TRUE(
        world.Call<v1::Prioritization>("anna", "OpenPrioritization", open)
            .ok());
  }
  v1::ListPrioritizationsRequest list;
  list.set_parent("tenants/acme");
  list.set_page_size(2);
  v1::ListPrioritizationsResponse sessions;
  ASSERT_TRUE(
      ListPrioritizations(world.runner.Query("registry"), list, &sessions)
          .ok());
  ASSERT_EQ(sessions.prioritizations_size(), 2);
  EXPECT_EQ(sessions.prioritizations(0).title(), "july");
  EXPECT_EQ(sessions.prioritizations(1).title(), "june");
  list.set_page_token(sessions.next_page_token());
  sessions.Clear();
  ASSERT_TRUE(
      ListPrioritizations(world.runner.Query("registry"), list, &sessions)
          .ok());
  ASSERT_EQ(sessions.prioritizations_size(), 1);
  EXPECT_TRUE(sessions.next_page_token().empty());
  v1::CastVoteRequest vote;
  vote.set_name("tenants/acme/prioritizations/may");
  vote.set_opportunity(name);
  vote.set_value(4);
  for (const char* person : {"dave", "anna", "bob"}) {
    ASSERT_TRUE(world.Call<v1::Vote>(person, "CastVote", vote).ok());
  }
  v1::ListVotesRequest votes;
  votes.set_parent(vote.name());
  v1::ListVotesResponse cast;
  ASSERT_TRUE(ListVotes(world.runner.Query("registry"), votes, &cast).ok());
  ASSERT_EQ(cast.votes_size(), 3);
  EXPECT_EQ(cast.votes(0).person(), "tenants/acme/people/anna");
}

TEST(ListObjections, BySubjectAndStateAndComments) {
  RegistryWorld world;
  const auto one = world.Log("one").name();
  const auto two = world.Log("two").name();
  for (const auto& subject : {one, two, one}) {
    v1::RaiseObjectionRequest raise;
    raise.set_parent("tenants/acme");
    raise.mutable_objection()->set_subject(subject);
    raise.mutable_objection()->set_text("No.");
    ASSERT_TRUE(
        world.Call<v1::Objection>("dave", "RaiseObjection", raise).ok());
    v1::AddCommentRequest add;
    add.set_parent("tenants/acme");
    add.mutable_comment()->set_subject(subject);
    add.mutable_comment()->set_text("Hm.");
    add.mutable_comment()->set_visibility(
        subject == one ? v1::COMMENT_VISIBILITY_CUSTOMER
                       : v1::COMMENT_VISIBILITY_INTERNAL);
    ASSERT_TRUE(world.Call<v1::Comment>("dave", "AddComment", add).ok());
  }
  const auto count = [&](const std::string& filter) {
    v1::ListObjectionsRequest request;
    request.set_parent("tenants/acme");
    request.set_filter(filter);
    v1::ListObjectionsResponse reply;
    const absl::Status status =
        ListObjections(world.runner.Query("registry"), request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    return reply.objections_size();
  };
  EXPECT_EQ(count(""), 3);
  EXPECT_EQ(count(StrCat("subject = \"", one, "\"")), 2);
  EXPECT_EQ(count("subject = two"), 1);
  EXPECT_EQ(count("state = OPEN"), 3);
  EXPECT_EQ(count("state = ANSWERED"), 0);
  v1::ListCommentsRequest request;
  request.set_parent("tenants/acme");
  v1::ListCommentsResponse reply;
  EXPECT_EQ(
      ReasonOf(ListComments(world.runner.Query("registry"), request, &reply)),
      common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_subject(two);
  ASSERT_TRUE(
      ListComments(world.runner.Query("registry"), request, &reply).ok());
  EXPECT_EQ(reply.comments_size(), 1);
  request.set_customer_visible_only(true);
  reply.Clear();
  ASSERT_TRUE(
      ListComments(world.runner.Query("registry"), request, &reply).ok());
  EXPECT_EQ(reply.comments_size(), 0);
}

}  // namespace
}  // namespace csi::registry
