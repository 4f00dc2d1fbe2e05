// Points of an indicator in blocks of a few hundred, ordered by series and
// period, as leaves of a tree: one read finds the block of a period, one write
// changes it. Superseded figures are kept as history.
//
// Readers may run on any snapshot; writers only inside Apply.
#ifndef CSI_SERVICES_REPORTING_POINTS_POINT_STORE_H_
#define CSI_SERVICES_REPORTING_POINTS_POINT_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/kv/kv.h"
#include "services/reporting/points/point_block.h"

namespace csi::reporting {

inline constexpr int64_t kTimeMin = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kTimeMax = std::numeric_limits<int64_t>::max();

// One series of one indicator. Ids, not names.
struct SeriesId {
  std::string_view tenant;
  std::string_view indicator;
  std::string_view series;
};

// Looks periods up; keeps the last block decoded, so that ascending lookups
// read each block once.
class SeriesReader {
 public:
  SeriesReader(const KvReader& reader, const SeriesId& id);

  const StoredPoint* Find(int64_t period_us);
  std::optional<int64_t> LastPeriod() const;

 private:
  const KvReader& reader_;
  std::string prefix_;
  std::vector<StoredPoint> block_;
  int64_t block_from_ = 1;  // empty range: nothing decoded yet
  int64_t block_to_ = 0;
};

// Points with from <= period < to, ascending; false stops.
void ScanPoints(const KvReader& reader, const SeriesId& id, int64_t from_us,
                int64_t to_us,
                absl::FunctionRef<bool(const StoredPoint&)> point);

// The same, newest first.
void ScanPointsReverse(const KvReader& reader, const SeriesId& id,
                       int64_t from_us, int64_t to_us,
                       absl::FunctionRef<bool(const StoredPoint&)> point);

// REQUIRES: ascending, none of the periods is in the series yet.
void InsertPoints(KvWriter& writer, const SeriesId& id, int factor,
                  const std::vector<StoredPoint>& points);

// Replaces points by those of the same period and keeps the old as history.
// Returns false, and leaves the rest, at the first period that is not there.
bool ReplacePoints(KvWriter& writer, const SeriesId& id, int factor,
                   const std::vector<StoredPoint>& points);

// Superseded revisions of a period, newest first.
std::vector<v1::Point> PointHistoryOf(const KvReader& reader,
                                      const SeriesId& id, int64_t period_us);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_POINTS_POINT_STORE_H_
