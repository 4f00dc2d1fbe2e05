// RP1, RP3: a month of an agreement, from recorded outages to its causes.
#include "services/reporting/domain/agreements/agreement_report.h"

#include "common/base/strings.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

class AgreementReports : public AgreementsWorld {};

// The night of 10 March 2026, 17:30 to 09:00: an hour and a half of service.
TEST_F(AgreementReports, RP3CountServiceHoursAndNameBothViewsOfTheMonth) {
  Agree(Sla());
  runner.AdvanceTo(At(2026, 3, 11, 20));
  Tell(Down("database", "1", At(2026, 3, 10, 17, 30), At(2026, 3, 11, 9)));
  const v1::AgreementReport running = Report("");
  EXPECT_EQ(running.month(), "2026-03");
  EXPECT_TRUE(running.running());
  EXPECT_EQ(running.full_month().agreed().seconds(), 220 * 3600);
  EXPECT_NEAR(running.full_month().availability(), 99.318, 0.0005);
  EXPECT_EQ(running.elapsed().agreed().seconds(), 80 * 3600);
  EXPECT_NEAR(running.elapsed().availability(), 98.125, 0.0005);
  EXPECT_EQ(running.standing(), v1::AGREEMENT_STANDING_BREACHED);
  EXPECT_EQ(running.allowed().seconds(), 3960);
  EXPECT_EQ(running.left().seconds(), 3960 - 5400);
  EXPECT_EQ(running.full_month().mtrs().seconds(), 5400);
  EXPECT_NE(running.sentence().find("99.318 % of 220 h"), std::string::npos)
      << running.sentence();
  EXPECT_NE(running.sentence().find("98.125 % of the 80 h so far"),
            std::string::npos);
  runner.AdvanceTo(At(2026, 4, 2, 9));
  const v1::AgreementReport over = Report("2026-03");
  EXPECT_FALSE(over.running());
  EXPECT_FALSE(over.has_elapsed());
  EXPECT_EQ(over.full_month().downtime().seconds(), 5400);
}

TEST_F(AgreementReports, RP1JoinOutagesOverTheTreeAndNotPercentages) {
  Agree(Sla());
  runner.AdvanceTo(At(2026, 3, 20, 20));
  // One server of two is no outage of the service; both at once are, for the
  // time in which they overlap.
  Tell(Down("web1", "1", At(2026, 3, 4, 10), At(2026, 3, 4, 12)));
  EXPECT_EQ(Report("").full_month().downtime().seconds(), 0);
  Tell(Down("web2", "2", At(2026, 3, 4, 11, 30), At(2026, 3, 4, 13)));
  Tell(Down("database", "3", At(2026, 3, 4, 11, 45), At(2026, 3, 4, 12, 10)));
  const v1::AgreementReport report = Report("");
  EXPECT_EQ(report.full_month().downtime().seconds(), 40 * 60);
  EXPECT_EQ(report.full_month().outage_count(), 1);
  ASSERT_EQ(report.outages_size(), 3);
  // Longest first; a server is felt only while the other one is down too.
  for (int server = 0; server < 2; ++server) {
    EXPECT_EQ(report.outages(server).node(),
              Name("serviceNodes", StrCat("web", server + 1)));
    EXPECT_EQ(report.outages(server).counted().seconds(), 30 * 60);
    EXPECT_EQ(report.outages(server).shared().seconds(), 30 * 60);
  }
  EXPECT_EQ(report.outages(2).counted().seconds(), 25 * 60);
  EXPECT_EQ(report.outages(2).shared().seconds(), 15 * 60);
}

TEST_F(AgreementReports, RP3NameTheUnderpinningAgreementThatCausedTheBreach) {
  auto ola = Sla("ola", "database");
  ola.mutable_agreement()->set_kind(v1::AGREEMENT_KIND_OLA);
  ola.mutable_agreement()->set_availability_target(99.8);
  Agree(ola);
  auto contract = Sla("uc", "web");
  contract.mutable_agreement()->set_kind(v1::AGREEMENT_KIND_UC);
  contract.mutable_agreement()->set_availability_target(90);
  Agree(contract);
  auto sla = Sla();
  sla.mutable_agreement()->add_underpinned_by(Name("agreements", "ola"));
  sla.mutable_agreement()->add_underpinned_by(Name("agreements", "uc"));
  Agree(sla);
  runner.AdvanceTo(At(2026, 3, 20, 20));
  Tell(Down("database", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)));
  Tell(Down("web", "2", At(2026, 3, 6, 9), At(2026, 3, 6, 9, 20)));
  Tell(Down("shop", "3", At(2026, 3, 9, 9), At(2026, 3, 9, 9, 10)));
  const v1::AgreementReport report = Report("");
  EXPECT_EQ(report.standing(), v1::AGREEMENT_STANDING_BREACHED);
  ASSERT_EQ(report.underpinning_size(), 2);
  EXPECT_TRUE(report.underpinning(0).caused());
  EXPECT_EQ(report.underpinning(0).kind(), v1::AGREEMENT_KIND_OLA);
  EXPECT_EQ(report.underpinning(0).share().seconds(), 3600);
  EXPECT_NEAR(report.underpinning(0).share_percent(), 100.0 * 60 / 90, 1e-9);
  EXPECT_FALSE(report.underpinning(1).caused());
  EXPECT_EQ(report.underpinning(1).standing(), v1::AGREEMENT_STANDING_MET);
  EXPECT_EQ(report.underpinning(1).share().seconds(), 20 * 60);
  EXPECT_EQ(report.unexplained().seconds(), 10 * 60);
  EXPECT_NE(report.sentence().find("ola was breached too and was down in 1 h"),
            std::string::npos)
      << report.sentence();
}

