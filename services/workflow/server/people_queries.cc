#include "services/workflow/server/people_queries.h"

#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_people_journal.pb.h"
#include "services/workflow/domain/notification_rules.h"
#include "services/workflow/domain/people_resources.h"
#include "services/workflow/server/page_rows.h"

namespace csi::workflow {

absl::Status ListNotificationRules(const QueryContext&,
                                   const v1::ListNotificationRulesRequest&,
                                   v1::ListNotificationRulesResponse* out) {
  for (const v1::NotificationRule& rule : NotificationRules()) {
    *out->add_rules() = rule;
  }
  return absl::OkStatus();
}

absl::Status GetNotificationPreferences(
    const QueryContext& context,
    const v1::GetNotificationPreferencesRequest& request,
    v1::NotificationPreferences* out) {
  constexpr std::string_view kEnd = "/notificationPreferences";
  std::string person = request.name();
  if (person.size() > kEnd.size() &&
      person.compare(person.size() - kEnd.size(), kEnd.size(), kEnd) == 0) {
    person.resize(person.size() - kEnd.size());
  }
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", person, context.tenant, "people"));
  *out = ReadPreferences(context.state, context.tenant, id);
  return absl::OkStatus();
}

absl::Status GetTimeSettings(const QueryContext& context,
                             const v1::GetTimeSettingsRequest&,
                             v1::TimeSettings* out) {
  *out = ReadTimeSettings(context.state, context.tenant);
  return absl::OkStatus();
}

absl::Status ListDeliveryChannels(
    const QueryContext& context, const v1::ListDeliveryChannelsRequest& request,
    v1::ListDeliveryChannelsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  out->set_next_page_token(
      PageRows(context.state, page, KeyPrefix("wf.chan", {context.tenant}),
               [&](std::string_view id, std::string_view value) {
                 v1::ChannelRow row;
                 if (row.ParseFromString(std::string(value))) {
                   *out->add_channels() = ToChannel(context.tenant, id, row);
                 }
               }));
  return absl::OkStatus();
}

absl::Status ListDeliveries(const QueryContext& context,
                            const v1::ListDeliveriesRequest& request,
                            v1::ListDeliveriesResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  out->set_next_page_token(
      PageRows(context.state, page, KeyPrefix("wf.dlv", {context.tenant}),
               [&](std::string_view id, std::string_view value) {
                 v1::DeliveryRow row;
                 if (row.ParseFromString(std::string(value)) &&
                     (request.state() == v1::Delivery::STATE_UNSPECIFIED ||
                      row.delivery().state() == request.state())) {
                   *out->add_deliveries() = ToDelivery(context.tenant, id, row);
                 }
               }));
  return absl::OkStatus();
}

}  // namespace csi::workflow
