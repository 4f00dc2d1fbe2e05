#include "services/workflow/domain/workflow_domain.h"

#include "common/authority/fold.h"
#include "common/domain/command_table.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/apply.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/commands/people.h"
#include "services/workflow/domain/hand_over.h"
#include "services/workflow/domain/project.h"
#include "services/workflow/domain/stuck.h"
#include "services/workflow/domain/tell.h"
#include "services/workflow/domain/tell_news.h"
#include "services/workflow/domain/views.h"

namespace csi {
namespace workflow {
namespace {

class WorkflowDomain : public Domain {
 public:
  WorkflowDomain() {
#define CSI_ADD(verb) table_.Add<v1::verb##Request>(#verb, &Decide##verb);
    CSI_WORKFLOW_COMMANDS(CSI_ADD)
    CSI_WORKFLOW_PEOPLE_COMMANDS(CSI_ADD)
#undef CSI_ADD
  }

  std::string_view service() const override { return "workflow"; }
  std::vector<std::string> views() const override {
    return {"raci", "registry", "reporting"};
  }

  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    RETURN_IF_ERROR(table_.Decide(command, context, outcome));
    TellOfRuns(context, outcome);
    return absl::OkStatus();
  }
  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<v1::JournalEvent>();
  }
  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    ApplyEvent(static_cast<const v1::JournalEvent&>(event), fact, effects);
  }
  void Project(const google::protobuf::Message& event, const Fact& fact,
               std::vector<PublicEvent>& out) const override {
    ProjectEvent(static_cast<const v1::JournalEvent&>(event), fact, out);
  }

  std::vector<StateGauge> Gauges(const KvReader& state) const override {
    return {{"csi_workflow_stuck_runs",
             "Runs whose step is overdue or whose question was escalated",
             static_cast<double>(StuckCount(state))}};
  }

  void FoldView(std::string_view source, const common::v1::CloudEvent& event,
                KvWriter& views) const override {
    if (source == "raci") authority::FoldDirectoryEvent(event, views);
    if (source == "registry") FoldRegistryEvent(event, views);
    if (source == "reporting") FoldReportingEvent(event, views);
  }
  bool ReactsTo(const common::v1::CloudEvent& event) const override {
    if (IsNewsForPeople(event) || MovesWork(event)) return true;
    const std::string& type = event.type();
    return type == "csi.registry.v1.OpportunityCancelled" ||
           type == "csi.registry.v1.OpportunityHeld" ||
           type == "csi.registry.v1.OpportunityResumed" ||
           type == "csi.registry.v1.OpportunityUpdated" ||
           type == "csi.reporting.v1.VerdictAccepted";
  }
  absl::Status React(const common::v1::CloudEvent& event,
                     const Context& context, Outcome& outcome) const override {
    if (MovesWork(event)) HandOver(event, context, outcome);
    if (IsNewsForPeople(event)) TellOfNews(event, context, outcome);
    RETURN_IF_ERROR(event.type() == "csi.reporting.v1.VerdictAccepted"
                        ? ReactToVerdict(event, context, outcome)
                        : ReactToOpportunity(event, context, outcome));
    TellOfRuns(context, outcome);
    return absl::OkStatus();
  }
  absl::Status TakeInput(const google::protobuf::Message& request,
                         const Context& context,
                         Outcome& outcome) const override {
    RETURN_IF_ERROR(TakeChangeEvent(
        static_cast<const v1::IngestChangeEventRequest&>(request), context,
        outcome));
    TellOfRuns(context, outcome);
    return absl::OkStatus();
  }
  absl::Status Fire(const Timer& timer, const Context& context,
                    Outcome& outcome) const override {
    RETURN_IF_ERROR(FireTimer(timer, context, outcome));
    TellOfRuns(context, outcome);
    return absl::OkStatus();
  }

 private:
  CommandTable table_;
};

}  // namespace
}  // namespace workflow

std::unique_ptr<Domain> MakeWorkflowDomain() {
  return std::make_unique<workflow::WorkflowDomain>();
}

}  // namespace csi
