#include "tools/csictl/incident_log/importer.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "common/base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ManyRows(int rows) {
  std::string text(kHeader);
  for (int i = 0; i < rows; ++i) {
    RowText row;
    row.number = "INC" + std::to_string(i);
    text += row.Text();
  }
  return text;
}

uint64_t Refused(const IncidentLog& log, RefusalReason reason) {
  return log.quality.refused_by_reason[static_cast<size_t>(reason)];
}

TEST(ImportIncidentLog, HashesTheContentAndCountsItsBytes) {
  const std::string text = ManyRows(10);
  const absl::StatusOr<IncidentLog> log = ReadText(text);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->quality.content_sha256, Hex(Sha256(text)));
  EXPECT_EQ(log->quality.bytes, text.size());
  EXPECT_EQ(log->quality.rows_read, 10u);
  EXPECT_EQ(log->quality.rows_taken, 10u);
  EXPECT_EQ(log->quality.entry, "");
}

TEST(ImportIncidentLog, GoesOnAfterARefusedRow) {
  RowText bad;
  bad.number = "INC2";
  bad.opened = "31/2/2016 08:00";
  RowText last;
  last.number = "INC3";
  const absl::StatusOr<IncidentLog> log =
      ReadText(std::string(kHeader) + RowText().Text() + bad.Text() +
               "INC9,too,short\n" + last.Text());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->quality.rows_read, 4u);
  EXPECT_EQ(log->quality.rows_taken, 2u);
  EXPECT_EQ(log->quality.rows_refused, 2u);
  EXPECT_EQ(Refused(*log, RefusalReason::kBadTime), 1u);
  EXPECT_EQ(Refused(*log, RefusalReason::kWrongColumnCount), 1u);
  ASSERT_EQ(log->quality.refusals.size(), 2u);
  EXPECT_EQ(log->quality.refusals[0].line, 3u);
  EXPECT_EQ(log->quality.refusals[0].excerpt, "31/2/2016 08:00");
  EXPECT_EQ(log->quality.refusals[1].line, 4u);
  EXPECT_EQ(log->quality.refusals[1].excerpt, "3 fields instead of 11");
  EXPECT_EQ(log->quality.totals.incidents, 2);
}

TEST(ImportIncidentLog, TellsOfIncidentsWithARefusedEvent) {
  RowText first;
  first.changes = "0";
  RowText last;
  last.made_sla = "perhaps";
  for (const std::string& text :
       {first.Text() + last.Text(), last.Text() + first.Text()}) {
    const absl::StatusOr<IncidentLog> log =
        ReadText(std::string(kHeader) + text);
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ(log->quality.totals.with_refused_events, 1);
    EXPECT_EQ(log->quality.totals.made_sla, 1);
  }
}

TEST(ImportIncidentLog, CountsARowThatComesTwiceOnce) {
  RowText row;
  row.reassignments = "4";
  const absl::StatusOr<IncidentLog> log =
      ReadText(std::string(kHeader) + row.Text() + row.Text() + row.Text());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->quality.rows_taken, 1u);
  EXPECT_EQ(Refused(*log, RefusalReason::kDuplicateEvent), 2u);
  EXPECT_EQ(log->quality.refusals[0].line, 3u);
  EXPECT_EQ(log->quality.totals.reassignments, 4);
  EXPECT_EQ(log->quality.totals.events_max, 1);
  // The same row again takes nothing from the incident.
  EXPECT_EQ(log->quality.totals.with_refused_events, 0);
}

TEST(ImportIncidentLog, ListsTheFirstRefusalsAndCountsAll) {
  std::string text(kHeader);
  text += RowText().Text();
  const size_t refused = kRefusalExamplesMax + 50;
  for (size_t i = 0; i < refused; ++i) text += "x\n";
  const absl::StatusOr<IncidentLog> log = ReadText(text);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->quality.refusals.size(), kRefusalExamplesMax);
  EXPECT_EQ(log->quality.rows_refused, refused);
}

TEST(ImportIncidentLog, ReadsByteOrderMarkAndWindowsLineEnds) {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : ManyRows(3)) {
    if (c == '\n') text += '\r';
    text += c;
  }
  const absl::StatusOr<IncidentLog> log = ReadText(text);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->quality.totals.incidents, 3);
}

TEST(ImportIncidentLog, CountsMissingValuesByColumn) {
  RowText row;
  row.resolved = "?";
  const absl::StatusOr<IncidentLog> log =
      ReadText(std::string(kHeader) + row.Text());
  ASSERT_TRUE(log.ok()) << log.status();
  ASSERT_EQ(log->quality.missing.size(), 11u);
  EXPECT_EQ(log->quality.missing[9].column, "resolved_at");
  EXPECT_EQ(log->quality.missing[9].rows, 1u);
  EXPECT_EQ(log->quality.missing[0].rows, 0u);
  EXPECT_EQ(log->quality.totals.without_resolved_at, 1);
}

TEST(ImportIncidentLog, TellsItsProgressUpToTheEnd) {
  const std::string text = ManyRows(30000);
  std::vector<uint64_t> done;
  ImportOptions options;
  options.on_progress = [&done, &text](const Progress& progress) {
    EXPECT_EQ(progress.bytes_total, text.size());
    done.push_back(progress.bytes_done);
  };
  ASSERT_TRUE(ReadText(text, options).ok());
  ASSERT_GE(done.size(), 2u);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_EQ(done.back(), text.size());
}

TEST(ImportIncidentLog, StopsWhenToldTo) {
  const std::string text = ManyRows(30000);
  std::atomic<bool> cancelled = false;
  uint64_t last = 0;
  ImportOptions options;
  options.cancelled = &cancelled;
  options.on_progress = [&](const Progress& progress) {
    last = progress.bytes_done;
    cancelled = true;
  };
  EXPECT_EQ(ReadText(text, options).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_GT(last, 0u);
  EXPECT_LT(last, text.size());
}

TEST(ImportIncidentLog, GivesTheSameForTheSameBytes) {
  const std::string text = ManyRows(500);
  const absl::StatusOr<IncidentLog> a = ReadText(text);
  const absl::StatusOr<IncidentLog> b = ReadText(text);
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(ToJson(a->quality), ToJson(b->quality));
  ASSERT_EQ(a->series.size(), b->series.size());
  for (size_t i = 0; i < a->series.size(); ++i) {
    EXPECT_EQ(a->series[i].id, b->series[i].id);
    ASSERT_EQ(a->series[i].points.size(), b->series[i].points.size());
    for (size_t j = 0; j < a->series[i].points.size(); ++j) {
      EXPECT_EQ(a->series[i].points[j].value, b->series[i].points[j].value);
    }
  }
}

}  // namespace
}  // namespace csi::incident_log
