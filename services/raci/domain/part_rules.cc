#include "services/raci/domain/part_rules.h"

#include <map>
#include <set>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_governance.pb.h"
#include "services/raci/domain/keys.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

class Parts {
 public:
  Parts(const v1::Matrix& matrix, const RuleBook& rules,
        std::vector<common::v1::Finding>& findings)
      : rules_(rules), findings_(findings) {
    for (const v1::MatrixColumn& column : matrix.columns()) {
      if (!column.role().empty()) columns_[column.id()] = &column;
    }
    for (const v1::MatrixCell& cell : matrix.cells()) {
      const bool acts = HasLetter(cell, common::v1::LETTER_RESPONSIBLE) ||
                        HasLetter(cell, common::v1::LETTER_ACCOUNTABLE);
      const auto column = columns_.find(cell.column());
      if (acts && column != columns_.end()) {
        acting_[cell.activity()].push_back(column->second);
      }
    }
  }

  void Compare(const v1::ResponsibilityTable& table) {
    const std::set<std::string> roles(table.roles().begin(),
                                      table.roles().end());
    std::set<std::pair<std::string, std::string>> parts;
    for (const v1::ResponsibilityCell& cell : table.cells()) {
      parts.emplace(cell.row(), cell.role());
    }
    for (const v1::ResponsibilityRow& row : table.rows()) {
      for (const std::string& activity : row.activities()) {
        for (const v1::MatrixColumn* column : acting_[activity]) {
          if (roles.contains(column->role()) &&
              !parts.contains({row.id(), column->role()})) {
            Add(table, row, activity, *column);
          }
        }
      }
    }
  }

 private:
  void Add(const v1::ResponsibilityTable& table,
           const v1::ResponsibilityRow& row, const std::string& activity,
           const v1::MatrixColumn& column) {
    rules_.Add(
        findings_,
        MakeFinding("P8", common::v1::SEVERITY_UNSPECIFIED, activity,
                    StrCat(column.title(), " acts here, and has no part in \"",
                           row.title(), "\" of ", table.display_name(), "."),
                    "A role that does or decides something answers for it, "
                    "first or beside another.",
                    StrCat("Give the role a part in row ", row.id(),
                           " (SetResponsibilityTable), or the letter to a "
                           "role that has one.")));
  }

  const RuleBook& rules_;
  std::vector<common::v1::Finding>& findings_;
  std::map<std::string, const v1::MatrixColumn*> columns_;
  std::map<std::string, std::vector<const v1::MatrixColumn*>> acting_;
};

}  // namespace

void CheckParts(const KvReader& rows, std::string_view tenant,
                const v1::Matrix& matrix, const RuleBook& rules,
                std::vector<common::v1::Finding>& findings) {
  if (rules.Off("P8")) return;
  Parts parts(matrix, rules, findings);
  rows.ScanPrefix(authority::ResourcePrefix(kTableTag, tenant),
                  [&](std::string_view, std::string_view value) {
                    v1::ResponsibilityTable table;
                    table.ParseFromArray(value.data(),
                                         static_cast<int>(value.size()));
                    parts.Compare(table);
                    return true;
                  });
}

}  // namespace csi::raci
