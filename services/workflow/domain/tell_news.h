// What events of other services mean to people: the news in them, for the rules
// of notification_rules.h. Pure functions.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_TELL_NEWS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_TELL_NEWS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi::workflow {

// By its type alone.
bool IsNewsForPeople(const common::v1::CloudEvent& event);

// Tells the people whom the rules name, and sets reminders before dates.
// REQUIRES: IsNewsForPeople(event).
void TellOfNews(const common::v1::CloudEvent& event, const Context& context,
                Outcome& outcome);

// A reminder is due: tells of it. `about` is the subject of its timer.
void TellOfReminder(const std::string& about, const Context& context,
                    Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_TELL_NEWS_H_
