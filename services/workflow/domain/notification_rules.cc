#include "services/workflow/domain/notification_rules.h"

#include <algorithm>

#include "common/base/check.h"
#include "google/protobuf/text_format.h"

namespace csi::workflow {
namespace {

// Events are named by their public short names. A rule may stand in several
// rows, one for each audience. N3 and N7 have no event yet (docs/features.md).
constexpr char kTable[] = R"pb(
  rules {
    id: "N1"
    title: "Informed of the progress of a run"
    events: "RunStarted"
    events: "StepSubmitted"
    events: "StepApproved"
    events: "StepSkipped"
    events: "StepSentBack"
    events: "StepOverdue"
    events: "ImplementationStarted"
    events: "EffectAwaited"
    events: "EffectReviewDue"
    events: "RunHeld"
    events: "RunResumed"
    events: "VerdictNoted"
    events: "RunCompleted"
    events: "RunCancelled"
    letters: LETTER_INFORMED
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N1"
    title: "A report that was subscribed is ready"
    events: "ReportPublished"
    people: "subscriber"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N2"
    title: "Asked for an opinion, or given one"
    events: "ConsultationAnswered"
    events: "ConsultationLapsed"
    events: "ConsultationWaived"
    letters: LETTER_RESPONSIBLE
    letters: LETTER_ACCOUNTABLE
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N3"
    title: "A threshold is breached"
    events: "AlertOpened"
    people: "informed"
    people: "columns"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N4"
    title: "Major incident of a service"
    events: "MajorIncident"
    roles: "service-owner"
    mode: NOTIFICATION_MODE_AT_ONCE
    always: true
    acknowledge_minutes: 30
  }
  rules {
    id: "N4"
    title: "News of a service for its owner"
    events: "Incident"
    events: "Problem"
    events: "Survey"
    events: "AuditFinding"
    events: "SlaBreach"
    roles: "service-owner"
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N5"
    title: "A plan needs the line above"
    events: "PlanEscalated"
    events: "PlanApprovalExpired"
    people: "escalation"
    mode: NOTIFICATION_MODE_AT_ONCE
    always: true
    acknowledge_minutes: 2880
  }
  rules {
    id: "N6"
    title: "Who does what in a process changed"
    events: "MatrixDeployed"
    people: "columns"
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N8"
    title: "What a customer may know of an improvement"
    events: "ImplementationStarted"
    events: "RunCompleted"
    roles: "customer"
    mode: NOTIFICATION_MODE_DIGEST
    customer_visible: true
  }
  rules {
    id: "N9"
    title: "Raiser and coordinator hear of the implementation"
    events: "ImplementationStarted"
    events: "RunCompleted"
    events: "RunCancelled"
    people: "raiser"
    people: "coordinator"
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N10"
    title: "A role is vacant, or filled again"
    events: "RoleVacated"
    events: "RoleFilled"
    roles: "csi-manager"
    roles: "process-manager"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N11"
    title: "An objection waits for an answer"
    events: "ObjectionRaised"
    people: "accountable"
    people: "coordinator"
    roles: "csi-manager"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N11"
    title: "An objection was answered"
    events: "ObjectionAnswered"
    people: "raiser"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N11"
    title: "An objection became a request for change"
    events: "ObjectionPromoted"
    people: "raiser"
    roles: "change-manager"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "N12"
    title: "A baseline or target is due soon, or data is missing"
    events: "BaselineDueSoon"
    events: "TargetDueSoon"
    events: "DataQualityDegraded"
    roles: "csi-manager"
    roles: "reporting-analyst"
    mode: NOTIFICATION_MODE_DIGEST
  }
)pb";

// What waits for somebody is in the inbox anyway; the rules say how it is sent.
constexpr char kWorkTable[] = R"pb(
  rules {
    id: "WORK"
    title: "Work, an approval or a review waits"
    mode: NOTIFICATION_MODE_DIGEST
  }
  rules {
    id: "N2"
    title: "An opinion is asked for"
    mode: NOTIFICATION_MODE_AT_ONCE
  }
  rules {
    id: "ESCALATION"
    title: "A step is overdue, or a question has no answer"
    mode: NOTIFICATION_MODE_AT_ONCE
    always: true
  }
)pb";

std::vector<v1::NotificationRule> Parse(const char* text) {
  v1::ListNotificationRulesResponse table;
  CSI_CHECK(google::protobuf::TextFormat::ParseFromString(text, &table),
            "the table of notification rules does not parse");
  return {table.rules().begin(), table.rules().end()};
}

}  // namespace

const std::vector<v1::NotificationRule>& NotificationRules() {
  static const auto* const rules = [] {
    auto* all = new std::vector<v1::NotificationRule>(Parse(kTable));
    for (v1::NotificationRule& rule : Parse(kWorkTable)) {
      all->push_back(std::move(rule));
    }
    return all;
  }();
  return *rules;
}

std::vector<const v1::NotificationRule*> RulesFor(std::string_view cause) {
  std::vector<const v1::NotificationRule*> found;
  for (const v1::NotificationRule& rule : NotificationRules()) {
    if (std::find(rule.events().begin(), rule.events().end(), cause) !=
        rule.events().end()) {
      found.push_back(&rule);
    }
  }
  return found;
}

const v1::NotificationRule* FindRule(std::string_view id) {
  for (const v1::NotificationRule& rule : NotificationRules()) {
    if (rule.id() == id) return &rule;
  }
  return nullptr;
}

v1::NotificationMode ModeFor(const v1::NotificationRule& rule,
                             const v1::NotificationPreferences& preferences) {
  v1::NotificationMode wanted = preferences.mode();
  for (const v1::RulePreference& each : preferences.rules()) {
    if (each.rule() == rule.id()) wanted = each.mode();
  }
  if (wanted == v1::NOTIFICATION_MODE_UNSPECIFIED) return rule.mode();
  if (wanted == v1::NOTIFICATION_MODE_NONE && rule.always()) {
    return rule.mode();
  }
  return wanted;
}

}  // namespace csi::workflow
