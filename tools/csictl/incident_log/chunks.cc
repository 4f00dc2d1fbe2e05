#include "tools/csictl/incident_log/chunks.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"

namespace csi::incident_log {

std::vector<Chunk> CutIntoChunks(absl::Span<const Series> series,
                                 size_t points_max) {
  CSI_CHECK(points_max > 0, "a chunk holds at least one point");
  std::vector<Chunk> chunks;
  for (size_t i = 0; i < series.size(); ++i) {
    const size_t points = series[i].points.size();
    for (size_t begin = 0; begin < points; begin += points_max) {
      chunks.push_back({StrCat(series[i].id, "/", begin / points_max), i, begin,
                        std::min(begin + points_max, points)});
    }
  }
  return chunks;
}

std::string RequestIdOf(std::string_view content_sha256,
                        std::string_view tenant, size_t points_max,
                        const Chunk& chunk) {
  std::string hash = Sha256(StrCat(
      "incident-log/", kDefinitionRevision, "\n", content_sha256, "\n", tenant,
      "\n", points_max, "\n", chunk.id, "\n", chunk.begin, "-", chunk.end));
  hash.resize(16);
  // Version 8 (free form) and the RFC's variant bits.
  hash[6] = static_cast<char>((hash[6] & 0x0F) | 0x80);
  hash[8] = static_cast<char>((hash[8] & 0x3F) | 0x80);
  std::string id = Hex(hash);
  for (const size_t at : {20, 16, 12, 8}) id.insert(at, "-");
  return id;
}

}  // namespace csi::incident_log
