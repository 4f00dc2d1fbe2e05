// AcknowledgeInboxItem, AcknowledgeInbox, SetNotificationPreferences: a person
// about the own inbox.
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/commands/people.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/notification_rules.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/people_resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

absl::Status RequireOwn(const Context& context, const std::string& person,
                        std::string_view what) {
  RETURN_IF_ERROR(RequireActor(context));
  if (person == context.actor) return absl::OkStatus();
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat("Only ", person, " may ", what, "; you are ", context.actor, "."),
      {{"person", person}});
}

void ReplyWithUnread(const Context& context, Outcome& outcome) {
  outcome.ReplyWith(
      [tenant = context.tenant, person = context.actor](
          const KvReader& state) -> std::unique_ptr<google::protobuf::Message> {
        auto reply = std::make_unique<v1::AcknowledgeInboxResponse>();
        reply->set_unread_count(UnreadCount(state, tenant, person));
        return reply;
      });
}

bool IsUnread(const Context& context, const InboxItemName& name, bool& exists) {
  if (auto told = GetRow<v1::ToldRow>(
          *context.state, ToldKey(context.tenant, name.person, name.item))) {
    exists = true;
    return told->acknowledge_us() == 0;
  }
  if (auto work = GetRow<v1::InboxRow>(
          *context.state, InboxKey(context.tenant, name.person, name.item))) {
    exists = true;
    return work->acknowledge_us() == 0;
  }
  exists = false;
  return false;
}

}  // namespace

absl::Status DecideAcknowledgeInboxItem(
    const v1::AcknowledgeInboxItemRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(InboxItemName name,
                   InboxItemNameOf(request.name(), context.tenant));
  bool exists = false;
  const bool unread = IsUnread(context, name, exists);
  if (!exists) {
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no item ", request.name(),
                          "; work that is done and old news leave the inbox."),
                   {{"name", request.name()}});
  }
  RETURN_IF_ERROR(RequireOwn(context, name.person, "acknowledge this item"));
  if (unread) {
    v1::AcknowledgedFact& fact = *outcome.Emit<v1::JournalEvent>()
                                      .mutable_people()
                                      ->mutable_acknowledged();
    fact.set_person(name.person);
    fact.add_items(name.item);
  }
  ReplyWithUnread(context, outcome);
  return absl::OkStatus();
}

absl::Status DecideAcknowledgeInbox(const v1::AcknowledgeInboxRequest& request,
                                    const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string person,
                   IdOf("parent", request.parent(), context.tenant, "people"));
  RETURN_IF_ERROR(RequireOwn(context, person, "acknowledge this inbox"));
  if (UnreadCount(*context.state, context.tenant, person) > 0) {
    outcome.Emit<v1::JournalEvent>()
        .mutable_people()
        ->mutable_acknowledged()
        ->set_person(person);
  }
  ReplyWithUnread(context, outcome);
  return absl::OkStatus();
}

absl::Status DecideSetNotificationPreferences(
    const v1::SetNotificationPreferencesRequest& request,
    const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string person,
                   IdOf("parent", request.parent(), context.tenant, "people"));
  const v1::NotificationPreferences before =
      ReadPreferences(*context.state, context.tenant, person);
  auto row = GetRow<v1::PreferencesRow>(*context.state,
                                        PreferencesKey(context.tenant, person));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), row ? row->revision() : 0, before.name()));
  RETURN_IF_ERROR(RequireOwn(context, person, "set these preferences"));
  const v1::NotificationPreferences& wanted = request.preferences();
  if (wanted.rules_size() > limits::kRulePreferencesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("preferences.rules: at most ", limits::kRulePreferencesMax, "."),
        {{"limit", "kRulePreferencesMax"}});
  }
  std::set<std::string> seen;
  for (const v1::RulePreference& each : wanted.rules()) {
    const v1::NotificationRule* rule = FindRule(each.rule());
    if (rule == nullptr || !seen.insert(each.rule()).second) {
      return FieldError(
          "preferences.rules",
          StrCat("\"", each.rule(),
                 "\" is no rule or stands twice; csictl inbox rules shows "
                 "them."));
    }
    if (each.mode() != v1::NOTIFICATION_MODE_NONE) continue;
    bool always = false;
    for (const v1::NotificationRule& other : NotificationRules()) {
      always |= other.id() == each.rule() && other.always();
    }
    if (always) {
      return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                     StrCat("Rule ", each.rule(), " (", rule->title(),
                            ") must reach people; choose AT_ONCE or DIGEST."),
                     {{"rule", each.rule()}});
    }
  }
  v1::NotificationPreferences& fact =
      *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_preferences();
  fact = wanted;
  fact.set_name(person);
  fact.clear_etag();
  outcome.ReplyWith([tenant = context.tenant, person](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    return std::make_unique<v1::NotificationPreferences>(
        ReadPreferences(state, tenant, person));
  });
  return absl::OkStatus();
}

}  // namespace csi::workflow
