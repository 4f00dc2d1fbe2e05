// ExplainRun: what keeps a run where it is, since when, who can move it, and
// what comes next. Asks the same rules as the commands do, so that it never
// promises what a command would refuse.
#include "absl/strings/str_join.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/domain/work.h"
#include "services/workflow/server/queries.h"
#include "services/workflow/server/vacancies.h"

namespace csi::workflow {
namespace {

using Run = v1::Run;
using Step = v1::Step;

class Explainer {
 public:
  Explainer(const Work& work, v1::RunExplanation& out)
      : work_(work),
        context_(work.context()),
        run_(work.run()),
        row_(work.StepRowOf(work.run().step())),
        step_(work.current()),
        resolution_(
            work.directory().Resolve(work.QuestionFor(step_.activity()))),
        out_(out) {}

  void Explain() {
    *out_.mutable_run() =
        ReadRun(*context_.state, context_.tenant, work_.id(), run_);
    *out_.mutable_explanation() = resolution_.explanation;
    switch (run_.state()) {
      case Run::STATE_COMPLETED:
        out_.set_summary(
            StrCat("Completed with the verdict ", run_.verdict(), "."));
        return;
      case Run::STATE_CANCELLED:
        out_.set_summary(StrCat("Cancelled: ", run_.reason()));
        return;
      case Run::STATE_ON_HOLD:
        Held();
        break;
      default:
        Waits();
        Phase();
    }
    Vacant();
    Next();
    Summarise();
  }

 private:
  v1::Blocker& Add(std::string_view kind, std::string what, int64_t since_us,
                   int64_t due_us, std::string remedy) {
    v1::Blocker& blocker = *out_.add_blockers();
    blocker.set_kind(std::string(kind));
    blocker.set_what(std::move(what));
    if (since_us != 0) SetTime(since_us, blocker.mutable_since_time());
    if (due_us != 0) SetTime(due_us, blocker.mutable_due_time());
    blocker.set_remedy(std::move(remedy));
    return blocker;
  }

  void Who(const Waiters& people, v1::Blocker& blocker) const {
    for (const v1::Waiter& waiter : people) {
      blocker.add_who(ResourceName(context_.tenant, "people", waiter.person()));
    }
  }

  Waiters Accountable() const {
    return work_.Holders(step_.number(), common::v1::LETTER_ACCOUNTABLE);
  }

  std::string StepText() const {
    return StrCat("Step ", step_.number(), " (", step_.title(), ")");
  }

  void Held() {
    v1::Blocker& blocker =
        Add("ON_HOLD", StrCat("The run is on hold: ", run_.reason()),
            run_.held_us(), 0, "Resume it (csictl run resume).");
    auto entry =
        FindOpportunity(*context_.views, context_.tenant, run_.opportunity());
    if (entry && !entry->coordinator().empty()) {
      blocker.add_who(entry->coordinator());
    }
    Who(Accountable(), blocker);
  }

  void Waits() {
    for (const auto& [id, rfc] : work_.LoadRfcs()) {
      if (IsFinal(work_.definition(), rfc.status())) continue;
      const std::string name =
          rfc.external_id().empty() ? StrCat("RFC ", id) : rfc.external_id();
      Add("CHANGE", StrCat(name, " is ", StatusWord(rfc.status()), "."),
          rfc.update_us(), rfc.planned_end_us(),
          "Change management moves it; its events come in by "
          "IngestChangeEvent (csictl rfc event).");
    }
    if (run_.state() == Run::STATE_WAITING_FOR_EFFECT) {
      Add("EFFECT", "The changes are done; the effect is awaited.",
          run_.clock_stopped_us(), run_.effect_review_us(),
          "Nothing needs to be done before the effect review date.");
    }
  }

  void Phase() {
    switch (row_.phase()) {
      case Step::PHASE_IN_PROGRESS:
      case Step::PHASE_SENT_BACK:
        Working();
        return;
      case Step::PHASE_SUBMITTED:
        Submitted();
        return;
      case Step::PHASE_APPROVED:
        Verdict();
        return;
      default:
        return;
    }
  }

  void Working() {
    const std::vector<std::string> missing =
        MissingFields(step_, work_.FieldsOf(step_.number()));
    std::string what = StrCat(StepText(), " is being worked.");
    if (row_.phase() == Step::PHASE_SENT_BACK) {
      what = StrCat(StepText(), " was sent back: ", row_.reason());
    }
    if (!missing.empty()) {
      StrAppend(&what, " Still missing: ", absl::StrJoin(missing, ", "), ".");
    }
    v1::Blocker& blocker =
        Add(missing.empty() ? "WORK" : "ARTEFACT_INCOMPLETE", std::move(what),
            row_.start_us(), row_.due_us(),
            "Record the fields and submit the step (csictl run submit).");
    Who(work_.Holders(step_.number(), common::v1::LETTER_RESPONSIBLE), blocker);
    if (step_.number() == LastStep(work_.definition())) Verdict();
  }

