// Which events of runs are told, and in which words.
#include <optional>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/tell.h"
#include "services/workflow/domain/views.h"

namespace csi::workflow {
namespace {

using Case = v1::JournalEvent::EventCase;

struct Words {
  std::string cause;  // short name of the public event; empty: nothing to tell
  std::string text;   // behind the subject
  std::string customer;
};

std::string Because(const v1::JournalEvent& event) {
  const std::string& reason = event.origin().reason();
  return reason.empty() ? "" : StrCat(": ", reason);
}

Words WordsOfConsultation(const v1::ConsultationEndedFact& fact) {
  switch (fact.state()) {
    case v1::Consultation::STATE_ANSWERED:
      return {"ConsultationAnswered",
              StrCat("has the opinion of ", fact.answered_by()), ""};
    case v1::Consultation::STATE_LAPSED:
      return {"ConsultationLapsed",
              StrCat("goes on without the opinion of ", fact.role()), ""};
    default:
      return {"ConsultationWaived",
              StrCat("does not need the opinion of ", fact.role()), ""};
  }
}

Words WordsOfStep(const v1::JournalEvent& event) {
  switch (event.event_case()) {
    case Case::kStepSubmitted:
      return {"StepSubmitted", "was submitted for approval", ""};
    case Case::kStepApproved:
      return {"StepApproved",
              event.step_approved().stands() ? "keeps its earlier decision"
                                             : "was approved",
              ""};
    case Case::kStepSkipped:
      return {"StepSkipped", StrCat("was left out", Because(event)), ""};
    case Case::kStepSentBack:
      return {"StepSentBack",
              StrCat("went back to step ", event.step_sent_back().to().number(),
                     Because(event)),
              ""};
    case Case::kStepOverdue:
      return {
          "StepOverdue",
          StrCat("is overdue since ", TimeText(event.step_overdue().due_us())),
          ""};
    case Case::kConsultationEnded:
      return WordsOfConsultation(event.consultation_ended());
    default:
      return {};
  }
}

Words WordsOfRun(const v1::JournalEvent& event) {
  switch (event.event_case()) {
    case Case::kRunStarted:
      return {"RunStarted", "has begun its run", ""};
    case Case::kImplementationStarted:
      return {"ImplementationStarted", "is being implemented",
              "is being implemented"};
    case Case::kEffectAwaited:
      return {"EffectAwaited",
              StrCat("waits for its effect until ",
                     TimeText(event.effect_awaited().review_us())),
              ""};
    case Case::kEffectReviewDue:
      return {"EffectReviewDue", "has reached its effect review date", ""};
    case Case::kRunHeld:
      return {"RunHeld", StrCat("was put on hold", Because(event)), ""};
    case Case::kRunResumed:
      return {"RunResumed", "goes on", ""};
    case Case::kVerdictNoted:
      return {"VerdictNoted",
              StrCat("has the verdict ", event.verdict_noted().verdict()), ""};
    case Case::kRunCompleted:
      return {"RunCompleted",
              StrCat("is completed with the verdict ",
                     event.run_completed().verdict()),
              StrCat("is completed: ", event.run_completed().verdict())};
    case Case::kRunCancelled:
      return {"RunCancelled", StrCat("was cancelled", Because(event)), ""};
    default:
      return {};
  }
}

std::optional<News> NewsOf(const v1::JournalEvent& event,
                           const std::string& variant, const Context& context) {
  Words words = WordsOfStep(event);
  const bool of_step = !words.cause.empty();
  if (!of_step) words = WordsOfRun(event);
  if (words.cause.empty()) return std::nullopt;
  const v1::Origin& origin = event.origin();
  News news;
  news.cause = words.cause;
  news.about = ResourceName(context.tenant, "runs", origin.run());
  news.run = origin.run();
  news.step = origin.step();
  news.scope = ExpandScope(origin.scope(), context.tenant);
  auto entry =
      FindOpportunity(*context.views, context.tenant, origin.opportunity());
  const std::string title =
      StrCat("\"", entry ? entry->title() : origin.opportunity(), "\"");
  news.what = of_step ? StrCat("Step ", origin.step(), " (", origin.step_key(),
                               ") of ", title, " ", words.text, ".")
                      : StrCat(title, " ", words.text, ".");
  if (!words.customer.empty()) {
    news.customer_what = StrCat(title, " ", words.customer, ".");
  }
  if (entry) {
    news.people = {{"raiser", entry->raised_by()},
                   {"coordinator", entry->coordinator()},
                   {"accountable", entry->accountable()}};
    if (variant == "federated") news.accountable = entry->accountable();
  }
  news.variant = variant;
  const DefinitionPtr definition =
      FindDefinition(*context.state, context.tenant, origin.definition(),
                     origin.definition_revision());
  if (definition != nullptr && origin.step() >= 1 &&
      origin.step() <= LastStep(*definition)) {
    news.activity = StepOf(*definition, origin.step()).activity();
  }
  return news;
}

}  // namespace

void TellOfRuns(const Context& context, Outcome& outcome) {
  // Tell appends to the list that is read here.
  const size_t events = outcome.events().size();
  for (size_t i = 0; i < events; ++i) {
    const auto& event =
        static_cast<const v1::JournalEvent&>(*outcome.events()[i]);
    if (!event.has_origin()) continue;
    std::string variant;
    if (event.has_run_started()) {
      variant = event.run_started().matrix_variant();
    } else if (auto run = GetRow<v1::RunRow>(
                   *context.state,
                   RunKey(context.tenant, event.origin().run()))) {
      variant = run->matrix_variant();
    }
    if (auto news = NewsOf(event, variant, context)) {
      Tell(*news, context, outcome);
    }
  }
}

}  // namespace csi::workflow
