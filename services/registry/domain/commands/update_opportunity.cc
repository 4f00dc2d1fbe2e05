// Changing fields, and tying entries to other things: who may and when.
#include <set>

#include "absl/container/flat_hash_set.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "google/protobuf/descriptor.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/commands/editors.h"
#include "services/registry/domain/commands/entry_approval.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/extra_fields.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

using Fields = absl::flat_hash_set<std::string>;

// Fields that Update takes at all.
const Fields& Updatable() {
  static const auto* const kFields = new Fields{"external_number",
                                                "title",
                                                "description",
                                                "kind",
                                                "approach",
                                                "type",
                                                "raise_date",
                                                "requested_for",
                                                "scope",
                                                "affected",
                                                "critical_business_area",
                                                "lifecycle_stage",
                                                "size",
                                                "timescale",
                                                "priority",
                                                "effort",
                                                "risk",
                                                "confidence",
                                                "cost",
                                                "cost_of_doing_nothing",
                                                "justification",
                                                "strategies",
                                                "primary_indicator",
                                                "secondary_indicators",
                                                "guard_indicators",
                                                "intake_criteria",
                                                "coordinator",
                                                "responsible_persons",
                                                "resourcing_status",
                                                "followers",
                                                "due_date",
                                                "planned_start_date",
                                                "planned_end_date",
                                                "effect_review_date",
                                                "framework_clauses",
                                                "attachments",
                                                "benefit_forecast",
                                                "benefit_realised",
                                                "benefit_confirmed_by",
                                                "closure_code",
                                                "outcome_category",
                                                "lessons",
                                                "recommendation",
                                                "kpi_metric",
                                                "expected_result",
                                                "measurement_method",
                                                "percent_complete",
                                                "csfs",
                                                "decay_check_date",
                                                "extra_fields"};
  return *kFields;
}

// Fields that may still change when the entry is CLOSED.
const Fields& AfterClosing() {
  static const auto* const kFields =
      new Fields{"benefit_realised", "benefit_confirmed_by",
                 "closure_code",     "outcome_category",
                 "lessons",          "followers",
                 "attachments",      "decay_check_date"};
  return *kFields;
}

absl::Status CheckMask(const google::protobuf::FieldMask& mask) {
  if (mask.paths().empty()) {
    return FieldError("update_mask",
                      "it is required: name the fields to "
                      "change.");
  }
  std::set<std::string> seen;
  for (const std::string& path : mask.paths()) {
    if (!Updatable().contains(path)) {
      return FieldError("update_mask",
                        StrCat("\"", path,
                               "\" is no field that can be changed here; "
                               "states change by their own verbs, and nested "
                               "fields as a whole."));
    }
    if (!seen.insert(path).second) {
      return FieldError("update_mask",
                        StrCat("\"", path, "\" is named twice."));
    }
  }
  return absl::OkStatus();
}

// The given fields alone.
v1::Opportunity Masked(const v1::UpdateOpportunityRequest& request) {
  v1::Opportunity change;
  const auto* descriptor = v1::Opportunity::descriptor();
  const auto* reflection = change.GetReflection();
  change = request.opportunity();
  const std::set<std::string> keep(request.update_mask().paths().begin(),
                                   request.update_mask().paths().end());
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (keep.count(descriptor->field(i)->name()) == 0) {
      reflection->ClearField(&change, descriptor->field(i));
    }
  }
  return change;
}

absl::Status Rule(std::string_view rule, const std::string& message) {
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, message,
                 {{"rule", std::string(rule)}});
}

absl::Status CheckClosedFields(const v1::UpdateOpportunityRequest& request,
                               const v1::Opportunity& entry) {
  for (const std::string& path : request.update_mask().paths()) {
    if (entry.state() == v1::OPPORTUNITY_STATE_CLOSED &&
        !AfterClosing().contains(path)) {
      return Refusal(
          common::v1::ERROR_REASON_WRONG_STATE,
          StrCat("Entry ", Called(entry), " is CLOSED; ", path,
                 " does not change any more. Reopen the entry first."),
          {{"state", "CLOSED"}, {"field", path}});
    }
    if (entry.state() != v1::OPPORTUNITY_STATE_CLOSED &&
        (path == "closure_code" || path == "outcome_category")) {
      return Refusal(
          common::v1::ERROR_REASON_WRONG_STATE,
          StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
                 "; ", path, " is given when it is CLOSED, or by closing it."),
          {{"state", StateName(entry.state())}, {"field", path}});
    }
  }
  return absl::OkStatus();
}

// A scope decides authority: an accepted entry gets its accountable person
// anew, an entry under way keeps its scope.
absl::Status ChangeScope(const Context& context, const v1::Opportunity& entry,
                         v1::OpportunityUpdated& event) {
  if (ProgressOf(entry) == v1::OPPORTUNITY_STATE_NEW) return absl::OkStatus();
  if (ProgressOf(entry) != v1::OPPORTUNITY_STATE_ACCEPTED ||
      entry.run_active()) {
    return Rule(
        "SCOPE_FIXED",
        StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
               entry.run_active() ? " with a run under way" : "",
               ": its scope decides who is accountable and stays. "
               "Cancel the run, or log a new entry."));
  }
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant accountable,
                   ResolveAccountable(context, event.change().scope()));
  if (accountable.person() != entry.accountable()) {
    event.mutable_change()->set_accountable(accountable.person());
    event.add_changed_fields("accountable");
  }
  return absl::OkStatus();
}

