// Checks a RACI table without a server: who is A, R, C, I per activity, what is
// wrong by its letters, what was repaired. For `csictl raci check FILE`. Pure
// functions, thread-safe.
#ifndef CSI_SERVICES_RACI_CHECK_RACI_CHECK_H_
#define CSI_SERVICES_RACI_CHECK_RACI_CHECK_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/table/matrix_table.h"

namespace csi::raci {

struct CheckOptions {
  ReadOptions read;
  v1::RuleSettings settings;
  bool one_process = false;  // all activities are of one process (H8)
};

// Settings in JSON, as the message has them: {"rules":[{"rule":"H5",
// "severity":"SEVERITY_ERROR","share":0.4}]}.
absl::StatusOr<v1::RuleSettings> ReadRuleSettings(std::string_view json);

// Findings of reading and of form; the matrix keeps what could be read.
absl::StatusOr<MatrixReading> CheckFile(std::string_view bytes,
                                        const CheckOptions& options);
absl::StatusOr<MatrixReading> CheckTable(std::string_view text, TableKind kind);

// {"activities":[{"name","A":[..],"R":[..],"C":[..],"I":[..]}],"roles":[..],
//  "findings":[{"rule","severity","activity","role","message",...}],
//  "repairs":[{"row","column","from","to"}],"passed":true|false}
std::string CheckAsJson(const MatrixReading& reading);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_CHECK_RACI_CHECK_H_
