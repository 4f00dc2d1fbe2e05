// Resources in the short form that public events carry. Pure, thread-safe.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_DIGESTS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_DIGESTS_H_

#include "csi/reporting/v1/reporting_events.pb.h"

namespace csi::reporting {

v1::BaselineDigest DigestOf(const v1::Baseline& baseline);
v1::ComparisonDigest DigestOf(const v1::Comparison& comparison);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_DIGESTS_H_
