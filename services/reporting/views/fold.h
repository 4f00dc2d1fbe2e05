// Folds public events of the register and the workflow into view rows. Total:
// what cannot be read, or is of no use to reporting, changes nothing. The same
// event twice leaves the same rows.
#ifndef CSI_SERVICES_REPORTING_VIEWS_FOLD_H_
#define CSI_SERVICES_REPORTING_VIEWS_FOLD_H_

#include "common/kv/kv.h"
#include "csi/common/v1/cloud_event.pb.h"

namespace csi::reporting {

void FoldRegistryEvent(const common::v1::CloudEvent& event, KvWriter& views);
void FoldWorkflowEvent(const common::v1::CloudEvent& event, KvWriter& views);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_VIEWS_FOLD_H_
