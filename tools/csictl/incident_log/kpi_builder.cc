#include "tools/csictl/incident_log/kpi_builder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "common/base/strings.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {
namespace {

// Of the incidents opened or closed in one period.
struct PeriodSums {
  int64_t opened = 0;
  int64_t closed = 0;
  int64_t sla_known = 0;
  int64_t sla_met = 0;
  int64_t reopened = 0;
  int64_t reassignments = 0;
  int64_t ttr_minutes = 0;
  std::vector<Minutes> ttr;
};
using SumsByPeriod = std::map<Day, PeriodSums>;

void AddIncident(const Incident& incident, Frequency frequency,
                 SumsByPeriod* periods) {
  ++(*periods)[PeriodStart(frequency, DayOf(incident.opened))].opened;
  if (incident.closed == kNoTime) return;
  PeriodSums& sums = (*periods)[PeriodStart(frequency, DayOf(incident.closed))];
  ++sums.closed;
  if (incident.made_sla != MadeSla::kMissing) {
    ++sums.sla_known;
    if (incident.made_sla == MadeSla::kMet) ++sums.sla_met;
  }
  if (incident.reopenings > 0) ++sums.reopened;
  sums.reassignments += incident.reassignments;
  if (incident.resolved != kNoTime) {
    const Minutes ttr = incident.resolved - incident.opened;
    sums.ttr_minutes += ttr;
    sums.ttr.push_back(ttr);
  }
}

double MedianHours(std::vector<Minutes> minutes) {
  const auto middle =
      minutes.begin() + static_cast<std::ptrdiff_t>(minutes.size() / 2);
  std::nth_element(minutes.begin(), middle, minutes.end());
  if (minutes.size() % 2 == 1) return *middle / 60.0;
  const Minutes below = *std::max_element(minutes.begin(), middle);
  return (static_cast<double>(below) + *middle) / 120.0;
}

struct Figure {
  double value = 0;
  int64_t count = 0;
  std::optional<int64_t> numerator;
};

Figure RatioOf(int64_t numerator, int64_t count, double scale) {
  if (count == 0) return {};
  return {scale * static_cast<double>(numerator) / static_cast<double>(count),
          count, numerator};
}

Figure CountOf(int64_t count) {
  return {static_cast<double>(count), count, {}};
}

// Nothing if the KPI has no value in a period without such incidents.
std::optional<Figure> FigureOf(Kpi kpi, const PeriodSums& sums,
                               int64_t backlog) {
  const auto ttr_count = static_cast<int64_t>(sums.ttr.size());
  Figure figure;
  switch (kpi) {
    case Kpi::kMadeSlaPct:
      figure = RatioOf(sums.sla_met, sums.sla_known, 100.0);
      break;
    case Kpi::kTtrHoursMean:
      if (ttr_count > 0) {
        figure = {static_cast<double>(sums.ttr_minutes) /
                      (60.0 * static_cast<double>(ttr_count)),
                  ttr_count,
                  {}};
      }
      break;
    case Kpi::kTtrHoursMedian:
      if (ttr_count > 0) figure = {MedianHours(sums.ttr), ttr_count, {}};
      break;
    case Kpi::kReopenPct:
      figure = RatioOf(sums.reopened, sums.closed, 100.0);
      break;
    case Kpi::kReassignmentsMean:
      figure = RatioOf(sums.reassignments, sums.closed, 1.0);
      break;
    case Kpi::kOpened:
      return CountOf(sums.opened);
    case Kpi::kClosed:
      return CountOf(sums.closed);
    case Kpi::kBacklog:
      return CountOf(backlog);
  }
  if (figure.count == 0) return std::nullopt;
  return figure;
}

Series MakeSeries(Kpi kpi, Frequency frequency, const std::string& priority,
                  const std::string& label) {
  const KpiTraits& traits = TraitsOf(kpi);
  Series series;
  series.id = StrCat(traits.id, ".", FrequencyName(frequency), ".", priority);
  series.kpi = kpi;
  series.unit = std::string(traits.unit);
  series.direction = traits.direction;
  series.frequency = frequency;
  series.priority = priority;
  series.priority_label = label;
  return series;
}

void FillSeries(const SumsByPeriod& periods, const DailyFlow& flow,
                const Completeness& completeness, Series* series) {
  static const PeriodSums kNothing;
  int64_t backlog = 0;
  const Frequency frequency = series->frequency;
  for (Day start = PeriodStart(frequency, flow.first); start < flow.end();
       start = PeriodEnd(frequency, start)) {
    const auto found = periods.find(start);
    const PeriodSums& sums = found == periods.end() ? kNothing : found->second;
    backlog += sums.opened - sums.closed;
    const std::optional<Figure> figure = FigureOf(series->kpi, sums, backlog);
    if (!figure.has_value()) continue;
    Point point;
    point.period_start = CivilDayOf(start);
    point.value = figure->value;
    point.count = figure->count;
    point.numerator = figure->numerator;
    point.incomplete = completeness.Incomplete(frequency, start);
    point.bulk_close = completeness.OverlapsBulkClose(frequency, start);
    point.few_closed = completeness.OverlapsFewClosed(frequency, start);
    series->points.push_back(point);
  }
}

std::string SlugOf(std::string_view name) {
  size_t digits = 0;
  while (digits < name.size() && name[digits] >= '0' && name[digits] <= '9') {
    ++digits;
  }
  if (digits > 0) return StrCat("p", name.substr(0, digits));
  std::string slug;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      slug.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug.push_back(c);
    }
  }
  return slug.empty() || slug == "all" ? "other" : slug;
}

}  // namespace

