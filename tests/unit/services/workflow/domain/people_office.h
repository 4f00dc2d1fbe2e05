// The office with people who are only informed: step-1 to step-7 have ines as I
// through the role service-desk; and what they find in their inboxes.
#ifndef CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_PEOPLE_OFFICE_H_
#define CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_PEOPLE_OFFICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/raci/v1/raci_events.pb.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "csi/workflow/v1/workflow_people_journal.pb.h"
#include "services/workflow/domain/people_keys.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {

class PeopleOffice : public Office {
 public:
  PeopleOffice();

  // Notifications of a person, oldest first.
  std::vector<v1::NoteRow> Told(std::string_view person) const;
  // The reason of each of them.
  std::vector<v1::Recipient> Reasons(std::string_view person) const;
  // Causes of a rule's notifications, joined by blanks.
  std::string Causes(std::string_view person, std::string_view rule) const;
  v1::InboxCountRow CountOf(std::string_view person) const;
  // Kinds of work that wait, as "run/step kind" joined by blanks.
  std::string Waits(std::string_view person) const;
  void Line(std::string_view from, std::string_view to,
            std::string_view purpose);
  void Calendar(std::string_view id, std::string_view zone,
                const std::vector<int>& weekdays, int end_minute,
                const std::vector<absl::CivilDay>& holidays);
  absl::Status SetTimes(std::string_view as, std::string_view calendar,
                        uint32_t escalation_days);
  absl::StatusOr<v1::IngestServiceEventResponse> ServiceNews(
      v1::ServiceEvent::Kind kind, std::string_view id);
  absl::StatusOr<v1::AcknowledgeInboxResponse> Read(std::string_view as,
                                                    std::string_view person,
                                                    std::string_view item);
  absl::StatusOr<v1::AcknowledgeInboxResponse> ReadAll(std::string_view as,
                                                       std::string_view person);
};

}  // namespace csi::workflow

#endif  // CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_PEOPLE_OFFICE_H_
