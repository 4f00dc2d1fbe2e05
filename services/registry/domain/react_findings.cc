// What an audit, a review or a survey found becomes entries: proposed, so that
// people look at them as at any other.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "csi/raci/v1/raci_governance_events.pb.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/react.h"

namespace csi::registry {
namespace {

using common::v1::CloudEvent;

std::string Cut(const std::string& text, size_t bytes_max) {
  const std::string_view cut = Beginning(text, bytes_max);
  return cut.size() == text.size() ? text : StrCat(cut, "...");
}

v1::Opportunity EntryOf(const CloudEvent& event,
                        const raci::v1::DutyCompleted& done, int finding) {
  const raci::v1::Duty& duty = done.duty();
  const raci::v1::DutyCompletion& completion = done.completion();
  const std::string& text = completion.findings(finding);
  v1::Opportunity entry;
  entry.set_title(Cut(text, limits::kFindingTitleBytesMax));
  *entry.mutable_scope() = duty.scope();
  entry.set_raised_by(completion.completed_by());
  v1::OpportunitySource& source = *entry.mutable_source();
  source.set_origin(StrCat("a finding of ", duty.name()));
  source.set_event_source(duty.name());
  source.set_event_id(StrCat(event.id(), "/", finding + 1));
  source.set_event_type(event.type());
  *source.mutable_event_time() = completion.complete_time();
  // All entries of a duty are one reaction: where there are very many, with
  // very long names, the duty alone has the whole text.
  const size_t share = csi::limits::kCommandEventBytesMax /
                       static_cast<size_t>(completion.findings_size());
  // The digest in the event repeats what an entry is found by.
  const size_t used =
      2 * entry.ByteSizeLong() + limits::kEntryEventOverheadBytes;
  entry.set_description(Cut(StrCat(text, "\n\nFound by: ", duty.display_name(),
                                   ". Evidence: ", completion.evidence()),
                            share > used ? share - used : 0));
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
