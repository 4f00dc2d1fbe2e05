// Public events about people; see project.h.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_PEOPLE_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_PEOPLE_H_

#include <string>
#include <vector>

#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"
#include "services/workflow/domain/folder.h"

namespace csi::workflow {

void ProjectPeople(const v1::PeopleEvent& event, const Fact& fact,
                   std::vector<PublicEvent>& out);

// A person of a notification, with the reason.
v1::NotifiedPerson ToNotified(const v1::Recipient& person,
                              const std::string& tenant);

// What waits for whom because of one event.
struct Waiting {
  v1::InboxItem::Kind kind = v1::InboxItem::KIND_UNSPECIFIED;
  std::string run;
  uint32_t step = 0;
  uint32_t consultation = 0;
  int64_t due_us = 0;
};
// PersonNotified for these people, if there are any.
void ProjectWait(const Waiting& item, const Waiters& people, const Fact& about,
                 std::vector<PublicEvent>& out);

// PersonNotified for the people for whom something waits because of a move of a
// run: work, approvals, questions, escalations, reviews.
void ProjectWaiting(const v1::JournalEvent& event, const Fact& fact,
                    std::vector<PublicEvent>& out);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PROJECT_PEOPLE_H_
