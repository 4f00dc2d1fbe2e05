#include "services/reporting/render/summary_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;

TEST(SummaryJson, GivesTheSameBytesForTheSameModel) {
  EXPECT_EQ(RenderSummaryJson(DemoModel()), RenderSummaryJson(DemoModel()));
}

TEST(SummaryJson, CountsEveryState) {
  const std::string json = RenderSummaryJson(DemoModel());
  EXPECT_THAT(json, HasSubstr("\"running_improvements\": 1,"));
  EXPECT_THAT(json,
              HasSubstr("  \"entries_by_state\": {\n    \"NEW\": 1,\n"
                        "    \"ACCEPTED\": 0,\n    \"ASSESSED\": 1,\n"
                        "    \"APPROVED\": 0,\n    \"IN_PROGRESS\": 1,\n"
                        "    \"IN_REVIEW\": 0,\n    \"CLOSED\": 1,\n"
                        "    \"ON_HOLD\": 1,\n    \"DEFERRED\": 0,\n"
                        "    \"REJECTED\": 0,\n    \"CANCELLED\": 0\n  }"));
}

TEST(SummaryJson, GivesTheVerdictWithEffectAndInterval) {
  const std::string json = RenderSummaryJson(DemoModel());
  EXPECT_THAT(json, HasSubstr("\"value\": \"IMPROVED\""));
  EXPECT_THAT(json, HasSubstr("\"effect\": -28.875,"));
  EXPECT_THAT(json, HasSubstr("\"low\": -33.878514949408334,"));
  EXPECT_THAT(json, HasSubstr("\"after_state\": \"STILL_CHANGING\""));
  EXPECT_THAT(json, HasSubstr("\"new_baseline\": \"REFUSED\""));
  EXPECT_THAT(json, HasSubstr("\"value\": \"INCONCLUSIVE\""));
  EXPECT_THAT(json, HasSubstr("\"code\": \"TOO_FEW\""));
  EXPECT_THAT(json, HasSubstr("\"p\": 1.625304347765316e-20"));
}

TEST(SummaryJson, EffectIsThatOfTheDecidingFigure) {
  const std::string json = RenderSummaryJson(DemoModel());
  EXPECT_THAT(json, HasSubstr("\"effect\": 6.303408067601012,"))
      << "by week, the unit of the verdict, not by incident";
}

TEST(SummaryJson, GivesCentreAndLimitsOfEachSegment) {
  EXPECT_THAT(RenderSummaryJson(DemoModel()),
              HasSubstr("\"label\": \"Before\",\n"
                        "            \"first\": 0,\n"
                        "            \"last\": 11,\n"
                        "            \"centre\": 80.25,\n"
                        "            \"lower\": 73.48244893290621,\n"
                        "            \"upper\": 87.01755106709379\n"));
}

TEST(SummaryJson, GivesTheTrendAnswers) {
  EXPECT_THAT(RenderSummaryJson(DemoModel()),
              HasSubstr("\"direction\": {\n"
                        "            \"answer\": \"positive\",\n"
                        "            \"method\": \"Theil-Sen slope with "
                        "interval\",\n            \"n\": 8\n"));
}

TEST(SummaryJson, CountsChangeEventsOnceHoweverOftenTheyCame) {
  EXPECT_THAT(RenderSummaryJson(DemoModel()),
              HasSubstr("\"events_delivered\": 7,\n"
                        "          \"events_counted\": 3"));
}

TEST(SummaryJson, HasEveryKeyEvenWhenNothingIsKnown) {
  ReportModel model;
  model.improvements.resize(1);
  const std::string json = RenderSummaryJson(model);
  for (const char* key : {"format",
                          "title",
                          "tenant",
                          "period_first",
                          "period_last",
                          "generated_time",
                          "journals",
                          "running_improvements",
                          "entries_by_state",
                          "improvements",
                          "refusals",
                          "number",
                          "state",
                          "step",
                          "accountable",
                          "due",
                          "sentence",
                          "verdict",
                          "value",
                          "reasons",
                          "interim",
                          "effect",
                          "effect_unit",
                          "interval",
                          "effects",
                          "notes",
                          "after_state",
                          "target",
                          "attribution",
                          "guards",
                          "new_baseline",
                          "review_date",
                          "accepted_by",
                          "accepted_time",
                          "figures",
                          "rfcs",
                          "acts"}) {
    EXPECT_THAT(json, HasSubstr("\"" + std::string(key) + "\": ")) << key;
  }
  EXPECT_THAT(json, HasSubstr("\"effect\": null"));
  EXPECT_THAT(json, HasSubstr("\"interval\": null"));
}

}  // namespace
}  // namespace csi::reporting::render
