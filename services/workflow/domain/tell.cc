#include "services/workflow/domain/tell.h"

#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/authority/lookup.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/notification_rules.h"
#include "services/workflow/domain/people_limits.h"

namespace csi::workflow {
namespace {

using common::v1::Letter;

// The people of one rule, each once.
class Audience {
 public:
  Audience(const News& news, const Context& context)
      : news_(news),
        context_(context),
        directory_(*context.views, context.tenant) {}

  std::vector<v1::Recipient> Of(const v1::NotificationRule& rule) {
    for (int letter : rule.letters()) AddLetter(static_cast<Letter>(letter));
    for (const std::string& role : rule.roles()) AddRole(role);
    for (const std::string& word : rule.people()) AddNamed(word);
    return std::move(people_);
  }

 private:
  void Add(const authority::Holder& holder, v1::Recipient reason) {
    const std::string id = IdPart(holder.person);
    if (id.empty() || id == context_.actor ||
        people_.size() == limits::kRecipientsMax || !seen_.insert(id).second) {
      return;
    }
    reason.set_person(id);
    if (reason.role().empty()) reason.set_role(IdPart(holder.role));
    reason.set_assignment(IdPart(holder.assignment));
    people_.push_back(std::move(reason));
  }

  void AddLetter(Letter letter) {
    if (news_.activity.empty()) return;
    authority::Question question;
    question.activity = news_.activity;
    question.variant = news_.variant;
    question.scope = news_.scope;
    question.accountable_person = news_.accountable;
    question.as_of = context_.now;
    authority::LetterHolders found =
        directory_.HoldersOfLetter(letter, question);
    v1::Recipient reason;
    reason.set_letter(letter);
    for (const authority::Holder& holder : found.holders) Add(holder, reason);
    reason.set_deputy(true);
    for (const authority::Holder& deputy : found.deputies) Add(deputy, reason);
  }

  void AddRole(const std::string& role) {
    const authority::Lookup lookup(*context_.views, context_.tenant,
                                   context_.now);
    for (authority::Holder& holder :
         directory_.HoldersOf(role, news_.scope, context_.now, /*all=*/true)) {
      v1::Recipient reason;
      reason.set_role(role);
      Add(holder, reason);
      const std::string deputy = lookup.DeputyOf(holder.person);
      if (deputy.empty()) continue;
      holder.person = deputy;
      reason.set_deputy(true);
      Add(holder, reason);
    }
  }

  void AddNamed(const std::string& word) {
    if (word == "columns") {
      for (const std::string& role : news_.columns) AddRole(role);
      return;
    }
    for (const auto& [name, person] : news_.people) {
      if (name != word) continue;
      if (!directory_.PersonExists(person, context_.now)) continue;
      v1::Recipient reason;
      reason.set_named(word);
      Add({person, "", "", {}}, reason);
    }
  }

  const News& news_;
  const Context& context_;
  const authority::Directory directory_;
  std::vector<v1::Recipient> people_;
  std::set<std::string> seen_;
};

// "runs/r1" for tenants/t/runs/r1.
std::string WithoutTenant(const std::string& name, const std::string& tenant) {
  const std::string prefix = StrCat("tenants/", tenant, "/");
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string LetterWord(Letter letter) {
  switch (letter) {
    case common::v1::LETTER_RESPONSIBLE:
      return "you are responsible (R)";
    case common::v1::LETTER_ACCOUNTABLE:
      return "you are accountable (A)";
    case common::v1::LETTER_CONSULTED:
      return "you are consulted (C)";
    case common::v1::LETTER_INFORMED:
      return "you are informed (I)";
    default:
      return "";
  }
}

std::string NamedWord(std::string_view word) {
  if (word == "raiser") return "you raised it";
  if (word == "coordinator") return "you coordinate the entry";
  if (word == "accountable") return "you are accountable for the entry";
  if (word == "escalation") return "you are the line above";
  if (word == "informed") return "the threshold names you";
  if (word == "subscriber") return "you subscribed the report";
  return StrCat("you are named as ", word);
}

}  // namespace

std::string WhyTold(const v1::Recipient& person, std::string_view role_title) {
  std::string reason = LetterWord(person.letter());
  if (reason.empty() && !person.named().empty()) {
    reason = NamedWord(person.named());
  }
  const std::string role =
      role_title.empty() ? person.role() : std::string(role_title);
  if (!role.empty()) {
    StrAppend(&reason, reason.empty() ? "you are " : " as ", role);
  }
  if (person.deputy()) StrAppend(&reason, ", for somebody who is absent");
  return StrCat("Because ", reason, ".");
}

std::string EmitTold(const News& news, const v1::NotificationRule& rule,
                     const std::vector<v1::Recipient>& people, uint32_t round,
                     const Context& context, Outcome& outcome) {
  const int64_t now_us = absl::ToUnixMicros(context.now);
  v1::JournalEvent& journal = outcome.Emit<v1::JournalEvent>();
  v1::ToldFact& fact = *journal.mutable_people()->mutable_told();
  // Sorts by time; the drawn part keeps those of one decision apart.
  fact.set_id(StrCat(absl::StrFormat("%013x", now_us), "-",
                     context.ids->Next().substr(0, 8)));
  fact.set_rule(rule.id());
  fact.set_cause(news.cause);
  fact.set_about(WithoutTenant(news.about, context.tenant));
  fact.set_run(news.run);
  fact.set_step(news.step);
  fact.set_what(rule.customer_visible() ? news.customer_what : news.what);
  for (const v1::Recipient& person : people) *fact.add_people() = person;
  if (rule.acknowledge_minutes() > 0) {
    fact.set_due_us(now_us + rule.acknowledge_minutes() * int64_t{60'000'000});
    fact.set_service(news.service);
    fact.set_round(round);
  }
  return fact.id();
}

std::string Tell(const News& news, const Context& context, Outcome& outcome) {
  std::string id;
  std::set<std::string> told;
  for (const v1::NotificationRule* rule : RulesFor(news.cause)) {
    if (rule->customer_visible() && news.customer_what.empty()) continue;
    std::vector<v1::Recipient> people;
    for (v1::Recipient& person : Audience(news, context).Of(*rule)) {
      if (told.insert(person.person()).second) {
        people.push_back(std::move(person));
      }
    }
    if (people.empty()) continue;
    id = EmitTold(news, *rule, people, 0, context, outcome);
  }
  return id;
}

}  // namespace csi::workflow
