#include "services/reporting/domain/reporting_domain.h"

#include "common/authority/fold.h"
#include "common/domain/command_table.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/domain/commands/agreement_commands.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/project.h"
#include "services/reporting/domain/subscriptions.h"
#include "services/reporting/views/fold.h"

namespace csi {
namespace {

class ReportingDomain : public Domain {
 public:
  ReportingDomain() {
    table_.Add("CreateIndicator", &reporting::DecideCreateIndicator);
    table_.Add("UpdateIndicator", &reporting::DecideUpdateIndicator);
    table_.Add("ApproveIndicator", &reporting::DecideApproveIndicator);
    table_.Add("RecordPoints", &reporting::DecideRecordPoints);
    table_.Add("CorrectPoints", &reporting::DecideCorrectPoints);
    table_.Add("CreateImportJob", &reporting::DecideCreateImportJob);
    table_.Add("ImportPoints", &reporting::DecideImportPoints);
    table_.Add("FinishImportJob", &reporting::DecideFinishImportJob);
    table_.Add("CancelImportJob", &reporting::DecideCancelImportJob);
    table_.Add("FreezeBaseline", &reporting::DecideFreezeBaseline);
    table_.Add("ProposeBaseline", &reporting::DecideProposeBaseline);
    table_.Add("AcceptBaseline", &reporting::DecideAcceptBaseline);
    table_.Add("SetTarget", &reporting::DecideSetTarget);
    table_.Add("CompareWindows", &reporting::DecideCompareWindows);
    table_.Add("AcceptVerdict", &reporting::DecideAcceptVerdict);
    table_.Add("CreateAnalysis", &reporting::DecideCreateAnalysis);
    table_.Add("RenderReport", &reporting::DecideRenderReport);
    table_.Add("SetAgreement", &reporting::DecideSetAgreement);
    table_.Add("SetServiceNode", &reporting::DecideSetServiceNode);
    table_.Add("RecordOutage", &reporting::DecideRecordOutage);
    table_.Add("CorrectOutage", &reporting::DecideCorrectOutage);
    table_.Add("RecordTicket", &reporting::DecideRecordTicket);
    table_.Add("CreateThreshold", &reporting::DecideCreateThreshold);
    table_.Add("UpdateThreshold", &reporting::DecideUpdateThreshold);
    table_.Add("RecordBacktest", &reporting::DecideRecordBacktest);
    table_.Add("ApproveThreshold", &reporting::DecideApproveThreshold);
    table_.Add("RetireThreshold", &reporting::DecideRetireThreshold);
    table_.Add("DismissAlert", &reporting::DecideDismissAlert);
    table_.Add("RestoreAlert", &reporting::DecideRestoreAlert);
    table_.Add("SetSuccessFactor", &reporting::DecideSetSuccessFactor);
    table_.Add("SetReportSubscription",
               &reporting::DecideSetReportSubscription);
    table_.Add("PauseReportSubscription",
               &reporting::DecidePauseReportSubscription);
    table_.Add("DeleteReportSubscription",
               &reporting::DecideDeleteReportSubscription);
  }

  std::string_view service() const override { return "reporting"; }
  std::vector<std::string> views() const override {
    return {"raci", "registry", "workflow"};
  }

  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    return table_.Decide(command, context, outcome);
  }

  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<reporting::v1::JournalEvent>();
  }

  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    reporting::ApplyEvent(
        static_cast<const reporting::v1::JournalEvent&>(event), fact, effects);
  }

  void Project(const google::protobuf::Message& event, const Fact& fact,
               std::vector<PublicEvent>& out) const override {
    reporting::ProjectEvent(
        static_cast<const reporting::v1::JournalEvent&>(event), out);
  }

  absl::Status TakeInput(const google::protobuf::Message& request,
                         const Context& context,
                         Outcome& outcome) const override {
    return reporting::TakePoints(
        static_cast<const reporting::v1::RecordPointsRequest&>(request),
        context, outcome);
  }

  absl::Status Fire(const Timer& timer, const Context& context,
                    Outcome& outcome) const override {
    if (timer.kind == reporting::kAgreementTimer) {
      return reporting::FireAgreement(timer, context, outcome);
    }
    if (timer.kind == reporting::kSubscriptionTimer) {
      return reporting::FireSubscription(timer, context, outcome);
    }
    return absl::OkStatus();
  }

  void FoldView(std::string_view source, const common::v1::CloudEvent& event,
                KvWriter& views) const override {
    if (source == "raci") authority::FoldDirectoryEvent(event, views);
    if (source == "registry") reporting::FoldRegistryEvent(event, views);
    if (source == "workflow") reporting::FoldWorkflowEvent(event, views);
  }

 private:
  CommandTable table_;
};

}  // namespace

std::unique_ptr<Domain> MakeReportingDomain() {
  return std::make_unique<ReportingDomain>();
}

}  // namespace csi
