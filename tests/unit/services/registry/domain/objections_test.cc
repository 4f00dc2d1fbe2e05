// Objections, comments and the policy.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/scoring.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

absl::StatusOr<v1::Objection> Raise(RegistryWorld& world,
                                    const std::string& subject,
                                    std::string_view actor = "dave",
                                    std::string_view id = "o1") {
  v1::RaiseObjectionRequest request;
  request.set_parent("tenants/acme");
  request.set_objection_id(std::string(id));
  request.mutable_objection()->set_subject(subject);
  request.mutable_objection()->set_text("This makes mail slower.");
  return world.Call<v1::Objection>(actor, "RaiseObjection", request);
}

absl::StatusOr<v1::Objection> Answer(RegistryWorld& world,
                                     std::string_view actor) {
  v1::AnswerObjectionRequest request;
  request.set_name(authority::Name("objections", "o1"));
  request.set_answer("We measured it: it does not.");
  return world.Call<v1::Objection>(actor, "AnswerObjection", request);
}

absl::StatusOr<v1::Objection> Promote(RegistryWorld& world,
                                      std::string_view actor) {
  v1::PromoteObjectionRequest request;
  request.set_name(authority::Name("objections", "o1"));
  request.mutable_rfc_draft()->set_title("Limit the load on mail");
  return world.Call<v1::Objection>(actor, "PromoteObjection", request);
}

TEST(DecideRaiseObjection, TakesItFromAnybodyOnAnything) {
  RegistryWorld world;
  const auto entry = world.InState("one", v1::OPPORTUNITY_STATE_REJECTED);
  const auto raised = Raise(world, entry.name(), "frank");
  ASSERT_TRUE(raised.ok()) << raised.status();
  EXPECT_EQ(raised->state(), v1::OBJECTION_STATE_OPEN);
  EXPECT_EQ(raised->raised_by(), "tenants/acme/people/frank");
  EXPECT_EQ(raised->etag(), "\"r1\"");
  EXPECT_TRUE(Raise(world, "tenants/acme/runs/run-1", "frank", "o2").ok());
  EXPECT_EQ(world.Read(entry.name()).revision(), entry.revision())
      << "an objection does not change the entry";
}

TEST(DecideRaiseObjection, RefusesWhatIsNotThereAndStrangers) {
  RegistryWorld world;
  const auto entry = world.Log("one").name();
  EXPECT_EQ(ReasonIn(Raise(world, EntryName("ghost"))), "NOT_FOUND");
  EXPECT_EQ(ReasonIn(Raise(world, "tenants/acme/prioritizations/ghost")),
            "NOT_FOUND");
  EXPECT_EQ(ReasonIn(Raise(world, "tenants/other/runs/r")), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Raise(world, "")), "FIELD_INVALID");
  EXPECT_EQ(ReasonIn(Raise(world, entry, "")), "NO_ACTOR");
  ASSERT_TRUE(Raise(world, entry).ok());
  EXPECT_EQ(ReasonIn(Raise(world, entry)), "ALREADY_EXISTS");
}

TEST(DecideAnswerObjection, AnswersOnceByWhoReviewsTheEntry) {
  RegistryWorld world;
  ASSERT_TRUE(Raise(world, world.Log("one").name()).ok());
  EXPECT_EQ(ReasonIn(Answer(world, "erin")), "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(Answer(world, "")), "NO_ACTOR");
  const auto answered = Answer(world, "bob");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), v1::OBJECTION_STATE_ANSWERED);
  EXPECT_EQ(answered->answered_by(), "tenants/acme/people/bob");
  EXPECT_EQ(answered->revision(), 2u);
  EXPECT_EQ(ReasonIn(Answer(world, "anna")), "WRONG_STATE");
  EXPECT_EQ(ReasonIn(Promote(world, "bob")), "WRONG_STATE");
}

TEST(DecidePromoteObjection, BecomesADraftThatTheEventCarries) {
  RegistryWorld world;
  ASSERT_TRUE(Raise(world, world.Log("one").name()).ok());
  EXPECT_EQ(ReasonIn(Promote(world, "anna")), "NOT_AUTHORIZED");
  const auto promoted = Promote(world, "bob");
  ASSERT_TRUE(promoted.ok()) << promoted.status();
  EXPECT_EQ(promoted->state(), v1::OBJECTION_STATE_PROMOTED);
  v1::ObjectionPromoted event;
  ASSERT_TRUE(
      event.ParseFromString(world.runner.events("registry").back().data()));
  EXPECT_EQ(event.objection().rfc_draft().title(), "Limit the load on mail");
  EXPECT_EQ(event.objection().revision(), 2u);
  EXPECT_EQ(event.grant().letter(), common::v1::LETTER_ACCOUNTABLE);
}

