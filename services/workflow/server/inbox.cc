#include "services/workflow/server/inbox.h"

#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/tell.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/server/lookups.h"

namespace csi::workflow {
namespace {

using Item = v1::InboxItem;

std::string What(const v1::InboxRow& row, const std::string& step_title,
                 const std::string& title) {
  const std::string step =
      StrCat("step ", row.step(), " (", step_title, ") of \"", title, "\"");
  switch (row.kind()) {
    case Item::KIND_WORK:
      return StrCat("Work ", step, " and submit it.");
    case Item::KIND_APPROVE:
      return StrCat("Approve ", step, ", or send it back.");
    case Item::KIND_CONSULT:
      return StrCat("Give your opinion on ", step, ".");
    case Item::KIND_REVIEW_EFFECT:
      return StrCat("The effect review date of \"", title,
                    "\" has come: compute the verdict and accept it.");
    default:
      return row.consultation() == 0
                 ? StrCat(step, " is overdue: extend it, or see to it.")
                 : StrCat("A question that blocks ", step,
                          " has no answer: get it, or waive it.");
  }
}

common::v1::Letter LetterOf(Item::Kind kind) {
  switch (kind) {
    case Item::KIND_WORK:
      return common::v1::LETTER_RESPONSIBLE;
    case Item::KIND_CONSULT:
      return common::v1::LETTER_CONSULTED;
    default:
      return common::v1::LETTER_ACCOUNTABLE;
  }
}

template <class Take>
void Scan(const KvReader& rows, const std::string& prefix, Take take) {
  size_t seen = 0;
  rows.ScanPrefix(prefix, [&](std::string_view key, std::string_view value) {
    take(key.substr(prefix.size()), value);
    return ++seen < limits::kInboxRowsMax;
  });
}

}  // namespace

Inbox::Inbox(const QueryContext& context, std::string person)
    : context_(context),
      person_(std::move(person)),
      name_(ResourceName(context.tenant, "people", person_)),
      directory_(context.views, context.tenant) {}

std::vector<Item> Inbox::Waiting() const {
  std::vector<Item> items;
  Scan(context_.state, KeyPrefix("wf.inbox", {context_.tenant, person_}),
       [&](std::string_view id, std::string_view value) {
         Item item;
         if (WorkItem(id, value, item)) items.push_back(std::move(item));
       });
  return items;
}

std::vector<Item> Inbox::Told() const {
  std::vector<Item> items;
  Scan(context_.state, ToldPrefix(context_.tenant, person_),
       [&](std::string_view id, std::string_view value) {
         Item item;
         if (ToldItem(id, value, item)) items.push_back(std::move(item));
       });
  return items;
}

bool Inbox::Find(const std::string& id, Item& item) const {
  if (auto work = context_.state.Get(InboxKey(context_.tenant, person_, id))) {
    return WorkItem(id, *work, item);
  }
  auto told = context_.state.Get(ToldKey(context_.tenant, person_, id));
  return told && ToldItem(id, *told, item);
}

void Inbox::Head(std::string_view id, int64_t create_us, int64_t read_us,
                 Item& item) const {
  item.set_name(StrCat(name_, "/inboxItems/", id));
  item.set_uid(item.name());
  item.set_etag(EtagOf(1));
  SetTime(create_us, item.mutable_create_time());
  SetTime(create_us, item.mutable_update_time());
  if (read_us != 0) SetTime(read_us, item.mutable_acknowledge_time());
}

bool Inbox::WorkItem(std::string_view id, std::string_view value,
                     Item& item) const {
  v1::InboxRow row;
  if (!row.ParseFromString(std::string(value))) return false;
  absl::StatusOr<FoundRun> run = FindRun(context_, row.run());
  if (!run.ok() || row.step() > LastStep(*run->definition)) return false;
  auto entry =
      FindOpportunity(context_.views, context_.tenant, row.opportunity());
  const std::string title = entry ? entry->title() : row.opportunity();
  Head(id, row.create_us(), row.acknowledge_us(), item);
  item.set_kind(row.kind());
  item.set_run(ResourceName(context_.tenant, "runs", row.run()));
  item.set_opportunity(
      ResourceName(context_.tenant, "opportunities", row.opportunity()));
  item.set_step(row.step());
  if (row.consultation() != 0) {
    item.set_consultation(ResourceName(
        context_.tenant, "consultations",
        ConsultationId(row.run(), row.step(), row.consultation())));
  }
  item.set_what(What(row, StepOf(*run->definition, row.step()).title(), title));
  WhyWork(row, run->row, item);
  // Extensions and holds move the step's due time, not the item's.
  auto step = GetRow<v1::StepRow>(
      context_.state, StepKey(context_.tenant, row.run(), row.step()));
  const bool of_step =
      row.consultation() == 0 && row.kind() != Item::KIND_REVIEW_EFFECT;
  const int64_t due_us = of_step && step ? step->due_us() : row.due_us();
  if (due_us != 0) SetTime(due_us, item.mutable_due_time());
  return true;
}

void Inbox::WhyWork(const v1::InboxRow& row, const v1::RunRow& run,
                    Item& item) const {
  item.set_letter(LetterOf(row.kind()));
  item.set_role(NameOrEmpty(context_.tenant, "roles", row.role()));
  std::string letter = "you were asked (C)";
  if (row.kind() == Item::KIND_WORK) {
    letter = "you are responsible (R)";
  } else if (row.kind() != Item::KIND_CONSULT) {
    letter = "you are accountable (A)";
  }
  if (row.kind() == Item::KIND_ESCALATION && row.consultation() == 0 &&
      IsAbove(row, run)) {
    letter = "you are the line above (escalation)";
    item.clear_letter();
  }
  if (row.role().empty()) {
    item.set_why(StrCat("Because ", letter, "."));
    return;
  }
  item.set_why(StrCat("Because ", letter, " as ",
                      directory_.RoleTitle(row.role()), "."));
  auto holder = directory_.Holding(name_, row.role(),
                                   ExpandScope(run.scope(), context_.tenant),
                                   context_.now);
  if (holder) item.set_assignment(holder->assignment);
}

bool Inbox::IsAbove(const v1::InboxRow& row, const v1::RunRow& run) const {
  auto step = GetRow<v1::StepRow>(
      context_.state, StepKey(context_.tenant, row.run(), row.step()));
  if (!step || step->escalation_level() == 0) return false;
  const DefinitionPtr definition =
      FindDefinition(context_.state, context_.tenant, run.definition(),
                     run.definition_revision());
  if (definition == nullptr) return false;
  authority::Question question;
  question.activity = StepOf(*definition, row.step()).activity();
  question.variant = run.matrix_variant();
  question.scope = ExpandScope(run.scope(), context_.tenant);
  question.as_of = context_.now;
  question.accountable_person =
      NameOrEmpty(context_.tenant, "people", run.accountable());
  for (const authority::Holder& holder :
       directory_.HoldersOfLetter(common::v1::LETTER_ACCOUNTABLE, question)
           .holders) {
    if (holder.person == name_) return false;
  }
  return true;
}

bool Inbox::ToldItem(std::string_view id, std::string_view value,
                     Item& item) const {
  v1::ToldRow row;
  auto note = GetRow<v1::NoteRow>(context_.state, NoteKey(context_.tenant, id));
  if (!note || !row.ParseFromString(std::string(value))) return false;
  const v1::ToldFact& fact = note->fact();
  Head(id, note->create_us(), row.acknowledge_us(), item);
  item.set_kind(Item::KIND_TOLD);
  item.set_rule(fact.rule());
  item.set_cause(fact.cause());
  item.set_about(FullName(context_.tenant, fact.about()));
  item.set_run(NameOrEmpty(context_.tenant, "runs", fact.run()));
  item.set_step(fact.step());
  item.set_what(fact.what());
  const v1::Recipient& why = row.person();
  item.set_why(
      WhyTold(why, why.role().empty() ? "" : directory_.RoleTitle(why.role())));
  item.set_letter(why.letter());
  item.set_role(NameOrEmpty(context_.tenant, "roles", why.role()));
  item.set_assignment(
      NameOrEmpty(context_.tenant, "assignments", why.assignment()));
  if (fact.due_us() != 0 && !note->answered()) {
    SetTime(fact.due_us(), item.mutable_due_time());
  }
  return true;
}

}  // namespace csi::workflow
