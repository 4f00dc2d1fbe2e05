#include "common/base/tenant_partition.h"

#include <cstddef>

namespace csi {
namespace {

constexpr uint32_t kSeed = 0x9747b28c;
constexpr uint32_t kMix = 0x5bd1e995;
constexpr uint32_t kPositive = 0x7fffffff;
constexpr size_t kWord = sizeof(uint32_t);

// Up to four bytes, the first one lowest.
uint32_t Little(std::string_view bytes) {
  uint32_t word = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    word = word << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return word;
}

}  // namespace

uint32_t Murmur2(std::string_view bytes) {
  uint32_t hash = kSeed ^ static_cast<uint32_t>(bytes.size());
  for (; bytes.size() >= kWord; bytes.remove_prefix(kWord)) {
    uint32_t word = Little(bytes.substr(0, kWord)) * kMix;
    word ^= word >> 24;
    hash = (hash * kMix) ^ (word * kMix);
  }
  if (!bytes.empty()) hash = (hash ^ Little(bytes)) * kMix;
  hash = (hash ^ hash >> 13) * kMix;
  return hash ^ hash >> 15;
}

uint32_t PartitionOfTenant(std::string_view tenant, uint32_t count) {
  return (Murmur2(tenant) & kPositive) % count;
}

}  // namespace csi
