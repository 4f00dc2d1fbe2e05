// The figures that one threshold judges when some of a series have changed: all
// from the first changed one on, and those before that its judgement rests on.
// Pure; reads a bounded number of points.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_JUDGED_STRETCH_H_
#define CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_JUDGED_STRETCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/points/point_store.h"

namespace csi::reporting {

struct JudgedStretch {
  int64_t start_us = kTimeMin;
  // Newest period that was stored before; absent: none.
  std::optional<int64_t> stored_until_us;
  // Judgeable figures: some before the start, then all from it on.
  std::vector<StoredPoint> figures;
  size_t first = 0;  // the first one from the start on
  // Changed figures that lie further back than a threshold looks.
  int64_t too_old = 0;
};

// `changed` by period, not empty: new points and those with other figures than
// the stored ones.
JudgedStretch ReadStretch(const KvReader& state, const SeriesId& id,
                          const v1::Indicator& indicator,
                          const v1::ThresholdWatch& watch,
                          const std::map<int64_t, StoredPoint>& changed);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_THRESHOLDS_JUDGED_STRETCH_H_
