#include "services/reporting/domain/success_tree.h"

#include "services/reporting/server/queries.h"
#include "tests/unit/services/reporting/domain/success_world.h"

namespace csi::reporting {
namespace {

class Tree : public SuccessWorld {
 protected:
  v1::SuccessTree Read() {
    v1::GetSuccessTreeRequest request;
    request.set_parent("tenants/acme");
    v1::SuccessTree tree;
    EXPECT_TRUE(GetSuccessTree(runner.Query("reporting"), request, &tree).ok());
    return tree;
  }

  std::string Rules() {
    std::string rules;
    const v1::SuccessTree tree = Read();
    for (const auto& finding : tree.findings()) {
      StrAppend(&rules, finding.rule(), " ");
    }
    return rules;
  }

  v1::Standing Standing() {
    return Read().goals(0).factors(0).kpis(0).standing();
  }
};

TEST_F(Tree, AFactorIsAsItsWorstKpiAndSaysHowManyAreMet) {
  for (const char* id : {"good", "bad"}) MakeBypass(id);
  Record(Months("good", 2025, 1, {30}));
  Record(Months("bad", 2025, 1, {60}));
  Target("good", 40);
  Target("bad", 40);
  ASSERT_TRUE(Set(Factor("f", {"good"})).ok());
  EXPECT_EQ(Read().goals(0).standing(), v1::STANDING_MET);
  ASSERT_TRUE(Set(Factor("f", {"good", "bypass"})).ok());
  EXPECT_EQ(Read().goals(0).standing(), v1::STANDING_UNKNOWN);
  v1::SetSuccessFactorRequest all = Factor("f", {"good", "bypass", "bad"});
  all.mutable_success_factor()->mutable_kpis(0)->add_metrics(
      Name("indicators", "bypass"));
  ASSERT_TRUE(Set(all).ok());
  const v1::SuccessTree tree = Read();
  ASSERT_EQ(tree.goals_size(), 1);
  EXPECT_EQ(tree.goals(0).standing(), v1::STANDING_MISSED);
  const v1::FactorStanding& factor = tree.goals(0).factors(0);
  EXPECT_EQ(factor.standing(), v1::STANDING_MISSED);
  EXPECT_EQ(factor.met_count(), 1);
  std::string text;
  for (const std::string& line : tree.lines()) StrAppend(&text, line, "\n");
  EXPECT_EQ(
      text,
      "goal Safe changes: MISSED, 0 of 1 factors met\n"
      "  csf Releases go the known way: MISSED, 1 of 3 KPIs met\n"
      "    kpi Releases that bypass the process: MET, 30, target 40\n"
      "      metric bypass\n"
      "    kpi Releases that bypass the process: UNKNOWN\n"
      "    kpi Releases that bypass the process: MISSED, 60, target 40\n");
}

TEST_F(Tree, AnOpenAlertMissesUnlessItIsDismissed) {
  RecordYear();
  Watch(High());
  Target("bypass", 95);
  ASSERT_TRUE(Set(Factor("f", {"bypass"})).ok());
  EXPECT_EQ(Standing(), v1::STANDING_MET);
  Record(Months("bypass", 2025, 1, {85}));
  EXPECT_EQ(Standing(), v1::STANDING_MISSED);
  v1::DismissAlertRequest dismiss;
  dismiss.set_name(Alerts()[0].name());
  dismiss.set_reason("a known peak");
  ASSERT_TRUE(As<v1::Alert>("bob", "DismissAlert", dismiss).ok());
  EXPECT_EQ(Standing(), v1::STANDING_MET);
}

TEST_F(Tree, SaysWhatIsMissing) {
  ASSERT_TRUE(Set(Factor("f", {})).ok());
  EXPECT_EQ(Rules(), "CSF_WITHOUT_KPI ");
  EXPECT_EQ(Read().goals(0).standing(), v1::STANDING_UNKNOWN);
  v1::CreateIndicatorRequest bare = Bypass("bare");
  bare.mutable_indicator()->clear_source();
  ASSERT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", bare).ok());
  ASSERT_TRUE(Set(Factor("f", {"bare"})).ok());
  EXPECT_EQ(Rules(),
            "KPI_WITHOUT_METRIC KPI_WITHOUT_TARGET KPI_WITHOUT_SOURCE "
            "KPI_NOT_APPROVED KPI_WITHOUT_THRESHOLD ");
  RecordYear();
  Watch(High());
  Target("bypass", 40);
  v1::SetSuccessFactorRequest whole = Factor("f", {"bypass"});
  whole.mutable_success_factor()->mutable_kpis(0)->add_metrics(
      Name("indicators", "bare"));
  ASSERT_TRUE(Set(whole).ok());
  EXPECT_EQ(Rules(), "");
  v1::SetSuccessFactorRequest retired = Factor("f", {});
  retired.mutable_success_factor()->set_retired(true);
  ASSERT_TRUE(Set(retired).ok());
  EXPECT_EQ(Read().goals_size(), 0);
}

TEST_F(Tree, AdvisesFewKpisAndFactors) {
  std::vector<std::string> kpis;
  for (int i = 0; i < 6; ++i) {
    kpis.push_back(StrCat("k", i));
    ASSERT_TRUE(
        As<v1::Indicator>("bob", "CreateIndicator", Bypass(kpis.back())).ok());
  }
  ASSERT_TRUE(Set(Factor("f", kpis)).ok());
  EXPECT_NE(Rules().find("TOO_MANY_KPIS"), std::string::npos);
  kpis.pop_back();
  ASSERT_TRUE(Set(Factor("f", kpis)).ok());
  EXPECT_EQ(Rules().find("TOO_MANY_KPIS"), std::string::npos);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Set(Factor(StrCat("g", i), {})).ok());
  EXPECT_NE(Rules().find("TOO_MANY_CSFS"), std::string::npos);
}

}  // namespace
}  // namespace csi::reporting
