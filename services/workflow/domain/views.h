// What workflow knows of other services: opportunities from the register,
// baselines from reporting, and the directory (folded by common/authority).
// Pure functions over rows.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_VIEWS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_VIEWS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

// Folds an event of the register or of reporting; ignores what it need not
// know.
void FoldRegistryEvent(const common::v1::CloudEvent& event, KvWriter& views);
void FoldReportingEvent(const common::v1::CloudEvent& event, KvWriter& views);

std::optional<v1::OpportunityView> FindOpportunity(const KvReader& views,
                                                   std::string_view tenant,
                                                   std::string_view id);

// The baselines of an opportunity on which implementation may begin.
struct BaselineAnswer {
  std::vector<std::string> valid;    // ids
  std::vector<std::string> not_yet;  // why others do not count, as sentences
};
BaselineAnswer FindBaselines(const KvReader& views, std::string_view tenant,
                             std::string_view opportunity, absl::Time now);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_VIEWS_H_
