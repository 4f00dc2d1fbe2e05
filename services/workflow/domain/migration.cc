#include "services/workflow/domain/migration.h"

#include <set>
#include <utility>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/workflow/domain/artefact.h"
#include "services/workflow/domain/consultations.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

using Step = v1::Step;

absl::Status Refused(std::string message, std::string_view rule) {
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, std::move(message),
                 {{"rule", std::string(rule)}});
}

class Planner {
 public:
  Planner(const Work& work, const Definition& to, const MigrationRules& rules)
      : work_(work), to_(to), rules_(rules) {}

  absl::StatusOr<v1::RunMigratedFact> Plan() {
    fact_.set_from_revision(work_.run().definition_revision());
    for (const v1::StepDefinition& step : work_.definition().steps()) {
      RETURN_IF_ERROR(Take(step));
    }
    RETURN_IF_ERROR(TakeNew());
    RETURN_IF_ERROR(CheckPlace());
    if (target_ != work_.run().step()) RETURN_IF_ERROR(TakeWaiters());
    return std::move(fact_);
  }

 private:
  std::string NewKey(const std::string& key) const {
    auto found = rules_.mapping.find(key);
    return found == rules_.mapping.end() ? key : found->second;
  }

  // A step of the old revision: what is recorded of it must have a place.
  absl::Status Take(const v1::StepDefinition& step) {
    const v1::StepRow row = work_.StepRowOf(step.number());
    const auto fields = work_.FieldsOf(step.number());
    if (row.revision() == 0 && fields.empty()) return absl::OkStatus();
    const uint32_t to = StepNumber(to_, NewKey(step.key()));
    if (to == 0) {
      return Refused(
          StrCat(work_.name(), " has worked step ", step.key(),
                 ", which revision ", to_.revision(),
                 " does not have. Map it to a step (--mapping), or let the run "
                 "end in its revision."),
          "STEP_REMOVED");
    }
    if (to <= last_) {
      return Refused(StrCat("Step ", step.key(), " of ", work_.name(),
                            " would stand before one that was done earlier."),
                     "ORDER_CHANGED");
    }
    last_ = to;
    const v1::StepDefinition& place = StepOf(to_, to);
    for (const v1::ArtefactField& value : fields) {
      RETURN_IF_ERROR(CheckField(step, place, value.key()));
    }
    RETURN_IF_ERROR(CheckDone(step, row, place, fields));
    v1::MigratedStep& moved = *fact_.add_steps();
    moved.set_from(step.number());
    moved.set_to(to);
    moved.set_key(place.key());
    taken_.insert(to);
    if (step.number() == work_.run().step()) target_ = to;
    return absl::OkStatus();
  }

  // What is done stays what it was: nothing becomes a decision that was none,
  // and what was left out is what may be.
  absl::Status CheckDone(const v1::StepDefinition& from, const v1::StepRow& row,
                         const v1::StepDefinition& place,
                         const Fields& fields) const {
    if (row.phase() == Step::PHASE_SKIPPED && !MayBeLeftOut(place)) {
      return Refused(StrCat("Step ", from.key(), " of ", work_.name(),
                            " was left out, and step ", place.key(),
                            " of revision ", to_.revision(),
                            " may not be. Map it to another step, or let the "
                            "run end in its revision."),
                     "NOT_SKIPPABLE");
    }
    if (row.phase() != Step::PHASE_APPROVED || !Decides(place)) {
      return absl::OkStatus();
    }
    if (MissingFields(place, fields).empty() &&
        FailingFields(place, fields).empty()) {
      return absl::OkStatus();
    }
    return Refused(StrCat("Step ", from.key(), " of ", work_.name(),
                          " was approved without the decision that step ",
                          place.key(), " of revision ", to_.revision(),
                          " asks for. Send it back first, or let the run end "
                          "in its revision."),
                   "DECISION_MISSING");
  }

  absl::Status CheckField(const v1::StepDefinition& from,
                          const v1::StepDefinition& to,
                          const std::string& key) const {
    v1::FieldType before = v1::FIELD_TYPE_UNSPECIFIED;
    for (const v1::FieldDefinition& field : from.fields()) {
      if (field.key() == key) before = field.type();
    }
    for (const v1::FieldDefinition& field : to.fields()) {
      if (field.key() != key || field.type() == before) continue;
      return Refused(StrCat("Field ", key, " of step ", to.key(),
                            " has another type in revision ", to_.revision(),
                            ", and ", work_.name(), " has a value of it."),
                     "FIELD_TYPE_CHANGED");
    }
    return absl::OkStatus();
  }

