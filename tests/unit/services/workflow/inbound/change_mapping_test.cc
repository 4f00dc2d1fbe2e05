#include "services/workflow/inbound/change_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/inbound/mapping_files.h"
#include "common/inbound/poison.h"
#include "tests/unit/common/inbound/example.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using inbound::Event;
using inbound::Example;
using inbound::InputRecord;
using inbound::PoisonWord;
using inbound::With;
using ::testing::HasSubstr;
using Response = v1::IngestChangeEventResponse;
using Rfc = v1::Rfc;

ChangeMapper Shipped() {
  ChangeMapper mapper;
  const auto files = inbound::ReadMappingFiles("deploy/mappings/changes");
  EXPECT_TRUE(files.ok()) << files.status();
  for (const auto& file : *files) {
    const absl::Status added = mapper.Add(file.name, file.text);
    EXPECT_TRUE(added.ok()) << added;
  }
  return mapper;
}

v1::IngestChangeEventRequest Mapped(const InputRecord& record) {
  const auto mapped = Shipped().Map(record);
  EXPECT_TRUE(mapped.ok()) << mapped.status();
  if (!mapped.ok() || !*mapped) return {};
  EXPECT_EQ((*mapped)->parent(), "tenants/acme");
  return **mapped;
}

std::string Word(const InputRecord& record) {
  return PoisonWord(Shipped().Map(record).status());
}

TEST(ChangeMapper, ReadsARecordOfServiceNow) {
  const v1::ChangeEvent event = Mapped(Example("changes_servicenow")).event();
  EXPECT_EQ(event.source(), "//servicenow/prod");
  EXPECT_EQ(event.event_id(), "a1b2:7");
  EXPECT_EQ(event.external_system(), "servicenow");
  EXPECT_EQ(event.external_id(), "CHG0031337");
  EXPECT_EQ(event.reference(), "tenants/acme/runs/r1/rfcs/x1");
  EXPECT_EQ(event.raw_status(), "3");
  EXPECT_EQ(event.status(), Rfc::STATUS_CLOSED_PARTIAL);
  EXPECT_EQ(event.source_revision(), 7u);
  EXPECT_EQ(event.changed_time().seconds(), 1709229911);
  EXPECT_EQ(event.actual_start_time().seconds(), 1709222600);
  EXPECT_TRUE(event.has_actual_end_time());
  EXPECT_EQ(event.type(), "normal");
  EXPECT_THAT(event.status_reason(), HasSubstr("printer queue"));
}

TEST(ChangeMapper, ReadsServiceNowWithDisplayValuesAndARejection) {
  const v1::ChangeEvent event =
      Mapped(Example("changes_servicenow_display")).event();
  EXPECT_EQ(event.external_id(), "CHG0031337");
  EXPECT_EQ(event.raw_status(), "-3");
  EXPECT_EQ(event.status(), Rfc::STATUS_REJECTED);
  EXPECT_EQ(event.source_revision(), 3u);
  EXPECT_FALSE(event.has_planned_start_time());
}

TEST(ChangeMapper, ReadsANotificationOfTmf655) {
  const v1::ChangeEvent event = Mapped(Example("changes_tmf655")).event();
  EXPECT_EQ(event.external_id(), "4711");
  EXPECT_EQ(event.raw_status(), "inProgress");
  EXPECT_EQ(event.status(), Rfc::STATUS_IMPLEMENTING);
  EXPECT_EQ(event.source_revision(), 0u);
  EXPECT_EQ(event.changed_time().seconds(), 1709208000);
  EXPECT_TRUE(event.has_actual_start_time());
  EXPECT_FALSE(event.has_actual_end_time());
}

TEST(ChangeMapper, ReadsAWebhookOfJira) {
  const v1::ChangeEvent event = Mapped(Example("changes_jira")).event();
  EXPECT_EQ(event.external_id(), "CHG-12");
  EXPECT_EQ(event.reference(), "tenants/acme/runs/r1/rfcs/x1");
  EXPECT_EQ(event.status(), Rfc::STATUS_BACKED_OUT);
  EXPECT_EQ(event.close_code(), "Rolled back");
  EXPECT_EQ(event.source_revision(), 1709208000123u);
  EXPECT_EQ(event.changed_time().seconds(), 1709208000);
  EXPECT_EQ(event.changed_time().nanos(), 123000000);
  EXPECT_EQ(event.planned_start_time().seconds(), 1709200800);
}

TEST(ChangeMapper, LeavesOutIssuesThatAreNoChanges) {
  const auto mapped = Shipped().Map(Example("changes_jira_other_issue"));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_FALSE(mapped->has_value());
}

TEST(ChangeMapper, ReadsOurOwnFieldsInBothModes) {
  const v1::ChangeEvent binary = Mapped(Example("changes_plain")).event();
  EXPECT_EQ(binary.status(), Rfc::STATUS_APPROVED);
  EXPECT_EQ(binary.changed_time().seconds(), 1709208000);
  const v1::ChangeEvent structured =
      Mapped(Example("changes_structured")).event();
  EXPECT_EQ(structured.status(), Rfc::STATUS_IMPLEMENTING);
  EXPECT_EQ(structured.source_revision(), 5u);
  EXPECT_EQ(structured.external_id(), binary.external_id());
}

