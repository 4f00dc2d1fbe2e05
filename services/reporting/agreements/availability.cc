#include "services/reporting/agreements/availability.h"

#include "common/base/check.h"

namespace csi::reporting {
namespace {

std::optional<int64_t> Mean(int64_t total_us, int64_t count) {
  if (count == 0) return std::nullopt;
  return (total_us + count / 2) / count;
}

}  // namespace

std::optional<double> Availability::Percent() const {
  if (agreed_us == 0) return std::nullopt;
  return 100.0 * static_cast<double>(agreed_us - downtime_us) /
         static_cast<double>(agreed_us);
}

std::optional<int64_t> Availability::MtrsUs() const {
  return Mean(downtime_us, outage_count);
}

std::optional<int64_t> Availability::MtbfUs() const {
  return Mean(agreed_us - downtime_us, outage_count);
}

std::optional<int64_t> Availability::MtbsiUs() const {
  return Mean(agreed_us, outage_count);
}

Availability Measure(const IntervalSet& agreed, const IntervalSet& down) {
  Availability measured;
  measured.agreed_us = agreed.TotalUs();
  measured.downtime_us = agreed.Intersect(down).TotalUs();
  for (const TimeSpan& span : down.spans()) {
    const IntervalSet one({span});
    if (!agreed.Intersect(one).empty()) ++measured.outage_count;
  }
  return measured;
}

int64_t AllowedDowntimeUs(int64_t agreed_us, int64_t target_ppm) {
  CSI_CHECK(target_ppm >= 0 && target_ppm <= kWholePpm, "a share of a whole");
  const int64_t allowed_ppm = kWholePpm - target_ppm;
  // In two parts: the product of both would not fit into 64 bits.
  return agreed_us / kWholePpm * allowed_ppm +
         agreed_us % kWholePpm * allowed_ppm / kWholePpm;
}

std::vector<OutagePart> AttributeDowntime(
    const std::vector<IntervalSet>& felt) {
  std::vector<const IntervalSet*> all;
  for (const IntervalSet& each : felt) all.push_back(&each);
  const IntervalSet twice =
      all.size() < 2 ? IntervalSet() : HeldByAtLeast(all, 2);
  std::vector<OutagePart> parts;
  for (const IntervalSet& each : felt) {
    parts.push_back({each.TotalUs(), each.Intersect(twice).TotalUs()});
  }
  return parts;
}

}  // namespace csi::reporting
