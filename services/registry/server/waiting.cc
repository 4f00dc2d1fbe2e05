#include "services/registry/server/waiting.h"

#include <set>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

// Who is accountable for the activity in the entry's scope; the role when
// nobody holds it.
void AddHolders(const authority::Directory& directory,
                const v1::Opportunity& entry, std::string_view activity,
                absl::Time now, v1::WaitingEntry& waiting) {
  authority::Question question;
  question.activity = std::string(activity);
  question.variant = entry.matrix_variant();
  question.scope = entry.scope();
  question.as_of = now;
  const authority::Resolution resolution = directory.Resolve(question);
  std::set<std::string> people;
  for (const authority::Holder& holder : resolution.accountable.holders) {
    people.insert(holder.person);
  }
  for (const std::string& person : people) waiting.add_waiting_for(person);
  if (!people.empty()) return;
  std::string roles;
  for (const std::string& role : resolution.accountable.vacant_roles) {
    StrAppend(&roles, roles.empty() ? "" : ", ", LastPart(role));
  }
  waiting.set_why(
      StrCat(waiting.why(), "; nobody is accountable for ", activity, " in ",
             ScopeText(entry.scope()), ": ",
             roles.empty() ? "appoint an owner" : StrCat("appoint ", roles)));
}

void AddPerson(const std::string& person, v1::WaitingEntry& waiting) {
  if (!person.empty()) waiting.add_waiting_for(person);
}

void FillWaiting(const authority::Directory& directory,
                 const v1::Opportunity& entry, absl::Time now,
                 v1::WaitingEntry& waiting) {
  switch (entry.state()) {
    case v1::OPPORTUNITY_STATE_NEW:
      waiting.set_why("accept, reject or defer it");
      if (!entry.approvals().empty()) {
        waiting.set_why(
            StrCat("accept, reject or defer it; people who are for it so far: ",
                   entry.approvals_size()));
      }
      return AddHolders(directory, entry, kPrioritise, now, waiting);
    case v1::OPPORTUNITY_STATE_DEFERRED:
      waiting.set_why(
          StrCat("it returns by itself on ", DayText(entry.wake_up_date())));
      return;
    case v1::OPPORTUNITY_STATE_ON_HOLD:
      waiting.set_why(StrCat("resume it; on hold: ", entry.hold_reason()));
      if (!entry.coordinator().empty()) {
        return AddPerson(entry.coordinator(), waiting);
      }
      return AddHolders(directory, entry, kDeliver, now, waiting);
    case v1::OPPORTUNITY_STATE_CLOSED:
    case v1::OPPORTUNITY_STATE_REJECTED:
    case v1::OPPORTUNITY_STATE_CANCELLED:
    case v1::OPPORTUNITY_STATE_UNSPECIFIED:
      return;
    default:
      break;
  }
  if (!entry.reapproval_fields().empty()) {
    waiting.set_why(StrCat("approve it again; changed since it was approved: ",
                           absl::StrJoin(entry.reapproval_fields(), ", ")));
    return AddHolders(directory, entry, kPrioritise, now, waiting);
  }
  if (entry.run_active()) {
    waiting.set_why(StrCat("the run ", LastPart(entry.run()),
                           " moves it; its steps say who is to act"));
    return AddHolders(directory, entry, kDeliver, now, waiting);
  }
  if (entry.state() == v1::OPPORTUNITY_STATE_IN_REVIEW) {
    waiting.set_why(entry.verdict().value().empty()
                        ? "compare before and after, and accept the verdict"
                        : StrCat("accept the verdict ", entry.verdict().value(),
                                 ", or close it"));
    return AddHolders(directory, entry, kStepSeven, now, waiting);
  }
  waiting.set_why(IsOutside(entry) ? "move it on, or close it"
                                   : "start its run");
  AddHolders(directory, entry, kDeliver, now, waiting);
}

}  // namespace

v1::WaitingEntry WaitingOf(const authority::Directory& directory,
                           const v1::Opportunity& entry, absl::Time now) {
  v1::WaitingEntry waiting;
  waiting.set_opportunity(entry.name());
  waiting.set_number(entry.number());
  waiting.set_title(entry.title());
  waiting.set_state(entry.state());
  *waiting.mutable_since_time() = entry.update_time();
  FillWaiting(directory, entry, now, waiting);
  return waiting;
}

}  // namespace csi::registry
