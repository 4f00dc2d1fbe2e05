// AskConsultation, AnswerConsultation, WaiveConsultation.
#include <utility>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/business_time.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;

void ReplyWithConsultation(const Context& context, const std::string& run,
                           uint32_t step, uint32_t number, Outcome& outcome) {
  outcome.ReplyWith(
      [tenant = context.tenant, run, step, number](
          const KvReader& state) -> std::unique_ptr<google::protobuf::Message> {
        auto row = GetRow<v1::ConsultationRow>(
            state, ConsultationKey(tenant, run, step, number));
        return std::make_unique<v1::Consultation>(ToConsultation(
            tenant, run, number, row ? *row : v1::ConsultationRow()));
      });
}

// A question with its run, as the verbs on it need them.
struct Asked {
  Work work;
  ConsultationParts parts;
  v1::ConsultationRow row;
  std::string name;
};

absl::StatusOr<Asked> LoadAsked(const Context& context,
                                const std::string& name) {
  ASSIGN_OR_RETURN(ConsultationParts parts,
                   ConsultationPartsOf(name, context.tenant));
  auto row = GetRow<v1::ConsultationRow>(
      *context.state,
      ConsultationKey(context.tenant, parts.run, parts.step, parts.number));
  if (!row) {
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no consultation ", name, "."),
                   {{"name", name}});
  }
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, parts.run));
  return Asked{std::move(work), std::move(parts), *std::move(row), name};
}

absl::Status RequireOpen(const Asked& asked, std::string_view verb) {
  if (asked.row.state() == v1::Consultation::STATE_OPEN) {
    return absl::OkStatus();
  }
  const std::string state =
      v1::Consultation::State_Name(asked.row.state()).substr(6);
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(verb, ": ", asked.name, " is ", state,
                        "; only an OPEN one can be ended."),
                 {{"state", state}});
}

// The grant of a person through the role that was asked, if there is one.
absl::StatusOr<AuthorityGrant> GrantOfAsked(const Asked& asked,
                                            const std::string& person) {
  const Context& context = asked.work.context();
  AuthorityGrant grant;
  grant.set_person(person);
  grant.set_letter(common::v1::LETTER_CONSULTED);
  grant.set_raci_revision(context.view_revision("raci"));
  if (asked.row.role().empty()) {
    if (IdPart(person) == asked.row.person()) return grant;
  } else {
    auto holder = asked.work.directory().Holding(
        person, asked.row.role(), asked.work.scope(), context.now);
    if (holder) {
      grant.set_role(holder->role);
      grant.set_assignment(holder->assignment);
      grant.set_matrix(
          asked.work.directory()
              .Resolve(asked.work.QuestionFor(
                  StepOf(asked.work.definition(), asked.row.step()).activity()))
              .matrix);
      for (const std::string& exception : holder->exceptions) {
        grant.add_exceptions(exception);
      }
      return grant;
    }
  }
  const std::string whom =
      asked.row.role().empty()
          ? asked.work.directory().DisplayName(
                NameOrEmpty(context.tenant, "people", asked.row.person()))
          : StrCat("holders of role ", asked.row.role());
  return Refusal(common::v1::ERROR_REASON_NOT_AUTHORIZED,
                 StrCat(asked.work.directory().DisplayName(person),
                        " was not asked: ", asked.name, " is for ", whom,
                        ". An R or A of the step may record the answer of "
                        "somebody who was asked (answered_by)."),
                 {{"person", person}});
}

absl::StatusOr<AuthorityGrant> AuthorizeAnswer(
    const Asked& asked, const v1::AnswerConsultationRequest& request) {
  const Context& context = asked.work.context();
  RETURN_IF_ERROR(RequireActor(context));
  const std::string actor = ActorName(context);
  if (request.answered_by().empty() || request.answered_by() == actor) {
    ASSIGN_OR_RETURN(AuthorityGrant grant, GrantOfAsked(asked, actor));
    return CompactGrant(grant, context.actor);
  }
  RETURN_IF_ERROR(
      IdOf("answered_by", request.answered_by(), context.tenant, "people")
          .status());
  const v1::StepDefinition& step =
      StepOf(asked.work.definition(), asked.row.step());
  Letters letters = LettersOf(step.letters().work());
  for (common::v1::Letter letter : LettersOf(step.letters().approve())) {
    letters.push_back(letter);
  }
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      asked.work.Authorize(step.activity(), letters,
                           StrCat("record an answer to ", asked.name)));
  // Whose answer it is must have been asked, too.
  RETURN_IF_ERROR(GrantOfAsked(asked, request.answered_by()).status());
  return grant;
}

absl::Status EndConsultation(const Asked& asked, const AuthorityGrant& grant,
                             v1::ConsultationEndedFact fact, std::string reason,
                             Outcome& outcome) {
  Move move;
  move.step = asked.row.step();
  move.state = asked.work.run().state();
  move.grant = &grant;
  move.reason = std::move(reason);
  fact.set_number(asked.parts.number);
  fact.set_role(asked.row.role());
  *asked.work.Emit(outcome, move).mutable_consultation_ended() =
      std::move(fact);
  ReplyWithConsultation(asked.work.context(), asked.work.id(), asked.row.step(),
                        asked.parts.number, outcome);
  return absl::OkStatus();
}

