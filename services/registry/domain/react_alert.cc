// What an alert of reporting does to the register.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/reporting/v1/reporting_threshold_events.pb.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/react.h"

namespace csi::registry {
namespace {

namespace rep = ::csi::reporting::v1;

constexpr std::string_view kSeverityPrefix = "SEVERITY_";

v1::Opportunity EntryOf(const common::v1::CloudEvent& event,
                        const rep::AlertOpened& opened) {
  const rep::Alert& alert = opened.alert();
  v1::Opportunity entry;
  entry.set_title(
      StrCat("Threshold ", LastPart(alert.threshold()), " is breached"));
  entry.set_description(alert.sentence());
  *entry.mutable_scope() = alert.scope();
  entry.set_raised_by(opened.approved_by());
  entry.mutable_primary_indicator()->set_indicator(alert.indicator());
  v1::OpportunitySource& source = *entry.mutable_source();
  source.set_origin(StrCat("an alert of ", alert.threshold()));
  source.set_event_source(alert.threshold());
  source.set_event_id(alert.name());
  source.set_event_type(event.type());
  *source.mutable_event_time() = event.time();
  // The figure that triggered it is no baseline.
  *source.mutable_trigger_period()->mutable_start_time() =
      alert.open_period_time();
  const std::string severity = common::v1::Severity_Name(alert.severity());
  if (severity.size() > kSeverityPrefix.size()) {
    source.set_severity(severity.substr(kSeverityPrefix.size()));
  }
  return entry;
}

}  // namespace

void ReactToAlert(const common::v1::CloudEvent& event, const Context& context,
                  Outcome& outcome) {
  rep::AlertOpened opened;
  if (!opened.ParseFromString(event.data()) || !opened.proposes_entry()) return;
  Proposals(context, outcome).Add(EntryOf(event, opened));
}

}  // namespace csi::registry
