// What a partition says about itself.
#include <filesystem>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/runtime/partition_host.h"

namespace csi {
namespace {

constexpr absl::Duration kReportEvery = absl::Milliseconds(100);
// A disk that was nearly full has space again at so many parts in eight of the
// minimum: what is written meanwhile does not make it low again at once.
constexpr uint64_t kSpaceAgainEighths = 9;

}  // namespace

void PartitionHost::UpdateReport() {
  const absl::Duration now = clock_.Steady();
  const common::v1::PartitionState& partition = executor_.partition();
  if (executor_.phase() == report_.phase && now - reported_at_ < kReportEvery) {
    return;
  }
  reported_at_ = now;
  HostReport report;
  report.phase = executor_.phase();
  report.halt_reason = trouble_.empty() ? executor_.halt_reason() : trouble_;
  report.clock_jump = executor_.clock_jump();
  report.next_offset = partition.next_offset();
  report.epoch = partition.epoch();
  report.event_count = partition.event_count();
  report.dead_records = partition.dead_records();
  report.queued = executor_.queued();
  report.append_seconds = append_seconds_;
  report.decide_seconds = decide_seconds_;
  report.head = partition.head();
  report.state_hash = StrCat(BigEndian(partition.state_hash_high()),
                             BigEndian(partition.state_hash_low()));
  // While a follower folds what it has just read it follows all the same.
  report.following = executor_.following() ||
                     (report_.following && trouble_.empty() &&
                      report.phase == Executor::Phase::kReplay && !rebuilding_);
  report.rebuilding = rebuilding_;
  report.leader_address = partition.leader_address();
  report.stats = executor_.stats();
  std::error_code error;
  const auto space = std::filesystem::space(store_->path(), error);
  report.disk_free_bytes = error ? 0 : space.available;
  const uint64_t eighths = report_.disk_low ? kSpaceAgainEighths : 8;
  report.disk_low =
      !error && space.available < options_.disk_free_min_bytes / 8 * eighths;
  if (const auto rows = store_->Snapshot()) {
    report.gauges = domain_->Gauges(rows->table(Table::kState));
  }
  for (const std::string& source : domain_->views()) {
    report.view_lag_seconds[source] =
        absl::ToDoubleSeconds(executor_.feeds().Lag(source, now));
  }
  for (const auto& [name, input] : inputs_) {
    if (!executor_.leading()) continue;
    HostReport::InputReport& each = report.inputs[name];
    const uint64_t end = input->end();
    const uint64_t used = executor_.inputs().UsedUpTo(name);
    each.lag_records = end > used ? end - used : 0;
    each.trouble = input->trouble();
  }
  {
    std::lock_guard lock(inbox_mutex_);
    disk_low_ = report.disk_low;
  }
  std::lock_guard lock(report_mutex_);
  report_ = std::move(report);
  journal_id_ = partition.genesis().journal_id();
}

HostReport PartitionHost::report() const {
  std::lock_guard lock(report_mutex_);
  return report_;
}

std::string PartitionHost::leader_address() const {
  std::lock_guard lock(report_mutex_);
  return report_.leader_address;
}

std::string PartitionHost::journal_id() const {
  std::lock_guard lock(report_mutex_);
  return journal_id_;
}

}  // namespace csi
