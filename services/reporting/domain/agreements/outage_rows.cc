#include "services/reporting/domain/agreements/outage_rows.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/base/strings.h"
#include "common/calendar/service_hours.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

int MonthOf(int64_t time_us) {
  return CalendarMonth::Of(time_us, absl::UTCTimeZone()).Number();
}

v1::NodeOutages RowOf(const KvReader& state, const std::string& key) {
  return GetRow<v1::NodeOutages>(state, key).value_or(v1::NodeOutages());
}

// Months in which the outage stands. A withdrawn one stands nowhere.
std::vector<int> MonthsOf(const v1::Outage& outage) {
  if (outage.withdrawn()) return {};
  if (!outage.has_end_time()) return {kOpenMonth};
  std::vector<int> months;
  const int last = MonthOf(MicrosOf(outage.end_time()) - 1);
  for (int month = MonthOf(MicrosOf(outage.start_time())); month <= last;
       ++month) {
    months.push_back(month);
  }
  return months;
}

std::string ByNodeKey(std::string_view tenant, const v1::Outage& outage) {
  return KeyPrefix(kOutageByNodeTag, {tenant, LastPart(outage.node())}) +
         NewestFirstPart(MicrosOf(outage.start_time())) +
         std::string(LastPart(outage.name()));
}

void Take(KvWriter& state, std::string_view tenant, const v1::Outage& old) {
  const std::string_view id = LastPart(old.name());
  for (const int month : MonthsOf(old)) {
    const std::string key =
        MonthKey(kNodeOutagesTag, tenant, LastPart(old.node()), month);
    v1::NodeOutages row = RowOf(state, key);
    auto& spans = *row.mutable_spans();
    spans.erase(std::remove_if(spans.begin(), spans.end(),
                               [&](const v1::OutageSpan& span) {
                                 return span.outage() == id;
                               }),
                spans.end());
    if (spans.empty()) {
      state.Delete(key);
    } else {
      PutRow(state, key, row);
    }
  }
  state.Delete(ByNodeKey(tenant, old));
}

}  // namespace

void PutOutage(KvWriter& state, std::string_view tenant,
               const v1::Outage& outage) {
  const std::string_view id = LastPart(outage.name());
  const std::string own = Key(kOutageTag, {tenant, id});
  if (const auto old = GetRow<v1::Outage>(state, own)) {
    Take(state, tenant, *old);
  }
  PutRow(state, own, outage);
  state.Put(
      Key(kOutageBySourceTag, {tenant, outage.source(), outage.source_id()}),
      id);
  state.Put(ByNodeKey(tenant, outage), "");
  v1::OutageSpan span;
  span.set_outage(std::string(id));
  span.set_start_us(MicrosOf(outage.start_time()));
  if (outage.has_end_time()) span.set_end_us(MicrosOf(outage.end_time()));
  for (const int month : MonthsOf(outage)) {
    const std::string key =
        MonthKey(kNodeOutagesTag, tenant, LastPart(outage.node()), month);
    v1::NodeOutages row = RowOf(state, key);
    *row.add_spans() = span;
    std::sort(row.mutable_spans()->begin(), row.mutable_spans()->end(),
              [](const v1::OutageSpan& a, const v1::OutageSpan& b) {
                return a.outage() < b.outage();
              });
    PutRow(state, key, row);
  }
}

absl::Status CheckRoomFor(const KvReader& state, std::string_view tenant,
                          const v1::Outage& outage) {
  for (const int month : MonthsOf(outage)) {
    const v1::NodeOutages row = RowOf(
        state,
        MonthKey(kNodeOutagesTag, tenant, LastPart(outage.node()), month));
    if (row.spans_size() <= limits::kOutagesOfNodeMonthMax) continue;
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat(outage.node(), " has ", limits::kOutagesOfNodeMonthMax,
               " outages ",
               month == kOpenMonth
                   ? std::string("that are open")
                   : StrCat("in ", CalendarMonth::FromNumber(month).Text()),
               ", which is the bound. Join those that follow each other before "
               "they are sent."),
        {{"rule", "TOO_MANY_OUTAGES"}});
  }
  return absl::OkStatus();
}

std::vector<v1::OutageSpan> OutagesOf(const KvReader& state,
                                      std::string_view tenant,
                                      std::string_view node,
                                      const TimeSpan& window) {
  // An outage stands in every month that it touches: by id, each once.
  std::map<std::string, v1::OutageSpan> found;
  const auto read = [&](int month) {
    const v1::NodeOutages row =
        RowOf(state, MonthKey(kNodeOutagesTag, tenant, node, month));
    for (const v1::OutageSpan& span : row.spans()) {
      if (span.start_us() < window.end_us &&
          (span.end_us() == 0 || span.end_us() > window.start_us)) {
        found.emplace(span.outage(), span);
      }
    }
  };
  const int last = MonthOf(window.end_us - 1);
  for (int month = MonthOf(window.start_us); month <= last; ++month) {
    read(month);
  }
  read(kOpenMonth);
  std::vector<v1::OutageSpan> spans;
  for (auto& [id, span] : found) spans.push_back(std::move(span));
  return spans;
}

TimeSpan SpanOf(const v1::OutageSpan& outage, int64_t open_until_us) {
  return {outage.start_us(),
          outage.end_us() == 0 ? open_until_us : outage.end_us()};
}

}  // namespace csi::reporting