  // Steps before the current one that the run has never seen.
  absl::Status TakeNew() {
    for (uint32_t number = 1; number < target_; ++number) {
      if (taken_.contains(number)) continue;
      const v1::StepDefinition& step = StepOf(to_, number);
      if (!rules_.skip_new_steps || !MayBeLeftOut(step)) {
        return Refused(
            StrCat("Step ", step.key(),
                   " is new and stands before the "
                   "current step of ",
                   work_.name(), ". ",
                   MayBeLeftOut(step)
                       ? "Let it count as left out (--skip-new-steps)."
                       : "It may not be left out, so the run stays in its "
                         "revision."),
            "NEW_STEP_BEFORE");
      }
      v1::MigratedStep& added = *fact_.add_steps();
      added.set_to(number);
      added.set_key(step.key());
    }
    return absl::OkStatus();
  }

  absl::Status CheckPlace() const {
    const v1::RunRow& run = work_.run();
    const v1::StepDefinition& step = StepOf(to_, target_);
    const bool began = run.step() >= ImplementingStep(work_.definition());
    const bool begins = target_ >= ImplementingStep(to_);
    if (began && !begins) {
      return Refused(StrCat(work_.name(), " implements already; step ",
                            step.key(), " of revision ", to_.revision(),
                            " stands before implementation."),
                     "IMPLEMENTATION_UNDONE");
    }
    if (begins && !began) {
      return Refusal(common::v1::ERROR_REASON_NO_BASELINE,
                     StrCat("Step ", step.key(), " of revision ",
                            to_.revision(), " implements, and ", work_.name(),
                            " has not passed the baseline gate. Approve its "
                            "step first, or map it to one before."),
                     {{"name", work_.name()}});
    }
    const bool waits = run.state() == v1::Run::STATE_WAITING_FOR_EFFECT ||
                       run.held_state() == v1::Run::STATE_WAITING_FOR_EFFECT;
    const bool ended =
        work_.StepRowOf(run.step()).phase() == Step::PHASE_APPROVED;
    if ((waits && !step.awaits_effect()) ||
        (ended && target_ != LastStep(to_)) ||
        (run.state() == v1::Run::STATE_WAITING_FOR_CHANGE &&
         !step.implements() && !step.awaits_effect())) {
      return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                     StrCat(work_.name(), " is ", StateWord(run.state()),
                            ", for which step ", step.key(), " of revision ",
                            to_.revision(), " has no place."),
                     {{"state", StateWord(run.state())}});
    }
    return absl::OkStatus();
  }

  // The current step gets another number, and with it its items.
  absl::Status TakeWaiters() {
    for (const auto& [number, question] :
         LoadConsultations(*work_.context().state, work_.context().tenant,
                           work_.id(), work_.run().step())) {
      if (question.state() != v1::Consultation::STATE_OPEN) continue;
      return Refusal(
          common::v1::ERROR_REASON_CONSULTATION_OPEN,
          StrCat("A question about the current step of ", work_.name(),
                 " is open, and the step gets "
                 "another number. Answer or waive it first."),
          {{"name", work_.name()}});
    }
    const bool submitted =
        work_.StepRowOf(work_.run().step()).phase() == Step::PHASE_SUBMITTED;
    fact_.set_kind(submitted ? v1::InboxItem::KIND_APPROVE
                             : v1::InboxItem::KIND_WORK);
    *fact_.mutable_waiters() = work_.Holders(
        work_.run().step(), submitted ? common::v1::LETTER_ACCOUNTABLE
                                      : common::v1::LETTER_RESPONSIBLE);
    return absl::OkStatus();
  }

  const Work& work_;
  const Definition& to_;
  const MigrationRules& rules_;
  v1::RunMigratedFact fact_;
  std::set<uint32_t> taken_;
  uint32_t last_ = 0;
  uint32_t target_ = 0;
};

}  // namespace

absl::StatusOr<v1::RunMigratedFact> PlanMigration(const Work& work,
                                                  const Definition& to,
                                                  const MigrationRules& rules) {
  return Planner(work, to, rules).Plan();
}

absl::Status CheckMapping(const Definition& from, const Definition& to,
                          const MigrationRules& rules) {
  std::set<std::string> targets;
  for (const auto& [old_key, new_key] : rules.mapping) {
    if (StepNumber(from, old_key) == 0) {
      return FieldError("mapping", StrCat("revision ", from.revision(),
                                          " has no step ", old_key, "."));
    }
    if (StepNumber(to, new_key) == 0 || !targets.insert(new_key).second) {
      return FieldError("mapping",
                        StrCat("revision ", to.revision(), " has no step ",
                               new_key, ", or it is named twice."));
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::workflow
