// The sentences of what matters most: what they say and how sure they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/report_blocks.h"

namespace csi::reporting::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string AllOf(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    const auto* sentence = std::get_if<Sentence>(&block);
    if (sentence != nullptr)
      out += sentence->text + " / " + sentence->caveat + "\n";
  }
  return out;
}

TEST(KeyMessages, SayWhatIsBreachedAndByWhat) {
  const std::string text =
      AllOf(KeyMessages(DemoReport(Audience::kServiceOwner)));
  EXPECT_THAT(text, HasSubstr("1 of 2 agreements are within target"));
  EXPECT_THAT(text, HasSubstr("Storage operations was breached too"));
}

TEST(KeyMessages, SayWhenThereAreTooFewPeriodsToDecide) {
  ReportModel model = DemoReport(Audience::kCsiManager);
  const std::string text = AllOf(KeyMessages(model));
  EXPECT_THAT(text, HasSubstr("4 periods before and 4 after are too few to "
                              "decide: 12 and 6 are needed."));
  model.improvements[0].verdict = {};
  model.improvements[0].chart->points.resize(8);
  EXPECT_THAT(AllOf(KeyMessages(model)),
              HasSubstr("8 points are too few to say: 12 are needed before a "
                        "change and 6 after it."));
}

TEST(KeyMessages, NeverSayWhySomethingChanged) {
  for (const Audience audience :
       {Audience::kSeniorManagement, Audience::kReportingAnalyst}) {
    EXPECT_THAT(AllOf(KeyMessages(DemoReport(audience))),
                Not(HasSubstr("because of")));
  }
}

TEST(KeyMessages, SayThatKpisWithoutTargetCannotBeJudged) {
  EXPECT_THAT(AllOf(KeyMessages(DemoReport(Audience::kProcessOwner))),
              HasSubstr("1 of 3 KPIs meet the target, 1 misses it. / Nothing "
                        "can be said of 1: no target or no figure."));
}

TEST(TrendEvidenceBlocks, TellAForecastWithItsErrorAndWhenItIsNoBetter) {
  ReportModel model = DemoReport(Audience::kReportingAnalyst);
  std::string text = AllOf(TrendEvidenceBlocks(model));
  EXPECT_THAT(text, HasSubstr("2025-09 is expected at"));
  EXPECT_THAT(text, HasSubstr("On the last 5 periods it was off by"));
  EXPECT_THAT(text, Not(HasSubstr("no better")));
  model.trend_evidence[0].naive_error = 1.5;
  EXPECT_THAT(AllOf(TrendEvidenceBlocks(model)),
              HasSubstr("no better than to expect the last value again"));
  model.trend_evidence[0].hold_out_error.reset();
  EXPECT_THAT(AllOf(TrendEvidenceBlocks(model)),
              HasSubstr("was not measured: too few periods"));
}

}  // namespace
}  // namespace csi::reporting::render
