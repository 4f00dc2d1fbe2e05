#include "services/reporting/domain/guards.h"

#include <algorithm>

#include "common/authority/directory.h"
#include "common/base/limits.h"

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
  ASSIGN_OR_RETURN(
      common::v1::AuthorityGrant grant,
      Authorize(context, what, {{activity, {common::v1::LETTER_ACCOUNTABLE}}},
                subject));
  if (grant.person() != submitter) return grant;
  const authority::Directory directory(*context.views, context.tenant);
  const authority::Resolution resolution =
      directory.Resolve(QuestionOf(context, activity, subject));
  for (const authority::Holder& holder : resolution.accountable.holders) {
    if (holder.person == submitter || holder.person.empty()) continue;
    return Refusal(
        common::v1::ERROR_REASON_NOT_AUTHORIZED,
        StrCat(directory.DisplayName(submitter), " may not ", what,
               ": whoever submitted it does not approve it while somebody "
               "else can. ",
               directory.DisplayName(holder.person), " can."),
        {{"rule", "SEPARATION_OF_DUTIES"}, {"person", holder.person}});
  }
  grant.add_exceptions("SELF_APPROVED");
  return grant;
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
