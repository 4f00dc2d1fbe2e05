// Who is told of what a decision did: after a decision, the rules that name its
// events give their people, and one more event says so. Runs inside the
// decision, so it is pure; it reads the state before the decision.
//
// A notification goes to each person once, whatever the number of reasons; the
// actor is not told what the actor did.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_TELL_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_TELL_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::workflow {

// What is told, before it is known to whom.
struct News {
  std::string cause;          // short name of the event
  std::string about;          // resource name
  std::string what;           // a sentence
  std::string customer_what;  // the same, as far as a customer may know
  common::v1::Scope scope;    // with resource names
  std::string activity;       // for letters; empty: none
  std::string variant;
  std::string accountable;  // computed column, resource name
  std::string run;          // id
  uint32_t step = 0;
  std::string service;  // id, for news of a service
  // Words of NotificationRule.people and the resource names behind them.
  std::vector<std::pair<std::string, std::string>> people;
  // Roles (ids) whose holders the word "columns" means.
  std::vector<std::string> columns;
};

// Emits what the rules ask for. Returns the id of the last notification, empty
// if there was none.
std::string Tell(const News& news, const Context& context, Outcome& outcome);

// The same for all events of a decision about runs.
void TellOfRuns(const Context& context, Outcome& outcome);

// Emits one notification to these people.
std::string EmitTold(const News& news, const v1::NotificationRule& rule,
                     const std::vector<v1::Recipient>& people, uint32_t round,
                     const Context& context, Outcome& outcome);

// Why a person is told, as a sentence. `role_title` may be empty.
std::string WhyTold(const v1::Recipient& person, std::string_view role_title);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_TELL_H_
