// What an audit, a review or a survey found becomes entries: proposed, so that
// people look at them as at any other.
#include "common/base/strings.h"
#include "csi/raci/v1/raci_governance_events.pb.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/react.h"

namespace csi::registry {
namespace {

using common::v1::CloudEvent;

std::string TitleOf(const std::string& finding) {
  const std::string_view title =
      Beginning(finding, limits::kFindingTitleBytesMax);
  return title.size() == finding.size() ? finding : StrCat(title, "...");
}

v1::Opportunity EntryOf(const CloudEvent& event,
                        const raci::v1::DutyCompleted& done, int finding) {
  const raci::v1::Duty& duty = done.duty();
  const raci::v1::DutyCompletion& completion = done.completion();
  const std::string& text = completion.findings(finding);
  v1::Opportunity entry;
  entry.set_title(TitleOf(text));
  entry.set_description(StrCat(text, "\n\nFound by: ", duty.display_name(),
                               ". Evidence: ", completion.evidence()));
  *entry.mutable_scope() = duty.scope();
  entry.set_raised_by(completion.completed_by());
  v1::OpportunitySource& source = *entry.mutable_source();
  source.set_origin(StrCat("a finding of ", duty.name()));
  source.set_event_source(duty.name());
  source.set_event_id(StrCat(event.id(), "/", finding + 1));
  source.set_event_type(event.type());
  *source.mutable_event_time() = completion.complete_time();
  return entry;
}

}  // namespace

bool HasFindings(const CloudEvent& event) {
  raci::v1::DutyCompleted done;
  return done.ParseFromString(event.data()) &&
         done.completion().findings_size() > 0;
}

void ReactToFindings(const CloudEvent& event, const Context& context,
                     Outcome& outcome) {
  raci::v1::DutyCompleted done;
  if (!done.ParseFromString(event.data())) return;
  Proposals proposals(context, outcome);
  for (int i = 0; i < done.completion().findings_size(); ++i) {
    proposals.Add(EntryOf(event, done, i));
  }
}

}  // namespace csi::registry
