// Steps that the verbs about baselines share.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_BASELINE_RECORDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_BASELINE_RECORDS_H_

#include <string>

#include "common/domain/domain.h"
#include "csi/reporting/v1/reporting.pb.h"

namespace csi::reporting {

// Sets the content hash and the time of freezing.
void SealBaseline(const Context& context, v1::Baseline& baseline);

// Names, seals (unless it collects) and emits a new baseline.
void RecordBaseline(const Context& context, const std::string& id,
                    common::v1::AuthorityGrant grant, v1::Baseline baseline,
                    Outcome& outcome);

void ReplyWithBaseline(const Context& context, const std::string& id,
                       Outcome& outcome);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_COMMANDS_BASELINE_RECORDS_H_