absl::StatusOr<DailyFlow> FlowOf(const IncidentFold& fold) {
  Day first = std::numeric_limits<Day>::max();
  Day last = std::numeric_limits<Day>::min();
  for (const auto& [number, incident] : fold.incidents()) {
    first = std::min(first, DayOf(incident.opened));
    for (const Minutes time : {incident.opened, incident.closed,
                               incident.resolved, incident.updated}) {
      if (time != kNoTime) last = std::max(last, DayOf(time));
    }
  }
  if (last - first > kSpanDaysMax) {
    return absl::OutOfRangeError(StrCat(
        "the log spans ", DayText(first), " to ", DayText(last), ", more than ",
        kSpanDaysMax,
        " days; look for a mistyped year, or split the log by opened_at"));
  }
  DailyFlow flow;
  flow.first = first;
  flow.opened.resize(static_cast<size_t>(last - first + 1));
  flow.closed.resize(flow.opened.size());
  for (const auto& [number, incident] : fold.incidents()) {
    ++flow.opened[static_cast<size_t>(DayOf(incident.opened) - first)];
    if (incident.closed != kNoTime) {
      ++flow.closed[static_cast<size_t>(DayOf(incident.closed) - first)];
    }
  }
  return flow;
}

std::vector<std::string> PriorityIds(const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    const std::string slug = SlugOf(name);
    std::string id = slug;
    for (int i = 2; std::find(ids.begin(), ids.end(), id) != ids.end(); ++i) {
      id = StrCat(slug, "-", i);
    }
    ids.push_back(std::move(id));
  }
  return ids;
}

std::vector<Series> BuildSeries(const IncidentFold& fold, const DailyFlow& flow,
                                const Completeness& completeness) {
  const std::vector<std::string>& labels = fold.priorities();
  const std::vector<std::string> ids = PriorityIds(labels);
  std::vector<size_t> order(ids.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&ids](size_t a, size_t b) { return ids[a] < ids[b]; });

  constexpr size_t kFrequencyCount = std::size(kFrequencies);
  std::vector<SumsByPeriod> all(kFrequencyCount);
  std::vector<SumsByPeriod> by_priority(kFrequencyCount * ids.size());
  for (const auto& [number, incident] : fold.incidents()) {
    for (size_t f = 0; f < kFrequencyCount; ++f) {
      AddIncident(incident, kFrequencies[f], &all[f]);
      if (incident.priority == kNoPriority) continue;
      AddIncident(incident, kFrequencies[f],
                  &by_priority[f * ids.size() + incident.priority]);
    }
  }

  std::vector<Series> result;
  for (const Kpi kpi : kKpis) {
    for (size_t f = 0; f < kFrequencyCount; ++f) {
      result.push_back(MakeSeries(kpi, kFrequencies[f], "all", ""));
      FillSeries(all[f], flow, completeness, &result.back());
      for (const size_t i : order) {
        result.push_back(MakeSeries(kpi, kFrequencies[f], ids[i], labels[i]));
        FillSeries(by_priority[f * ids.size() + i], flow, completeness,
                   &result.back());
      }
    }
  }
  return result;
}

}  // namespace csi::incident_log
