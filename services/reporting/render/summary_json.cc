#include "services/reporting/render/summary_json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/reporting/render/json_writer.h"
#include "services/reporting/render/plain_sentence.h"
#include "services/reporting/render/report_words.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr int64_t kFormat = 1;

void AddDay(const std::optional<absl::CivilDay>& day, JsonWriter* json) {
  if (day) {
    json->String(FormatDay(*day));
  } else {
    json->Null();
  }
}

void AddTime(const std::optional<absl::Time>& time, JsonWriter* json) {
  if (time) {
    json->String(FormatIso(*time));
  } else {
    json->Null();
  }
}

void AddCoded(const std::vector<Coded>& list, JsonWriter* json) {
  json->OpenArray();
  for (const Coded& coded : list) {
    json->OpenObject();
    json->Key("code").String(coded.code);
    json->Key("text").String(CodedText(coded));
    json->CloseObject();
  }
  json->CloseArray();
}

void AddInterval(const std::optional<Interval>& interval, JsonWriter* json) {
  if (!interval) {
    json->Null();
    return;
  }
  json->OpenObject();
  json->Key("low").Number(interval->low);
  json->Key("high").Number(interval->high);
  json->Key("level").Number(interval->level);
  json->CloseObject();
}

void AddEffect(const EffectFigure& figure, JsonWriter* json) {
  json->OpenObject();
  json->Key("name").String(figure.name);
  json->Key("basis").String(figure.basis);
  json->Key("before").Number(figure.before);
  json->Key("after").Number(figure.after);
  json->Key("difference").Number(figure.difference);
  json->Key("interval");
  AddInterval(figure.interval, json);
  json->Key("p").Number(figure.p);
  json->Key("test").String(figure.test);
  json->Key("decides").Bool(figure.decides);
  json->CloseObject();
}

void AddVerdict(const Verdict& verdict, JsonWriter* json) {
  const EffectFigure* decides = DecidingFigure(verdict);
  json->OpenObject();
  json->Key("value").String(Token(verdict.value));
  json->Key("reasons");
  AddCoded(verdict.reasons, json);
  json->Key("interim").Bool(verdict.interim);
  json->Key("effect").Number(decides ? decides->difference : std::nullopt);
  json->Key("effect_unit").String(verdict.difference_unit);
  json->Key("interval");
  AddInterval(decides ? decides->interval : std::nullopt, json);
  json->Key("effects").OpenArray();
  for (const EffectFigure& figure : verdict.figures) AddEffect(figure, json);
  json->CloseArray();
  json->Key("notes");
  AddCoded(verdict.notes, json);
  json->Key("after_state").String(Token(verdict.after_state));
  json->Key("target").String(Token(verdict.target));
  json->Key("attribution").String(Token(verdict.attribution));
  json->Key("guards").String(Token(verdict.guards));
  json->Key("new_baseline").String(Token(verdict.new_baseline));
  json->Key("review_date");
  AddDay(verdict.review_date, json);
  json->Key("accepted_by").String(verdict.accepted_by);
  json->Key("accepted_time");
  AddTime(verdict.accepted_time, json);
  json->CloseObject();
}

void AddFigures(const std::vector<WorkedFigure>& figures, JsonWriter* json) {
  json->OpenArray();
  for (const WorkedFigure& figure : figures) {
    json->OpenObject();
    json->Key("name").String(figure.name);
    json->Key("before").Number(figure.before);
    json->Key("after").Number(figure.after);
    json->Key("before_text").String(figure.before_text);
    json->Key("after_text").String(figure.after_text);
    json->Key("unit").String(figure.unit);
    json->Key("method").String(figure.method);
    json->Key("constants").String(figure.constants);
    json->CloseObject();
  }
  json->CloseArray();
}

void AddRefusals(const std::vector<Refusal>& refusals, JsonWriter* json) {
  json->OpenArray();
  for (const Refusal& refusal : refusals) {
    json->OpenObject();
    json->Key("time").String(FormatIso(refusal.time));
    json->Key("person").String(refusal.person);
    json->Key("wanted").String(refusal.wanted);
    json->Key("reason").String(refusal.reason);
    json->Key("text").String(refusal.text);
    json->Key("rule").String(refusal.rule);
    json->CloseObject();
  }
  json->CloseArray();
}

void AddRfcs(const std::vector<Rfc>& rfcs, JsonWriter* json) {
  json->OpenArray();
  for (const Rfc& rfc : rfcs) {
    json->OpenObject();
    json->Key("id").String(rfc.id);
    json->Key("status").String(rfc.status);
    json->Key("actual_start");
    AddTime(rfc.actual_start, json);
    json->Key("actual_end");
    AddTime(rfc.actual_end, json);
    int64_t deliveries = 0;
    int64_t counted = 0;
    for (const RfcEvent& event : rfc.history) {
      deliveries += event.deliveries;
      counted += event.took_effect ? 1 : 0;
    }
    json->Key("events_delivered").Integer(deliveries);
    json->Key("events_counted").Integer(counted);
    json->CloseObject();
  }
  json->CloseArray();
}

