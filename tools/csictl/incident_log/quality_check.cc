#include "tools/csictl/incident_log/quality_check.h"

#include <algorithm>

#include "common/base/strings.h"
#include "tools/csictl/incident_log/kpi_builder.h"

namespace csi::incident_log {
namespace {

double MedianOf(std::vector<uint32_t> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  return (static_cast<double>(values[half - 1]) + values[half]) / 2;
}

void AddIncident(const Incident& incident, IncidentTotals* totals) {
  ++totals->incidents;
  const bool met = incident.made_sla == MadeSla::kMet;
  if (incident.closed == kNoTime) ++totals->open;
  if (met) ++totals->made_sla;
  if (incident.made_sla == MadeSla::kMissing) ++totals->made_sla_missing;
  if (incident.reopenings > 0) ++totals->reopened;
  totals->reassignments += incident.reassignments;
  if (incident.resolved == kNoTime) ++totals->without_resolved_at;
  if (incident.made_sla_changed) ++totals->made_sla_changed;
  if (incident.priority_changed) ++totals->priority_changed;
  if (incident.reopenings_changed) ++totals->reopened_changed;
  if (incident.event_refused) ++totals->with_refused_events;
  totals->events_max =
      std::max(totals->events_max, static_cast<int64_t>(incident.events));
  if (incident.priority == kNoPriority) {
    ++totals->without_priority;
    return;
  }
  PriorityTotals& priority = totals->by_priority[incident.priority];
  ++priority.incidents;
  if (met) ++priority.made_sla;
}

void CountTotals(const IncidentFold& fold, IncidentTotals* totals) {
  const std::vector<std::string> ids = PriorityIds(fold.priorities());
  for (size_t i = 0; i < ids.size(); ++i) {
    totals->by_priority.push_back({ids[i], fold.priorities()[i], 0, 0});
  }
  std::vector<uint32_t> events;
  events.reserve(fold.incidents().size());
  for (const auto& [number, incident] : fold.incidents()) {
    AddIncident(incident, totals);
    events.push_back(incident.events);
  }
  totals->events_median = MedianOf(std::move(events));
  std::sort(totals->by_priority.begin(), totals->by_priority.end(),
            [](const PriorityTotals& a, const PriorityTotals& b) {
              return a.id < b.id;
            });
}

void DescribeInterval(const DailyFlow& flow, const Completeness& completeness,
                      QualityReport* report) {
  report->first_opened = DayText(flow.first);
  for (Day day = flow.end(); day > flow.first; --day) {
    if (report->last_opened.empty() && flow.OpenedIn(day - 1, day) > 0) {
      report->last_opened = DayText(day - 1);
    }
    if (report->last_closed.empty() && flow.ClosedIn(day - 1, day) > 0) {
      report->last_closed = DayText(day - 1);
    }
  }
  report->complete_begin = DayText(completeness.begin());
  report->complete_end = DayText(completeness.end());
  report->opened_after_complete = flow.OpenedIn(completeness.end(), flow.end());
  report->closed_after_complete = flow.ClosedIn(completeness.end(), flow.end());
  for (const Day week : completeness.bulk_close_weeks()) {
    report->bulk_close_weeks.push_back(DayText(week));
  }
  for (const Day week : completeness.few_closed_weeks()) {
    report->few_closed_weeks.push_back(DayText(week));
  }
}

std::string Join(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined += ", ";
    joined += part;
  }
  return joined;
}

void WarnOfPeriods(const DailyFlow& flow, QualityReport* report) {
  const auto warn = [report](std::string code, std::string text) {
    report->warnings.push_back({std::move(code), std::move(text)});
  };
  if (!report->bulk_close_weeks.empty()) {
    warn("BULK_CLOSE",
         StrCat("in the weeks of ", Join(report->bulk_close_weeks),
                " at least twice the usual number was closed: windows that "
                "touch them compare cleaning up, not performance"));
  }
  if (!report->few_closed_weeks.empty()) {
    warn("FEW_CLOSED",
         StrCat("in the weeks of ", Join(report->few_closed_weeks),
                " less than half of the usual number was closed; their "
                "figures by closed_at rest on the quickly closed"));
  }
  if (report->opened_after_complete > 0) {
    warn("SURVIVOR_TAIL",
         StrCat("from ", report->complete_end, " on only ",
                report->opened_after_complete,
                " incidents were taken in; what is closed after it is a tail "
                "of survivors, and its periods are marked incomplete"));
  }
  warn("BACKLOG_FROM_ZERO",
       StrCat("the log holds no incident opened before ", report->first_opened,
              ": the backlog starts at 0 by construction"));
  warn("TIMES_WITHOUT_ZONE",
       "times are written without a zone and read as UTC; days and weeks may "
       "be shifted by the zone's hours");
}

void WarnOfIncidents(QualityReport* report) {
  const IncidentTotals& totals = report->totals;
  const auto warn = [report](std::string code, std::string text) {
    report->warnings.push_back({std::move(code), std::move(text)});
  };
  if (totals.without_resolved_at > 0) {
    warn("NO_RESOLVED_AT",
         StrCat(totals.without_resolved_at,
                " incidents have no resolved_at and no part in the time to "
                "resolve"));
  }
  if (totals.open > 0) {
    warn("OPEN_INCIDENTS",
         StrCat(totals.open,
                " incidents are not closed: they count as opened and in the "
                "backlog only"));
  }
  if (totals.made_sla_missing > 0) {
    warn("NO_MADE_SLA", StrCat(totals.made_sla_missing,
                               " incidents say nothing of their SLA and have "
                               "no part in its figures"));
  }
  if (totals.with_refused_events > 0) {
    warn("REFUSED_EVENTS",
         StrCat(totals.with_refused_events,
                " incidents had an event refused; the last event that was "
                "taken counts"));
  }
}

}  // namespace

void CheckIncidents(const IncidentFold& fold, const DailyFlow& flow,
                    const Completeness& completeness, QualityReport* report) {
  CountTotals(fold, &report->totals);
  DescribeInterval(flow, completeness, report);
  WarnOfPeriods(flow, report);
  WarnOfIncidents(report);
}

}  // namespace csi::incident_log
