// What the process as it is can be expected to do about a target.
#include "services/reporting/domain/realism.h"

#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

class Realism : public ReportingWorld {
 protected:
  v1::Target Judge(double value) {
    v1::Target target;
    target.set_value(value);
    FillRealism(runner.state("reporting"), "acme", indicator_, target);
    return target;
  }

  v1::Indicator indicator_ = MakeBypass();
};

TEST_F(Realism, NamesTheLimitsThatItJudgesBy) {
  Record(Months("bypass", 2025, 1,
                {80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78}));
  const v1::Target target = Judge(40);
  EXPECT_EQ(target.realism_sentence(),
            "The process as it is stays between 73.48 and 87.02 %: the target "
            "needs a change of the process.");
}

TEST_F(Realism, DoesNotJudgeAProcessThatIsNotStable) {
  Record(Months("bypass", 2025, 1,
                {80, 80, 81, 80, 79, 80, 80, 99, 80, 80, 81, 80}));
  EXPECT_EQ(Judge(40).realism(), "NOT_JUDGED");
  EXPECT_NE(Judge(40).realism_sentence().find("not stable"), std::string::npos);
}

TEST_F(Realism, MirrorsWhatIsBetter) {
  Record(Months("bypass", 2025, 1,
                {80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78}));
  indicator_.set_direction(v1::IMPROVEMENT_DIRECTION_HIGHER);
  EXPECT_EQ(Judge(40).realism(), "MET_ALWAYS");
  EXPECT_EQ(Judge(95).realism(), "NOT_WITHOUT_CHANGE");
  indicator_.set_direction(v1::IMPROVEMENT_DIRECTION_TARGET);
  EXPECT_EQ(Judge(80).realism(), "MET_SOMETIMES");
  EXPECT_EQ(Judge(40).realism(), "NOT_WITHOUT_CHANGE");
}

}  // namespace
}  // namespace csi::reporting