void AddChart(const std::optional<ChartModel>& chart, JsonWriter* json) {
  if (!chart) {
    json->Null();
    return;
  }
  int64_t signals = 0;
  for (const ChartPoint& point : chart->points) {
    signals += static_cast<int64_t>(point.signals.size());
  }
  json->OpenObject();
  json->Key("title").String(chart->title);
  json->Key("unit").String(chart->unit);
  json->Key("points").Integer(static_cast<int64_t>(chart->points.size()));
  json->Key("signals").Integer(signals);
  json->Key("segments").OpenArray();
  for (const ChartSegment& segment : chart->segments) {
    json->OpenObject();
    json->Key("label").String(segment.label);
    json->Key("first").Integer(static_cast<int64_t>(segment.first));
    json->Key("last").Integer(static_cast<int64_t>(segment.last));
    json->Key("centre").Number(segment.centre);
    json->Key("lower").Number(segment.lower);
    json->Key("upper").Number(segment.upper);
    json->CloseObject();
  }
  json->CloseArray();
  json->CloseObject();
}

void AddTrendAnswer(std::string_view question, const TrendAnswer& answer,
                    JsonWriter* json) {
  json->Key(question).OpenObject();
  json->Key("answer").String(answer.answer);
  json->Key("method").String(answer.method);
  json->Key("n");
  if (answer.n) {
    json->Integer(*answer.n);
  } else {
    json->Null();
  }
  json->CloseObject();
}

void AddTrends(const std::vector<TrendAnswers>& trends, JsonWriter* json) {
  json->OpenArray();
  for (const TrendAnswers& trend : trends) {
    json->OpenObject();
    json->Key("window").String(trend.window);
    AddTrendAnswer("direction", trend.direction, json);
    AddTrendAnswer("significance", trend.significance, json);
    AddTrendAnswer("likely_impact", trend.likely_impact, json);
    AddTrendAnswer("predictability", trend.predictability, json);
    json->CloseObject();
  }
  json->CloseArray();
}

void AddImprovement(const Improvement& improvement, JsonWriter* json) {
  const Entry& entry = improvement.entry;
  json->OpenObject();
  json->Key("number").String(entry.number);
  json->Key("title").String(entry.title);
  json->Key("state").String(Token(entry.state));
  json->Key("step").String(entry.step);
  json->Key("accountable").String(entry.accountable);
  json->Key("due");
  AddDay(entry.due, json);
  json->Key("sentence").String(PlainSentence(improvement));
  json->Key("verdict");
  AddVerdict(improvement.verdict, json);
  json->Key("chart");
  AddChart(improvement.chart, json);
  json->Key("trends");
  AddTrends(improvement.trends, json);
  json->Key("figures");
  AddFigures(improvement.figures, json);
  json->Key("rfcs");
  AddRfcs(improvement.rfcs, json);
  json->Key("acts").Integer(static_cast<int64_t>(improvement.acts.size()));
  json->Key("refusals");
  AddRefusals(improvement.refusals, json);
  json->CloseObject();
}

void AddCounts(const StateCounts& counts, JsonWriter* json) {
  json->OpenObject();
  for (size_t i = 0; i < counts.size(); ++i) {
    json->Key(Token(static_cast<EntryState>(i))).Integer(counts[i]);
  }
  json->CloseObject();
}

void AddJournals(const std::vector<JournalStamp>& journals, JsonWriter* json) {
  json->OpenArray();
  for (const JournalStamp& journal : journals) {
    json->OpenObject();
    json->Key("service").String(journal.service);
    json->Key("position").Integer(journal.position);
    json->Key("head").String(journal.head);
    json->CloseObject();
  }
  json->CloseArray();
}

}  // namespace

std::string RenderSummaryJson(const ReportModel& model) {
  JsonWriter json;
  json.OpenObject();
  json.Key("format").Integer(kFormat);
  json.Key("title").String(model.title);
  json.Key("tenant").String(model.tenant);
  json.Key("period_first");
  AddDay(model.period_first, &json);
  json.Key("period_last");
  AddDay(model.period_last, &json);
  json.Key("generated_time").String(FormatIso(model.generated_time));
  json.Key("journals");
  AddJournals(model.journals, &json);
  json.Key("running_improvements")
      .Integer(model.counts[static_cast<size_t>(EntryState::kInProgress)]);
  json.Key("entries_by_state");
  AddCounts(model.counts, &json);
  json.Key("improvements").OpenArray();
  for (const Improvement& improvement : model.improvements) {
    AddImprovement(improvement, &json);
  }
  json.CloseArray();
  json.Key("refusals");
  AddRefusals(model.refusals, &json);
  json.CloseObject();
  return json.Take();
}

}  // namespace csi::reporting::render
