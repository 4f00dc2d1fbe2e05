#include "services/registry/domain/react.h"

#include "absl/container/flat_hash_map.h"
#include "common/base/strings.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "services/registry/domain/dates.h"

namespace csi::registry {
namespace {

using common::v1::CloudEvent;
namespace wf = ::csi::workflow::v1;

constexpr std::string_view kRfcStatusPrefix = "STATUS_";
constexpr std::string_view kDutyCompleted = "csi.raci.v1.DutyCompleted";
constexpr std::string_view kAlertOpened = "csi.reporting.v1.AlertOpened";

void FillRfc(const wf::Rfc& rfc, RunNews& news) {
  news.rfc.set_rfc(rfc.name());
  news.rfc.set_external_id(rfc.external_id());
  const std::string& status = wf::Rfc::Status_Name(rfc.status());
  if (status.size() > kRfcStatusPrefix.size()) {
    news.rfc.set_status(status.substr(kRfcStatusPrefix.size()));
  }
}

void FillMore(const wf::RunStarted& event, RunNews& news) {
  news.matrix_variant = event.matrix_variant();
}
void FillMore(const wf::RfcRequested& event, RunNews& news) {
  FillRfc(event.rfc(), news);
}
void FillMore(const wf::RfcStatusChanged& event, RunNews& news) {
  FillRfc(event.rfc(), news);
}
void FillMore(const wf::EffectAwaited& event, RunNews& news) {
  news.effect_review_date = DayOf(FromTimestamp(event.effect_review_time()));
}
template <class Event>
void FillMore(const Event&, RunNews&) {}

template <class Event>
bool Read(const CloudEvent& from, RunNews& news) {
  Event event;
  if (!event.ParseFromString(from.data())) return false;
  const wf::RunContext& context = event.context();
  news.opportunity = context.opportunity();
  news.run = context.run();
  news.entry_state = context.entry_state();
  news.reason = context.reason();
  news.grant = context.grant();
  FillMore(event, news);
  return true;
}

using ReadFn = bool (*)(const CloudEvent&, RunNews&);

// Every workflow event that can move an entry or that the entry keeps.
const absl::flat_hash_map<std::string, ReadFn>& Readers() {
  static const auto* const kReaders =
      new absl::flat_hash_map<std::string, ReadFn>{
          {"csi.workflow.v1.RunStarted", &Read<wf::RunStarted>},
          {"csi.workflow.v1.StepApproved", &Read<wf::StepApproved>},
          {"csi.workflow.v1.StepSkipped", &Read<wf::StepSkipped>},
          {"csi.workflow.v1.StepSentBack", &Read<wf::StepSentBack>},
          {"csi.workflow.v1.ImplementationStarted",
           &Read<wf::ImplementationStarted>},
          {"csi.workflow.v1.RfcRequested", &Read<wf::RfcRequested>},
          {"csi.workflow.v1.RfcStatusChanged", &Read<wf::RfcStatusChanged>},
          {"csi.workflow.v1.EffectAwaited", &Read<wf::EffectAwaited>},
          {"csi.workflow.v1.RunHeld", &Read<wf::RunHeld>},
          {"csi.workflow.v1.RunResumed", &Read<wf::RunResumed>},
          {"csi.workflow.v1.RunCompleted", &Read<wf::RunCompleted>},
          {"csi.workflow.v1.RunCancelled", &Read<wf::RunCancelled>},
      };
  return *kReaders;
}

// Says nothing to the register but the entry state.
bool IsStepMove(std::string_view type) {
  return type == "csi.workflow.v1.StepApproved" ||
         type == "csi.workflow.v1.StepSkipped" ||
         type == "csi.workflow.v1.StepSentBack";
}

bool IsVerdict(std::string_view type) {
  return type == "csi.reporting.v1.VerdictReached" ||
         type == "csi.reporting.v1.VerdictAccepted";
}

}  // namespace

bool IsReactedTo(const CloudEvent& event) {
  if (IsVerdict(event.type()) || event.type() == kAlertOpened) return true;
  if (event.type() == kDutyCompleted) return HasFindings(event);
  const auto reader = Readers().find(event.type());
  if (reader == Readers().end()) return false;
  if (!IsStepMove(event.type())) return true;
  RunNews news;
  return reader->second(event, news) && !news.entry_state.empty();
}

void ReactTo(const CloudEvent& event, const Context& context,
             Outcome& outcome) {
  if (IsVerdict(event.type())) return ReactToVerdict(event, context, outcome);
  if (event.type() == kDutyCompleted) {
    return ReactToFindings(event, context, outcome);
  }
  if (event.type() == kAlertOpened) {
    return ReactToAlert(event, context, outcome);
  }
  const auto reader = Readers().find(event.type());
  if (reader == Readers().end()) return;
  RunNews news;
  if (!reader->second(event, news)) return;
  news.full_type = event.type();
  news.type = event.type().substr(event.type().rfind('.') + 1);
  news.id = event.id();
  news.time = event.time();
  ReactToRun(news, context, outcome);
}

}  // namespace csi::registry
