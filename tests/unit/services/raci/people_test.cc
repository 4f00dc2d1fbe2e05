#include "common/authority/rows.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(DecideCreatePerson, TheFirstActorRegistersItself) {
  RaciWorld world(RaciWorld::Kind::kEmpty);
  auto person = world.AddPerson("root", "Root");
  ASSERT_ACCEPTED(person);
  EXPECT_EQ(person->name(), Name("people", "root"));
  EXPECT_EQ(person->uid().size(), 26u);
  EXPECT_EQ(person->revision(), 1u);
  EXPECT_EQ(world.runner.CountEvents("raci", "PersonRegistered"), 1);
  world.runner.ActAs("other");
  EXPECT_REFUSED(world.AddPerson("other", "Other"), "NOT_AUTHORIZED",
                 "register or change people");
  world.runner.ActAs("");
  EXPECT_REFUSED(world.AddPerson("other", "Other"), "NO_ACTOR", "strangers");
}

TEST(DecideCreatePerson, RefusesATakenIdAndBadFields) {
  RaciWorld world;
  EXPECT_REFUSED(world.AddPerson("anna", "Another"), "ALREADY_EXISTS", "anna");
  EXPECT_REFUSED(world.AddPerson("x", ""), "FIELD_INVALID",
                 "person.display_name");
  EXPECT_REFUSED(world.AddPerson("x", std::string(201, 'x')), "FIELD_INVALID",
                 "200");
  EXPECT_REFUSED(world.AddPerson("X y", "X"), "FIELD_INVALID", "person_id");
  v1::CreatePersonRequest request;
  request.set_parent("tenants/acme");
  request.mutable_person()->set_display_name("Zoe");
  request.mutable_person()->set_email("zoe");
  EXPECT_REFUSED(world.Call<v1::Person>("CreatePerson", request),
                 "FIELD_INVALID", "person.email");
  request.mutable_person()->clear_email();
  request.mutable_person()->add_skills()->set_skill("statistics");
  EXPECT_REFUSED(world.Call<v1::Person>("CreatePerson", request),
                 "FIELD_INVALID", "skills[0].level");
  request.mutable_person()->mutable_skills(0)->set_level(5);
  request.mutable_person()->set_unit(Name("units", "none"));
  EXPECT_REFUSED(world.Call<v1::Person>("CreatePerson", request), "NOT_FOUND",
                 "units/none");
}

TEST(DecideUpdatePerson, WritesMaskedFieldsAndChecksTheEtag) {
  RaciWorld world;
  v1::UpdatePersonRequest request;
  request.mutable_person()->set_name(Name("people", "anna"));
  request.mutable_person()->set_job_title("Head of mail");
  request.mutable_person()->set_display_name("Anna Smith");
  request.mutable_update_mask()->add_paths("job_title");
  auto person = world.Call<v1::Person>("UpdatePerson", request);
  ASSERT_ACCEPTED(person);
  EXPECT_EQ(person->job_title(), "Head of mail");
  EXPECT_EQ(person->display_name(), "Anna");
  EXPECT_EQ(person->revision(), 2u);
  request.mutable_person()->set_etag("\"r1\"");
  EXPECT_REFUSED(world.Call<v1::Person>("UpdatePerson", request),
                 "ETAG_MISMATCH", "r2");
  request.mutable_person()->set_etag("\"r2\"");
  request.mutable_update_mask()->set_paths(0, "revision");
  EXPECT_REFUSED(world.Call<v1::Person>("UpdatePerson", request),
                 "FIELD_INVALID", "revision");
  request.mutable_update_mask()->set_paths(0, "shoe_size");
  EXPECT_REFUSED(world.Call<v1::Person>("UpdatePerson", request),
                 "FIELD_INVALID", "shoe_size");
}

TEST(DecideUpdatePerson, PeopleChangeTheirOwnEntry) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "csi-manager", "carol"));
  v1::UpdatePersonRequest request;
  request.mutable_person()->set_name(Name("people", "anna"));
  request.mutable_person()->set_email("anna@example.com");
  world.runner.ActAs("bob");
  EXPECT_REFUSED(world.Call<v1::Person>("UpdatePerson", request),
                 "NOT_AUTHORIZED", "Carol");
  world.runner.ActAs("anna");
  ASSERT_ACCEPTED(world.Call<v1::Person>("UpdatePerson", request));
}

