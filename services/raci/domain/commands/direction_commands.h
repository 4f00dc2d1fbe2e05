// Decisions about where the organisation wants to go and what people are told.
#ifndef CSI_SERVICES_RACI_DOMAIN_COMMANDS_DIRECTION_COMMANDS_H_
#define CSI_SERVICES_RACI_DOMAIN_COMMANDS_DIRECTION_COMMANDS_H_

#include "common/domain/domain.h"
#include "csi/raci/v1/raci_direction.pb.h"

namespace csi::raci {

// strategies.cc
absl::Status DecideCreateStrategy(const v1::CreateStrategyRequest& request,
                                  const Context& context, Outcome& outcome);
absl::Status DecideUpdateStrategy(const v1::UpdateStrategyRequest& request,
                                  const Context& context, Outcome& outcome);
// notices.cc
absl::Status DecidePublishNotice(const v1::PublishNoticeRequest& request,
                                 const Context& context, Outcome& outcome);
absl::Status DecideAcknowledgeNotice(
    const v1::AcknowledgeNoticeRequest& request, const Context& context,
    Outcome& outcome);
absl::Status DecideWithdrawNotice(const v1::WithdrawNoticeRequest& request,
                                  const Context& context, Outcome& outcome);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_COMMANDS_DIRECTION_COMMANDS_H_
