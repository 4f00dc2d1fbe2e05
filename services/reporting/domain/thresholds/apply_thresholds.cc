// Folds of thresholds and alerts.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/apply.h"
#include "services/reporting/domain/thresholds/alerts.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

std::string WatchKey(const Fact& fact, const v1::Threshold& threshold) {
  return Key(kThresholdWatchTag, {fact.tenant, LastPart(threshold.indicator()),
                                  LastPart(threshold.name())});
}

std::string EpisodeKey(const Fact& fact, const v1::Alert& alert) {
  return EpisodePrefix(fact.tenant, LastPart(alert.threshold())) +
         TimePart(MicrosOf(alert.open_period_time()));
}

}  // namespace

void ApplyThreshold(const v1::ThresholdRecorded& event, const Fact& fact,
                    Effects& effects) {
  const v1::Threshold& threshold = event.threshold();
  const std::string_view id = LastPart(threshold.name());
  KvWriter& state = effects.state();
  PutRow(state, Key(kThresholdTag, {fact.tenant, id}), threshold);
  PutRow(state,
         Key(kThresholdVersionTag,
             {fact.tenant, id,
              LargestFirstPart(static_cast<uint64_t>(threshold.version()))}),
         threshold);
  if (threshold.state() == v1::THRESHOLD_STATE_RETIRED) {
    state.Delete(WatchKey(fact, threshold));
  }
  if (threshold.state() != v1::THRESHOLD_STATE_APPROVED) return;
  v1::ThresholdWatch watch;
  *watch.mutable_threshold() = threshold;
  // Read with every batch of points, so kept short.
  watch.mutable_threshold()->clear_backtest();
  watch.set_watch_from_us(event.watch_from_us());
  PutRow(state, WatchKey(fact, threshold), watch);
}

void ApplyAlert(const v1::AlertRecorded& event, const Fact& fact,
                Effects& effects) {
  const v1::Alert& alert = event.alert();
  const std::string_view id = LastPart(alert.name());
  KvWriter& state = effects.state();
  const std::string key = Key(kAlertTag, {fact.tenant, id});
  if (const auto known = GetRow<v1::Alert>(state, key)) {
    state.Delete(EpisodeKey(fact, *known));
  }
  PutRow(state, key, alert);
  state.Put(
      Key(kAlertByThresholdTag, {fact.tenant, LastPart(alert.threshold()), id}),
      "");
  if (alert.state() == v1::ALERT_STATE_WITHDRAWN) return;
  state.Put(EpisodeKey(fact, alert), id);
}

void ApplyWatchMoved(const v1::WatchMoved& event, const Fact& fact,
                     Effects& effects) {
  const std::string key = Key(
      kThresholdWatchTag,
      {fact.tenant, LastPart(event.indicator()), LastPart(event.threshold())});
  std::optional<v1::ThresholdWatch> watch =
      GetRow<v1::ThresholdWatch>(effects.state(), key);
  if (!watch) {
    effects.Broken(StrCat("a moved watch of the idle ", event.threshold()));
    return;
  }
  watch->set_watch_from_us(event.watch_from_us());
  PutRow(effects.state(), key, *watch);
}

}  // namespace csi::reporting
