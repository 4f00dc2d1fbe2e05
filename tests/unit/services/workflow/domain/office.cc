#include "tests/unit/services/workflow/domain/office.h"

#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/workflow_domain.h"

namespace csi::workflow {

namespace raci = ::csi::raci::v1;
namespace reg = ::csi::registry::v1;
namespace rep = ::csi::reporting::v1;

constexpr char kTenant[] = "acme";

std::string Name(std::string_view collection, std::string_view id) {
  return ResourceName(kTenant, collection, id);
}

ErrorReason Reason(const absl::Status& status) { return ReasonOf(status); }

Office::Office(std::unique_ptr<Domain> beside) {
  runner.Add(MakeWorkflowDomain());
  if (beside != nullptr) runner.Add(std::move(beside));
  for (const char* person :
       {"sven", "cora", "rita", "chad", "sam", "omar", "carl"}) {
    Person(person);
  }
  for (const char* role : {"service-owner", "csi-manager",
                           "seven-step-process-owner", "reporting-analyst",
                           "change-manager", "senior-it-manager", "customer"}) {
    Role(role);
  }
  Assign("a-sven", "service-owner", "sven");
  Assign("a-cora", "csi-manager", "cora");
  Assign("a-cora-owner", "seven-step-process-owner", "cora");
  Assign("a-rita", "reporting-analyst", "rita");
  Assign("a-chad", "change-manager", "chad");
  Assign("a-sam", "senior-it-manager", "sam");
  std::vector<std::string> central;
  std::vector<std::string> federated;
  for (int step = 1; step <= 7; ++step) {
    const std::string at = StrCat("step-", step, " ");
    central.push_back(at + "seven-step-process-owner A");
    federated.push_back(at + "@accountable A");
    for (std::vector<std::string>* cells : {&central, &federated}) {
      cells->push_back(at + "service-owner R");
      cells->push_back(at + "reporting-analyst R");
      if (step == 1) cells->push_back(at + "customer C!");
      if (step == 2) cells->push_back(at + "senior-it-manager C");
      if (step == 6) cells->push_back(at + "senior-it-manager C!");
      if (step == 7) cells->push_back(at + "change-manager C!");
    }
  }
  DeployMatrix("steps-central", "central", central);
  DeployMatrix("steps-federated", "federated", federated);
  DeployMatrix(
      "activities", "",
      {"review-and-prioritise csi-manager A",
       "review-and-prioritise service-owner R",
       "deliver-improvement @accountable A",
       "deliver-improvement csi-manager R", "raise-rfc @accountable A",
       "raise-rfc service-owner R", "override-step seven-step-process-owner A",
       "override-step csi-manager R"});
}

void Office::Missing(const std::string& type) {
  ADD_FAILURE() << "no event " << type;
}

void Office::Person(std::string_view id) {
  raci::PersonRegistered event;
  event.mutable_person()->set_name(Name("people", id));
  std::string display(id);
  display[0] = static_cast<char>(display[0] - 'a' + 'A');
  event.mutable_person()->set_display_name(display);
  runner.Deliver("raci", event, event.person().name());
}

void Office::Role(std::string_view id) {
  raci::RoleDefined event;
  event.mutable_role()->set_name(Name("roles", id));
  if (id == "service-owner") {
    event.mutable_role()->set_binding(raci::ROLE_BINDING_SERVICE);
  }
  runner.Deliver("raci", event, event.role().name());
}

void Office::Service(std::string_view id) {
  raci::ServiceDefined event;
  event.mutable_service()->set_name(Name("services", id));
  runner.Deliver("raci", event, event.service().name());
}

namespace {

raci::Assignment MakeAssignment(std::string_view id, std::string_view role,
                                std::string_view person) {
  raci::Assignment assignment;
  assignment.set_name(Name("assignments", id));
  assignment.set_role(Name("roles", role));
  assignment.set_holder(Name("people", person));
  if (role == "service-owner") {
    assignment.mutable_scope()->set_service(Name("services", "email"));
  }
  assignment.mutable_interval()->mutable_start_time()->set_seconds(1);
  return assignment;
}

}  // namespace

void Office::Assign(std::string_view id, std::string_view role,
                    std::string_view person) {
  raci::HolderAppointed event;
  *event.mutable_assignment() = MakeAssignment(id, role, person);
  runner.Deliver("raci", event, event.assignment().name());
}

void Office::EndAssignment(std::string_view id, std::string_view role,
                           std::string_view person) {
  raci::AssignmentEnded event;
  *event.mutable_assignment() = MakeAssignment(id, role, person);
  SetTime(absl::ToUnixMicros(runner.now()),
          event.mutable_assignment()->mutable_interval()->mutable_end_time());
  runner.Deliver("raci", event, event.assignment().name());
}

void Office::Leave(std::string_view person) {
  raci::PersonLeft event;
  event.set_person(Name("people", person));
  SetTime(absl::ToUnixMicros(runner.now()), event.mutable_leave_time());
  runner.Deliver("raci", event, event.person());
}

void Office::DeployMatrix(std::string_view id, std::string_view variant,
                          const std::vector<std::string>& cells) {
  raci::MatrixDeployed event;
  raci::Matrix& matrix = *event.mutable_matrix();
  matrix.set_name(Name("matrices", id));
  matrix.set_variant(std::string(variant));
  matrix.set_version("1");
  matrix.mutable_deploy_time()->set_seconds(1);
  for (const std::string& text : cells) {
    const std::vector<std::string> part = absl::StrSplit(text, ' ');
    const bool computed = part[1][0] == '@';
    const std::string column = computed ? part[1].substr(1) : part[1];
    bool known = false;
    for (const auto& each : matrix.columns()) known |= each.id() == column;
    if (!known) {
      raci::MatrixColumn& added = *matrix.add_columns();
      added.set_id(column);
      added.set_title(column);
      if (computed) {
        added.set_computed(raci::COMPUTED_COLUMN_ACCOUNTABLE_PERSON);
      } else {
        added.set_role(Name("roles", column));
      }
    }
    known = false;
    for (const auto& each : matrix.activities()) known |= each.id() == part[0];
    if (!known) matrix.add_activities()->set_id(part[0]);
    raci::MatrixCell& cell = *matrix.add_cells();
    cell.set_activity(part[0]);
    cell.set_column(column);
    for (char letter : part[2]) {
      if (letter == '!') cell.set_blocking(true);
      if (letter == 'R') cell.add_letters(common::v1::LETTER_RESPONSIBLE);
      if (letter == 'A') cell.add_letters(common::v1::LETTER_ACCOUNTABLE);
      if (letter == 'C') cell.add_letters(common::v1::LETTER_CONSULTED);
      if (letter == 'I') cell.add_letters(common::v1::LETTER_INFORMED);
    }
  }
  runner.Deliver("raci", event, matrix.name());
}

reg::OpportunityDigest Office::Digest(std::string_view id) const {
  reg::OpportunityDigest digest;
  digest.set_name(Name("opportunities", id));
  digest.set_title(StrCat("Improve ", id));
  digest.set_kind(reg::OPPORTUNITY_KIND_IMPROVEMENT);
  digest.set_approach(reg::APPROACH_SEVEN_STEP);
  digest.set_state(reg::OPPORTUNITY_STATE_ACCEPTED);
  digest.mutable_scope()->set_service(Name("services", "email"));
  digest.set_accountable(Name("people", "sven"));
  digest.set_coordinator(Name("people", "carl"));
  return digest;
}

void Office::Tell(const reg::OpportunityDigest& digest) {
  reg::OpportunityUpdated event;
  *event.mutable_opportunity() = digest;
  runner.Deliver("registry", event, digest.name());
}

void Office::Accept(std::string_view id) { Tell(Digest(id)); }

void Office::Baseline(std::string_view opportunity, std::string_view id,
                      rep::BaselineKind kind, rep::BaselineState state,
                      absl::Time window_end) {
  rep::BaselineFrozen event;
  rep::BaselineDigest& digest = *event.mutable_baseline();
  digest.set_baseline(Name("baselines", id));
  digest.set_opportunity(Name("opportunities", opportunity));
  digest.set_kind(kind);
  digest.set_state(state);
  SetTime(absl::ToUnixMicros(window_end),
          digest.mutable_window()->mutable_end_time());
  runner.Deliver("reporting", event, digest.baseline());
}

void Office::Frozen(std::string_view opportunity) {
  Baseline(opportunity, StrCat("b-", opportunity), rep::BASELINE_KIND_SERIES,
           rep::BASELINE_STATE_FROZEN);
}

void Office::Verdict(std::string_view opportunity, rep::VerdictValue value,
                     bool interim) {
  rep::VerdictAccepted event;
  rep::ComparisonDigest& digest = *event.mutable_comparison();
  digest.set_comparison(Name("comparisons", "c1"));
  digest.set_opportunity(Name("opportunities", opportunity));
  digest.set_value(value);
  digest.set_interim(interim);
  runner.Deliver("reporting", event, digest.comparison());
}

}  // namespace csi::workflow
