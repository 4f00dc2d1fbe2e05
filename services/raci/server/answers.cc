// ResolveRaci and CheckAuthority: the questions of common/authority, asked
// from outside.
#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/act.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

using common::v1::Letter;

template <class Request>
absl::StatusOr<authority::Question> QuestionOf(const QueryContext& context,
                                               const Request& request) {
  if (!IsResourceId(request.activity())) {
    return FieldError("activity", StrCat("\"", request.activity(),
                                         "\" is no activity id, for example "
                                         "step-3 or raise-rfc."));
  }
  if (!request.variant().empty() && !IsResourceId(request.variant())) {
    return FieldError("variant", "it is no id, for example central.");
  }
  const authority::Directory directory(context.state, context.tenant);
  const common::v1::Scope& scope = request.scope();
  if (!scope.service().empty()) {
    RETURN_IF_ERROR(
        IdOf("scope.service", scope.service(), context.tenant, "services")
            .status());
    if (!directory.ServiceExists(scope.service())) {
      return NotFound(scope.service(), "ListServices");
    }
  }
  if (!scope.process().empty()) {
    RETURN_IF_ERROR(
        IdOf("scope.process", scope.process(), context.tenant, "processes")
            .status());
    if (!directory.ProcessExists(scope.process())) {
      return NotFound(scope.process(), "ListProcesses");
    }
  }
  if (!request.accountable_person().empty()) {
    RETURN_IF_ERROR(IdOf("accountable_person", request.accountable_person(),
                         context.tenant, "people")
                        .status());
  }
  authority::Question question;
  question.activity = request.activity();
  question.variant = request.variant();
  question.scope = scope;
  question.accountable_person = request.accountable_person();
  question.as_of =
      request.has_as_of() ? authority::TimeOf(request.as_of()) : context.now;
  return question;
}

v1::LetterHolder HolderOf(const authority::Directory& directory,
                          const authority::Holder& holder) {
  v1::LetterHolder out;
  out.set_person(holder.person);
  out.set_display_name(directory.DisplayName(holder.person));
  out.set_role(holder.role);
  out.set_assignment(holder.assignment);
  for (const std::string& exception : holder.exceptions) {
    out.add_exceptions(exception);
  }
  return out;
}

void AddLetter(const authority::Directory& directory,
               const authority::LetterHolders& letter,
               v1::ResolveRaciResponse* reply) {
  v1::LetterResolution& out = *reply->add_letters();
  out.set_letter(letter.letter);
  for (const authority::Holder& holder : letter.holders) {
    *out.add_holders() = HolderOf(directory, holder);
  }
  for (const authority::Holder& deputy : letter.deputies) {
    *out.add_deputies() = HolderOf(directory, deputy);
  }
  for (const std::string& role : letter.vacant_roles) {
    out.add_vacant_roles(role);
  }
  for (const std::string& role : letter.blocking_roles) {
    out.add_blocking_roles(role);
  }
}

}  // namespace

absl::Status ResolveRaci(const QueryContext& context,
                         const v1::ResolveRaciRequest& request,
                         v1::ResolveRaciResponse* reply) {
  ASSIGN_OR_RETURN(const authority::Question question,
                   QuestionOf(context, request));
  const authority::Directory directory(context.state, context.tenant);
  const authority::Resolution resolution = directory.Resolve(question);
  reply->set_activity(resolution.activity);
  reply->set_matrix(resolution.matrix);
  AddLetter(directory, resolution.accountable, reply);
  AddLetter(directory, resolution.responsible, reply);
  AddLetter(directory, resolution.consulted, reply);
  AddLetter(directory, resolution.informed, reply);
  for (const common::v1::Finding& finding : resolution.findings) {
    *reply->add_findings() = finding;
  }
  *reply->mutable_explanation() = resolution.explanation;
  return absl::OkStatus();
}

absl::Status CheckAuthority(const QueryContext& context,
                            const v1::CheckAuthorityRequest& request,
                            v1::CheckAuthorityResponse* reply) {
  ASSIGN_OR_RETURN(authority::Question question, QuestionOf(context, request));
  std::string person = request.person();
  if (person.empty()) {
    if (context.actor.empty()) {
      return FieldError("person", "name the person: the caller is a stranger.");
    }
    person = ResourceName(context.tenant, "people", context.actor);
  }
  RETURN_IF_ERROR(IdOf("person", person, context.tenant, "people").status());
  if (request.has_cost() || request.size() != v1::AUTHORITY_SIZE_UNSPECIFIED) {
    question.stake = authority::Stake{
        request.cost().currency_code(), request.cost().units(),
        request.cost().nanos(), static_cast<int>(request.size())};
  }
  std::vector<Letter> letters;
  for (int letter : request.letters()) {
    letters.push_back(static_cast<Letter>(letter));
  }
  if (letters.empty()) {
    letters = {common::v1::LETTER_ACCOUNTABLE, common::v1::LETTER_RESPONSIBLE};
  }
  const authority::Directory directory(context.state, context.tenant);
  const authority::Answer answer = directory.Check(person, letters, question);
  reply->set_allowed(answer.allowed);
  if (answer.allowed) *reply->mutable_grant() = answer.grant;
  if (!answer.allowed) {
    reply->set_reason(
        StrCat(directory.DisplayName(person), " is ", answer.reason));
  }
  for (const authority::Holder& holder : answer.could_instead) {
    *reply->add_could_instead() = HolderOf(directory, holder);
  }
  *reply->mutable_explanation() = answer.explanation;
  return absl::OkStatus();
}

}  // namespace csi::raci
