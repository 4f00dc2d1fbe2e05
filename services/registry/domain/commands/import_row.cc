#include "services/registry/domain/commands/import_row.h"

#include <vector>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/new_entry.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

using v1::Opportunity;

constexpr char kLegacy[] = "LEGACY";
constexpr char kLegacySentence[] =
    "It was closed before this register was kept; there are no figures to "
    "compare.";

bool IsAccepted(v1::OpportunityState state) {
  return RankOf(state) >= RankOf(v1::OPPORTUNITY_STATE_ACCEPTED) &&
         state != v1::OPPORTUNITY_STATE_CLOSED;
}

// Whom a finished entry names may have left since: the form is checked, not
// whether the directory knows them.
absl::Status CheckImported(const Context& context, const Opportunity& entry) {
  if (!IsFinal(entry.state())) return CheckFields(context, entry);
  Opportunity rest = entry;
  rest.clear_raised_by();
  rest.clear_coordinator();
  rest.clear_responsible_persons();
  RETURN_IF_ERROR(CheckFields(context, rest));
  const auto check = [&](const char* field, const std::string& name) {
    return name.empty() ? absl::OkStatus()
                        : IdOf(StrCat("opportunity.", field), name,
                               context.tenant, "people")
                              .status();
  };
  RETURN_IF_ERROR(check("raised_by", entry.raised_by()));
  RETURN_IF_ERROR(check("coordinator", entry.coordinator()));
  RETURN_IF_ERROR(check("accountable", entry.accountable()));
  for (const std::string& person : entry.responsible_persons()) {
    RETURN_IF_ERROR(check("responsible_persons", person));
  }
  return absl::OkStatus();
}

// Halted entries say where they return to.
absl::Status TakeHalt(const Context& context, const Opportunity& given,
                      Opportunity& entry) {
  if (!IsHalted(given.state())) return absl::OkStatus();
  const bool held = given.state() == v1::OPPORTUNITY_STATE_ON_HOLD;
  v1::OpportunityState back = given.return_state();
  if (back == v1::OPPORTUNITY_STATE_UNSPECIFIED) {
    back = held ? v1::OPPORTUNITY_STATE_ACCEPTED : v1::OPPORTUNITY_STATE_NEW;
  }
  if (!Allows(held ? Verb::kHold : Verb::kDefer, back)) {
    return FieldError(
        "opportunity.return_state",
        StrCat("an entry does not return from ", StateName(given.state()),
               " to ", StateName(back), "."));
  }
  entry.set_return_state(back);
  if (held) {
    entry.set_hold_reason(given.hold_reason().empty() ? given.state_reason()
                                                      : given.hold_reason());
    return CheckText("opportunity.hold_reason", entry.hold_reason(), 1000);
  }
  if (!IsDay(given.wake_up_date()) ||
      StartOf(given.wake_up_date()) <= context.now) {
    return FieldError("opportunity.wake_up_date",
                      "a DEFERRED entry needs a day in the future on which "
                      "it returns; or take it over as NEW.");
  }
  *entry.mutable_wake_up_date() = given.wake_up_date();
  return absl::OkStatus();
}

// An accepted and unfinished entry has the one person whom the directory says.
absl::Status TakeAccountable(const Context& context, const Opportunity& given,
                             Opportunity& entry, v1::ImportRowResult& result) {
  if (IsFinal(entry.state())) {
    entry.set_accountable(given.accountable());
    return absl::OkStatus();
  }
  if (IsAccepted(ProgressOf(entry))) {
    ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                     ResolveAccountable(context, entry.scope()));
    entry.set_accountable(grant.person());
  }
  if (!given.accountable().empty() &&
      given.accountable() != entry.accountable()) {
    result.add_notes(StrCat("accountable: the row says ",
                            LastPart(given.accountable()), ", the directory ",
                            entry.accountable().empty()
                                ? "decides it when the entry is accepted"
                                : LastPart(entry.accountable()),
                            "."));
  }
  return absl::OkStatus();
}

void TakeEnd(const Context& context, const Opportunity& given,
             Opportunity& entry) {
  if (given.has_actual_start_time() &&
      (IsFinal(entry.state()) ||
       RankOf(ProgressOf(entry)) >=
           RankOf(v1::OPPORTUNITY_STATE_IN_PROGRESS))) {
    *entry.mutable_actual_start_time() = given.actual_start_time();
  }
  if (entry.state() != v1::OPPORTUNITY_STATE_CLOSED) return;
  if (given.has_actual_end_time()) {
    *entry.mutable_actual_end_time() = given.actual_end_time();
  }
  entry.set_closure_code(given.closure_code());
  entry.set_outcome_category(given.outcome_category());
  if (given.has_benefit_realised()) {
    *entry.mutable_benefit_realised() = given.benefit_realised();
    entry.set_benefit_claimed_by(ActorName(context));
  }
  v1::VerdictDigest& verdict = *entry.mutable_verdict();
  verdict.set_value("NOT_MEASURABLE");
  verdict.add_reasons(kLegacy);
  verdict.set_sentence(kLegacySentence);
  verdict.set_accepted(true);
}

