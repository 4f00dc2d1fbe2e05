#include "tests/unit/services/workflow/domain/people_office.h"

#include "absl/time/civil_time.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/ids.h"

namespace csi::workflow {

PeopleOffice::PeopleOffice() {
  Service("email");
  Person("ines");
  Role("service-desk");
  Assign("a-ines", "service-desk", "ines");
  std::vector<std::string> cells;
  for (int step = 1; step <= 7; ++step) {
    const std::string at = StrCat("step-", step, " ");
    cells.push_back(at + "seven-step-process-owner A");
    cells.push_back(at + "service-owner R");
    cells.push_back(at + "reporting-analyst R");
    cells.push_back(at + "service-desk I");
  }
  DeployMatrix("steps-informed", "central", cells);
}

std::vector<v1::NoteRow> PeopleOffice::Told(std::string_view person) const {
  std::vector<v1::NoteRow> notes;
  const KvReader& rows = runner.state("workflow");
  const std::string prefix = ToldPrefix("acme", person);
  rows.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    auto note =
        GetRow<v1::NoteRow>(rows, NoteKey("acme", key.substr(prefix.size())));
    if (note) notes.push_back(*note);
    return true;
  });
  return notes;
}

std::vector<v1::Recipient> PeopleOffice::Reasons(
    std::string_view person) const {
  std::vector<v1::Recipient> reasons;
  runner.state("workflow")
      .ScanPrefix(ToldPrefix("acme", person),
                  [&](std::string_view, std::string_view value) {
                    v1::ToldRow row;
                    row.ParseFromString(std::string(value));
                    reasons.push_back(row.person());
                    return true;
                  });
  return reasons;
}

std::string PeopleOffice::Causes(std::string_view person,
                                 std::string_view rule) const {
  std::string text;
  for (const v1::NoteRow& note : Told(person)) {
    if (note.fact().rule() != rule) continue;
    StrAppend(&text, text.empty() ? "" : " ", note.fact().cause());
  }
  return text;
}

v1::InboxCountRow PeopleOffice::CountOf(std::string_view person) const {
  auto row = GetRow<v1::InboxCountRow>(runner.state("workflow"),
                                       InboxCountKey("acme", person));
  return row ? *row : v1::InboxCountRow();
}

std::string PeopleOffice::Waits(std::string_view person) const {
  std::string text;
  runner.state("workflow")
      .ScanPrefix(KeyPrefix("wf.inbox", {"acme", person}),
                  [&](std::string_view, std::string_view value) {
                    v1::InboxRow row;
                    row.ParseFromString(std::string(value));
                    StrAppend(&text, text.empty() ? "" : " ", row.run(), "/",
                              row.step(), " ",
                              v1::InboxItem::Kind_Name(row.kind()).substr(5));
                    return true;
                  });
  return text;
}

void PeopleOffice::Line(std::string_view from, std::string_view to,
                        std::string_view purpose) {
  raci::v1::ReportingLineSet event;
  raci::v1::ReportingLine& line = *event.mutable_line();
  line.set_name(Name("reportingLines", StrCat(from, "-", to)));
  line.set_from_role(Name("roles", from));
  line.set_to_role(Name("roles", to));
  line.set_purpose(std::string(purpose));
  runner.Deliver("raci", event, line.name());
}

void PeopleOffice::Calendar(std::string_view id, std::string_view zone,
                            const std::vector<int>& weekdays, int end_minute,
                            const std::vector<absl::CivilDay>& holidays) {
  raci::v1::CalendarChanged event;
  raci::v1::Calendar& calendar = *event.mutable_calendar();
  calendar.set_name(Name("calendars", id));
  calendar.set_time_zone(std::string(zone));
  for (int day : weekdays) {
    raci::v1::WorkingHours& hours = *calendar.add_working_hours();
    hours.set_day_of_week(day);
    hours.set_start_minute(9 * 60);
    hours.set_end_minute(end_minute);
  }
  for (const absl::CivilDay& day : holidays) {
    google::type::Date& date = *calendar.add_holidays();
    date.set_year(static_cast<int32_t>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
  }
  runner.Deliver("raci", event, calendar.name());
}

absl::Status PeopleOffice::SetTimes(std::string_view as,
                                    std::string_view calendar,
                                    uint32_t escalation_days) {
  v1::SetTimeSettingsRequest request;
  request.set_parent("tenants/acme");
  if (!calendar.empty()) {
    request.mutable_settings()->set_calendar(Name("calendars", calendar));
  }
  request.mutable_settings()->set_escalation_days(escalation_days);
  return Call<v1::TimeSettings>(as, "SetTimeSettings", request).status();
}

absl::StatusOr<v1::IngestServiceEventResponse> PeopleOffice::ServiceNews(
    v1::ServiceEvent::Kind kind, std::string_view id) {
  v1::IngestServiceEventRequest request;
  request.set_parent("tenants/acme");
  v1::ServiceEvent& event = *request.mutable_event();
  event.set_source("snow");
  event.set_event_id(std::string(id));
  event.set_kind(kind);
  event.set_service(Name("services", "email"));
  event.set_severity("SEV1");
  event.set_title("Mail is down");
  return Call<v1::IngestServiceEventResponse>("omar", "IngestServiceEvent",
                                              request);
}

absl::StatusOr<v1::AcknowledgeInboxResponse> PeopleOffice::Read(
    std::string_view as, std::string_view person, std::string_view item) {
  v1::AcknowledgeInboxItemRequest request;
  request.set_name(StrCat(Name("people", person), "/inboxItems/", item));
  return Call<v1::AcknowledgeInboxResponse>(as, "AcknowledgeInboxItem",
                                            request);
}

absl::StatusOr<v1::AcknowledgeInboxResponse> PeopleOffice::ReadAll(
    std::string_view as, std::string_view person) {
  v1::AcknowledgeInboxRequest request;
  request.set_parent(Name("people", person));
  return Call<v1::AcknowledgeInboxResponse>(as, "AcknowledgeInbox", request);
}

}  // namespace csi::workflow
