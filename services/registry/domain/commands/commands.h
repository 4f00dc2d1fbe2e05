// The decisions of the register, one function per command. Checks in the order
// of decide.h; a refusal names who, what, where and the remedy.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_COMMANDS_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_COMMANDS_H_

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry_service.pb.h"

namespace csi::registry {

absl::Status DecideCreateOpportunity(const v1::CreateOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideProposeFromEvent(const v1::ProposeFromEventRequest&,
                                    const Context&, Outcome&);
absl::Status DecideImportOpportunities(const v1::ImportOpportunitiesRequest&,
                                       const Context&, Outcome&);
absl::Status DecideUpdateOpportunity(const v1::UpdateOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideAcceptOpportunity(const v1::AcceptOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideReapproveOpportunity(const v1::ReapproveOpportunityRequest&,
                                        const Context&, Outcome&);
absl::Status DecideRejectOpportunity(const v1::RejectOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideDeferOpportunity(const v1::DeferOpportunityRequest&,
                                    const Context&, Outcome&);
absl::Status DecideHoldOpportunity(const v1::HoldOpportunityRequest&,
                                   const Context&, Outcome&);
absl::Status DecideResumeOpportunity(const v1::ResumeOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideCancelOpportunity(const v1::CancelOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideCloseOpportunity(const v1::CloseOpportunityRequest&,
                                    const Context&, Outcome&);
absl::Status DecideReopenOpportunity(const v1::ReopenOpportunityRequest&,
                                     const Context&, Outcome&);
absl::Status DecideMoveOpportunity(const v1::MoveOpportunityRequest&,
                                   const Context&, Outcome&);
absl::Status DecideLinkOpportunity(const v1::LinkOpportunityRequest&,
                                   const Context&, Outcome&);

absl::Status DecideOpenPrioritization(const v1::OpenPrioritizationRequest&,
                                      const Context&, Outcome&);
absl::Status DecideCastVote(const v1::CastVoteRequest&, const Context&,
                            Outcome&);
absl::Status DecideConcludePrioritization(
    const v1::ConcludePrioritizationRequest&, const Context&, Outcome&);

absl::Status DecideRaiseObjection(const v1::RaiseObjectionRequest&,
                                  const Context&, Outcome&);
absl::Status DecideAnswerObjection(const v1::AnswerObjectionRequest&,
                                   const Context&, Outcome&);
absl::Status DecidePromoteObjection(const v1::PromoteObjectionRequest&,
                                    const Context&, Outcome&);
absl::Status DecideAddComment(const v1::AddCommentRequest&, const Context&,
                              Outcome&);
absl::Status DecideSetPolicy(const v1::SetPolicyRequest&, const Context&,
                             Outcome&);
absl::Status DecideSetView(const v1::SetViewRequest&, const Context&, Outcome&);
absl::Status DecideDeleteView(const v1::DeleteViewRequest&, const Context&,
                              Outcome&);

// The wake-up date of an entry has come.
absl::Status FireWakeUp(const Timer&, const Context&, Outcome&);
// Not enough people were for an entry in time.
absl::Status FireEntryApproval(const Timer&, const Context&, Outcome&);
// The day of an entry's decay check has come.
absl::Status FireDecayCheck(const Timer&, const Context&, Outcome&);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_COMMANDS_COMMANDS_H_
