#include "services/reporting/domain/thresholds/alert_watch.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/thresholds/alerts.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

bool Overlap(const Episode& a, const Episode& b) {
  const auto before = [](const Episode& x, const Episode& y) {
    return x.close_us && *x.close_us <= y.opened.period_us;
  };
  return !before(a, b) && !before(b, a);
}

}  // namespace

AlertWatch::AlertWatch(const Context& context, const v1::Indicator& indicator,
                       std::string id)
    : context_(context), indicator_(indicator), id_(std::move(id)) {
  context.state->ScanPrefix(
      KeyPrefix(kThresholdWatchTag, {context.tenant, id_}),
      [&](std::string_view, std::string_view value) {
        v1::ThresholdWatch watch;
        watch.ParseFromArray(value.data(), static_cast<int>(value.size()));
        // Figures of another definition are not what the limits are meant for.
        if (watch.threshold().comparability() == indicator.comparability()) {
          watches_.push_back(std::move(watch));
        }
        return true;
      });
}

void AlertWatch::Judge(std::string_view series,
                       const std::map<int64_t, StoredPoint>& changed,
                       Outcome& outcome) {
  if (changed.empty()) return;
  for (const v1::ThresholdWatch& watch : watches_) {
    if (SeriesText(watch.threshold().dimensions()) != series) continue;
    // Before the watch only a pattern looks back.
    if (changed.rbegin()->first < watch.watch_from_us() &&
        watch.threshold().rule() != v1::THRESHOLD_RULE_SIGNALS) {
      continue;
    }
    JudgeBy(watch, series, changed, outcome);
  }
}

void AlertWatch::JudgeBy(const v1::ThresholdWatch& watch,
                         std::string_view series,
                         const std::map<int64_t, StoredPoint>& changed,
                         Outcome& outcome) {
  const v1::Threshold& threshold = watch.threshold();
  const JudgedStretch stretch =
      ReadStretch(*context_.state, {context_.tenant, id_, series}, indicator_,
                  watch, changed);
  unjudged_ += stretch.too_old;
  std::optional<v1::Alert> before = AlertBefore(threshold, stretch.start_us);
  const std::vector<Episode> episodes = EpisodesFrom(watch, stretch, before);
  std::vector<v1::Alert> known = AlertsFrom(threshold, stretch.start_us);
  const bool open =
      before && (!before->has_close_period_time() ||
                 MicrosOf(before->close_period_time()) >= stretch.start_us);
  if (open) known.insert(known.begin(), *std::move(before));
  Compare(watch, stretch, known, episodes, outcome);
}

std::vector<Episode> AlertWatch::EpisodesFrom(
    const v1::ThresholdWatch& watch, const JudgedStretch& stretch,
    const std::optional<v1::Alert>& before) {
  EpisodeMachine machine(watch.threshold());
  // What was judged before the start counts from the last event on.
  int64_t since_us = watch.watch_from_us();
  if (before) {
    const Episode last = EpisodeOf(*before);
    const bool closed = last.close_us && *last.close_us < stretch.start_us;
    if (closed) {
      since_us = std::max(since_us, *last.close_us + 1);
    } else {
      since_us = last.opened.period_us + 1;
      machine.Resume(last);
    }
  }
  const size_t wanted = static_cast<size_t>(
      std::max(EnterPeriods(watch.threshold()), LeaveCount(watch.threshold())));
  const size_t from = stretch.first - std::min(stretch.first, wanted - 1);
  for (const JudgedFigure& figure :
       JudgeFigures(watch.threshold(), stretch.figures, from)) {
    if (figure.period_us >= since_us) machine.Step(figure);
  }
  return machine.episodes();
}

std::optional<v1::Alert> AlertWatch::AlertBefore(const v1::Threshold& threshold,
                                                 int64_t start_us) {
  const std::string prefix =
      EpisodePrefix(context_.tenant, LastPart(threshold.name()));
  std::optional<v1::Alert> found;
  context_.state->ScanReverse(prefix, prefix + TimePart(start_us),
                              [&](std::string_view, std::string_view id) {
                                found = GetRow<v1::Alert>(
                                    *context_.state,
                                    Key(kAlertTag, {context_.tenant, id}));
                                return false;
                              });
  if (found && found->version() != threshold.version()) return std::nullopt;
  return found;
}

std::vector<v1::Alert> AlertWatch::AlertsFrom(const v1::Threshold& threshold,
                                              int64_t start_us) {
  const std::string prefix =
      EpisodePrefix(context_.tenant, LastPart(threshold.name()));
  std::vector<v1::Alert> alerts;
  context_.state->Scan(prefix + TimePart(start_us), PrefixEnd(prefix),
                       [&](std::string_view, std::string_view id) {
                         std::optional<v1::Alert> alert = GetRow<v1::Alert>(
                             *context_.state,
                             Key(kAlertTag, {context_.tenant, id}));
                         if (alert && alert->version() == threshold.version()) {
                           alerts.push_back(*std::move(alert));
                         }
                         return true;
                       });
  return alerts;
}