absl::Status CheckApproach(const v1::Opportunity& entry) {
  if (!entry.run_active() &&
      RankOf(ProgressOf(entry)) <= RankOf(v1::OPPORTUNITY_STATE_ACCEPTED)) {
    return absl::OkStatus();
  }
  return Rule("APPROACH_FIXED",
              StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
                     " and under way; its approach stays."));
}

absl::Status CheckPrimary(const v1::Opportunity& entry) {
  if (RankOf(ProgressOf(entry)) < RankOf(v1::OPPORTUNITY_STATE_IN_PROGRESS)) {
    return absl::OkStatus();
  }
  return Rule("PRIMARY_INDICATOR_FIXED",
              StrCat("Entry ", Called(entry), " is ", StateName(entry.state()),
                     ": the indicator that decides its verdict was declared "
                     "before the change and stays."));
}

// Who claims a benefit does not confirm it.
absl::Status ChangeBenefit(const Context& context, const v1::Opportunity& entry,
                           bool claims, bool confirms,
                           v1::OpportunityUpdated& event) {
  const std::string actor = ActorName(context);
  if (claims && confirms) {
    return FieldError(
        "update_mask",
        "benefit_realised and benefit_confirmed_by change in "
        "two calls by two people: the claimant does not confirm.");
  }
  if (claims) {
    event.mutable_change()->set_benefit_claimed_by(actor);
    event.add_changed_fields("benefit_claimed_by");
    event.add_changed_fields("benefit_confirmed_by");
  }
  if (!confirms) return absl::OkStatus();
  const std::string& confirmer = event.change().benefit_confirmed_by();
  if (!confirmer.empty() && confirmer != actor) {
    return Rule("CONFIRM_IN_PERSON",
                StrCat("Only ", confirmer, " can confirm in that name; ", actor,
                       " may confirm as ", actor, "."));
  }
  if (!confirmer.empty() && !entry.has_benefit_realised()) {
    return Rule("NOTHING_CLAIMED",
                StrCat("Entry ", Called(entry),
                       " has no realised benefit to confirm; set "
                       "benefit_realised first."));
  }
  if (!confirmer.empty() && confirmer == entry.benefit_claimed_by()) {
    return Rule("CLAIMANT_CONFIRMS",
                StrCat(confirmer, " claimed the benefit of entry ",
                       Called(entry), "; somebody else has to confirm it."));
  }
  return absl::OkStatus();
}

absl::Status CheckRules(const Context& context, const v1::Opportunity& entry,
                        v1::OpportunityUpdated& event) {
  const std::set<std::string> fields(event.changed_fields().begin(),
                                     event.changed_fields().end());
  if (fields.count("title") != 0 && event.change().title().empty()) {
    return FieldError("opportunity.title", "it is required.");
  }
  if (event.change().has_decay_check_date() &&
      StartOf(event.change().decay_check_date()) <= context.now) {
    return FieldError("opportunity.decay_check_date",
                      StrCat(DayText(event.change().decay_check_date()),
                             " is no day in the future; today is ",
                             DayText(DayOf(context.now)), "."));
  }
  if (fields.count("scope") != 0) {
    RETURN_IF_ERROR(ChangeScope(context, entry, event));
  }
  if (fields.count("approach") != 0) RETURN_IF_ERROR(CheckApproach(entry));
  if (fields.count("primary_indicator") != 0) {
    RETURN_IF_ERROR(CheckPrimary(entry));
  }
  return ChangeBenefit(context, entry, fields.count("benefit_realised") != 0,
                       fields.count("benefit_confirmed_by") != 0, event);
}

}  // namespace

absl::Status DecideUpdateOpportunity(
    const v1::UpdateOpportunityRequest& request, const Context& context,
    Outcome& outcome) {
  RETURN_IF_ERROR(CheckMask(request.update_mask()));
  v1::JournalEvent event;
  v1::OpportunityUpdated& updated = *event.mutable_opportunity_updated();
  *updated.mutable_change() = Masked(request);
  *updated.mutable_changed_fields() = request.update_mask().paths();
  RETURN_IF_ERROR(CheckFields(context, updated.change()));
  ASSIGN_OR_RETURN(
      v1::OpportunityRow row,
      LoadEntry(context, "opportunity.name", request.opportunity().name(),
                request.opportunity().etag()));
  const v1::Opportunity& entry = row.opportunity();
  ASSIGN_OR_RETURN(*updated.mutable_grant(),
                   AuthorizeEdit(context, "change", entry));
  if (updated.grant().person().empty()) updated.clear_grant();
  RETURN_IF_ERROR(CheckState(Verb::kUpdate, entry));
  RETURN_IF_ERROR(CheckClosedFields(request, entry));
  RETURN_IF_ERROR(CheckRules(context, entry, updated));
  MarkApprovals(entry, updated);
  MarkExtraFields(CurrentPolicy(*context.state, context.tenant), updated);
  ReplyWithEntry(context, entry.name(), outcome);
  EmitEntryEvent(context, std::move(event), row, outcome);
  return absl::OkStatus();
}

}  // namespace csi::registry
