#include "services/registry/domain/verdicts.h"

#include "gtest/gtest.h"

namespace csi::registry {
namespace {

int Findings(const char* verdict, v1::ClosureCode code) {
  v1::Opportunity entry;
  if (*verdict != '\0') entry.mutable_verdict()->set_value(verdict);
  google::protobuf::RepeatedPtrField<common::v1::Finding> findings;
  AddVerdictFindings(entry, code, findings);
  return findings.size();
}

TEST(AddVerdictFindings, FlagsPraiseWithoutAndBlameDespiteImprovement) {
  for (const char* better : {"IMPROVED", "LIKELY_IMPROVED"}) {
    EXPECT_EQ(Findings(better, v1::CLOSURE_CODE_SUCCESSFUL), 0);
    EXPECT_EQ(Findings(better, v1::CLOSURE_CODE_UNSUCCESSFUL), 1);
  }
  for (const char* other :
       {"NOT_SHOWN", "WORSENED", "LIKELY_WORSENED", "INCONCLUSIVE",
        "NOT_MEASURABLE", "NO_MATERIAL_CHANGE"}) {
    EXPECT_EQ(Findings(other, v1::CLOSURE_CODE_SUCCESSFUL), 1) << other;
    EXPECT_EQ(Findings(other, v1::CLOSURE_CODE_UNSUCCESSFUL), 0) << other;
    EXPECT_EQ(Findings(other, v1::CLOSURE_CODE_WITHDRAWN), 0) << other;
  }
}

TEST(AddVerdictFindings, SaysNothingWithoutAVerdict) {
  EXPECT_EQ(Findings("", v1::CLOSURE_CODE_SUCCESSFUL), 0);
}

}  // namespace
}  // namespace csi::registry