void AlertWatch::Compare(const v1::ThresholdWatch& watch,
                         const JudgedStretch& stretch,
                         const std::vector<v1::Alert>& known,
                         const std::vector<Episode>& episodes,
                         Outcome& outcome) {
  const v1::Threshold& threshold = watch.threshold();
  std::vector<const Episode*> opened;
  auto old = known.begin();
  auto next = episodes.begin();
  while (old != known.end() || next != episodes.end()) {
    const bool both = old != known.end() && next != episodes.end();
    if (both && Overlap(EpisodeOf(*old), *next)) {
      Change(threshold, stretch, *old++, *next++, outcome);
    } else if (next == episodes.end() ||
               (both &&
                MicrosOf(old->open_period_time()) < next->opened.period_us)) {
      v1::Alert alert = *old++;
      alert.set_state(v1::ALERT_STATE_WITHDRAWN);
      alert.set_reevaluated(true);
      Emit(std::move(alert), v1::ALERT_CHANGE_WITHDRAWN, threshold, outcome);
    } else {
      opened.push_back(&*next++);
    }
  }
  const size_t most = limits::kAlertsOpenedPerCallMax;
  const size_t dropped = opened.size() - std::min(opened.size(), most);
  if (dropped > 0) {
    // The last one that is passed over is closed, since others follow.
    v1::WatchMoved& moved =
        *outcome.Emit<v1::JournalEvent>().mutable_watch_moved();
    moved.set_threshold(threshold.name());
    moved.set_indicator(threshold.indicator());
    moved.set_watch_from_us(*opened[dropped - 1]->close_us + 1);
    moved.set_passed_over(static_cast<int32_t>(dropped));
  }
  for (size_t i = dropped; i < opened.size(); ++i) {
    Open(threshold, stretch, *opened[i], outcome);
  }
}

void AlertWatch::Open(const v1::Threshold& threshold,
                      const JudgedStretch& stretch, const Episode& episode,
                      Outcome& outcome) {
  v1::Alert alert;
  alert.set_name(ResourceName(context_.tenant, "alerts", context_.ids->Next()));
  *alert.mutable_create_time() = TimestampOf(context_.now);
  alert.set_threshold(threshold.name());
  alert.set_version(threshold.version());
  alert.set_indicator(threshold.indicator());
  *alert.mutable_dimensions() = threshold.dimensions();
  alert.set_severity(threshold.severity());
  *alert.mutable_scope() = indicator_.scope();
  alert.set_reevaluated(stretch.stored_until_us &&
                        episode.opened.period_us <= *stretch.stored_until_us);
  Episode open = episode;
  open.close_us.reset();
  FillEpisode(indicator_, open, alert);
  Emit(alert, v1::ALERT_CHANGE_OPENED, threshold, outcome);
  if (!episode.close_us) return;
  alert.set_revision(1);
  FillEpisode(indicator_, episode, alert);
  Emit(std::move(alert), v1::ALERT_CHANGE_CLOSED, threshold, outcome);
}

void AlertWatch::Change(const v1::Threshold& threshold,
                        const JudgedStretch& stretch, const v1::Alert& known,
                        const Episode& episode, Outcome& outcome) {
  const Episode before = EpisodeOf(known);
  if (before == episode) return;
  const bool only_closed = before.opened == episode.opened &&
                           !before.close_us &&
                           (!stretch.stored_until_us ||
                            *episode.close_us > *stretch.stored_until_us);
  v1::Alert alert = known;
  FillEpisode(indicator_, episode, alert);
  if (!only_closed) alert.set_reevaluated(true);
  Emit(std::move(alert),
       only_closed ? v1::ALERT_CHANGE_CLOSED : v1::ALERT_CHANGE_REEVALUATED,
       threshold, outcome);
}

void AlertWatch::Emit(v1::Alert alert, v1::AlertChange change,
                      const v1::Threshold& threshold, Outcome& outcome) {
  if (changed_.empty() || changed_.back() != alert.name()) {
    changed_.push_back(alert.name());
  }
  alert.set_revision(alert.revision() + 1);
  *alert.mutable_update_time() = TimestampOf(context_.now);
  v1::AlertRecorded& event =
      *outcome.Emit<v1::JournalEvent>().mutable_alert_recorded();
  event.set_change(change);
  if (change == v1::ALERT_CHANGE_OPENED) {
    *event.mutable_people() = threshold.people();
    *event.mutable_roles() = threshold.roles();
    event.set_proposes_entry(threshold.proposes_entry());
    event.set_approved_by(threshold.approved_by().person());
  }
  *event.mutable_alert() = std::move(alert);
}

}  // namespace csi::reporting
