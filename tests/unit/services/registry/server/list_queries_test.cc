// RG9: lists by several indexes, views and whom entries wait for.
#include <random>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Lists : public ::testing::Test {
 protected:
  QueryContext Context(std::string_view actor = "anna") {
    return {world.runner.state("registry"), world.runner.views("registry"),
            "acme", std::string(actor), world.runner.now()};
  }

  // Ids of all pages.
  std::vector<std::string> Ids(v1::ListOpportunitiesRequest request,
                               std::string_view actor = "anna") {
    request.set_parent("tenants/acme");
    std::vector<std::string> ids;
    do {
      v1::ListOpportunitiesResponse reply;
      const absl::Status status =
          ListOpportunities(Context(actor), request, &reply);
      EXPECT_TRUE(status.ok()) << status;
      for (const auto& entry : reply.opportunities()) {
        ids.emplace_back(entry.name().substr(entry.name().rfind('/') + 1));
      }
      request.set_page_token(reply.next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  std::vector<std::string> Filtered(const std::string& filter,
                                    const std::string& order = "") {
    v1::ListOpportunitiesRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    return Ids(request);
  }
  std::vector<std::string> InView(const std::string& view,
                                  std::string_view actor = "anna") {
    v1::ListOpportunitiesRequest request;
    request.set_view(view);
    return Ids(request, actor);
  }

  v1::WaitingEntry Waiting(std::string_view person = "") {
    v1::ListWaitingRequest request;
    request.set_parent("tenants/acme");
    request.set_person(std::string(person));
    v1::ListWaitingResponse reply;
    const absl::Status status = ListWaiting(Context(), request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    return reply.waiting_size() > 0 ? reply.waiting(0) : v1::WaitingEntry();
  }

  RegistryWorld world;
};

TEST_F(Lists, IndexesAgreeWithAScanOfEverything) {
  std::mt19937_64 random(5);
  const std::vector<std::string> words = {"backup", "release", "queue",
                                          "night"};
  for (int i = 1; i <= 60; ++i) {
    v1::Opportunity fields;
    fields.set_title(StrCat(words[random() % 4], " ", words[random() % 4]));
    fields.set_priority(static_cast<int>(random() % 6));
    if (random() % 3 != 0) {
      fields.mutable_due_date()->set_year(2026);
      fields.mutable_due_date()->set_month(1 + static_cast<int>(random() % 12));
      fields.mutable_due_date()->set_day(1);
    }
    fields.mutable_scope()->set_service(
        authority::Name("services", random() % 2 == 0 ? "web" : "mail"));
    const std::string name = world.LogAs(StrCat("e", i), fields).name();
    world.runner.Advance(absl::Hours(1));
    switch (random() % 4) {
      case 0:
        EXPECT_TRUE(world.Accept("anna", name).ok());
        break;
      case 1:
        EXPECT_TRUE(world.Reject("anna", name).ok());
        break;
      default:
        break;
    }
  }
  // The second form says the same in a way that no index serves.
  const std::pair<const char*, const char*> kPairs[] = {
      {"state = ACCEPTED AND scope.service = web",
       "NOT (state != ACCEPTED OR scope.service != web)"},
      {"text:backup AND open = true", "NOT (NOT text:backup OR open = false)"},
      {"text:\"backup queue\" AND priority = 2",
       "NOT (NOT text:backup OR NOT text:queue OR priority != 2)"},
      {"involved = bob AND open = true",
       "(accountable = bob OR coordinator = bob) AND NOT open = false"},
      {"accountable = \"\" AND text:night",
       "NOT (accountable != \"\" OR NOT text:night)"},
      {"due_date < 2026-06-01 AND due_date >= 2026-02-01 AND open = true",
       "NOT (due_date >= 2026-06-01 OR NOT due_date >= 2026-02-01 OR "
       "open = false)"},
      {"priority <= 2", "NOT priority > 2"},
      {"priority >= 2 AND priority < 4", "NOT (priority < 2 OR priority >= 4)"},
      {"update_time < 2026-01-02T12:00:00Z",
       "NOT update_time >= 2026-01-02T12:00:00Z"},
      {"update_time > 2026-01-02T12:00:00Z",
       "NOT update_time <= 2026-01-02T12:00:00Z"},
      {"due_date > 2026-02-01 AND due_date <= 2026-06-01",
       "NOT (NOT due_date > 2026-02-01 OR NOT due_date <= 2026-06-01)"},
      {"due_date < 2026-06-01T12:00:00Z AND due_date > 2026-01-31T12:00:00Z",
       "NOT (NOT due_date < 2026-06-01T12:00:00Z OR NOT due_date > "
       "2026-01-31T12:00:00Z)"},
      {"score <= 0", "NOT score > 0"}};
  for (const auto& [indexed, scanned] : kPairs) {
    for (const char* order :
         {"", "number desc", "due_date", "due_date desc", "priority",
          "priority desc", "update_time", "update_time desc", "score"}) {
      const auto expected = Filtered(scanned, order);
      EXPECT_EQ(Filtered(indexed, order), expected) << indexed << " " << order;
      v1::ListOpportunitiesRequest paged;
      paged.set_filter(indexed);
      paged.set_order_by(order);
      paged.set_page_size(3);
      EXPECT_EQ(Ids(paged), expected) << indexed << " " << order;
    }
  }
}

TEST_F(Lists, WordsFollowChangesOfTheTexts) {
  v1::Opportunity entry = world.Log("one");
  entry.clear_etag();
  entry.set_description("The nightly backup fails");
  ASSERT_TRUE(world.Update("anna", entry, "description").ok());
  EXPECT_THAT(Filtered("text:\"backup nightly\""), ElementsAre("one"));
  entry.set_title("Backup");
  entry.set_description("");
  ASSERT_TRUE(world.Update("anna", entry, "title").ok());
  ASSERT_TRUE(world.Update("anna", entry, "description").ok());
  EXPECT_THAT(Filtered("text:nightly"), IsEmpty());
  // The title alone changes; the texts that stay keep their words.
  entry.set_description("disk full");
  ASSERT_TRUE(world.Update("anna", entry, "description").ok());
  entry.set_title("Disk");
  ASSERT_TRUE(world.Update("anna", entry, "title").ok());
  EXPECT_THAT(Filtered("text:backup"), IsEmpty());
  EXPECT_THAT(Filtered("text:\"disk full\""), ElementsAre("one"));
}

TEST_F(Lists, ViewsShowWhatNeedsCare) {
  const std::string mine = world.Log("mine").name();
  world.Log("orphan", "mail");
  ASSERT_TRUE(world.Accept("anna", mine).ok());
  EXPECT_THAT(InView("mine", "bob"), ElementsAre("mine"));
  EXPECT_THAT(InView("tenants/acme/views/mine", "erin"), IsEmpty());
  EXPECT_THAT(InView("no-owner"), ElementsAre("orphan"));
  EXPECT_THAT(InView("to-review"), ElementsAre("orphan"));
  EXPECT_THAT(InView("stale"), IsEmpty());
  world.runner.Advance(absl::Hours(24 * 92));
  // The one that has not moved for the longest time comes first.
  EXPECT_THAT(InView("stale"), ElementsAre("orphan", "mine"));
  v1::ListOpportunitiesRequest request;
  request.set_view("stale");
  request.set_filter("state = NEW");
  EXPECT_THAT(Ids(request), ElementsAre("orphan"));
}

TEST_F(Lists, AnUnknownViewAndAStrangersMineAreRefused) {
  v1::ListOpportunitiesRequest request;
  request.set_parent("tenants/acme");
  request.set_view("absent");
  v1::ListOpportunitiesResponse reply;
  EXPECT_EQ(ReasonOf(ListOpportunities(Context(), request, &reply)),
            common::v1::ERROR_REASON_NOT_FOUND);
  v1::ListWaitingRequest waiting;
  waiting.set_parent("tenants/acme");
  waiting.set_person("@me");
  v1::ListWaitingResponse none;
  EXPECT_EQ(ReasonOf(ListWaiting(Context(""), waiting, &none)),
            common::v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Lists, ViewsAreListedBuiltInOnesFirst) {
  v1::SetViewRequest save;
  save.mutable_view()->set_name("tenants/acme/views/a-view");
  ASSERT_TRUE(world.Call<v1::View>("frank", "SetView", save).ok());
  v1::ListViewsRequest request;
  request.set_parent("tenants/acme");
  v1::ListViewsResponse reply;
  ASSERT_TRUE(ListViews(Context(), request, &reply).ok());
  ASSERT_EQ(reply.views_size(), 9);
  EXPECT_EQ(reply.views(0).name(), "tenants/acme/views/held");
  EXPECT_EQ(reply.views(8).name(), "tenants/acme/views/a-view");
}

TEST_F(Lists, SayForWhomAnEntryWaits) {
  const std::string name = world.Log("one").name();
  EXPECT_THAT(Waiting().waiting_for(), ElementsAre("tenants/acme/people/anna"));
  EXPECT_EQ(Waiting().why(), "accept, reject or defer it");
  ASSERT_TRUE(world.Accept("anna", name).ok());
  EXPECT_THAT(Waiting().waiting_for(), ElementsAre("tenants/acme/people/bob"));
  EXPECT_EQ(Waiting().why(), "start its run");
  EXPECT_EQ(Waiting("bob").opportunity(), name);
  EXPECT_EQ(Waiting("@me").opportunity(), "");
  world.BobLeaves(1);
  world.runner.Advance(absl::Hours(2));
  EXPECT_THAT(Waiting().waiting_for(), IsEmpty());
  EXPECT_THAT(Waiting().why(), HasSubstr("appoint service-owner"));
}

TEST_F(Lists, FindEntriesByAClauseOfAnotherFramework) {
  v1::Opportunity tagged;
  tagged.set_title("Tagged");
  tagged.add_framework_clauses("ISO 20000-1 10.2");
  world.LogAs("tagged", tagged);
  world.Log("plain");
  EXPECT_THAT(Filtered("framework_clauses : \"iso 20000\""),
              ElementsAre("tagged"));
  EXPECT_THAT(Filtered("framework_clauses = \"ISO 20000-1 10.2\""),
              ElementsAre("tagged"));
}

TEST_F(Lists, FindEntriesByAFieldOfThePolicy) {
  v1::SetPolicyRequest policy;
  policy.mutable_policy()->set_name("tenants/acme/policies/register");
  v1::ExtraFieldDefinition& field =
      *policy.mutable_policy()->add_extra_fields();
  field.set_key("region");
  field.set_type(v1::EXTRA_FIELD_TYPE_TEXT);
  ASSERT_TRUE(world.Call<v1::Policy>("anna", "SetPolicy", policy).ok());
  v1::Opportunity northern;
  northern.set_title("Northern");
  northern.add_extra_fields()->set_key("region");
  northern.mutable_extra_fields(0)->set_value("north");
  world.LogAs("northern", northern);
  world.Log("plain");
  EXPECT_THAT(Filtered("extra_fields.region = north"), ElementsAre("northern"));
}

TEST_F(Lists, ShowWhoseEffectIsToBeCheckedAgain) {
  v1::SetPolicyRequest policy;
  policy.mutable_policy()->set_name("tenants/acme/policies/register");
  policy.mutable_policy()->set_decay_check_days(1);
  ASSERT_TRUE(world.Call<v1::Policy>("anna", "SetPolicy", policy).ok());
  world.InState("done", v1::OPPORTUNITY_STATE_CLOSED);
  world.Log("new");
  EXPECT_THAT(InView("to-recheck"), IsEmpty());
  world.runner.Advance(absl::Hours(48));
  EXPECT_THAT(InView("to-recheck"), ElementsAre("done"));
  EXPECT_THAT(InView("to-review"), ElementsAre("new"));
}

}  // namespace
}  // namespace csi::registry