TEST_F(AgreementReports, PaintTheMonthsOfTheChart) {
  Agree(Sla());
  runner.AdvanceTo(At(2026, 3, 20, 20));
  // February: 200 h of service, an hour allowed.
  Tell(Down("shop", "1", At(2026, 2, 5, 9), At(2026, 2, 5, 9, 50)));
  Tell(Down("shop", "2", At(2026, 3, 5, 9), At(2026, 3, 5, 11)));
  const v1::AgreementReport report = Report("");
  ASSERT_EQ(report.months_size(), 12);
  EXPECT_EQ(report.months(0).month(), "2025-04");
  EXPECT_EQ(report.months(8).colour(), "GREY");
  EXPECT_EQ(report.months(9).colour(), "GREEN");
  EXPECT_EQ(report.months(10).colour(), "AMBER");
  EXPECT_EQ(report.months(11).colour(), "RED");
  EXPECT_TRUE(report.months(11).running());
  EXPECT_EQ(Report("2025-12").standing(), v1::AGREEMENT_STANDING_NOT_IN_FORCE);
  EXPECT_EQ(Report("2026-04").standing(), v1::AGREEMENT_STANDING_NOT_IN_FORCE);
}

TEST_F(AgreementReports, CountPlannedDowntimeOutsideOfAgreedWindowsOnly) {
  auto sla = Sla();
  auto& window = *sla.mutable_agreement()->add_maintenance_windows();
  *window.mutable_start_time() = TimestampOf(At(2026, 3, 5, 8));
  *window.mutable_end_time() = TimestampOf(At(2026, 3, 5, 10));
  v1::DayHours& weekly = *sla.mutable_agreement()->add_weekly_maintenance();
  weekly.set_day_of_week(5);
  weekly.set_start_minute(17 * 60);
  weekly.set_end_minute(18 * 60);
  Agree(sla);
  runner.AdvanceTo(At(2026, 3, 20, 20));
  auto planned = Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10, 30));
  planned.mutable_outage()->set_planned(true);
  Tell(planned);
  Tell(Down("shop", "2", At(2026, 3, 6, 17, 30), At(2026, 3, 6, 20)));
  const v1::AgreementReport report = Report("");
  // Two hours on the 5th, an hour on each of four Fridays.
  EXPECT_EQ(report.full_month().agreed().seconds(), (220 - 2 - 4) * 3600);
  EXPECT_EQ(report.full_month().downtime().seconds(), 30 * 60);
}

TEST_F(AgreementReports, NameTheImprovementsThatAddressIt) {
  Agree(Sla());
  csi::registry::v1::OpportunityLinked linked;
  *linked.mutable_opportunity() = Entry("o", "");
  linked.mutable_link()->set_type(csi::registry::v1::LINK_TYPE_AGREEMENT);
  linked.mutable_link()->set_target(Name("agreements", "sla"));
  Deliver("registry", linked);
  const v1::AgreementReport report = Report("");
  ASSERT_EQ(report.improvements_size(), 1);
  EXPECT_EQ(report.improvements(0).opportunity(), Name("opportunities", "o"));
  EXPECT_FALSE(report.improvements(0).title().empty());
  linked.set_removed(true);
  Deliver("registry", linked);
  EXPECT_EQ(Report("").improvements_size(), 0);
}

TEST_F(AgreementReports, KeepTheTermsOfEarlierMonths) {
  Agree(Sla());
  runner.AdvanceTo(At(2026, 4, 20, 20));
  Tell(Down("shop", "1", At(2026, 3, 5, 9), At(2026, 3, 5, 10)));
  auto stricter = Sla();
  stricter.mutable_agreement()->set_availability_target(99.9);
  stricter.mutable_agreement()->set_effective_month("2026-04");
  Agree(stricter);
  EXPECT_EQ(Report("2026-03").standing(), v1::AGREEMENT_STANDING_AT_RISK);
  EXPECT_EQ(Report("2026-03").agreement().availability_target(), 99.5);
  EXPECT_EQ(Report("2026-04").agreement().availability_target(), 99.9);
  // A change of the tree leaves them as well.
  auto alone = NodeRequest("shop", v1::SERVICE_NODE_KIND_SERIES, {"web"});
  alone.mutable_service_node()->set_effective_month("2026-04");
  ASSERT_TRUE(Put(alone).ok());
  Tell(Down("database", "2", At(2026, 3, 6, 9), At(2026, 3, 6, 9, 30)));
  Tell(Down("database", "3", At(2026, 4, 6, 9), At(2026, 4, 6, 9, 30)));
  EXPECT_EQ(Report("2026-03").full_month().downtime().seconds(), 90 * 60);
  EXPECT_EQ(Report("2026-04").full_month().downtime().seconds(), 0);
}

TEST_F(AgreementReports, RefuseWhatIsNoMonthOrChart) {
  Agree(Sla());
  v1::ReportAgreementRequest request;
  request.set_name(Name("agreements", "sla"));
  v1::AgreementReport report;
  for (const char* month : {"2026", "2026-13", "March"}) {
    request.set_month(month);
    EXPECT_EQ(
        ReasonOf(ReportAgreement(runner.Query("reporting"), request, &report)),
        common::v1::ERROR_REASON_FIELD_INVALID);
  }
  request.set_month("");
  request.set_months(25);
  EXPECT_EQ(
      ReasonOf(ReportAgreement(runner.Query("reporting"), request, &report)),
      common::v1::ERROR_REASON_FIELD_INVALID);
  request.set_name(Name("agreements", "nothing"));
  EXPECT_EQ(
      ReasonOf(ReportAgreement(runner.Query("reporting"), request, &report)),
      common::v1::ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::reporting