TEST(ChangeMapper, ReadsTheMessageInProtobuf) {
  v1::ChangeEvent sent;
  sent.set_source("//forged");
  sent.set_external_id("C1");
  sent.set_status(Rfc::STATUS_APPROVED);
  InputRecord record = Event("//itop", "csi.workflow.v1.ChangeEvent", "9",
                             sent.SerializeAsString());
  record = With(record, "content-type", "application/protobuf");
  const v1::ChangeEvent event = Mapped(record).event();
  EXPECT_EQ(event.source(), "//itop");
  EXPECT_EQ(event.event_id(), "9");
  EXPECT_EQ(event.status(), Rfc::STATUS_APPROVED);
  EXPECT_EQ(Word(With(record, "ce_type", "csi.other")), "NOT_JSON");
  EXPECT_EQ(Word(With(record, "ce_partitionkey", "")), "NO_TENANT");
  record.value = "\xff\xff";
  EXPECT_EQ(Word(record), "NOT_JSON");
}

InputRecord Snow(const std::string& fields) {
  return Event("//servicenow/prod", "com.servicenow.change_request.updated",
               fields, R"({"record":{"number":"C1",)" + fields + "}}");
}

TEST(ChangeMapper, AClosedChangeWithoutAKnownCodeIsNoSuccess) {
  EXPECT_EQ(
      Mapped(Snow(R"("state":"3","close_code":"successful")")).event().status(),
      Rfc::STATUS_CLOSED_SUCCESS);
  for (const char* fields :
       {R"("state":"3")", R"("state":3,"close_code":"fine")"}) {
    EXPECT_EQ(Mapped(Snow(fields)).event().status(), Rfc::STATUS_UNSPECIFIED);
  }
}

TEST(ChangeMapper, EveryPoisonHasItsReason) {
  EXPECT_EQ(Word(With(Snow(R"("state":"0")"), "ce_id", "")),
            "NOT_A_CLOUD_EVENT");
  EXPECT_EQ(Word(With(Snow(R"("state":"0")"), "ce_source", "//nobody")),
            "NO_MAPPING");
  EXPECT_EQ(Word(Snow(R"("state")")), "NOT_JSON");
  EXPECT_EQ(Word(With(Snow(R"("state":"0")"), "ce_partitionkey", "")),
            "NO_TENANT");
  EXPECT_EQ(Word(With(Snow(R"("state":"0")"), "ce_partitionkey", "A/B")),
            "NO_TENANT");
  EXPECT_EQ(Word(Snow(R"("x":"0")")), "FIELD_MISSING");
  EXPECT_EQ(Word(Snow(R"("state":"0","sys_mod_count":"many")")), "FIELD_BAD");
  EXPECT_EQ(Word(Event("//x", "csi.workflow.v1.ChangeEvent", "1",
                       R"({"rawStatus":"new"})")),
            "FIELD_MISSING");
  EXPECT_EQ(Word(Event("//x", "csi.workflow.v1.ChangeEvent", "1",
                       R"({"externalId":"1","status":"SPLENDID"})")),
            "FIELD_BAD");
}

TEST(ChangeMapper, AStatusThatIsNoneIsRefusedWithTheFile) {
  std::string text =
      inbound::FileText("deploy/mappings/changes/servicenow.yaml");
  text.replace(text.find("CLOSED_PARTIAL"), 14, "CLOSED_SOMEHOW");
  ChangeMapper mapper;
  const absl::Status added = mapper.Add("mine.yaml", text);
  EXPECT_THAT(std::string(added.message()),
              ::testing::AllOf(HasSubstr("mine.yaml: states."),
                               HasSubstr("CLOSED_SOMEHOW")));
  EXPECT_TRUE(mapper.mappings().mappings().empty());
}

// The mapped command and the domain together.
class MappedChanges : public ::testing::Test {
 protected:
  MappedChanges() {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
    EXPECT_TRUE(office.Link("sven", "r1", "C1").ok());
  }
  Response::Outcome Take(const InputRecord& record) {
    v1::ChangeEvent event = Mapped(record).event();
    event.set_external_system("snow");  // as the office calls it
    const auto response = office.Ingest(event);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->outcome() : Response::OUTCOME_UNSPECIFIED;
  }
  Office office;
};

TEST_F(MappedChanges, DuplicatesOlderAndUnknownNewsHaveNoEffect) {
  const InputRecord approved = Snow(R"("state":"-2","sys_mod_count":"5")");
  EXPECT_EQ(Take(approved), Response::OUTCOME_APPLIED);
  EXPECT_EQ(Take(approved), Response::OUTCOME_DUPLICATE);
  EXPECT_EQ(Take(Snow(R"("state":"-4","sys_mod_count":"3")")),
            Response::OUTCOME_SUPERSEDED);
  EXPECT_EQ(Take(Snow(R"("state":"77","sys_mod_count":"6")")),
            Response::OUTCOME_PARKED);
  InputRecord stranger = Snow(R"("state":"-1","sys_mod_count":"9")");
  stranger.value.replace(stranger.value.find("C1"), 2, "C9");
  EXPECT_EQ(Take(stranger), Response::OUTCOME_PARKED);
  EXPECT_EQ(Take(Snow(R"("state":"-1","sys_mod_count":"8")")),
            Response::OUTCOME_APPLIED);
}

}  // namespace
}  // namespace csi::workflow
