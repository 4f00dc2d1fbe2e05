#include "services/workflow/domain/work.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/business_time.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/views.h"

namespace csi::workflow {

using common::v1::AuthorityGrant;

Letters LettersOf(const google::protobuf::RepeatedField<int>& letters) {
  Letters list;
  for (int letter : letters) {
    list.push_back(static_cast<common::v1::Letter>(letter));
  }
  return list;
}

Work::Work(const Context& context, std::string id, v1::RunRow row,
           DefinitionPtr definition)
    : context_(&context),
      id_(std::move(id)),
      run_(std::move(row)),
      definition_(std::move(definition)),
      directory_(*context.views, context.tenant) {}

absl::StatusOr<Work> Work::Load(const Context& context, std::string_view name) {
  ASSIGN_OR_RETURN(std::string id, IdOf("name", name, context.tenant, "runs"));
  return LoadId(context, std::move(id));
}

absl::StatusOr<Work> Work::LoadId(const Context& context, std::string id) {
  auto row = GetRow<v1::RunRow>(*context.state, RunKey(context.tenant, id));
  if (!row) {
    const std::string name = ResourceName(context.tenant, "runs", id);
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no run ", name, "."), {{"name", name}});
  }
  return Begin(context, std::move(id), *std::move(row));
}

absl::StatusOr<Work> Work::Begin(const Context& context, std::string id,
                                 v1::RunRow row) {
  DefinitionPtr definition =
      FindDefinition(*context.state, context.tenant, row.definition(),
                     row.definition_revision());
  if (definition == nullptr) {
    return Refusal(
        common::v1::ERROR_REASON_NOT_FOUND,
        StrCat("There is no definition ", row.definition(), " of revision ",
               row.definition_revision(), " in this version of the program."),
        {{"definition", row.definition()}});
  }
  return Work(context, std::move(id), std::move(row), std::move(definition));
}

std::string Work::name() const {
  return ResourceName(context_->tenant, "runs", id_);
}

const v1::StepDefinition& Work::current() const {
  return StepOf(*definition_, run_.step());
}

v1::StepRow Work::StepRowOf(uint32_t step) const {
  auto row = GetRow<v1::StepRow>(*context_->state,
                                 StepKey(context_->tenant, id_, step));
  return row ? *std::move(row) : v1::StepRow();
}

google::protobuf::RepeatedPtrField<v1::ArtefactField> Work::FieldsOf(
    uint32_t step) const {
  auto row = GetRow<v1::ArtefactRow>(*context_->state,
                                     ArtefactKey(context_->tenant, id_, step));
  if (!row) return {};
  return std::move(*row->mutable_fields());
}

Rfcs Work::LoadRfcs() const {
  return RfcsOf(*context_->state, context_->tenant, id_);
}

bool Work::EntryHasReviewDate() const {
  auto opportunity =
      FindOpportunity(*context_->views, context_->tenant, run_.opportunity());
  return opportunity && opportunity->effect_review_us() != 0;
}

int64_t Work::EffectReviewUs() const {
  auto opportunity =
      FindOpportunity(*context_->views, context_->tenant, run_.opportunity());
  if (opportunity && opportunity->effect_review_us() != 0) {
    return opportunity->effect_review_us();
  }
  return absl::ToUnixMicros(context_->now +
                            absl::Hours(24) * definition_->effect_days());
}

bool Work::IsActive() const { return !IsOver(run_.state()); }

int64_t Work::now_us() const { return absl::ToUnixMicros(context_->now); }

absl::Status Work::RequireMoving(std::string_view verb) const {
  if (IsActive() && run_.state() != v1::Run::STATE_ON_HOLD) {
    return absl::OkStatus();
  }
  const std::string state = StateWord(run_.state());
  return Refusal(
      common::v1::ERROR_REASON_WRONG_STATE,
      StrCat(verb, ": ", name(), " is ", state,
             run_.state() == v1::Run::STATE_ON_HOLD
                 ? StrCat(" (", run_.reason(), "). Resume it first.")
                 : std::string(", and an ended run does not move any more.")),
      {{"state", state}});
}

absl::Status Work::RequireStep(uint32_t step) const {
  if (step >= 1 && step <= LastStep(*definition_)) return absl::OkStatus();
  return FieldError(
      "step", StrCat("definition ", definition_->name(), " has the steps 1 to ",
                     LastStep(*definition_), "."));
}

absl::Status Work::RequireCurrent(uint32_t step) const {
  RETURN_IF_ERROR(RequireStep(step));
  if (step == run_.step()) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat("Step ", step, " of ", name(),
                        " is not the current one; that is step ", run_.step(),
                        " (", current().title(), ")."),
                 {{"step", StrCat(run_.step())}});
}

v1::StepStart Work::StartOf(uint32_t step) const {
  const v1::StepDefinition& definition = StepOf(*definition_, step);
  v1::StepStart start;
  start.set_number(step);
  start.set_key(definition.key());
  start.set_due_us(
      absl::ToUnixMicros(DueAfter(*context_, run_.scope().service(),
                                  static_cast<int>(definition.due_days()))));
  *start.mutable_workers() = Holders(step, common::v1::LETTER_RESPONSIBLE);
  return start;
}

v1::JournalEvent& Work::Emit(Outcome& outcome, const Move& move) const {
  v1::JournalEvent& event = outcome.Emit<v1::JournalEvent>();
  v1::Origin& origin = *event.mutable_origin();
  origin.set_run(id_);
  origin.set_opportunity(run_.opportunity());
  if (run_.scope().ByteSizeLong() > 0) *origin.mutable_scope() = run_.scope();
  origin.set_definition(run_.definition());
  origin.set_definition_revision(run_.definition_revision());
  origin.set_step(move.step);
  if (move.step != 0) {
    origin.set_step_key(StepOf(*definition_, move.step).key());
  }
  if (move.grant != nullptr) *origin.mutable_grant() = *move.grant;
  origin.set_entry_state(move.entry_state);
  origin.set_reason(move.reason);
  origin.set_state(move.state);
  origin.set_cycle(run_.cycle() > 1 ? run_.cycle() : 0);
  return event;
}

void Work::ReplyWithReceipt(Outcome& outcome) const {
  outcome.ReplyWith([tenant = context_->tenant, id = id_](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    return std::make_unique<v1::RunReceipt>(ReceiptOf(state, tenant, id));
  });
}

}  // namespace csi::workflow
