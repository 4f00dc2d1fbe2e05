#include "common/program/health_board.h"

#include <algorithm>
#include <map>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/rpc/abilities.h"
#include "common/telemetry/log.h"

namespace csi::program {

bool HealthBoard::Set(const std::string& name, bool serving) {
  auto [known, first] = known_.try_emplace(name, serving);
  if (!first && known->second == serving) return false;
  known->second = serving;
  health_.SetServingStatus(name, serving);
  return !first;
}

bool HealthBoard::Ready() const {
  return settled_.size() == services_.size() && !reachable_.empty();
}

void HealthBoard::SetAbility(const std::string& service,
                             const std::string& name,
                             const std::string& when_lost, bool serving) {
  if (!Set(name, serving)) return;
  // At the start nothing is known yet; that it came is no news.
  if (serving && limited_.erase(name) == 0) return;
  if (!serving) limited_.insert(name);
  Log(serving ? Severity::kInfo : Severity::kWarning,
      serving ? "able again" : "limited",
      {{"service", service}, {"health", name}, {"what", when_lost}});
}

void HealthBoard::LogTrouble(const std::string& service, size_t partition,
                             const HostReport& report) {
  std::string& told = told_[StrCat(service, "/", partition)];
  if (report.halt_reason == told) return;
  told = report.halt_reason;
  if (told.empty()) return;
  Log(Severity::kError,
      report.phase == Executor::Phase::kHalted
          ? "partition halted"
          : "partition waits: its data cannot be opened",
      {{"service", service}, {"partition", StrCat(partition)}, {"why", told}});
}

void HealthBoard::Update(const std::string& service,
                         const std::vector<HostReport>& partitions) {
  services_.insert(service);
  reachable_.erase(service);
  bool serves = true;
  bool settled = true;
  bool leads = false;
  bool disk_low = false;
  bool clock_jump = false;
  std::map<std::string, double> lags;  // the longest of each view
  for (size_t i = 0; i < partitions.size(); ++i) {
    const HostReport& report = partitions[i];
    LogTrouble(service, i, report);
    const bool led = report.phase == Executor::Phase::kLead;
    // A copy that follows passes calls on to the one that leads.
    const bool takes_calls = led || report.following;
    serves = serves && takes_calls;
    if (takes_calls) reachable_.insert(service);
    if (partitions.size() > 1) {
      Set(StrCat(rpc::HealthNameOf(service), "/partitions/", i), takes_calls);
    }
    settled =
        settled && (takes_calls || report.phase == Executor::Phase::kHalted);
    if (!led) continue;  // nothing is known about the rest yet
    leads = true;
    disk_low = disk_low || report.disk_low;
    clock_jump = clock_jump || report.clock_jump;
    for (const auto& [source, lag] : report.view_lag_seconds) {
      lags[source] = std::max(lags[source], lag);
    }
  }
  Set(rpc::HealthNameOf(service), serves);
  if (settled) settled_.insert(service);
  if (!leads) return;
  const rpc::Ability writes = rpc::WriteAbility(service);
  SetAbility(service, writes.health_name, writes.when_lost, !disk_low);
  const rpc::Ability timers = rpc::TimerAbility(service);
  SetAbility(service, timers.health_name, timers.when_lost, !clock_jump);
  for (const auto& [source, lag_seconds] : lags) {
    const rpc::Ability view = rpc::ViewAbility(service, source);
    SetAbility(service, view.health_name, view.when_lost,
               lag_seconds * 1e6 <= limits::kViewLagMaxUs);
  }
}

}  // namespace csi::program
