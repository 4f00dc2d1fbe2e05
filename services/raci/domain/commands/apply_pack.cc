// ApplyPack: everything that the tenant does not have yet, in one command.
#include <map>

#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/matrix_shape.h"
#include "services/raci/domain/pack_plan.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

using Action = v1::PackChange::Action;

class PackWriter {
 public:
  PackWriter(const Context& context, const PackPlan& plan, Outcome& outcome)
      : context_(context), outcome_(outcome) {
    for (const v1::PackChange& change : plan.changes) {
      actions_[change.name()] = change.action();
    }
  }

  // `put` places the stamped resource into a journal event.
  template <class Resource, class PutFn>
  void Write(const std::vector<Resource>& all, std::string_view collection,
             std::string_view tag, PutFn put) {
    for (Resource resource : all) {
      const Action action = actions_[resource.name()];
      const std::string id(LastPart(resource.name()));
      if (action == v1::PackChange::ACTION_CREATE) {
        StampNew(context_, collection, id, resource);
        ++created_;
      } else if (action == v1::PackChange::ACTION_UPDATE) {
        auto old = GetRow<Resource>(
            *context_.state, authority::ResourceKey(tag, context_.tenant, id));
        if (!old) continue;
        resource.set_uid(old->uid());
        *resource.mutable_create_time() = old->create_time();
        // The revision stays 1: it is still as a pack has it.
        resource.set_revision(old->revision());
        *resource.mutable_update_time() = authority::TimestampOf(context_.now);
        ++changed_;
      } else {
        continue;
      }
      put(resource, outcome_.Emit<v1::JournalEvent>());
    }
  }

  int created() const { return created_; }
  int changed() const { return changed_; }

 private:
  const Context& context_;
  Outcome& outcome_;
  std::map<std::string, Action> actions_;
  int created_ = 0;
  int changed_ = 0;
};

// Every process of the pack is without an owner at first.
void VacateProcess(const Context& context, const v1::Process& process,
                   Outcome& outcome) {
  v1::Vacancy& vacancy = *outcome.Emit<v1::JournalEvent>()
                              .mutable_role_vacated()
                              ->mutable_vacancy();
  vacancy.set_role(
      ResourceName(context.tenant, "roles", authority::kProcessOwner));
  vacancy.mutable_scope()->set_process(process.name());
  *vacancy.mutable_since_time() = authority::TimestampOf(context.now);
  vacancy.set_cause(v1::Vacancy::CAUSE_NEVER_FILLED);
}

void WriteAll(const Context& context, const PackPlan& plan, PackWriter& writer,
              Outcome& outcome) {
  const Pack& pack = plan.pack;
  writer.Write(pack.processes, "processes", authority::kProcessTag,
               [&](const v1::Process& process, v1::JournalEvent& event) {
                 *event.mutable_process_defined()->mutable_process() = process;
                 if (process.revision() == 1 &&
                     !context.state->Has(authority::ResourceKey(
                         authority::kProcessTag, context.tenant,
                         LastPart(process.name())))) {
                   VacateProcess(context, process, outcome);
                 }
               });
  writer.Write(pack.roles, "roles", authority::kRoleTag,
               [](const v1::Role& role, v1::JournalEvent& event) {
                 *event.mutable_role_defined()->mutable_role() = role;
               });
  writer.Write(pack.rights, "appointmentRights", authority::kRightTag,
               [](const v1::AppointmentRight& right, v1::JournalEvent& event) {
                 *event.mutable_appointment_right_set()->mutable_right() =
                     right;
               });
  writer.Write(pack.lines, "reportingLines", authority::kLineTag,
               [](const v1::ReportingLine& line, v1::JournalEvent& event) {
                 *event.mutable_reporting_line_set()->mutable_line() = line;
               });
  writer.Write(pack.limits, "authorityLimits", authority::kLimitTag,
               [](const v1::AuthorityLimit& limit, v1::JournalEvent& event) {
                 *event.mutable_authority_limit_set()->mutable_limit() = limit;
               });
  writer.Write(pack.matrices, "matrices", authority::kMatrixTag,
               [](v1::Matrix matrix, v1::JournalEvent& event) {
                 NormaliseCells(matrix);
                 matrix.set_state(v1::Matrix::STATE_DRAFT);
                 *event.mutable_matrix_drafted()->mutable_matrix() = matrix;
               });
  writer.Write(
      pack.tables, "responsibilityTables", kTableTag,
      [](const v1::ResponsibilityTable& table, v1::JournalEvent& event) {
        *event.mutable_responsibility_table_set()
             ->mutable_responsibility_table() = table;
      });
}

}  // namespace

absl::Status DecideApplyPack(const v1::ApplyPackRequest& request,
                             const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const PackPlan plan,
                   PlanPack(*context.state, context.tenant, request.pack()));
  RETURN_IF_ERROR(RequireAuthority(context, kMayRoles, "apply packs").status());
  PackWriter writer(context, plan, outcome);
  WriteAll(context, plan, writer, outcome);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_pack_applied();
  event.set_tenant(StrCat("tenants/", context.tenant));
  event.set_pack(plan.pack.id);
  event.set_version(plan.pack.version);
  event.set_created_count(writer.created());
  event.set_changed_count(writer.changed());
  v1::ApplyPackResponse reply;
  reply.set_pack(plan.pack.id);
  reply.set_version(plan.pack.version);
  for (const v1::PackChange& change : plan.changes) {
    *reply.add_changes() = change;
  }
  outcome.ReplyWith(std::move(reply));
  return absl::OkStatus();
}

}  // namespace csi::raci
