// SetServiceNode.
#include <algorithm>
#include <optional>
#include <utility>

#include "common/kv/overlay.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/agreements/node_tree.h"
#include "services/reporting/domain/commands/agreement_commands.h"
#include "services/reporting/domain/commands/agreement_rules.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

absl::StatusOr<common::v1::AuthorityGrant> Allowed(
    const Context& context, const v1::ServiceNode& node) {
  Subject subject;
  subject.scope.set_service(node.service());
  return Authorize(context, StrCat("set the service node ", node.title()),
                   {{kDefineMonitoring, ResponsibleOrAccountable()},
                    {kDefineMeasures, ResponsibleOrAccountable()}},
                   subject);
}

// No node may stand below itself, in any month: the groups above are those of
// all times.
absl::Status CheckCycle(const Context& context, const v1::ServiceNode& node) {
  const std::vector<std::string> above =
      GroupsAbove(*context.state, context.tenant, LastPart(node.name()));
  for (const std::string& part : node.parts()) {
    if (std::find(above.begin(), above.end(), LastPart(part)) == above.end()) {
      continue;
    }
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(part, " is, or was in some month, ", node.name(),
               " or a group above it; it cannot be a part of it as well. Use a "
               "new node for the part."),
        {{"rule", "TREE_WITH_CYCLE"}, {"part", part}});
  }
  return absl::OkStatus();
}

// What the node makes of the trees that it belongs to. `after` holds it.
absl::Status CheckSizes(const KvReader& after, const Context& context,
                        std::string_view id, const CalendarMonth& month) {
  ASSIGN_OR_RETURN(const ServiceTree below,
                   TreeOf(after, context.tenant, id, month));
  for (const std::string& group : GroupsAbove(after, context.tenant, id)) {
    RETURN_IF_ERROR(TreeOf(after, context.tenant, group, month).status());
  }
  for (const std::string& node : below.ids) {
    const auto above = GroupsAbove(after, context.tenant, node);
    if (above.size() <= limits::kGroupsAboveMax) continue;
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(node, " would be below more than ", limits::kGroupsAboveMax,
               " groups, which is the bound. Give each group a node "
               "of its own for what they share."),
        {{"rule", "TOO_MANY_GROUPS"}});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ServiceNode> Changed(
    const Context& context, const std::optional<v1::ServiceNode>& known,
    v1::ServiceNode stated, const CalendarMonth& month) {
  stated.clear_etag();
  stated.set_effective_month(month.Text());
  stated.set_uid(known ? known->uid() : context.ids->Next());
  stated.set_revision(known ? known->revision() + 1 : 1);
  *stated.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *stated.mutable_update_time() = TimestampOf(context.now);
  return stated;
}

}  // namespace

absl::Status DecideSetServiceNode(const v1::SetServiceNodeRequest& request,
                                  const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  v1::ServiceNode asked = request.service_node();
  std::optional<v1::ServiceNode> known;
  std::string id = request.service_node_id();
  if (!id.empty()) {
    known = GetRow<v1::ServiceNode>(*context.state,
                                    Key(kServiceNodeTag, {context.tenant, id}));
  }
  if (!known) {
    ASSIGN_OR_RETURN(id, NewId(context, "service_node_id", id, kServiceNodeTag,
                               "serviceNodes"));
  }
  asked.set_name(ResourceName(context.tenant, "serviceNodes", id));
  for (const std::string& part : asked.parts()) {
    if (part == asked.name()) continue;  // a cycle, which is told below
    RETURN_IF_ERROR(Load<v1::ServiceNode>(context, kServiceNodeTag,
                                          "service_node.parts", part,
                                          "serviceNodes")
                        .status());
  }
  if (known) {
    RETURN_IF_ERROR(CheckEtag(asked.etag(), known->revision(), known->name()));
    RETURN_IF_ERROR(Allowed(context, *known).status());
  }
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant, Allowed(context, asked));
  RETURN_IF_ERROR(CheckServiceNode(context, asked));
  RETURN_IF_ERROR(CheckCycle(context, asked));
  ASSIGN_OR_RETURN(const CalendarMonth month,
                   EffectiveMonth(context, "service_node.effective_month",
                                  asked.effective_month(),
                                  known ? known->effective_month() : "",
                                  absl::UTCTimeZone()));
  ASSIGN_OR_RETURN(v1::ServiceNode node,
                   Changed(context, known, std::move(asked), month));
  *node.mutable_set_by() = std::move(grant);
  Overlay after(*context.state);
  PutServiceNode(after, context.tenant, node);
  RETURN_IF_ERROR(CheckSizes(after, context, id, month));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_service_node_set()
       ->mutable_service_node() = std::move(node);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::ServiceNode>(
        GetRow<v1::ServiceNode>(state, Key(kServiceNodeTag, {tenant, id}))
            .value_or(v1::ServiceNode()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return LookAboveNode(after, context, id,
                       month.SpanIn(absl::UTCTimeZone()).start_us, outcome);
}

}  // namespace csi::reporting
