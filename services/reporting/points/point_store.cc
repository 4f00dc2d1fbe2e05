#include "services/reporting/points/point_store.h"

#include <algorithm>

#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"

namespace csi::reporting {
namespace {

constexpr size_t kTimeBytes = 8;

// Series hold no NUL, so the prefixes of two series never contain each other,
// and what follows a prefix is a time of fixed length.
std::string SeriesPrefix(std::string_view tag, const SeriesId& id) {
  return KeyPrefix(tag, {id.tenant, id.indicator, id.series});
}

struct Block {
  std::string key;
  int64_t bound = kTimeMin;
  std::vector<StoredPoint> points;
};

// The block that holds the period or would: the last with bound <= period.
std::optional<Block> BlockOf(const KvReader& reader, const std::string& prefix,
                             int64_t period_us) {
  std::optional<Block> found;
  const std::string behind = prefix + TimePart(period_us) + '\0';
  reader.ScanReverse(
      prefix, behind, [&](std::string_view key, std::string_view value) {
        v1::PointBlock block;
        block.ParseFromArray(value.data(), static_cast<int>(value.size()));
        found = Block{std::string(key), TimeOfPart(TailPart(key, kTimeBytes)),
                      DecodePoints(block)};
        return false;
      });
  return found;
}

// Bound of the block behind, kTimeMax when there is none.
int64_t NextBound(const KvReader& reader, const std::string& prefix,
                  const std::string& key) {
  int64_t bound = kTimeMax;
  reader.Scan(key + '\0', PrefixEnd(prefix),
              [&](std::string_view next, std::string_view) {
                bound = TimeOfPart(TailPart(next, kTimeBytes));
                return false;
              });
  return bound;
}

bool ByPeriod(const StoredPoint& a, const StoredPoint& b) {
  return a.period_us < b.period_us;
}

void PutBlock(KvWriter& writer, const std::string& key, int factor,
              const std::vector<StoredPoint>& points) {
  PutRow(writer, key, EncodePoints(points, factor));
}

// Cuts what has become too long. Appending fills blocks to the brim, since
// nothing will come before; an insertion in the middle leaves halves.
void PutSplit(KvWriter& writer, const std::string& prefix,
              const std::string& first_key, int factor,
              const std::vector<StoredPoint>& points, bool appended) {
  const size_t most = limits::kBlockPointsMax;
  const size_t pieces = (points.size() + most - 1) / most;
  const size_t length = appended ? most : (points.size() + pieces - 1) / pieces;
  for (size_t from = 0; from < points.size(); from += length) {
    const size_t to = std::min(points.size(), from + length);
    const std::vector<StoredPoint> piece(points.begin() + from,
                                         points.begin() + to);
    const std::string key =
        from == 0 ? first_key : prefix + TimePart(piece.front().period_us);
    PutBlock(writer, key, factor, piece);
  }
}

}  // namespace

SeriesReader::SeriesReader(const KvReader& reader, const SeriesId& id)
    : reader_(reader), prefix_(SeriesPrefix(kPointTag, id)) {}

const StoredPoint* SeriesReader::Find(int64_t period_us) {
  if (period_us < block_from_ || period_us >= block_to_) {
    std::optional<Block> block = BlockOf(reader_, prefix_, period_us);
    if (!block) return nullptr;
    block_from_ = block->bound;
    block_to_ = NextBound(reader_, prefix_, block->key);
    block_ = std::move(block->points);
  }
  StoredPoint wanted;
  wanted.period_us = period_us;
  const auto found =
      std::lower_bound(block_.begin(), block_.end(), wanted, ByPeriod);
  if (found == block_.end() || found->period_us != period_us) return nullptr;
  return &*found;
}

std::optional<int64_t> SeriesReader::LastPeriod() const {
  const std::optional<Block> block = BlockOf(reader_, prefix_, kTimeMax);
  if (!block || block->points.empty()) return std::nullopt;
  return block->points.back().period_us;
}

void ScanPoints(const KvReader& reader, const SeriesId& id, int64_t from_us,
                int64_t to_us,
                absl::FunctionRef<bool(const StoredPoint&)> point) {
  const std::string prefix = SeriesPrefix(kPointTag, id);
  const std::optional<Block> first = BlockOf(reader, prefix, from_us);
  const std::string from = first ? first->key : prefix;
  reader.Scan(from, PrefixEnd(prefix),
              [&](std::string_view key, std::string_view value) {
                v1::PointBlock block;
                block.ParseFromArray(value.data(),
                                     static_cast<int>(value.size()));
                for (const StoredPoint& each : DecodePoints(block)) {
                  if (each.period_us < from_us) continue;
                  if (each.period_us >= to_us || !point(each)) return false;
                }
                return true;
              });
}

void ScanPointsReverse(const KvReader& reader, const SeriesId& id,
                       int64_t from_us, int64_t to_us,
                       absl::FunctionRef<bool(const StoredPoint&)> point) {
  const std::string prefix = SeriesPrefix(kPointTag, id);
  reader.ScanReverse(
      prefix, prefix + TimePart(to_us),
      [&](std::string_view key, std::string_view value) {
        v1::PointBlock block;
        block.ParseFromArray(value.data(), static_cast<int>(value.size()));
        const std::vector<StoredPoint> points = DecodePoints(block);
        for (auto each = points.rbegin(); each != points.rend(); ++each) {
          if (each->period_us >= to_us) continue;
          if (each->period_us < from_us || !point(*each)) return false;
        }
        return true;
      });
}

void InsertPoints(KvWriter& writer, const SeriesId& id, int factor,
                  const std::vector<StoredPoint>& points) {
  const std::string prefix = SeriesPrefix(kPointTag, id);
  auto next = points.begin();
  while (next != points.end()) {
    std::optional<Block> block = BlockOf(writer, prefix, next->period_us);
    if (!block) block = Block{prefix + TimePart(kTimeMin), kTimeMin, {}};
    const int64_t bound = NextBound(writer, prefix, block->key);
    const auto end = std::find_if(
        next, points.end(),
        [bound](const StoredPoint& p) { return p.period_us >= bound; });
    const bool appended = block->points.empty() ||
                          block->points.back().period_us < next->period_us;
    std::vector<StoredPoint> merged;
    merged.reserve(block->points.size() + (end - next));
    std::merge(block->points.begin(), block->points.end(), next, end,
               std::back_inserter(merged), ByPeriod);
    PutSplit(writer, prefix, block->key, factor, merged, appended);
    next = end;
  }
}

bool ReplacePoints(KvWriter& writer, const SeriesId& id, int factor,
                   const std::vector<StoredPoint>& points) {
  const std::string prefix = SeriesPrefix(kPointTag, id);
  const std::string history = SeriesPrefix(kPointHistoryTag, id);
  std::optional<Block> block;
  int64_t bound = kTimeMin;
  for (const StoredPoint& point : points) {
    if (!block || point.period_us >= bound) {
      if (block) PutBlock(writer, block->key, factor, block->points);
      block = BlockOf(writer, prefix, point.period_us);
      if (!block) return false;
      bound = NextBound(writer, prefix, block->key);
    }
    const auto found = std::lower_bound(block->points.begin(),
                                        block->points.end(), point, ByPeriod);
    if (found == block->points.end() || found->period_us != point.period_us) {
      return false;
    }
    v1::PointHistory row;
    *row.mutable_point() = ToPoint(*found, id.series);
    PutRow(writer,
           history + TimePart(point.period_us) +
               LargestFirstPart(static_cast<uint64_t>(found->revision)),
           row);
    *found = point;
  }
  if (block) PutBlock(writer, block->key, factor, block->points);
  return true;
}

std::vector<v1::Point> PointHistoryOf(const KvReader& reader,
                                      const SeriesId& id, int64_t period_us) {
  const std::string prefix =
      SeriesPrefix(kPointHistoryTag, id) + TimePart(period_us);
  std::vector<v1::Point> history;
  reader.ScanPrefix(prefix, [&](std::string_view, std::string_view value) {
    v1::PointHistory row;
    row.ParseFromArray(value.data(), static_cast<int>(value.size()));
    history.push_back(row.point());
    return true;
  });
  return history;
}

}  // namespace csi::reporting
