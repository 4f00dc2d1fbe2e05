// GetDataQuality: walks the periods of a window once, beside the points.
#include <algorithm>

#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/quality.h"
#include "services/reporting/points/point_block.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {

absl::Status GetDataQuality(const QueryContext& context,
                            const v1::GetDataQualityRequest& request,
                            v1::DataQuality* quality) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", request.name(), context.tenant, "indicators"));
  const auto indicator = ReadIndicator(context.state, context.tenant, id);
  if (!indicator) return NotFound("indicators", request.name());
  *quality = QualityOf(context.state, context.tenant, *indicator,
                       SeriesText(request.dimensions()), request.window(),
                       context.now);
  return absl::OkStatus();
}

}  // namespace csi::reporting
