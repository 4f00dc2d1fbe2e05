#include "common/program/health_board.h"

#include <algorithm>

#include "common/base/limits.h"
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
  return settled_.size() == told_.size() &&
         std::any_of(told_.begin(), told_.end(), [&](const auto& service) {
           return known_.at(rpc::HealthNameOf(service.first));
         });
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

void HealthBoard::Update(const std::string& service, const HostReport& report) {
  const bool leads = report.phase == Executor::Phase::kLead;
  // A copy that follows passes calls on to the one that leads.
  Set(rpc::HealthNameOf(service), leads || report.following);
  std::string& told = told_[service];
  if (report.halt_reason != told) {
    told = report.halt_reason;
    if (!told.empty()) {
      Log(Severity::kError,
          report.phase == Executor::Phase::kHalted
              ? "partition halted"
              : "partition waits: its data cannot be opened",
          {{"service", service}, {"why", told}});
    }
  }
  if (known_[rpc::HealthNameOf(service)] ||
      report.phase == Executor::Phase::kHalted) {
    settled_.insert(service);
  }
  if (!leads) return;  // nothing is known about the rest yet
  const rpc::Ability writes = rpc::WriteAbility(service);
  SetAbility(service, writes.health_name, writes.when_lost, !report.disk_low);
  const rpc::Ability timers = rpc::TimerAbility(service);
  SetAbility(service, timers.health_name, timers.when_lost, !report.clock_jump);
  for (const auto& [source, lag_seconds] : report.view_lag_seconds) {
    const rpc::Ability view = rpc::ViewAbility(service, source);
    SetAbility(service, view.health_name, view.when_lost,
               lag_seconds * 1e6 <= limits::kViewLagMaxUs);
  }
}

}  // namespace csi::program
