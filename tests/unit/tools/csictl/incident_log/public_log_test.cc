// The public incident event log (CC BY 4.0, doi:10.24432/C57S4H): its known
// counts, and the figures that an independent computation found in it.
// Skipped where the data are not at hand.
#include <cstdlib>
#include <filesystem>

#include "common/testing/effort.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"
#include "tools/csictl/incident_log/derived_table.h"

namespace csi::incident_log {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;

std::string PublicLogPath() {
  const char* const shared = std::getenv("CSI_SHARED");
  const std::filesystem::path folder = shared != nullptr ? shared : "../shared";
  return (folder / "data/incident-log/incident_event_log.zip").string();
}

class PublicLogTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (testing::kSanitized) return;
    if (!std::filesystem::exists(PublicLogPath())) return;
    absl::StatusOr<IncidentLog> log = ReadIncidentLog(PublicLogPath(), {});
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = new IncidentLog(*std::move(log));
  }
  static void TearDownTestSuite() {
    delete log_;
    log_ = nullptr;
  }
  void SetUp() override {
    if (testing::kSanitized) GTEST_SKIP() << "46 MB take too long here";
    if (log_ == nullptr) {
      GTEST_SKIP() << "the public incident log is not at " << PublicLogPath()
                   << "; set CSI_SHARED";
    }
  }

  static uint64_t Missing(std::string_view column) {
    for (const MissingValues& missing : log_->quality.missing) {
      if (missing.column == column) return missing.rows;
    }
    return 0;
  }

  static IncidentLog* log_;
};
IncidentLog* PublicLogTest::log_ = nullptr;

TEST_F(PublicLogTest, HasItsKnownSizeAndHash) {
  const QualityReport& quality = log_->quality;
  EXPECT_EQ(quality.entry, "incident_event_log.csv");
  EXPECT_EQ(quality.bytes, 46212397u);
  EXPECT_EQ(quality.content_sha256,
            "fd184bbfd62329cfe093e99da2ea7071905f2ead91900b448eb2635870821bef");
  EXPECT_EQ(quality.rows_read, 141712u);
  EXPECT_EQ(quality.rows_taken, 141712u);
  EXPECT_EQ(quality.rows_refused, 0u);
  EXPECT_EQ(quality.missing.size(), 36u);
}

TEST_F(PublicLogTest, FoldsToItsKnownTotals) {
  const IncidentTotals& totals = log_->quality.totals;
  EXPECT_EQ(totals.incidents, 24918);
  EXPECT_EQ(totals.open, 0);
  EXPECT_EQ(totals.made_sla, 15803);
  EXPECT_EQ(totals.made_sla_missing, 0);
  EXPECT_EQ(totals.reopened, 275);
  EXPECT_EQ(totals.reassignments, 23414);
  EXPECT_EQ(totals.without_resolved_at, 1556);
  EXPECT_EQ(totals.events_median, 5);
  EXPECT_EQ(totals.made_sla_changed, 9114);
  EXPECT_EQ(totals.priority_changed, 383);
  EXPECT_EQ(totals.reopened_changed, 275);
  std::vector<std::pair<int64_t, int64_t>> sla;
  for (const PriorityTotals& priority : totals.by_priority) {
    sla.emplace_back(priority.made_sla, priority.incidents);
  }
  EXPECT_THAT(sla, ElementsAre(std::pair(5, 270), std::pair(2, 408),
                               std::pair(15145, 23466), std::pair(651, 774)));
}

TEST_F(PublicLogTest, ReportsItsTraps) {
  const QualityReport& quality = log_->quality;
  EXPECT_EQ(quality.corrections[static_cast<size_t>(Correction::kUnknownState)],
            5u);
  EXPECT_EQ(Missing("resolved_at"), 3141u);
  EXPECT_EQ(Missing("cmdb_ci"), 141267u);
  EXPECT_THAT(quality.bulk_close_weeks, ElementsAre("2016-03-21"));
  EXPECT_EQ(quality.complete_begin, "2016-02-29");
  EXPECT_EQ(quality.complete_end, "2016-06-01");
  for (const char* code :
       {"BULK_CLOSE", "FEW_CLOSED", "SURVIVOR_TAIL", "BACKLOG_FROM_ZERO",
        "TIMES_WITHOUT_ZONE", "NO_RESOLVED_AT"}) {
    EXPECT_THAT(quality.warnings, Contains(Field(&Warning::code, code)));
  }
}

TEST_F(PublicLogTest, HasTheKnownWeeklyMadeSla) {
  const struct {
    const char* week;
    int64_t closed;
    double value;
  } kKnown[] = {{"2016-03-21", 4007, 26.653356625904667},
                {"2016-03-28", 1877, 61.69419286094833},
                {"2016-04-04", 2273, 69.86361636603607},
                {"2016-04-11", 1988, 72.43460764587525},
                {"2016-04-18", 2075, 77.78313253012048},
                {"2016-04-25", 1426, 70.12622720897616},
                {"2016-05-02", 2148, 79.65549348230913},
                {"2016-05-09", 1775, 80.45070422535211},
                {"2016-05-16", 1850, 76.75675675675676},
                {"2016-05-23", 1923, 70.20280811232449},
                {"2016-05-30", 1154, 77.12305025996534}};
  for (const auto& known : kKnown) {
    const Point* const point =
        FindPoint(*log_, "made-sla-pct.week.all", known.week);
    ASSERT_NE(point, nullptr) << known.week;
    EXPECT_EQ(point->count, known.closed) << known.week;
    EXPECT_NEAR(point->value, known.value, 1e-12) << known.week;
    EXPECT_EQ(point->bulk_close, known.closed == 4007) << known.week;
    EXPECT_EQ(point->incomplete, known.closed == 1154) << known.week;
  }
}

