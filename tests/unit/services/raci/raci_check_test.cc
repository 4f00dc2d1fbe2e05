#include "services/raci/check/raci_check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/services/raci/matchers.h"

namespace csi::raci {
namespace {

using ::testing::HasSubstr;

std::string SharedFile(const std::string& path) {
  const char* folder = std::getenv("CSI_SHARED");
  std::ifstream file(std::filesystem::path(folder ? folder : "../shared") /
                     path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

int Count(const MatrixReading& reading, std::string_view rule) {
  int count = 0;
  for (const auto& finding : reading.findings) count += finding.rule() == rule;
  return count;
}

// The example matrix of the ITIL chapter, with what a scan made of it.
constexpr char kScanned[] =
    "Activity,Director service management,Service level manager,"
    "Problem manager,Security manager,Procurement manager\n"
    "Activity 1,AR,C,I,1,\xd0\xa1\n"
    "Activity 2,\xd0\x90,R,C,\xd0\xa1,\xd0\xa1\n"
    "Activity 3,I,\xd0\x90,R,I,C\n"
    "Activity 4,I,\xd0\x90,R,I,\n"
    "Activity 5,1,R,\xd0\x90,C,_\n";

TEST(CheckTable, LoadsAScannedMatrixWithoutErrors) {
  auto reading = CheckTable(kScanned, TableKind::kFound);
  ASSERT_ACCEPTED(reading);
  EXPECT_EQ(reading->matrix.activities_size(), 5);
  EXPECT_EQ(Count(*reading, "H1"), 0);
  EXPECT_EQ(Count(*reading, "H2"), 0);
  int ones = 0;
  for (const Repair& repair : reading->repairs) ones += repair.from == "1";
  EXPECT_EQ(ones, 2);
  EXPECT_EQ(reading->repairs.size(), 9u);
  EXPECT_THAT(CheckAsJson(*reading), HasSubstr("\"passed\":true"));
}

TEST(CheckTable, SaysThatOnlyOneCanBeAccountable) {
  auto reading = CheckTable("Activity,Ann,Ben\nPlan,A/R,A\nDo,R,C\nCheck,A,\n",
                            TableKind::kFound);
  ASSERT_ACCEPTED(reading);
  EXPECT_EQ(Count(*reading, "H1"), 2);
  EXPECT_EQ(Count(*reading, "H2"), 1);
  EXPECT_THAT(reading->findings[0].message(), HasSubstr("Ann and Ben"));
  EXPECT_THAT(reading->findings[0].message(),
              HasSubstr("Only one person can be accountable"));
}

TEST(CheckAsJson, WritesEveryPart) {
  auto reading = CheckTable("Activity,\"Q\"\"A\"\nPlan,1\n", TableKind::kFound);
  ASSERT_ACCEPTED(reading);
  EXPECT_THAT(
      CheckAsJson(*reading),
      ::testing::StartsWith(
          "{\"activities\":[{\"name\":\"Plan\",\"A\":[],\"R\":[],\"C\":[],"
          "\"I\":[\"Q\\\"A\"]}],\"roles\":[\"Q\\\"A\"],\"findings\":["));
  EXPECT_THAT(CheckAsJson(*reading),
              HasSubstr("\"repairs\":[{\"row\":1,\"column\":\"Q\\\"A\","
                        "\"from\":\"1\",\"to\":\"I\"}],\"passed\":false}"));
}

TEST(CheckTable, FindsTheActivityThatNobodyOwnsInARealMatrix) {
  const std::string markdown = SharedFile("data/raci/irp_incident_response.md");
  const std::string csv = SharedFile("data/raci/saudi_ai_governance.csv");
  if (markdown.empty() || csv.empty()) {
    GTEST_SKIP() << "shared data is absent; set CSI_SHARED";
  }
  auto first = CheckTable(markdown, TableKind::kFound);
  ASSERT_ACCEPTED(first);
  EXPECT_EQ(first->matrix.activities_size(), 14);
  EXPECT_EQ(first->matrix.columns_size(), 7);
  EXPECT_EQ(Count(*first, "H1"), 1);
  EXPECT_THAT(first->findings[0].message(), HasSubstr("Incident Detection"));
  auto second = CheckTable(csv, TableKind::kFound);
  ASSERT_ACCEPTED(second);
  EXPECT_EQ(second->matrix.activities_size(), 10);
  EXPECT_EQ(Count(*second, "H1"), 0);
}

}  // namespace
}  // namespace csi::raci
