// Rules N3, N5, N6, N10, N11 and N12: news of other services.
#include "services/workflow/domain/tell_news.h"

#include "csi/registry/v1/registry_plan_events.pb.h"
#include "csi/reporting/v1/reporting_subscription_events.pb.h"
#include "csi/reporting/v1/reporting_threshold_events.pb.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/tell.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

TEST(TellNews, N5ReachesTheLineAboveAndRepeatsUntilAcknowledged) {
  PeopleOffice office;
  registry::v1::PlanEscalated event;
  event.mutable_plan()->set_name(Name("plans", "p1"));
  event.mutable_escalation()->add_to_persons(Name("people", "sam"));
  event.mutable_escalation()->set_reason("no budget");
  office.runner.Deliver("registry", event, event.plan().name());
  ASSERT_EQ(office.Causes("sam", "N5"), "PlanEscalated");
  EXPECT_EQ(office.Told("sam").back().fact().what(),
            "The line above is asked for help with p1: no budget");
  office.runner.Advance(absl::Hours(49));
  EXPECT_EQ(office.Causes("cora", "N5"), "PlanEscalated");
}

TEST(TellNews, N6TellsTheRolesOfAMatrix) {
  PeopleOffice office;
  EXPECT_EQ(office.Causes("ines", "N6"), "MatrixDeployed");
  EXPECT_EQ(office.Causes("omar", "N6"), "");
}

TEST(TellNews, N10TellsOfAVacancyAtOnce) {
  PeopleOffice office;
  raci::v1::RoleVacated event;
  event.mutable_vacancy()->set_role(Name("roles", "change-manager"));
  event.mutable_vacancy()->set_last_holder(Name("people", "chad"));
  office.runner.Deliver("raci", event, event.vacancy().role());
  ASSERT_EQ(office.Causes("cora", "N10"), "RoleVacated");
  EXPECT_NE(office.Told("cora").back().fact().what().find("Chad held it last"),
            std::string::npos);
  raci::v1::RoleFilled filled;
  *filled.mutable_vacancy() = event.vacancy();
  office.runner.Deliver("raci", filled, event.vacancy().role());
  EXPECT_EQ(office.Causes("cora", "N10"), "RoleVacated RoleFilled");
}

TEST(TellNews, N11GoesToTheAccountableAndBackToTheRaiser) {
  PeopleOffice office;
  office.Accept("o");
  registry::v1::ObjectionRaised raised;
  raised.mutable_objection()->set_name(Name("objections", "x"));
  raised.mutable_objection()->set_subject(Name("opportunities", "o"));
  raised.mutable_objection()->set_raised_by(Name("people", "omar"));
  office.runner.Deliver("registry", raised, raised.objection().name());
  EXPECT_EQ(office.Causes("sven", "N11"), "ObjectionRaised");
  EXPECT_EQ(office.Causes("carl", "N11"), "ObjectionRaised");
  EXPECT_EQ(office.Causes("cora", "N11"), "ObjectionRaised");
  EXPECT_EQ(office.Causes("omar", "N11"), "");
  registry::v1::ObjectionAnswered answered;
  *answered.mutable_objection() = raised.objection();
  office.runner.Deliver("registry", answered, raised.objection().name());
  EXPECT_EQ(office.Causes("omar", "N11"), "ObjectionAnswered");
  registry::v1::ObjectionPromoted promoted;
  *promoted.mutable_objection() = raised.objection();
  office.runner.Deliver("registry", promoted, raised.objection().name());
  EXPECT_EQ(office.Causes("chad", "N11"), "ObjectionPromoted");
}

TEST(TellNews, N12RemindsBeforeTheDateAndFollowsIt) {
  PeopleOffice office;
  const absl::Time due = office.runner.now() + absl::Hours(24 * 30);
  reporting::v1::TargetSet event;
  event.mutable_target()->set_name("tenants/acme/indicators/i/targets/t");
  event.mutable_target()->set_indicator(Name("indicators", "i"));
  event.mutable_target()->mutable_target_time()->set_seconds(
      absl::ToUnixSeconds(due));
  office.runner.Deliver("reporting", event, event.target().name());
  office.runner.AdvanceTo(due - absl::Hours(24 * limits::kReminderDays + 1));
  EXPECT_EQ(office.Causes("rita", "N12"), "");
  // Ten days later: the first reminder falls away.
  event.mutable_target()->mutable_target_time()->set_seconds(
      absl::ToUnixSeconds(due + absl::Hours(240)));
  office.runner.Deliver("reporting", event, event.target().name());
  EXPECT_EQ(office.runner.timers("workflow").size(), 1u);
  office.runner.AdvanceTo(due);
  EXPECT_EQ(office.Causes("rita", "N12"), "");
  office.runner.Advance(absl::Hours(24 * 4));
  EXPECT_EQ(office.Causes("rita", "N12"), "TargetDueSoon");
  EXPECT_EQ(office.Causes("cora", "N12"), "TargetDueSoon");
}

TEST(TellNews, N3TellsThePeopleAndRolesOfTheThreshold) {
  PeopleOffice office;
  reporting::v1::AlertOpened event;
  event.mutable_alert()->set_name(Name("alerts", "a"));
  event.mutable_alert()->set_sentence("84 is above the limit of 80.");
  event.add_people(Name("people", "ines"));
  event.add_people(Name("people", "nobody"));
  event.add_roles(Name("roles", "reporting-analyst"));
  office.runner.Deliver("reporting", event, event.alert().name());
  EXPECT_EQ(office.Causes("ines", "N3"), "AlertOpened");
  EXPECT_EQ(office.Causes("rita", "N3"), "AlertOpened");
  EXPECT_EQ(office.Causes("cora", "N3"), "");
  EXPECT_EQ(WhyTold(office.Reasons("ines").back(), ""),
            "Because the threshold names you.");
}

TEST(TellNews, TellsWhoeverSubscribedAReportThatItIsReady) {
  PeopleOffice office;
  reporting::v1::ReportPublished event;
  event.set_report(Name("reports", "r"));
  event.set_title("Service report");
  event.set_person(Name("people", "ines"));
  office.runner.Deliver("reporting", event, event.report());
  EXPECT_EQ(office.Causes("ines", "N1"), "ReportPublished");
  EXPECT_EQ(office.Causes("cora", "N1"), "");
  EXPECT_EQ(WhyTold(office.Reasons("ines").back(), ""),
            "Because you subscribed the report.");
}

TEST(TellNews, N12TellsOfMissingData) {
  PeopleOffice office;
  reporting::v1::DataQualityDegraded event;
  event.set_subject(Name("indicators", "i"));
  event.set_refused_rows(3);
  office.runner.Deliver("reporting", event, event.subject());
  EXPECT_EQ(office.Causes("rita", "N12"), "DataQualityDegraded");
}

}  // namespace
}  // namespace csi::workflow