// Sums of value * count and of counts over weeks, from the first Monday.
struct Window {
  int64_t count = 0;
  int64_t numerator = 0;
  double weighted = 0;
};
Window WindowOf(const IncidentLog& log, std::string_view id,
                const std::vector<std::string>& weeks) {
  Window window;
  for (const std::string& week : weeks) {
    const Point* const point = FindPoint(log, id, week);
    EXPECT_NE(point, nullptr) << id << week;
    if (point == nullptr) continue;
    window.count += point->count;
    window.numerator += point->numerator.value_or(0);
    window.weighted += point->value * static_cast<double>(point->count);
  }
  return window;
}

TEST_F(PublicLogTest, HasTheKnownFiguresOfTwoTimesFourWeeks) {
  const std::vector<std::string> before = {"2016-03-28", "2016-04-04",
                                           "2016-04-11", "2016-04-18"};
  const std::vector<std::string> after = {"2016-05-02", "2016-05-09",
                                          "2016-05-16", "2016-05-23"};
  Window window = WindowOf(*log_, "made-sla-pct.week.all", before);
  EXPECT_EQ(window.numerator, 5800);
  EXPECT_EQ(window.count, 8213);
  window = WindowOf(*log_, "made-sla-pct.week.all", after);
  EXPECT_EQ(window.numerator, 5909);
  EXPECT_EQ(window.count, 7696);
  window = WindowOf(*log_, "reopen-pct.week.all", before);
  EXPECT_EQ(window.numerator, 103);
  window = WindowOf(*log_, "reopen-pct.week.all", after);
  EXPECT_EQ(window.numerator, 64);
  window = WindowOf(*log_, "ttr-hours-mean.week.all", before);
  EXPECT_EQ(window.count, 7506);
  EXPECT_NEAR(window.weighted / 7506, 111.03996802557954, 1e-9);
  window = WindowOf(*log_, "ttr-hours-mean.week.all", after);
  EXPECT_EQ(window.count, 7304);
  EXPECT_NEAR(window.weighted / 7304, 96.68958561518804, 1e-9);
  window = WindowOf(*log_, "reassignments-mean.week.all", before);
  EXPECT_NEAR(window.weighted / 8213, 0.986971873858517, 1e-12);
  window = WindowOf(*log_, "reassignments-mean.week.all", after);
  EXPECT_NEAR(window.weighted / 7696, 0.7195945945945946, 1e-12);
}

TEST_F(PublicLogTest, HasTheKnownDailyMadeSla) {
  const Series* const days = FindSeries(*log_, "made-sla-pct.day.all");
  double sum = 0;
  int n = 0;
  for (const Point& point : days->points) {
    if (point.period_start < absl::CivilDay(2016, 3, 28) ||
        point.period_start >= absl::CivilDay(2016, 4, 25) || point.count < 10) {
      continue;
    }
    sum += point.value;
    ++n;
  }
  EXPECT_EQ(n, 28);
  EXPECT_NEAR(sum / n, 75.67566018294262, 1e-11);
}

TEST_F(PublicLogTest, AddsUpTheSameAtEveryFrequencyAndOverPriorities) {
  for (const char* kpi : {"opened", "closed"}) {
    for (const char* frequency : {"day", "week", "month"}) {
      int64_t all = 0;
      int64_t parts = 0;
      for (const char* priority : {"all", "p1", "p2", "p3", "p4"}) {
        const Series* const series = FindSeries(
            *log_, std::string(kpi) + "." + frequency + "." + priority);
        ASSERT_NE(series, nullptr);
        for (const Point& point : series->points) {
          (series->priority == "all" ? all : parts) += point.count;
        }
      }
      EXPECT_EQ(all, 24918) << kpi << frequency;
      EXPECT_EQ(parts, 24918) << kpi << frequency;
    }
  }
  const Series* const backlog = FindSeries(*log_, "backlog.day.all");
  EXPECT_EQ(backlog->points.back().value, 0);
  EXPECT_EQ(backlog->points.size(), 356u);
}

TEST_F(PublicLogTest, IsWhatTheTableInTheRepositoryWasDerivedFrom) {
  auto file = csv::FileSource::Open("tools/demo/data/incident_made_sla.csv");
  ASSERT_TRUE(file.ok()) << file.status();
  std::string kept((*file)->bytes_total(), '\0');
  const absl::StatusOr<size_t> bytes = (*file)->Read(kept.data(), kept.size());
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(MadeSlaTable(log_->series), kept);
}

}  // namespace
}  // namespace csi::incident_log
