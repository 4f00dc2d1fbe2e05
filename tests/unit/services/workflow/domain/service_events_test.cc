// Rule N4: news of a service for its owner, once for each (source, id).
#include "csi/raci/v1/raci_events.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Event = v1::ServiceEvent;

TEST(ServiceEvents, N4ReachesTheOwnerOnce) {
  PeopleOffice office;
  const auto first = office.ServiceNews(Event::KIND_MAJOR_INCIDENT, "INC1");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->told_size(), 1);
  EXPECT_EQ(first->told(0), Name("people", "sven"));
  EXPECT_EQ(office.Told("sven").back().fact().what(),
            "Major incident (SEV1) of service email, snow INC1: Mail is down");
  const auto again = office.ServiceNews(Event::KIND_MAJOR_INCIDENT, "INC1");
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->duplicate());
  EXPECT_EQ(office.Causes("sven", "N4"), "MajorIncident");
  EXPECT_EQ(office.Count("ServiceEventReceived"), 1);
}

TEST(ServiceEvents, N4GoesUpUntilSomebodyAcknowledges) {
  PeopleOffice office;
  office.Person("dora");
  office.Role("it-director");
  office.Assign("a-dora", "it-director", "dora");
  office.Line("service-owner", "it-director", "accountability");
  ASSERT_TRUE(office.ServiceNews(Event::KIND_MAJOR_INCIDENT, "INC1").ok());
  office.runner.Advance(absl::Minutes(29));
  EXPECT_EQ(office.Causes("dora", "N4"), "");
  office.runner.Advance(absl::Minutes(2));
  ASSERT_EQ(office.Causes("dora", "N4"), "MajorIncident");
  EXPECT_EQ(office.Told("dora")[0].fact().what().find("Nobody has"), 0u);
  // dora acknowledges: the later rounds do not come.
  ASSERT_TRUE(
      office.Read("dora", "dora", office.Told("dora")[0].fact().id()).ok());
  office.runner.Advance(absl::Hours(5));
  EXPECT_EQ(office.Causes("dora", "N4"), "MajorIncident");
}

TEST(ServiceEvents, N4EndsAfterItsRounds) {
  PeopleOffice office;
  ASSERT_TRUE(office.ServiceNews(Event::KIND_MAJOR_INCIDENT, "INC1").ok());
  for (int i = 0; i < 6; ++i) office.runner.Advance(absl::Minutes(31));
  EXPECT_EQ(office.Causes("cora", "N4"),
            "MajorIncident MajorIncident MajorIncident");
  EXPECT_TRUE(office.runner.timers("workflow").empty());
}

TEST(ServiceEvents, N4ReachesTheDeputyOfAnAbsentOwner) {
  PeopleOffice office;
  raci::v1::AbsenceRecorded event;
  event.set_person(Name("people", "sven"));
  raci::v1::Absence& absence = *event.mutable_absence();
  absence.mutable_interval()->mutable_start_time()->set_seconds(1);
  absence.mutable_interval()->mutable_end_time()->set_seconds(4000000000);
  absence.set_deputy(Name("people", "omar"));
  office.runner.Deliver("raci", event, event.person());
  v1::IngestServiceEventRequest request;
  request.set_parent("tenants/acme");
  Event& news = *request.mutable_event();
  news.set_source("snow");
  news.set_event_id("INC2");
  news.set_kind(Event::KIND_MAJOR_INCIDENT);
  news.set_service(Name("services", "email"));
  news.set_title("Down");
  ASSERT_TRUE(office
                  .Call<v1::IngestServiceEventResponse>(
                      "rita", "IngestServiceEvent", request)
                  .ok());
  EXPECT_EQ(office.Causes("sven", "N4"), "MajorIncident");
  ASSERT_EQ(office.Causes("omar", "N4"), "MajorIncident");
  EXPECT_TRUE(office.Reasons("omar").back().deputy());
}

TEST(ServiceEvents, RefusesWhatItCannotPlace) {
  PeopleOffice office;
  v1::IngestServiceEventRequest request;
  request.set_parent("tenants/acme");
  const auto ingest = [&](std::string_view as) {
    return Reason(office.Call<v1::IngestServiceEventResponse>(
        as, "IngestServiceEvent", request));
  };
  EXPECT_EQ(ingest(""), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(ingest("omar"), ERROR_REASON_FIELD_INVALID);
  Event& news = *request.mutable_event();
  news.set_source("snow");
  news.set_event_id("1");
  news.set_title("Down");
  news.set_kind(Event::KIND_PROBLEM);
  news.set_service(Name("services", "none"));
  EXPECT_EQ(ingest("omar"), ERROR_REASON_NOT_FOUND);
  news.set_title(std::string(1001, 'x'));
  EXPECT_EQ(ingest("omar"), ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace csi::workflow
