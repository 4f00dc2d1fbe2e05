#include "services/registry/domain/decide.h"

#include <memory>
#include <set>

#include "absl/strings/str_join.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/event_fields.h"

namespace csi::registry {
namespace {

using common::v1::AuthorityGrant;

std::string RaciRevision(const Context& context) {
  return context.view_revision ? context.view_revision("raci") : "";
}

absl::Status Vacant(const Context& context, const common::v1::Scope& scope,
                    const authority::Resolution& resolution) {
  std::vector<std::string> roles;
  for (const std::string& role : resolution.accountable.vacant_roles) {
    roles.emplace_back(LastPart(role));
  }
  const std::string whom =
      roles.empty() ? "an owner or CSI manager" : absl::StrJoin(roles, ", ");
  return Refusal(
      common::v1::ERROR_REASON_VACANT,
      StrCat("Nobody is accountable for deliver-improvement in ",
             ScopeText(scope), " (tenant ", context.tenant,
             "). An entry needs exactly one accountable person: appoint ", whom,
             " first."),
      {{"activity", std::string(kDeliver)},
       {"scope", ScopeText(scope)},
       {"vacant_roles", absl::StrJoin(roles, ",")}});
}

absl::Status TwoAccountable(const authority::Directory& directory,
                            const common::v1::Scope& scope,
                            const std::set<std::string>& persons) {
  std::vector<std::string> names;
  for (const std::string& person : persons) {
    names.push_back(directory.DisplayName(person));
  }
  return Refusal(
      common::v1::ERROR_REASON_TWO_ACCOUNTABLE,
      StrCat(absl::StrJoin(names, " and "),
             " would both be accountable for deliver-improvement in ",
             ScopeText(scope),
             ". Only one person can be: end one of the assignments, or make "
             "the scope of the entry narrower."),
      {{"activity", std::string(kDeliver)},
       {"persons", absl::StrJoin(persons, ",")}});
}

}  // namespace

absl::Status CheckActor(const Context& context, std::string_view what) {
  if (!context.actor.empty()) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_NO_ACTOR,
      StrCat("A stranger may not ", what,
             ": name the person who acts (metadata csi-actor: tenants/",
             context.tenant, "/people/{person})."));
}

std::string ActorName(const Context& context) {
  return ResourceName(context.tenant, "people", context.actor);
}

std::string Called(const v1::Opportunity& entry) {
  return StrCat(entry.number(), " \"", entry.title(), "\"");
}

std::string ScopeText(const common::v1::Scope& scope) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view word, std::string_view value) {
    if (!value.empty()) parts.push_back(StrCat(word, " ", LastPart(value)));
  };
  add("service", scope.service());
  add("process", scope.process());
  add("unit", scope.unit());
  add("geography", scope.geography());
  add("technology", scope.technology());
  add("provider", scope.provider());
  return parts.empty() ? "the whole organisation" : absl::StrJoin(parts, ", ");
}

absl::Status NoSuch(std::string_view what, std::string_view name) {
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat("There is no ", what, " ", name,
                        ". List what there is, or check the tenant."),
                 {{"name", std::string(name)}});
}

absl::StatusOr<v1::OpportunityRow> LoadEntry(const Context& context,
                                             std::string_view field,
                                             std::string_view name,
                                             std::string_view etag) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf(field, name, context.tenant, "opportunities"));
  std::optional<v1::OpportunityRow> row =
      ReadHead(*context.state, context.tenant, id);
  if (!row) return NoSuch("opportunity", name);
  RETURN_IF_ERROR(CheckEtag(etag, row->opportunity().revision(), name));
  return *std::move(row);
}

absl::StatusOr<AuthorityGrant> AuthorizeIn(
    const Context& context, std::string_view what,
    const std::vector<common::v1::Letter>& letters,
    const authority::Question& question) {
  const authority::Directory directory(*context.views, context.tenant);
  const std::string person = ActorName(context);
  authority::Answer answer = directory.Check(person, letters, question);
  if (!answer.allowed) {
    return authority::NotAuthorized(directory, person, what, answer);
  }
  answer.grant.set_raci_revision(RaciRevision(context));
  return std::move(answer.grant);
}

