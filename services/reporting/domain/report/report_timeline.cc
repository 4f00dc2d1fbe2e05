// When improvements ran, changes were made and services were down.
#include <algorithm>

#include "common/base/strings.h"
#include "services/reporting/domain/agreements/agreement_words.h"
#include "services/reporting/domain/flow.h"
#include "services/reporting/domain/report/report_overview.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

using Item = render::TimelineItem;

constexpr int kTimelineDays = 365;

void AddEntry(const EntrySource& entry, const std::string& number,
              std::vector<Item>& items) {
  Item item{.kind = Item::Kind::kImprovement,
            .title = StrCat(number, " ", entry.entry.title()),
            .note = Humanized(entry.entry.state()),
            .start = TimeOf(entry.entry.create_time())};
  item.open = IsOpenState(entry.entry.state());
  if (!item.open) item.end = TimeOf(entry.entry.state_time());
  items.push_back(std::move(item));
  for (const v1::RfcView& rfc : entry.rfcs) {
    if (!rfc.has_actual_start_time()) continue;
    Item change{.kind = Item::Kind::kChange,
                .title = StrCat(RfcLabel(rfc), " ", rfc.title()),
                .note = Humanized(rfc.status()),
                .start = TimeOf(rfc.actual_start_time())};
    if (rfc.has_actual_end_time()) change.end = TimeOf(rfc.actual_end_time());
    items.push_back(std::move(change));
  }
}

}  // namespace

render::Timeline TimelineOf(const ReportSource& source,
                            const OverviewRequest& request,
                            const render::ReportModel& model) {
  render::Timeline out;
  out.to = source.now;
  out.from = source.now - absl::Hours(24 * kTimelineDays);
  std::vector<Item> items;
  for (size_t i = 0; i < request.entries.size() && i < model.entries.size();
       ++i) {
    AddEntry(request.entries[i], model.entries[i].number, items);
  }
  for (const render::AgreementResult& agreement : model.agreements) {
    for (const render::AgreementOutage& outage : agreement.outages) {
      items.push_back(
          {.kind = Item::Kind::kOutage,
           .title = outage.what,
           .note =
               StrCat(DurationWords(absl::ToInt64Microseconds(outage.counted)),
                      " of ", agreement.title),
           .start = outage.start,
           .end = outage.end,
           .open = !outage.end});
    }
  }
  const auto before = [&](const Item& item) {
    return !item.open && item.end.value_or(item.start) < out.from;
  };
  items.erase(std::remove_if(items.begin(), items.end(), before), items.end());
  std::stable_sort(
      items.begin(), items.end(),
      [](const Item& a, const Item& b) { return a.start < b.start; });
  constexpr auto kMost = static_cast<size_t>(limits::kReportTimelineMax);
  if (items.size() > kMost) {
    out.left_out = static_cast<int64_t>(items.size() - kMost);
    // The newest say more.
    items.erase(items.begin(), items.end() - kMost);
  }
  out.items = std::move(items);
  return out;
}

}  // namespace csi::reporting
