#include "common/authority/fold_matrix.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;

// Writes, per activity, a matrix cut down to that activity.
void StoreActivities(const pb::Matrix& matrix, std::string_view tenant,
                     KvWriter& rows) {
  const ScopeParts scope = PartsOf(matrix.scope());
  absl::flat_hash_map<std::string, pb::Matrix> by_activity;
  for (const pb::MatrixActivity& activity : matrix.activities()) {
    pb::Matrix& row = by_activity[activity.id()];
    row.set_name(matrix.name());
    row.set_variant(matrix.variant());
    row.set_version(matrix.version());
    *row.mutable_deploy_time() = matrix.deploy_time();
    if (matrix.has_retire_time()) {
      *row.mutable_retire_time() = matrix.retire_time();
    }
    *row.add_activities() = activity;
  }
  absl::flat_hash_map<std::string, const pb::MatrixColumn*> columns;
  for (const pb::MatrixColumn& column : matrix.columns()) {
    columns[column.id()] = &column;
  }
  // Cells keep the order of the matrix: the first R that resolves leads.
  for (const pb::MatrixCell& cell : matrix.cells()) {
    auto row = by_activity.find(cell.activity());
    auto column = columns.find(cell.column());
    if (cell.letters_size() == 0 || row == by_activity.end() ||
        column == columns.end()) {
      continue;
    }
    *row->second.add_columns() = *column->second;
    *row->second.add_cells() = cell;
  }
  const absl::Time deployed = TimeOf(matrix.deploy_time());
  for (const pb::MatrixActivity& activity : matrix.activities()) {
    const pb::Matrix& row = by_activity[activity.id()];
    PutRow(
        rows,
        ActivityKey(tenant, activity.id(), matrix.variant(), scope, deployed),
        row);
    const std::string newest_key =
        NewestActivityKey(tenant, activity.id(), matrix.variant(), scope);
    auto newest = GetRow<pb::Matrix>(rows, newest_key);
    if (!newest || TimeOf(newest->deploy_time()) <= deployed) {
      PutRow(rows, newest_key, row);
    }
  }
}

}  // namespace

std::vector<std::string> AccountableRoles(const pb::Matrix& matrix) {
  std::vector<std::string> roles;
  auto add = [&](std::string_view role) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) {
      roles.emplace_back(role);
    }
  };
  for (const pb::MatrixCell& cell : matrix.cells()) {
    if (std::count(cell.letters().begin(), cell.letters().end(),
                   common::v1::LETTER_ACCOUNTABLE) == 0) {
      continue;
    }
    for (const pb::MatrixColumn& column : matrix.columns()) {
      if (column.id() != cell.column()) continue;
      if (column.has_role()) add(LastPart(column.role()));
      if (!column.has_computed()) continue;
      add(kServiceOwner);
      add(kProcessOwner);
      if (column.computed() == pb::COMPUTED_COLUMN_ACCOUNTABLE_PERSON) {
        add(kCsiManager);
      }
    }
  }
  return roles;
}

void IndexDeployed(const pb::Matrix& matrix, std::string_view tenant,
                   KvWriter& rows) {
  StoreActivities(matrix, tenant, rows);
  for (const std::string& role : AccountableRoles(matrix)) {
    rows.Put(AccountableKey(tenant, role, LastPart(matrix.name())), "");
  }
}

void IndexRetired(const pb::Matrix& matrix, std::string_view tenant,
                  KvWriter& rows) {
  StoreActivities(matrix, tenant, rows);
  for (const std::string& role : AccountableRoles(matrix)) {
    rows.Delete(AccountableKey(tenant, role, LastPart(matrix.name())));
  }
}

}  // namespace csi::authority