TEST(DecidePromoteObjection, RefusesAnEmptyDraftAndAnUnknownObjection) {
  RegistryWorld world;
  EXPECT_EQ(ReasonIn(Promote(world, "bob")), "NOT_FOUND");
  EXPECT_EQ(ReasonIn(Answer(world, "bob")), "NOT_FOUND");
  v1::PromoteObjectionRequest request;
  request.set_name(authority::Name("objections", "o1"));
  EXPECT_EQ(
      ReasonIn(world.Call<v1::Objection>("bob", "PromoteObjection", request)),
      "FIELD_INVALID");
}

TEST(DecideAddComment, IsInternalUnlessSaidOtherwise) {
  RegistryWorld world;
  v1::AddCommentRequest request;
  request.set_parent("tenants/acme");
  request.mutable_comment()->set_subject(world.Log("one").name());
  request.mutable_comment()->set_text("Asked the supplier.");
  const auto comment = world.Call<v1::Comment>("dave", "AddComment", request);
  ASSERT_TRUE(comment.ok()) << comment.status();
  EXPECT_EQ(comment->visibility(), v1::COMMENT_VISIBILITY_INTERNAL);
  EXPECT_EQ(comment->author(), "tenants/acme/people/dave");
  EXPECT_EQ(ReasonIn(world.Call<v1::Comment>("", "AddComment", request)),
            "NO_ACTOR");
  request.mutable_comment()->clear_text();
  EXPECT_EQ(ReasonIn(world.Call<v1::Comment>("dave", "AddComment", request)),
            "FIELD_INVALID");
  request.mutable_comment()->set_text(std::string(20001, 'c'));
  EXPECT_EQ(ReasonIn(world.Call<v1::Comment>("dave", "AddComment", request)),
            "TOO_LARGE");
  request.mutable_comment()->set_text("x");
  request.mutable_comment()->set_subject(EntryName("ghost"));
  EXPECT_EQ(ReasonIn(world.Call<v1::Comment>("dave", "AddComment", request)),
            "NOT_FOUND");
}

v1::SetPolicyRequest PolicyRequest() {
  v1::SetPolicyRequest request;
  request.mutable_policy()->set_name("tenants/acme/policies/register");
  auto& weight = *request.mutable_policy()->add_score_weights();
  weight.set_term("effort");
  weight.set_weight(1000);
  return request;
}

TEST(DecideSetPolicy, ANewVersionChangesScoresFromThenOn) {
  RegistryWorld world;
  v1::SetPolicyRequest request = PolicyRequest();
  request.mutable_policy()->set_etag("\"r0\"");
  const auto set = world.Call<v1::Policy>("anna", "SetPolicy", request);
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->revision(), 1u);
  EXPECT_EQ(set->stale_days(), 90) << "unset fields take the built-in value";
  EXPECT_EQ(ReasonIn(world.Call<v1::Policy>("anna", "SetPolicy", request)),
            "ETAG_MISMATCH");
  const auto current = CurrentPolicy(world.runner.state("registry"), "acme");
  EXPECT_EQ(current.score_weights_size(), 1);
  EXPECT_EQ(current.set_by(), "tenants/acme/people/anna");
}

TEST(DecideSetPolicy, RefusesOthersAndWeightsThatMeanNothing) {
  RegistryWorld world;
  v1::SetPolicyRequest request = PolicyRequest();
  EXPECT_EQ(ReasonIn(world.Call<v1::Policy>("bob", "SetPolicy", request)),
            "NOT_AUTHORIZED");
  EXPECT_EQ(ReasonIn(world.Call<v1::Policy>("", "SetPolicy", request)),
            "NO_ACTOR");
  const auto refused = [&](auto change) {
    v1::SetPolicyRequest bad = PolicyRequest();
    change(*bad.mutable_policy());
    return ReasonIn(world.Call<v1::Policy>("anna", "SetPolicy", bad));
  };
  EXPECT_EQ(refused([](v1::Policy& p) {
              p.mutable_score_weights(0)->set_term("charm");
            }),
            "FIELD_INVALID");
  EXPECT_EQ(
      refused([](v1::Policy& p) { p.mutable_score_weights(0)->set_weight(0); }),
      "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Policy& p) {
              p.mutable_score_weights(0)->set_weight(1001);
            }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Policy& p) {
              *p.add_score_weights() = p.score_weights(0);
            }),
            "FIELD_INVALID");
  EXPECT_EQ(refused([](v1::Policy& p) { p.set_stale_days(4000); }),
            "FIELD_INVALID");
  EXPECT_EQ(
      refused([](v1::Policy& p) { p.set_name("tenants/acme/policies/other"); }),
      "FIELD_INVALID");
}

}  // namespace
}  // namespace csi::registry
