#include "services/registry/domain/past_entry.h"

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/replaced.h"

namespace csi::registry {
namespace {

absl::Status LoggedLater(const v1::Opportunity& entry, absl::Time logged) {
  return Refusal(
      common::v1::ERROR_REASON_NOT_FOUND,
      StrCat(entry.name(), " was logged at ",
             absl::FormatTime(absl::RFC3339_full, logged, absl::UTCTimeZone()),
             ", after as_of. Ask for a later time."),
      {{"field", "as_of"}});
}

absl::Status TooLongAgo(const v1::Opportunity& entry) {
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat("More than ", limits::kEventsGoneBackMax, " events of ",
                        entry.name(),
                        " came after as_of. Ask for a later time, or read "
                        "what happened with ListHistory."),
                 {{"limit", "events_gone_back_max"},
                  {"maximum", StrCat(limits::kEventsGoneBackMax)}});
}

}  // namespace

absl::Status GoBackTo(const KvReader& state, std::string_view tenant,
                      std::string_view id, absl::Time time,
                      v1::Opportunity& entry) {
  entry.clear_etag();  // nobody can update what was
  const std::string prefix = HistoryPrefix(tenant, id);
  absl::Status status;
  int gone_back = 0;
  state.ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view bytes) {
        v1::HistoryEntry line;
        line.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        const absl::Time happened = FromTimestamp(line.event_time());
        if (happened <= time) return false;
        if (line.sequence() == 1) {
          status = LoggedLater(entry, happened);
        } else if (++gone_back > limits::kEventsGoneBackMax) {
          status = TooLongAgo(entry);
        } else {
          PutBack(line.replaced(), entry);
        }
        return status.ok();
      });
  return status;
}

}  // namespace csi::registry