absl::Status Fill(const Context& context, const Opportunity& given,
                  Opportunity& entry, v1::ImportRowResult& result) {
  if (given.title().empty()) {
    return FieldError("opportunity.title",
                      "it is required: name the column that holds it in the "
                      "mapping.");
  }
  entry = given;
  ClearOutputs(entry);
  FillDefaults(context, entry);
  if (given.state() != v1::OPPORTUNITY_STATE_UNSPECIFIED) {
    entry.set_state(given.state());
  }
  entry.set_imported(true);
  entry.set_state_reason(given.state_reason());
  RETURN_IF_ERROR(
      CheckText("opportunity.state_reason", entry.state_reason(), 1000));
  RETURN_IF_ERROR(TakeHalt(context, given, entry));
  TakeEnd(context, given, entry);
  Opportunity checked = entry;
  checked.set_accountable(given.accountable());
  RETURN_IF_ERROR(CheckImported(context, checked));
  return TakeAccountable(context, given, entry, result);
}

void Refuse(const absl::Status& status, v1::ImportRowResult& result) {
  result.set_outcome(v1::IMPORT_OUTCOME_REFUSED);
  result.set_reason(ReasonName(ReasonOf(status)));
  result.set_field(MetadataOf(status, "field"));
  result.set_message(std::string(status.message()));
  result.clear_notes();
}

void FoundAlready(const Context& context, const std::string& id,
                  std::string_view how, v1::ImportRowResult& result) {
  result.set_outcome(v1::IMPORT_OUTCOME_ALREADY_THERE);
  result.set_opportunity(ResourceName(context.tenant, "opportunities", id));
  if (const auto head = ReadHead(*context.state, context.tenant, id)) {
    result.set_number(head->opportunity().number());
  }
  result.set_message(StrCat("An entry with this ", how,
                            " is there already; change it by its own verbs."));
}

// Id of the entry with this external number; empty if there is none.
std::string WithExternalNumber(const Context& context,
                               const std::string& external) {
  std::string id;
  const std::string prefix = IndexPrefix(context.tenant, kByExternal, external);
  context.state->Scan(prefix, PrefixEnd(prefix),
                      [&](std::string_view, std::string_view value) {
                        id = std::string(value);
                        return false;
                      });
  return id;
}

}  // namespace

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeImport(
    const Context& context) {
  RETURN_IF_ERROR(CheckActor(context, "import entries"));
  authority::Question question;
  question.activity = std::string(kMaintain);
  question.as_of = context.now;
  return AuthorizeIn(
      context, "import entries into the register",
      {common::v1::LETTER_RESPONSIBLE, common::v1::LETTER_ACCOUNTABLE},
      question);
}

absl::Status CheckRowCount(int count) {
  if (count >= 1 && count <= limits::kImportRowsMax) return absl::OkStatus();
  return FieldError("rows",
                    StrCat(count, " rows; 1 to ", limits::kImportRowsMax,
                           " are taken at once."));
}

RowImport::RowImport(const Context& context)
    : context_(context), next_number_(NextNumber(context)) {}

v1::ImportRowResult RowImport::Take(const v1::ImportOpportunityRow& row,
                                    v1::Opportunity& entry) {
  v1::ImportRowResult result;
  result.set_line(row.line());
  const absl::StatusOr<std::string> id =
      ChooseId(context_, "opportunity_id", row.opportunity_id());
  if (!id.ok()) {
    Refuse(id.status(), result);
    return result;
  }
  const std::string& external = row.opportunity().external_number();
  const std::string twin =
      external.empty() ? "" : WithExternalNumber(context_, external);
  if (ids_.count(*id) != 0 ||
      context_.state->Has(EntryKey(context_.tenant, *id))) {
    FoundAlready(context_, *id, "id", result);
    return result;
  }
  if (!twin.empty()) {
    FoundAlready(context_, twin, "external number", result);
    return result;
  }
  if (external_numbers_.count(external) != 0) {
    Refuse(FieldError("opportunity.external_number",
                      StrCat("a row above has the number ", external,
                             " too; number one of them anew.")),
           result);
    return result;
  }
  const absl::Status filled = Fill(context_, row.opportunity(), entry, result);
  if (!filled.ok()) {
    Refuse(filled, result);
    return result;
  }
  entry.set_name(ResourceName(context_.tenant, "opportunities", *id));
  entry.set_uid(context_.ids->Next());
  entry.set_number(next_number_++);
  ids_.insert(*id);
  if (!external.empty()) external_numbers_.insert(external);
  result.set_outcome(v1::IMPORT_OUTCOME_IMPORTED);
  result.set_opportunity(entry.name());
  result.set_number(entry.number());
  return result;
}

}  // namespace csi::registry
