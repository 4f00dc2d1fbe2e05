#include "services/reporting/domain/guards.h"

#include <algorithm>

#include "common/authority/directory.h"
#include "common/authority/lookup.h"
#include "common/authority/scopes.h"
#include "common/base/limits.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

authority::Question QuestionOf(const Context& context,
                               std::string_view activity,
                               const Subject& subject) {
  authority::Question question;
  question.activity = std::string(activity);
  question.variant = subject.variant;
  question.scope = subject.scope;
  question.accountable_person = subject.accountable_person;
  question.as_of = context.now;
  return question;
}

common::v1::AuthorityGrant Recorded(const Context& context,
                                    common::v1::AuthorityGrant grant) {
  grant.set_person(ActorName(context));
  if (grant.raci_revision().empty()) {
    grant.set_raci_revision(context.view_revision("raci"));
  }
  return grant;
}

// Who approves when the submitter holds A alone: another holder, else the first
// filled line of accountability above. nullopt when A is somebody else's, or
// nobody else is there.
std::optional<authority::Holder> OtherApprover(const Context& context,
                                               std::string_view activity,
                                               const Subject& subject,
                                               std::string_view submitter) {
  const authority::Directory directory(*context.views, context.tenant);
  const authority::Resolution resolution =
      directory.Resolve(QuestionOf(context, activity, subject));
  std::string role;
  for (const authority::Holder& holder : resolution.accountable.holders) {
    if (holder.person != submitter) return holder;
    role = holder.role;
  }
  if (role.empty()) return std::nullopt;
  const authority::Lookup lookup(*context.views, context.tenant, context.now);
  for (authority::Holder& holder : lookup.FirstFilledLine(
           LastPart(role), authority::PartsOf(subject.scope))) {
    if (holder.person != submitter) return std::move(holder);
  }
  return std::nullopt;
}

absl::Status RefuseStrictly(const Context& context, std::string_view what,
                            std::string_view submitter) {
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat(authority::Directory(*context.views, context.tenant)
                 .DisplayName(submitter),
             " may not ", what,
             ": whoever submitted it does not approve it, and the policy of "
             "this register allows no exception. Nobody else could: appoint "
             "somebody to the line of accountability above, or have it "
             "submitted by somebody else."),
      {{"rule", "STRICT_SEPARATION"}});
}

}  // namespace

absl::Status RequireActor(const Context& context) {
  if (!context.actor.empty()) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_NO_ACTOR,
                 "Nobody is named as the actor; a stranger may only read. Send "
                 "the person's name with the call (csictl: --as PERSON).");
}

std::string ActorName(const Context& context) {
  return ResourceName(context.tenant, "people", context.actor);
}

std::vector<common::v1::Letter> ResponsibleOrAccountable() {
  return {common::v1::LETTER_RESPONSIBLE, common::v1::LETTER_ACCOUNTABLE};
}

absl::StatusOr<common::v1::AuthorityGrant> Authorize(
    const Context& context, std::string_view what,
    const std::vector<Right>& rights, const Subject& subject) {
  const authority::Directory directory(*context.views, context.tenant);
  const std::string person = ActorName(context);
  authority::Answer first;
  for (size_t i = 0; i < rights.size(); ++i) {
    authority::Answer answer =
        directory.Check(person, rights[i].letters,
                        QuestionOf(context, rights[i].activity, subject));
    if (answer.allowed) return Recorded(context, answer.grant);
    if (i == 0) first = std::move(answer);
  }
  return authority::NotAuthorized(directory, person, what, first);
}

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeApproval(
    const Context& context, std::string_view what, std::string_view activity,
    const Subject& subject, std::string_view submitter) {
  absl::StatusOr<common::v1::AuthorityGrant> grant = Authorize(
      context, what, {{activity, {common::v1::LETTER_ACCOUNTABLE}}}, subject);
  if (grant.ok() && grant->person() != submitter) return grant;
  const std::optional<authority::Holder> other =
      OtherApprover(context, activity, subject, submitter);
  if (!grant.ok()) {
    // The accountable person submitted it: the line above approves.
    if (!other || other->person != ActorName(context)) return grant;
    common::v1::AuthorityGrant acting;
    acting.set_letter(common::v1::LETTER_ACCOUNTABLE);
    acting.set_role(other->role);
    acting.set_assignment(other->assignment);
    acting.add_exceptions("ACTING");
    return Recorded(context, std::move(acting));
  }
  if (!other) {
    if (StrictSeparation(*context.views, context.tenant)) {
      return RefuseStrictly(context, what, submitter);
    }
    grant->add_exceptions("SELF_APPROVED");
    return grant;
  }
  const authority::Directory directory(*context.views, context.tenant);
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat(directory.DisplayName(submitter), " may not ", what,
             ": whoever submitted it does not approve it while somebody else "
             "can. ",
             directory.DisplayName(other->person), " can."),
      {{"rule", "SEPARATION_OF_DUTIES"}, {"person", other->person}});
}

absl::Status NotFound(std::string_view what, std::string_view name) {
  return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                 StrCat(name, " does not exist. List the ", what,
                        " of this tenant to see those that do."),
                 {{"name", std::string(name)}});
}

absl::StatusOr<std::string> NewId(const Context& context,
                                  std::string_view field,
                                  std::string_view given, std::string_view tag,
                                  std::string_view collection) {
  if (given.empty()) return context.ids->Next();
  if (!IsResourceId(given)) {
    return FieldError(field,
                      StrCat("\"", given,
                             "\" is not an id: lower-case letters, digits and "
                             "'-', not '-' first, at most 63 characters."));
  }
  if (context.state->Has(Key(tag, {context.tenant, given}))) {
    return Refusal(
        common::v1::ERROR_REASON_ALREADY_EXISTS,
        StrCat(ResourceName(context.tenant, collection, given),
               " exists already. Choose another id, or leave it empty."),
        {{"name", ResourceName(context.tenant, collection, given)}});
  }
  return std::string(given);
}

absl::Status CheckLength(std::string_view field, std::string_view text,
                         size_t bytes_max) {
  if (text.size() <= bytes_max) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(field, " has ", text.size(), " bytes; at most ",
                        bytes_max, " are kept. Shorten it."),
                 {{"field", std::string(field)}, {"limit", StrCat(bytes_max)}});
}

}  // namespace csi::reporting
