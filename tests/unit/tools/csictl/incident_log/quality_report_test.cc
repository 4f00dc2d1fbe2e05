#include "tools/csictl/incident_log/quality_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

IncidentLog ReadMixed() {
  RowText closed;
  RowText bad;
  bad.number = "INC2";
  bad.reopenings = "NaN";
  RowText open;
  open.number = "INC3";
  open.state = "-100";
  open.resolved = "?";
  open.closed = "?";
  open.made_sla = "?";
  open.priority = "?";
  absl::StatusOr<IncidentLog> log =
      ReadText(std::string(kHeader) + closed.Text() + bad.Text() + open.Text());
  EXPECT_TRUE(log.ok()) << log.status();
  return *std::move(log);
}

auto HasCode(const std::string& code) {
  return Contains(Field(&Warning::code, code));
}

TEST(QualityReport, WarnsOfWhatFiguresLeaveOut) {
  const std::vector<Warning> warnings = ReadMixed().quality.warnings;
  EXPECT_THAT(warnings, HasCode("NO_RESOLVED_AT"));
  EXPECT_THAT(warnings, HasCode("OPEN_INCIDENTS"));
  EXPECT_THAT(warnings, HasCode("NO_MADE_SLA"));
  EXPECT_THAT(warnings, HasCode("BACKLOG_FROM_ZERO"));
  EXPECT_THAT(warnings, HasCode("TIMES_WITHOUT_ZONE"));
  EXPECT_THAT(warnings, Not(HasCode("BULK_CLOSE")));
  EXPECT_THAT(warnings, Not(HasCode("SURVIVOR_TAIL")));
}

TEST(QualityReport, IsWrittenForPeople) {
  const std::string text = ToText(ReadMixed().quality);
  EXPECT_THAT(text, AllOf(HasSubstr("line 3: not a whole number from 0 up "
                                    "(reopen_count \"NaN\")"),
                          HasSubstr("made their SLA: 1 (100.00 %)"),
                          HasSubstr("3 - Moderate: 1 of 1"),
                          HasSubstr("incident_state -100 read as no state"),
                          HasSubstr("TIMES_WITHOUT_ZONE")));
}

TEST(QualityReport, IsWrittenForPrograms) {
  const std::string json = ToJson(ReadMixed().quality);
  EXPECT_THAT(
      json,
      AllOf(HasSubstr("\"read\": 3,\n    \"taken\": 2,\n    \"refused\": 1"),
            HasSubstr("\"BAD_COUNT\": 1"),
            HasSubstr("\"line\": 3,\n        \"reason\": \"BAD_COUNT\",\n"
                      "        \"column\": \"reopen_count\",\n"
                      "        \"value\": \"NaN\""),
            HasSubstr("\"resolved_at\": 1"), HasSubstr("\"total\": 2"),
            HasSubstr("\"open\": 1"), HasSubstr("\"events_median\": 1"),
            HasSubstr("\"first_opened\": \"2016-02-29\"")));
}

TEST(QualityReport, ShowsTwentyRefusalsAndCountsTheOthers) {
  std::string text = std::string(kHeader) + RowText().Text();
  for (int i = 0; i < 25; ++i) text += "x\n";
  const absl::StatusOr<IncidentLog> log = ReadText(text);
  ASSERT_TRUE(log.ok());
  EXPECT_THAT(ToText(log->quality),
              AllOf(HasSubstr("line 22:"), Not(HasSubstr("line 23:")),
                    HasSubstr("and 5 more")));
}

}  // namespace
}  // namespace csi::incident_log
