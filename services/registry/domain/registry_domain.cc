#include "services/registry/domain/registry_domain.h"

#include "common/authority/fold.h"
#include "common/domain/command_table.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/plan_commands.h"
#include "services/registry/domain/project.h"
#include "services/registry/domain/react.h"

namespace csi::registry {
namespace {

CommandTable MakeTable() {
  CommandTable table;
  table.Add("CreateOpportunity", &DecideCreateOpportunity);
  table.Add("ProposeFromEvent", &DecideProposeFromEvent);
  table.Add("ImportOpportunities", &DecideImportOpportunities);
  table.Add("UpdateOpportunity", &DecideUpdateOpportunity);
  table.Add("AcceptOpportunity", &DecideAcceptOpportunity);
  table.Add("ReapproveOpportunity", &DecideReapproveOpportunity);
  table.Add("RejectOpportunity", &DecideRejectOpportunity);
  table.Add("DeferOpportunity", &DecideDeferOpportunity);
  table.Add("HoldOpportunity", &DecideHoldOpportunity);
  table.Add("ResumeOpportunity", &DecideResumeOpportunity);
  table.Add("CancelOpportunity", &DecideCancelOpportunity);
  table.Add("CloseOpportunity", &DecideCloseOpportunity);
  table.Add("ReopenOpportunity", &DecideReopenOpportunity);
  table.Add("MoveOpportunity", &DecideMoveOpportunity);
  table.Add("LinkOpportunity", &DecideLinkOpportunity);
  table.Add("OpenPrioritization", &DecideOpenPrioritization);
  table.Add("CastVote", &DecideCastVote);
  table.Add("ConcludePrioritization", &DecideConcludePrioritization);
  table.Add("RaiseObjection", &DecideRaiseObjection);
  table.Add("AnswerObjection", &DecideAnswerObjection);
  table.Add("PromoteObjection", &DecidePromoteObjection);
  table.Add("AddComment", &DecideAddComment);
  table.Add("RecommendPlan", &DecideRecommendPlan);
  table.Add("DecidePlan", &DecideDecidePlan);
  table.Add("CreatePlan", &DecideCreatePlan);
  table.Add("UpdatePlan", &DecideUpdatePlan);
  table.Add("SetPlanTask", &DecideSetPlanTask);
  table.Add("CompletePlanTask", &DecideCompletePlanTask);
  table.Add("EscalatePlan", &DecideEscalatePlan);
  table.Add("ClosePlan", &DecideClosePlan);
  table.Add("SetPolicy", &DecideSetPolicy);
  table.Add("SetView", &DecideSetView);
  table.Add("DeleteView", &DecideDeleteView);
  return table;
}

class RegistryDomain : public Domain {
 public:
  std::string_view service() const override { return "registry"; }
  std::vector<std::string> views() const override {
    return {"raci", "workflow", "reporting"};
  }

  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    return table_.Decide(command, context, outcome);
  }
  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<v1::JournalEvent>();
  }
  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    ApplyEvent(static_cast<const v1::JournalEvent&>(event), fact, effects);
  }
  void Project(const google::protobuf::Message& event, const Fact&,
               std::vector<PublicEvent>& out) const override {
    ProjectEvent(static_cast<const v1::JournalEvent&>(event), out);
  }

  void FoldView(std::string_view source, const common::v1::CloudEvent& event,
                KvWriter& views) const override {
    if (source == "raci") authority::FoldDirectoryEvent(event, views);
  }
  bool ReactsTo(const common::v1::CloudEvent& event) const override {
    return IsReactedTo(event);
  }
  absl::Status React(const common::v1::CloudEvent& event,
                     const Context& context, Outcome& outcome) const override {
    ReactTo(event, context, outcome);
    return absl::OkStatus();
  }
  absl::Status Fire(const Timer& timer, const Context& context,
                    Outcome& outcome) const override {
    if (timer.kind == kPlanApprovalTimer) {
      return FirePlanApproval(timer, context, outcome);
    }
    if (timer.kind == kEntryApprovalTimer) {
      return FireEntryApproval(timer, context, outcome);
    }
    if (timer.kind == kDecayTimer) {
      return FireDecayCheck(timer, context, outcome);
    }
    return FireWakeUp(timer, context, outcome);
  }

 private:
  const CommandTable table_ = MakeTable();
};

}  // namespace

std::unique_ptr<Domain> MakeRegistryDomain() {
  return std::make_unique<RegistryDomain>();
}

}  // namespace csi::registry
