#include "services/raci/domain/raci_domain.h"

#include "common/authority/fold.h"
#include "common/authority/rows.h"
#include "common/domain/command_table.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/commands/direction_commands.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/commands/party_commands.h"
#include "services/raci/domain/duty_timers.h"
#include "services/raci/domain/governance_fold.h"
#include "services/raci/domain/inner_event.h"
#include "services/raci/domain/timers.h"

namespace csi::raci {
namespace {

CommandTable Commands() {
  CommandTable table;
  table.Add("CreatePerson", &DecideCreatePerson);
  table.Add("UpdatePerson", &DecideUpdatePerson);
  table.Add("RegisterLeaver", &DecideRegisterLeaver);
  table.Add("RecordAbsence", &DecideRecordAbsence);
  table.Add("CreateUnit", &DecideCreateUnit);
  table.Add("UpdateUnit", &DecideUpdateUnit);
  table.Add("CreateTeam", &DecideCreateTeam);
  table.Add("UpdateTeam", &DecideUpdateTeam);
  table.Add("CreateRole", &DecideCreateRole);
  table.Add("UpdateRole", &DecideUpdateRole);
  table.Add("CreateService", &DecideCreateService);
  table.Add("UpdateService", &DecideUpdateService);
  table.Add("CreateProcess", &DecideCreateProcess);
  table.Add("UpdateProcess", &DecideUpdateProcess);
  table.Add("CreateCalendar", &DecideCreateCalendar);
  table.Add("UpdateCalendar", &DecideUpdateCalendar);
  table.Add("CreateAuthorityLimit", &DecideCreateAuthorityLimit);
  table.Add("UpdateAuthorityLimit", &DecideUpdateAuthorityLimit);
  table.Add("CreateAppointmentRight", &DecideCreateAppointmentRight);
  table.Add("UpdateAppointmentRight", &DecideUpdateAppointmentRight);
  table.Add("CreateReportingLine", &DecideCreateReportingLine);
  table.Add("UpdateReportingLine", &DecideUpdateReportingLine);
  table.Add("AppointHolder", &DecideAppointHolder);
  table.Add("EndAssignment", &DecideEndAssignment);
  table.Add("HandOverRoles", &DecideHandOverRoles);
  table.Add("CreateMatrix", &DecideCreateMatrix);
  table.Add("SetCells", &DecideSetCells);
  table.Add("TestMatrix", &DecideTestMatrix);
  table.Add("DeployMatrix", &DecideDeployMatrix);
  table.Add("RetireMatrix", &DecideRetireMatrix);
  table.Add("ImportMatrix", &DecideImportMatrix);
  table.Add("ApplyPack", &DecideApplyPack);
  table.Add("SetResponsibilityTable", &DecideSetResponsibilityTable);
  table.Add("SetRuleSettings", &DecideSetRuleSettings);
  table.Add("SetCoverage", &DecideSetCoverage);
  table.Add("CreateDuty", &DecideCreateDuty);
  table.Add("UpdateDuty", &DecideUpdateDuty);
  table.Add("CompleteDuty", &DecideCompleteDuty);
  table.Add("PostponeDuty", &DecidePostponeDuty);
  table.Add("CreateStrategy", &DecideCreateStrategy);
  table.Add("UpdateStrategy", &DecideUpdateStrategy);
  table.Add("PublishNotice", &DecidePublishNotice);
  table.Add("AcknowledgeNotice", &DecideAcknowledgeNotice);
  table.Add("WithdrawNotice", &DecideWithdrawNotice);
  table.Add("CreateOrganisationalFunction",
            &DecideCreateOrganisationalFunction);
  table.Add("UpdateOrganisationalFunction",
            &DecideUpdateOrganisationalFunction);
  table.Add("CreateParty", &DecideCreateParty);
  table.Add("UpdateParty", &DecideUpdateParty);
  table.Add("AnnounceTransfer", &DecideAnnounceTransfer);
  table.Add("CancelTransfer", &DecideCancelTransfer);
  return table;
}

// What the event is about: the name of its first field, which is the resource,
// its name, or the vacancy's role.
std::string SubjectOf(const google::protobuf::Message& event) {
  const auto* first = event.GetDescriptor()->field(0);
  const auto* reflection = event.GetReflection();
  if (first->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
    return reflection->GetString(event, first);
  }
  const google::protobuf::Message& resource =
      reflection->GetMessage(event, first);
  return resource.GetReflection()->GetString(
      resource, resource.GetDescriptor()->field(0));
}

class RaciDomain : public Domain {
 public:
  std::string_view service() const override { return "raci"; }

  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    return commands_.Decide(command, context, outcome);
  }

  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<v1::JournalEvent>();
  }

  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    const google::protobuf::Message* inner = InnerEvent(event);
    if (inner == nullptr) {
      effects.Broken("a journal event of the RACI directory has no content");
      return;
    }
    // Timers first: they compare with the rows as they were.
    const auto& journaled = static_cast<const v1::JournalEvent&>(event);
    SetTimers(journaled, fact, effects);
    SetDutyTimer(journaled, fact, effects);
    authority::FoldDirectory(*inner, fact.tenant, fact.actor, fact.time,
                             effects.state());
    FoldGovernance(journaled, fact.tenant, effects.state());
  }

  void Project(const google::protobuf::Message& event, const Fact&,
               std::vector<PublicEvent>& out) const override {
    const google::protobuf::Message* inner = InnerEvent(event);
    if (inner == nullptr) return;
    PublicEvent published;
    published.subject = SubjectOf(*inner);
    published.data.reset(inner->New());
    published.data->CopyFrom(*inner);
    out.push_back(std::move(published));
  }

  absl::Status Fire(const Timer& timer, const Context& context,
                    Outcome& outcome) const override {
    if (timer.kind == kDutyTimer) {
      FireDuty(timer, context, outcome);
      return absl::OkStatus();
    }
    return FireTimer(timer, context, outcome);
  }

 private:
  const CommandTable commands_ = Commands();
};

}  // namespace

std::unique_ptr<Domain> MakeRaciDomain() {
  return std::make_unique<RaciDomain>();
}

}  // namespace csi::raci