absl::StatusOr<AuthorityGrant> Authorize(
    const Context& context, std::string_view what, std::string_view activity,
    const std::vector<common::v1::Letter>& letters,
    const v1::Opportunity& entry) {
  authority::Question question;
  question.activity = std::string(activity);
  question.variant = entry.matrix_variant();
  // The computed accountable person is resolved anew from the scope: whoever
  // holds the role now may act, not a leaver whom the entry still names.
  question.scope = entry.scope();
  question.as_of = context.now;
  return AuthorizeIn(context, what, letters, question);
}

absl::StatusOr<AuthorityGrant> AuthorizeReview(const Context& context,
                                               std::string_view what,
                                               const v1::Opportunity& entry) {
  return Authorize(context, what, kPrioritise, {common::v1::LETTER_ACCOUNTABLE},
                   entry);
}

absl::StatusOr<AuthorityGrant> ResolveAccountable(
    const Context& context, const common::v1::Scope& scope) {
  const authority::Directory directory(*context.views, context.tenant);
  authority::Question question;
  question.activity = std::string(kDeliver);
  question.scope = scope;
  question.as_of = context.now;
  const authority::Resolution resolution = directory.Resolve(question);
  std::set<std::string> persons;
  for (const authority::Holder& holder : resolution.accountable.holders) {
    persons.insert(holder.person);
  }
  if (persons.empty()) return Vacant(context, scope, resolution);
  if (persons.size() > 1) return TwoAccountable(directory, scope, persons);
  AuthorityGrant grant;
  for (const authority::Holder& holder : resolution.accountable.holders) {
    if (holder.person != *persons.begin()) continue;
    grant.set_person(holder.person);
    grant.set_letter(common::v1::LETTER_ACCOUNTABLE);
    grant.set_role(holder.role);
    grant.set_assignment(holder.assignment);
    for (const std::string& exception : holder.exceptions) {
      grant.add_exceptions(exception);
    }
    break;
  }
  grant.set_matrix(resolution.matrix);
  grant.set_raci_revision(RaciRevision(context));
  return grant;
}

void EmitEntryEvent(const Context& context, v1::JournalEvent event,
                    v1::OpportunityRow& row, Outcome& outcome) {
  Evolve(event, context.now, row);
  *MutableDigest(event) = DigestOf(row.opportunity());
  outcome.Emit<v1::JournalEvent>() = std::move(event);
}

void ReplyWithEntry(const Context& context, std::string_view name,
                    Outcome& outcome) {
  outcome.ReplyWith(
      [tenant = context.tenant, id = std::string(LastPart(name))](
          const KvReader& state) -> std::unique_ptr<google::protobuf::Message> {
        return std::make_unique<v1::Opportunity>(
            ReadEntry(state, tenant, id).value_or(v1::Opportunity()));
      });
}

absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t bytes_max) {
  if (text.size() <= bytes_max) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_TOO_LARGE,
      StrCat(field, " has ", text.size(), " bytes; at most ", bytes_max,
             " are taken. Put the rest into a document "
             "and attach that."),
      {{"field", std::string(field)}, {"limit", StrCat(bytes_max)}});
}

absl::Status CheckReason(std::string_view reason, bool required) {
  if (required && reason.empty()) {
    return FieldError("reason", "it is required: say why, in words.");
  }
  return CheckText("reason", reason, csi::limits::kShortTextBytesMax);
}

absl::StatusOr<std::string> ChooseId(const Context& context,
                                     std::string_view field,
                                     std::string_view wanted) {
  if (wanted.empty()) return context.ids->Next();
  if (!IsResourceId(wanted)) {
    return FieldError(field,
                      StrCat("\"", wanted,
                             "\" is no id: lower-case letters, digits and "
                             "'-', first a letter or digit, at most 63."));
  }
  return std::string(wanted);
}

}  // namespace csi::registry
