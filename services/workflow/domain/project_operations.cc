#include "services/workflow/domain/project_operations.h"

#include <memory>
#include <utility>

#include "csi/workflow/v1/workflow_definition_events.pb.h"

namespace csi::workflow {
namespace {

void ProjectMigrated(const v1::RunMigratedFact& fact, Projection& to) {
  auto& event = to.Add<v1::RunMigrated>();
  event.set_from_revision(fact.from_revision());
  for (const v1::MigratedStep& step : fact.steps()) {
    auto& moved = *event.add_steps();
    moved.set_from_step(step.from());
    moved.set_to_step(step.to());
    moved.set_key(step.key());
  }
}

}  // namespace

void ProjectDefinition(const v1::JournalEvent& event, const Fact& fact,
                       std::vector<PublicEvent>& out) {
  if (event.has_definition_drafted()) {
    const v1::DefinitionDraftedFact& drafted = event.definition_drafted();
    auto message = std::make_unique<v1::DefinitionDrafted>();
    message->set_definition(
        ResourceName(fact.tenant, "definitions", drafted.id()));
    message->set_revision(drafted.definition().revision());
    message->set_title(drafted.definition().title());
    *message->mutable_grant() =
        ExpandGrant(drafted.grant(), fact.tenant, fact.actor);
    message->set_comment(drafted.comment());
    std::string subject = message->definition();
    out.push_back({std::move(subject), std::move(message)});
    return;
  }
  const v1::DefinitionPublishedFact& published = event.definition_published();
  auto message = std::make_unique<v1::DefinitionPublished>();
  *message->mutable_definition() =
      ToDefinition(fact.tenant, published.definition());
  *message->mutable_grant() =
      ExpandGrant(published.grant(), fact.tenant, fact.actor);
  message->set_reason(published.reason());
  std::string subject = message->definition().name();
  out.push_back({std::move(subject), std::move(message)});
}

void ProjectOperation(const v1::JournalEvent& event, Projection& to) {
  if (event.has_run_migrated()) {
    return ProjectMigrated(event.run_migrated(), to);
  }
  const v1::WorkReassignedFact& fact = event.work_reassigned();
  auto& message = to.Add<v1::WorkReassigned>();
  message.set_kind(fact.kind());
  for (const v1::Waiter& waiter : fact.waiters()) {
    message.add_people(to.Person(waiter.person()));
  }
  message.set_named(fact.named());
}

}  // namespace csi::workflow
