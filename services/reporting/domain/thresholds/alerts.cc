#include "services/reporting/domain/thresholds/alerts.h"

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

std::string SentenceOf(const v1::Indicator& indicator, const v1::Alert& alert) {
  std::string text = absl::StrFormat(
      "%s: %.6g in the period of %s", indicator.title(), alert.value(),
      TimeWords(MicrosOf(alert.open_period_time())));
  if (alert.has_limit()) {
    absl::StrAppendFormat(&text, " is %s the limit of %.6g",
                          alert.value() > alert.limit() ? "above" : "below",
                          alert.limit());
  } else {
    StrAppend(&text, " completes the pattern ", alert.rule());
  }
  StrAppend(&text, " (threshold ", LastPart(alert.threshold()), ", version ",
            alert.version(), ").");
  return text;
}

}  // namespace

void FillEpisode(const v1::Indicator& indicator, const Episode& episode,
                 v1::Alert& alert) {
  *alert.mutable_open_period_time() = TimestampOf(episode.opened.period_us);
  alert.set_value(episode.opened.value);
  if (episode.opened.limit) {
    alert.set_limit(*episode.opened.limit);
  } else {
    alert.clear_limit();
  }
  alert.set_rule(episode.opened.rule);
  if (episode.close_us) {
    *alert.mutable_close_period_time() = TimestampOf(*episode.close_us);
    alert.set_close_reason("CALM");
  } else {
    alert.clear_close_period_time();
    alert.clear_close_reason();
  }
  alert.set_state(StateOf(alert));
  alert.set_sentence(SentenceOf(indicator, alert));
}

Episode EpisodeOf(const v1::Alert& alert) {
  Episode episode;
  episode.opened.period_us = MicrosOf(alert.open_period_time());
  episode.opened.value = alert.value();
  episode.opened.breach = true;
  if (alert.has_limit()) episode.opened.limit = alert.limit();
  episode.opened.rule = alert.rule();
  if (alert.has_close_period_time()) {
    episode.close_us = MicrosOf(alert.close_period_time());
  }
  return episode;
}

v1::AlertState StateOf(const v1::Alert& alert) {
  if (alert.has_dismissed_by()) return v1::ALERT_STATE_DISMISSED;
  return alert.close_reason().empty() ? v1::ALERT_STATE_OPEN
                                      : v1::ALERT_STATE_CLOSED;
}

std::string EpisodePrefix(std::string_view tenant, std::string_view threshold) {
  return KeyPrefix(kEpisodeTag, {tenant, threshold});
}

}  // namespace csi::reporting
