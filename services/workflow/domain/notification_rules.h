// Who hears of what: the table of notification rules, as data. Read once,
// then read only; thread-safe.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_NOTIFICATION_RULES_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_NOTIFICATION_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::workflow {

// All rows, in the order of the table.
const std::vector<v1::NotificationRule>& NotificationRules();

// Rows that name the event (short name).
std::vector<const v1::NotificationRule*> RulesFor(std::string_view cause);

// The first row with the id, or null.
const v1::NotificationRule* FindRule(std::string_view id);

// How a rule's notifications are sent to somebody with these preferences.
v1::NotificationMode ModeFor(const v1::NotificationRule& rule,
                             const v1::NotificationPreferences& preferences);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_NOTIFICATION_RULES_H_
