#include "services/workflow/domain/consultations.h"

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"

namespace csi::workflow {

Consultations LoadConsultations(const KvReader& state, std::string_view tenant,
                                std::string_view run, uint32_t step,
                                uint32_t from) {
  Consultations found;
  const std::string prefix =
      KeyPrefix("wf.con", {tenant, run, TwoDigits(step)});
  auto take = [&](std::string_view key, std::string_view value) {
    uint32_t number = 0;
    v1::ConsultationRow row;
    if (absl::SimpleAtoi(View(key.substr(prefix.size())), &number) &&
        row.ParseFromString(std::string(value))) {
      found[number] = std::move(row);
    }
    return true;
  };
  state.Scan(ConsultationKey(tenant, run, step, from), PrefixEnd(prefix), take);
  return found;
}

std::vector<std::string> BlockingQuestions(const Work& work, uint32_t step) {
  std::vector<std::string> blocking;
  const Context& context = work.context();
  for (const auto& [number, row] :
       LoadConsultations(*context.state, context.tenant, work.id(), step,
                         work.StepRowOf(step).first_question())) {
    if (row.state() != v1::Consultation::STATE_OPEN ||
        row.mode() != v1::Consultation::MODE_BLOCKING) {
      continue;
    }
    const std::string who = row.role().empty()
                                ? work.directory().DisplayName(NameOrEmpty(
                                      context.tenant, "people", row.person()))
                                : StrCat("role ", row.role());
    blocking.push_back(StrCat(ConsultationId(work.id(), step, number), " (",
                              who, ", due ", TimeText(row.due_us()), ")"));
  }
  return blocking;
}

namespace {

Waiters NamedPersons(const authority::LetterHolders& letter) {
  std::vector<authority::Holder> named;
  for (const authority::Holder& holder : letter.holders) {
    if (holder.role.empty()) named.push_back(holder);
  }
  return WaitersOf(named);
}

}  // namespace

void AddAutomaticQuestions(const Work& work, v1::StepSubmittedFact& fact) {
  const v1::StepDefinition& step = work.current();
  if (step.consultations() == v1::CONSULTATION_POLICY_NONE) return;
  const Context& context = work.context();
  const authority::LetterHolders consulted = work.directory().HoldersOfLetter(
      common::v1::LETTER_CONSULTED, work.QuestionFor(step.activity()));
  std::vector<std::string> asked;
  for (const auto& [number, row] : LoadConsultations(
           *context.state, context.tenant, work.id(), step.number(),
           work.StepRowOf(step.number()).first_question())) {
    asked.push_back(row.role());
  }
  uint32_t next = work.run().questions() + 1;
  for (const std::string& role : consulted.blocking_roles) {
    const std::string id = IdPart(role);
    if (std::find(asked.begin(), asked.end(), id) != asked.end()) continue;
    if (next > limits::kQuestionsPerRunMax) return;
    v1::Question& question = *fact.add_questions();
    question.set_number(next++);
    question.set_mode(v1::Consultation::MODE_BLOCKING);
    question.set_due_us(absl::ToUnixMicros(
        context.now + absl::Hours(24) * step.consultation_days()));
    question.set_role(id);
    *question.mutable_waiters() =
        id.empty() ? NamedPersons(consulted) : WaitersOf(work.HoldersOf(id));
    // A column that names one person has no role.
    if (id.empty() && !question.waiters().empty()) {
      question.set_person(question.waiters(0).person());
    }
    question.set_vacant(question.waiters().empty());
  }
}

}  // namespace csi::workflow