  void Submitted() {
    for (const auto& [number, question] : LoadConsultations(
             *context_.state, context_.tenant, work_.id(), step_.number())) {
      if (question.state() != v1::Consultation::STATE_OPEN ||
          question.mode() != v1::Consultation::MODE_BLOCKING) {
        continue;
      }
      v1::Blocker& blocker = Add(
          "CONSULTATION_OPEN",
          StrCat("The opinion of ",
                 question.role().empty()
                     ? work_.directory().DisplayName(NameOrEmpty(
                           context_.tenant, "people", question.person()))
                     : work_.directory().RoleTitle(question.role()),
                 " blocks the approval."),
          question.create_us(), question.due_us(),
          StrCat("Answer ", ConsultationId(work_.id(), step_.number(), number),
                 ", or have it waived by the accountable person."));
      for (const std::string& person : question.waiting()) {
        blocker.add_who(ResourceName(context_.tenant, "people", person));
      }
    }
    for (const std::string& failing :
         FailingFields(step_, work_.FieldsOf(step_.number()))) {
      Who(Accountable(), Add("EXIT_RULE", failing, row_.submit_us(), 0,
                             "Send the step back, or cancel the run."));
    }
    Baseline();
    if (!work_.RequireAccountable(step_.activity()).ok()) return;
    Who(Accountable(),
        Add("APPROVAL", StrCat(StepText(), " waits for approval."),
            row_.submit_us(), row_.due_us(),
            "Approve it or send it back (csictl run approve)."));
  }

  void Baseline() {
    const bool next_implements =
        step_.number() < LastStep(work_.definition()) &&
        StepOf(work_.definition(), step_.number() + 1).implements();
    if (!next_implements) return;
    const BaselineAnswer answer = FindBaselines(
        *context_.views, context_.tenant, run_.opportunity(), context_.now);
    if (!answer.valid.empty()) return;
    std::string what = "There is no baseline of a valid kind.";
    for (const std::string& why : answer.not_yet) StrAppend(&what, " ", why);
    Add("NO_BASELINE", std::move(what), row_.start_us(), 0,
        "Freeze a baseline (csictl baseline freeze); without it the next step "
        "does not begin.");
  }

  void Verdict() {
    const bool waits = run_.state() == Run::STATE_WAITING_FOR_EFFECT ||
                       run_.state() == Run::STATE_WAITING_FOR_CHANGE;
    if (waits) return;
    const bool done =
        row_.phase() == Step::PHASE_APPROVED || run_.effect_reviewed();
    if (!done) return;
    Who(Accountable(),
        Add("VERDICT", "A completed run has a verdict; none is accepted yet.",
            run_.effect_review_us(), 0,
            "Compute it and accept it (csictl compare)."));
  }

  // A role that lost its holder stops the work whatever the step waits for.
  void Vacant() {
    for (v1::Blocker& blocker : VacantRoles(work_, resolution_, row_)) {
      *out_.add_blockers() = std::move(blocker);
    }
  }

  void Next() {
    const uint32_t last = LastStep(work_.definition());
    if (step_.number() < last) {
      const v1::StepDefinition& next =
          StepOf(work_.definition(), step_.number() + 1);
      out_.add_next(StrCat("When step ", step_.number(), " is approved, step ",
                           next.number(), " (", next.title(), ") starts."));
      if (next.implements()) {
        out_.add_next(
            "That needs a baseline, and makes the entry a running "
            "improvement.");
      }
    }
    if (step_.implements()) {
      out_.add_next(
          "When all changes are final, the run goes on; a rejected "
          "or backed-out one leads back.");
    }
    if (step_.awaits_effect() && !run_.effect_reviewed()) {
      out_.add_next("Then it waits until the effect review date.");
    }
    if (step_.number() == last) {
      out_.add_next("When the verdict is accepted, the run is completed.");
    }
  }

  void Summarise() {
    std::string summary = StrCat(StepText(), ", ", PhaseWord(row_.phase()),
                                 ", run ", StateWord(run_.state()), ".");
    if (out_.blockers_size() > 0) {
      StrAppend(&summary, " ", out_.blockers(0).what());
    }
    if (row_.overdue_us() != 0) {
      StrAppend(&summary, " Overdue since ", TimeText(row_.due_us()), ".");
    }
    out_.set_summary(std::move(summary));
  }

  const Work& work_;
  const Context& context_;
  const v1::RunRow& run_;
  const v1::StepRow row_;
  const v1::StepDefinition& step_;
  const authority::Resolution resolution_;
  v1::RunExplanation& out_;
};

}  // namespace

absl::Status ExplainRun(const QueryContext& query,
                        const v1::ExplainRunRequest& request,
                        v1::RunExplanation* out) {
  Context context;
  context.tenant = query.tenant;
  context.actor = query.actor;
  context.now = query.now;
  context.state = &query.state;
  context.views = &query.views;
  context.view_revision = [](std::string_view) { return std::string(); };
  ASSIGN_OR_RETURN(Work work, Work::Load(context, request.name()));
  Explainer(work, *out).Explain();
  return absl::OkStatus();
}

}  // namespace csi::workflow
