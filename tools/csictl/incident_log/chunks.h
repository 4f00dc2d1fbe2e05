// Cuts series into chunks for recording, the same way each time the same
// bytes are read: a recording that stopped is taken up at the chunk after
// the last one that was acknowledged, and a chunk sent twice is known by its
// request id. Pure functions.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_CHUNKS_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_CHUNKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "tools/csictl/incident_log/kpi_series.h"

namespace csi::incident_log {

// Of how the figures are computed and cut. It is part of every request id:
// the same file read by another definition is other content.
inline constexpr int kDefinitionRevision = 1;

struct Chunk {
  std::string id;  // made-sla-pct.week.all/0, /1, ...
  size_t series = 0;
  size_t begin = 0;  // points [begin, end) of the series
  size_t end = 0;
};

// In the order of the series, each of at most `points_max` points of one
// series; a series without points has no chunk. REQUIRES: points_max > 0.
std::vector<Chunk> CutIntoChunks(absl::Span<const Series> series,
                                 size_t points_max);

// 36 characters in the form of a UUID (version 8), from the SHA-256 of the
// content's hash, the tenant, the chunk's id and points, points_max and
// kDefinitionRevision.
std::string RequestIdOf(std::string_view content_sha256,
                        std::string_view tenant, size_t points_max,
                        const Chunk& chunk);

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_CHUNKS_H_
