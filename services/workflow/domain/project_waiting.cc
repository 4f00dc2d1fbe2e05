// What waits for people because of a move, as public events.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/project_people.h"
#include "services/workflow/domain/tell.h"

namespace csi::workflow {

using Item = v1::InboxItem;

namespace {

std::string WaitingText(Item::Kind kind) {
  switch (kind) {
    case Item::KIND_WORK:
      return "waits to be worked and submitted";
    case Item::KIND_APPROVE:
      return "waits for your approval";
    case Item::KIND_CONSULT:
      return "waits for your opinion";
    case Item::KIND_REVIEW_EFFECT:
      return "has reached its effect review date";
    default:
      return "is overdue";
  }
}

}  // namespace

v1::NotifiedPerson ToNotified(const v1::Recipient& person,
                              const std::string& tenant) {
  v1::NotifiedPerson notified;
  notified.set_person(ResourceName(tenant, "people", person.person()));
  notified.set_why(WhyTold(person, ""));
  notified.set_letter(person.letter());
  notified.set_role(NameOrEmpty(tenant, "roles", person.role()));
  notified.set_assignment(
      NameOrEmpty(tenant, "assignments", person.assignment()));
  return notified;
}

void ProjectWait(const Waiting& item, const Waiters& people, const Fact& about,
                 std::vector<PublicEvent>& out) {
  if (people.empty()) return;
  const std::string& tenant = about.tenant;
  v1::PersonNotified event;
  event.set_notification(ResourceName(
      tenant, "notifications",
      StrCat(InboxItemId(item.run, item.step, item.consultation, item.kind),
             "-", absl::StrFormat("%013x", absl::ToUnixMicros(about.time)))));
  event.set_rule(item.kind == Item::KIND_CONSULT      ? "N2"
                 : item.kind == Item::KIND_ESCALATION ? "ESCALATION"
                                                      : "WORK");
  event.set_cause(Item::Kind_Name(item.kind).substr(5));
  event.set_about(ResourceName(tenant, "runs", item.run));
  event.set_what(StrCat("Step ", item.step, " of run ", item.run, " ",
                        WaitingText(item.kind), "."));
  for (const v1::Waiter& waiter : people) {
    v1::Recipient person;
    person.set_person(waiter.person());
    person.set_role(waiter.role());
    person.set_letter(
        item.kind == Item::KIND_WORK         ? common::v1::LETTER_RESPONSIBLE
        : item.kind == Item::KIND_CONSULT    ? common::v1::LETTER_CONSULTED
        : item.kind == Item::KIND_ESCALATION ? common::v1::LETTER_UNSPECIFIED
                                             : common::v1::LETTER_ACCOUNTABLE);
    *event.add_people() = ToNotified(person, tenant);
  }
  if (item.due_us != 0) SetTime(item.due_us, event.mutable_due_time());
  const std::string subject = event.about();
  out.push_back(
      {subject, std::make_unique<v1::PersonNotified>(std::move(event))});
}

void ProjectWaiting(const v1::JournalEvent& event, const Fact& fact,
                    std::vector<PublicEvent>& out) {
  using Event = v1::JournalEvent::EventCase;
  const v1::Origin& origin = event.origin();
  const auto start = [&](const v1::StepStart& step) {
    ProjectWait(
        {Item::KIND_WORK, origin.run(), step.number(), 0, step.due_us()},
        step.workers(), fact, out);
  };
  const auto ask = [&](const v1::Question& question) {
    ProjectWait({Item::KIND_CONSULT, origin.run(), origin.step(),
                 question.number(), question.due_us()},
                question.waiters(), fact, out);
  };
  switch (event.event_case()) {
    case Event::kRunStarted:
      return start(event.run_started().start());
    case Event::kStepApproved:
      return start(event.step_approved().next());
    case Event::kStepSkipped:
      return start(event.step_skipped().next());
    case Event::kStepSentBack:
      return start(event.step_sent_back().to());
    case Event::kStepSubmitted:
      ProjectWait({Item::KIND_APPROVE, origin.run(), origin.step()},
                  event.step_submitted().approvers(), fact, out);
      for (const auto& question : event.step_submitted().questions()) {
        ask(question);
      }
      return;
    case Event::kConsultationAsked:
      return ask(event.consultation_asked().question());
    case Event::kStepOverdue:
      return ProjectWait({Item::KIND_ESCALATION, origin.run(), origin.step(), 0,
                          event.step_overdue().due_us()},
                         event.step_overdue().told(), fact, out);
    case Event::kConsultationEscalated:
      return ProjectWait({Item::KIND_ESCALATION, origin.run(), origin.step(),
                          event.consultation_escalated().number()},
                         event.consultation_escalated().told(), fact, out);
    case Event::kEffectReviewDue:
      return ProjectWait({Item::KIND_REVIEW_EFFECT, origin.run(), origin.step(),
                          0, event.effect_review_due().review_us()},
                         event.effect_review_due().reviewers(), fact, out);
    default:
      return;
  }
}

}  // namespace csi::workflow
