// Resources of the API from rows about people; see resources.h. Pure functions.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_RESOURCES_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_RESOURCES_H_

#include <string_view>

#include "common/kv/kv.h"
#include "csi/workflow/v1/workflow_people_journal.pb.h"

namespace csi::workflow {

v1::NotificationPreferences ReadPreferences(const KvReader& state,
                                            std::string_view tenant,
                                            std::string_view person);
v1::TimeSettings ReadTimeSettings(const KvReader& state,
                                  std::string_view tenant);
v1::DeliveryChannel ToChannel(std::string_view tenant, std::string_view id,
                              const v1::ChannelRow& row);
v1::Delivery ToDelivery(std::string_view tenant, std::string_view id,
                        const v1::DeliveryRow& row);
// Unread notifications and work of a person.
uint32_t UnreadCount(const KvReader& state, std::string_view tenant,
                     std::string_view person);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PEOPLE_RESOURCES_H_
