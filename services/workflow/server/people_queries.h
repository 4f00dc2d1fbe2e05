// Queries about inboxes, notifications, channels and deliveries; see queries.h.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_PEOPLE_QUERIES_H_
#define CSI_SERVICES_WORKFLOW_SERVER_PEOPLE_QUERIES_H_

#include "absl/status/status.h"
#include "common/domain/paging.h"
#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::workflow {

absl::Status GetInboxItem(const QueryContext&, const v1::GetInboxItemRequest&,
                          v1::InboxItem*);
absl::Status GetInboxDigest(const QueryContext&,
                            const v1::GetInboxDigestRequest&, v1::InboxDigest*);
absl::Status ListNotificationRules(const QueryContext&,
                                   const v1::ListNotificationRulesRequest&,
                                   v1::ListNotificationRulesResponse*);
absl::Status GetNotificationPreferences(
    const QueryContext&, const v1::GetNotificationPreferencesRequest&,
    v1::NotificationPreferences*);
absl::Status GetTimeSettings(const QueryContext&,
                             const v1::GetTimeSettingsRequest&,
                             v1::TimeSettings*);
absl::Status ListDeliveryChannels(const QueryContext&,
                                  const v1::ListDeliveryChannelsRequest&,
                                  v1::ListDeliveryChannelsResponse*);
absl::Status ListDeliveries(const QueryContext&,
                            const v1::ListDeliveriesRequest&,
                            v1::ListDeliveriesResponse*);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_PEOPLE_QUERIES_H_
