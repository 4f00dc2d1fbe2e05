#include "services/raci/domain/pack_plan.h"

#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/keys.h"

namespace csi::raci {
namespace {

using Action = v1::PackChange::Action;

template <class Resource>
bool SameBytes(const Resource& a, const Resource& b) {
  return ToBytes(a) == ToBytes(b);
}

// Revision 1 is what the pack wrote; every later one is the tenant's, unless a
// newer pack wrote it, which ApplyPack does only to what was left alone.
template <class Resource>
Action Compare(const Resource& ours, const Resource& theirs, bool newer) {
  if (SameBytes(Bare(ours), Bare(theirs)))
    return v1::PackChange::ACTION_UNCHANGED;
  if (newer && theirs.revision() == 1) return v1::PackChange::ACTION_UPDATE;
  return v1::PackChange::ACTION_KEPT;
}

template <class Resource>
void PlanAll(const KvReader& rows, std::string_view tenant,
             std::string_view tag, const std::vector<Resource>& all,
             bool versioned, std::vector<v1::PackChange>& changes) {
  for (const Resource& one : all) {
    v1::PackChange& change = changes.emplace_back();
    change.set_name(one.name());
    auto known = GetRow<Resource>(
        rows, authority::ResourceKey(tag, tenant, LastPart(one.name())));
    if (!known) {
      change.set_action(v1::PackChange::ACTION_CREATE);
      continue;
    }
    bool newer = false;
    if constexpr (requires { known->pack_version(); }) {
      newer = versioned && known->pack() == one.pack() &&
              known->pack_version() != one.pack_version();
    }
    change.set_action(Compare(one, *known, newer));
  }
}

}  // namespace

absl::StatusOr<PackPlan> PlanPack(const KvReader& rows, std::string_view tenant,
                                  std::string_view pack) {
  const std::string_view id = pack.empty() ? kDefaultPack : pack;
  const std::string_view text = PackText(id);
  if (text.empty()) {
    return Refusal(
        common::v1::ERROR_REASON_NOT_FOUND,
        StrCat("There is no pack \"", id, "\". There is ", kDefaultPack, "."),
        {{"pack", std::string(id)}});
  }
  PackPlan plan;
  ASSIGN_OR_RETURN(plan.pack, ParsePack(text, tenant));
  const Pack& p = plan.pack;
  auto& changes = plan.changes;
  PlanAll(rows, tenant, authority::kProcessTag, p.processes, true, changes);
  PlanAll(rows, tenant, authority::kRoleTag, p.roles, true, changes);
  PlanAll(rows, tenant, authority::kRightTag, p.rights, false, changes);
  PlanAll(rows, tenant, authority::kLineTag, p.lines, false, changes);
  PlanAll(rows, tenant, authority::kLimitTag, p.limits, false, changes);
  for (const v1::Matrix& matrix : p.matrices) {
    v1::PackChange& change = changes.emplace_back();
    change.set_name(matrix.name());
    const bool known = rows.Has(authority::ResourceKey(
        authority::kMatrixTag, tenant, LastPart(matrix.name())));
    change.set_action(known ? v1::PackChange::ACTION_KEPT
                            : v1::PackChange::ACTION_CREATE);
  }
  PlanAll(rows, tenant, kTableTag, p.tables, true, changes);
  return plan;
}

}  // namespace csi::raci