// Fills who is asked, or FIELD_INVALID.
absl::Status Address(const Work& work, const v1::Consultation& wanted,
                     v1::Question& question) {
  const Context& context = work.context();
  if (wanted.role().empty() == wanted.person().empty()) {
    return FieldError("consultation.role", "name either a role or a person.");
  }
  if (!wanted.person().empty()) {
    ASSIGN_OR_RETURN(
        std::string person,
        IdOf("consultation.person", wanted.person(), context.tenant, "people"));
    if (!work.directory().PersonExists(wanted.person(), context.now)) {
      return FieldError("consultation.person",
                        StrCat(wanted.person(), " is not here."));
    }
    question.set_person(person);
    question.add_waiters()->set_person(person);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string role, IdOf("consultation.role", wanted.role(),
                                          context.tenant, "roles"));
  const std::vector<authority::Holder> holders = work.HoldersOf(role);
  if (holders.empty()) {
    return FieldError("consultation.role",
                      StrCat("nobody holds ", wanted.role(),
                             " in the scope of the run; ask a person."));
  }
  question.set_role(role);
  *question.mutable_waiters() = WaitersOf(holders);
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideAskConsultation(const v1::AskConsultationRequest& request,
                                   const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, id));
  const v1::StepDefinition& step = work.current();
  Letters letters = LettersOf(step.letters().work());
  for (common::v1::Letter letter : LettersOf(step.letters().approve())) {
    letters.push_back(letter);
  }
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   work.Authorize(step.activity(), letters,
                                  StrCat("ask for step ", step.number(), " of ",
                                         work.name())));
  RETURN_IF_ERROR(work.RequireMoving("AskConsultation"));
  const v1::Step::Phase phase = work.StepRowOf(step.number()).phase();
  if (phase == v1::Step::PHASE_APPROVED) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("AskConsultation: step ", step.number(), " of ",
                          work.name(), " is approved already."),
                   {{"phase", PhaseWord(phase)}});
  }
  if (work.run().questions() >= limits::kQuestionsPerRunMax) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat("A run has at most ", limits::kQuestionsPerRunMax,
                          " consultations."),
                   {{"limit", "kQuestionsPerRunMax"}});
  }
  const v1::Consultation& wanted = request.consultation();
  v1::Question question;
  RETURN_IF_ERROR(Address(work, wanted, question));
  question.set_number(work.run().questions() + 1);
  question.set_mode(wanted.mode() == v1::Consultation::MODE_BLOCKING
                        ? v1::Consultation::MODE_BLOCKING
                        : v1::Consultation::MODE_ADVISORY);
  question.set_question(wanted.question());
  question.set_due_us(wanted.has_due_time()
                          ? MicrosOf(wanted.due_time())
                          : absl::ToUnixMicros(DueAfter(
                                context, work.run().scope().service(),
                                static_cast<int>(step.consultation_days()))));
  if (question.due_us() <= work.now_us()) {
    return FieldError("consultation.due_time", "it must lie after now.");
  }
  Move move;
  move.step = step.number();
  move.state = work.run().state();
  move.grant = &grant;
  const uint32_t number = question.number();
  *work.Emit(outcome, move).mutable_consultation_asked()->mutable_question() =
      std::move(question);
  ReplyWithConsultation(context, work.id(), step.number(), number, outcome);
  return absl::OkStatus();
}

absl::Status DecideAnswerConsultation(
    const v1::AnswerConsultationRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(Asked asked, LoadAsked(context, request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), asked.row.revision(), asked.name));
  ASSIGN_OR_RETURN(AuthorityGrant grant, AuthorizeAnswer(asked, request));
  RETURN_IF_ERROR(RequireOpen(asked, "AnswerConsultation"));
  if (request.answer().size() > csi::limits::kLongTextBytesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("answer: at most ", csi::limits::kLongTextBytesMax, " bytes."),
        {{"limit", "kLongTextBytesMax"}});
  }
  v1::ConsultationEndedFact fact;
  fact.set_state(v1::Consultation::STATE_ANSWERED);
  fact.set_answer(request.answer());
  const std::string whose = request.answered_by().empty()
                                ? context.actor
                                : IdPart(request.answered_by());
  fact.set_answered_by(whose);
  if (whose != context.actor) fact.set_recorded_by(context.actor);
  return EndConsultation(asked, grant, std::move(fact), "", outcome);
}

absl::Status DecideWaiveConsultation(
    const v1::WaiveConsultationRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(Asked asked, LoadAsked(context, request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), asked.row.revision(), asked.name));
  const v1::StepDefinition& step =
      StepOf(asked.work.definition(), asked.row.step());
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      asked.work.Authorize(step.activity(), LettersOf(step.letters().approve()),
                           StrCat("waive ", asked.name)));
  RETURN_IF_ERROR(RequireOpen(asked, "WaiveConsultation"));
  v1::ConsultationEndedFact fact;
  fact.set_state(v1::Consultation::STATE_WAIVED);
  fact.set_answered_by(context.actor);
  return EndConsultation(asked, grant, std::move(fact), request.reason(),
                         outcome);
}

}  // namespace csi::workflow
