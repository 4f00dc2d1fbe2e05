// What became of each row of an import, for people and for programs.
#ifndef CSI_TOOLS_CSICTL_REGISTER_REPORT_H_
#define CSI_TOOLS_CSICTL_REGISTER_REPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "tools/csictl/arguments.h"

namespace csi::tools {

class RegisterReport {
 public:
  void Add(const registry::v1::ImportRowResult& result, std::string_view title);
  // A row that never went to the server.
  void RefusedHere(int64_t line, const absl::Status& why);

  int rows() const { return response_.results_size(); }
  int Count(registry::v1::ImportOutcome outcome) const;
  // Columns line, outcome, number, id, title, reason, field, message,
  // duplicates, notes.
  std::string AsCsv() const;
  // Refused rows, duplicates and notes, and a sentence of counts; the whole
  // with --output json. The exit code: 3 when rows were refused.
  int Print(const Arguments& arguments, bool dry_run) const;

 private:
  registry::v1::ImportOpportunitiesResponse response_;
  std::vector<std::string> titles_;  // one for each result
};

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_REPORT_H_