v1::RecordAbsenceRequest AbsenceOf(const RaciWorld& world,
                                   std::string_view person,
                                   std::string_view deputy) {
  v1::RecordAbsenceRequest request;
  request.set_name(Name("people", person));
  request.mutable_absence()->set_deputy(Name("people", deputy));
  auto& interval = *request.mutable_absence()->mutable_interval();
  *interval.mutable_start_time() =
      authority::TimestampOf(world.runner.now() + absl::Hours(1));
  *interval.mutable_end_time() =
      authority::TimestampOf(world.runner.now() + absl::Hours(9));
  return request;
}

TEST(DecideRecordAbsence, RecordsOnesOwn) {
  RaciWorld world;
  ASSERT_ACCEPTED(world.Appoint("a1", "csi-manager", "carol"));
  world.runner.ActAs("anna");
  auto person =
      world.Call<v1::Person>("RecordAbsence", AbsenceOf(world, "anna", "bob"));
  ASSERT_ACCEPTED(person);
  ASSERT_EQ(person->absences_size(), 1);
  EXPECT_EQ(person->revision(), 2u);
  v1::Person stored;
  v1::GetPersonRequest get;
  get.set_name(Name("people", "anna"));
  ASSERT_ACCEPTED(GetPerson(world.runner.Query("raci"), get, &stored));
  EXPECT_EQ(stored.SerializeAsString(), person->SerializeAsString());
  world.runner.ActAs("bob");
  EXPECT_REFUSED(
      world.Call<v1::Person>("RecordAbsence", AbsenceOf(world, "anna", "bob")),
      "NOT_AUTHORIZED", "absence of others");
}

TEST(DecideRecordAbsence, RefusesWhatMakesNoSense) {
  RaciWorld world;
  v1::RecordAbsenceRequest request = AbsenceOf(world, "anna", "anna");
  EXPECT_REFUSED(world.Call<v1::Person>("RecordAbsence", request),
                 "FIELD_INVALID", "own deputy");
  request = AbsenceOf(world, "anna", "nobody");
  EXPECT_REFUSED(world.Call<v1::Person>("RecordAbsence", request), "NOT_FOUND",
                 "nobody");
  request = AbsenceOf(world, "anna", "bob");
  request.mutable_absence()->mutable_interval()->clear_end_time();
  EXPECT_REFUSED(world.Call<v1::Person>("RecordAbsence", request),
                 "FIELD_INVALID", "RegisterLeaver");
  ASSERT_ACCEPTED(world.Leave("bob"));
  request = AbsenceOf(world, "anna", "bob");
  EXPECT_REFUSED(world.Call<v1::Person>("RecordAbsence", request),
                 "WRONG_STATE", "Bob has left");
}

TEST(DecideRegisterLeaver, EndsEveryAssignmentAndHappensOnce) {
  RaciWorld world;
  ASSERT_ACCEPTED(
      world.Appoint("a1", "service-owner", "anna", Scoped("email", "")));
  ASSERT_ACCEPTED(world.Appoint("a2", "reporting-analyst", "anna"));
  ASSERT_ACCEPTED(world.Leave("anna"));
  EXPECT_EQ(world.runner.CountEvents("raci", "AssignmentEnded"), 2);
  EXPECT_EQ(world.runner.CountEvents("raci", "PersonLeft"), 1);
  EXPECT_REFUSED(world.Leave("anna"), "WRONG_STATE", "leaving earlier");
  EXPECT_REFUSED(world.Appoint("a3", "reporting-analyst", "anna"),
                 "WRONG_STATE", "Anna left");
  ASSERT_ACCEPTED(
      world.Appoint("a4", "service-owner", "bob", Scoped("email", "")));
}

TEST(DecideRegisterLeaver, RefusesThePastAndTheUnknown) {
  RaciWorld world;
  v1::RegisterLeaverRequest request;
  request.set_name(Name("people", "anna"));
  *request.mutable_leave_time() =
      authority::TimestampOf(world.runner.now() - absl::Hours(1));
  EXPECT_REFUSED(world.Call<v1::Person>("RegisterLeaver", request),
                 "FIELD_INVALID", "past");
  EXPECT_REFUSED(world.Leave("nobody"), "NOT_FOUND", "nobody");
}

}  // namespace
}  // namespace csi::raci
