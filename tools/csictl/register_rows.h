// Rows of an older register as entries to import: cells by their columns,
// people and services by what the directory calls them. Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_ROWS_H_
#define CSI_TOOLS_CSICTL_REGISTER_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "tools/csictl/register_mapping.h"
#include "tools/csictl/register_table.h"

namespace csi::tools {

// Names in lower case (display names, e-mail addresses, ids) -> ids; empty for
// a name that several have.
struct NameBook {
  TextMap people;
  TextMap services;
  TextMap processes;
};

class RegisterRows {
 public:
  // All three outlive this.
  RegisterRows(const MappedHead& head, const RegisterMapping& mapping,
               const NameBook& names, std::string tenant);

  // INVALID_ARGUMENT "COLUMN: what is wrong and what to do". A row without an
  // id gets one from its content, the same each time; equal rows get different
  // ones.
  absl::StatusOr<registry::v1::ImportOpportunityRow> Read(const TextRow& row);

 private:
  absl::Status ReadCell(std::string_view column, std::string cell,
                        registry::v1::Opportunity& entry) const;
  absl::StatusOr<std::string> NamesIn(std::string_view collection,
                                      const std::string& cell,
                                      registry::v1::Opportunity& entry) const;
  absl::StatusOr<std::string> IdOfName(std::string_view collection,
                                       const std::string& name) const;

  const MappedHead& head_;
  const RegisterMapping& mapping_;
  const NameBook& names_;
  const std::string tenant_;
  std::map<std::string, int> seen_;  // content -> how often
};

// Whole entries as rows of an export: id and number in front, fields that the
// policy adds at the end, those that some entry has.
TextTable ExportTable(
    const google::protobuf::RepeatedPtrField<registry::v1::Opportunity>&
        entries);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_ROWS_H_
