// ListPoints: keyset over (series, period). The key of a page token is the key
// that the last point's own block would have if it began there.
#include "services/reporting/domain/guards.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/points/point_store.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

constexpr size_t kTimeBytes = 8;

// Series of an indicator from `first` on, in order of their text.
std::vector<std::string> SeriesFrom(const QueryContext& context,
                                    std::string_view indicator,
                                    std::string_view first) {
  const std::string prefix = KeyPrefix(kSeriesTag, {context.tenant, indicator});
  std::vector<std::string> series;
  context.state.Scan(prefix + std::string(first), PrefixEnd(prefix),
                     [&](std::string_view key, std::string_view) {
                       series.emplace_back(key.substr(prefix.size()));
                       return true;
                     });
  return series;
}

// The dimensions of a request in the indicator's order.
std::string SeriesOf(
    const v1::Indicator& indicator,
    const google::protobuf::RepeatedPtrField<v1::DimensionValue>& asked) {
  google::protobuf::RepeatedPtrField<v1::DimensionValue> ordered;
  for (const std::string& name : indicator.dimensions()) {
    for (const v1::DimensionValue& each : asked) {
      if (each.name() == name) *ordered.Add() = each;
    }
  }
  return SeriesText(ordered);
}

class Lister {
 public:
  Lister(const QueryContext& context, const v1::ListPointsRequest& request,
         std::string indicator, const Page& page)
      : context_(context),
        request_(request),
        indicator_(std::move(indicator)),
        page_(page) {
    if (request.window().has_start_time()) {
      from_ = MicrosOf(request.window().start_time());
    }
    if (request.window().has_end_time()) {
      to_ = MicrosOf(request.window().end_time());
    }
  }

  void Run(const std::vector<std::string>& series,
           v1::ListPointsResponse* response) {
    const std::string after_series = AfterSeries();
    for (const std::string& each : series) {
      if (!page_.after_key.empty() && each < after_series) continue;
      const int64_t start = !page_.after_key.empty() && each == after_series
                                ? std::max(from_, AfterPeriod() + 1)
                                : from_;
      if (!List(each, start, response)) return;
    }
  }

  // Of the key series NUL time.
  std::string AfterSeries() const {
    if (page_.after_key.size() <= kTimeBytes) return "";
    return page_.after_key.substr(0, page_.after_key.size() - kTimeBytes - 1);
  }

 private:
  int64_t AfterPeriod() const {
    return TimeOfPart(TailPart(page_.after_key, kTimeBytes));
  }

  // False when the page is full.
  bool List(const std::string& series, int64_t start,
            v1::ListPointsResponse* response) {
    const SeriesId id{context_.tenant, indicator_, series};
    bool room = true;
    ScanPoints(context_.state, id, start, to_, [&](const StoredPoint& point) {
      if (taken_ >= page_.size) {
        response->set_next_page_token(page_.TokenAfter(last_));
        room = false;
        return false;
      }
      ++taken_;
      last_ = series + '\0' + TimePart(point.period_us);
      *response->add_points() = ToPoint(point, series);
      if (request_.history() && point.revision > 1) {
        for (v1::Point& old :
             PointHistoryOf(context_.state, id, point.period_us)) {
          *response->add_points() = std::move(old);
        }
      }
      return true;
    });
    return room;
  }

  const QueryContext& context_;
  const v1::ListPointsRequest& request_;
  const std::string indicator_;
  const Page& page_;
  int64_t from_ = kTimeMin;
  int64_t to_ = kTimeMax;
  int taken_ = 0;
  std::string last_;
};

}  // namespace

absl::Status ListPoints(const QueryContext& context,
                        const v1::ListPointsRequest& request,
                        v1::ListPointsResponse* response) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("parent", request.parent(),
                                              context.tenant, "indicators"));
  const auto indicator = ReadIndicator(context.state, context.tenant, id);
  if (!indicator) return NotFound("indicators", request.parent());
  if (request.all_series() && request.dimensions_size() > 0) {
    return FieldError("dimensions", "leave them out with all_series.");
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  Lister lister(context, request, id, page);
  lister.Run(request.all_series()
                 ? SeriesFrom(context, id, lister.AfterSeries())
                 : std::vector<std::string>{SeriesOf(*indicator,
                                                     request.dimensions())},
             response);
  return absl::OkStatus();
}

}  // namespace csi::reporting
