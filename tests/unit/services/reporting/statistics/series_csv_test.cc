// The series reader: what it takes, and each refusal with line and column.
#include "services/reporting/statistics/series_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "services/reporting/statistics/limits.h"

namespace csi::statistics {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kHeader[] = "period_start,value\n";

std::string Refusal(const std::string& text) {
  const absl::StatusOr<Series> series = ParseSeries(text, "in.csv");
  if (series.ok()) return "(accepted)";
  EXPECT_EQ(series.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(series.status().message());
}

std::string RowRefusal(const std::string& row) {
  return Refusal(std::string(kHeader) + "2016-01-01,1\n" + row + "\n");
}

TEST(SeriesCsv, ReadsDatesValuesAndCounts) {
  const auto series = ParseSeries(
      "period_start,value,n\n2016-03-21,26.5,4007\n2016-03-28,-1e-3,0\n", "x");
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_THAT(series->values, ElementsAre(26.5, -0.001));
  EXPECT_THAT(series->counts, ElementsAre(4007, 0));
  EXPECT_EQ(series->starts[1] - series->starts[0], absl::Hours(7 * 24));
}

TEST(SeriesCsv, TakesAnyColumnOrderQuotesLineEndsAndMark) {
  const auto series = ParseSeries(
      "\xef\xbb\xbf\"value\",period_start\r\n\"1.5\",2016-01-01\r\n\r\n"
      "2,\"2016-01-02\"",
      "x");
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_THAT(series->values, ElementsAre(1.5, 2));
  EXPECT_THAT(series->counts, IsEmpty());
}

TEST(SeriesCsv, SortsByStart) {
  const auto series = ParseSeries(
      "period_start,value,n\n2016-01-03,3,30\n2016-01-01,1,10\n"
      "2016-01-02,2,20\n",
      "x");
  ASSERT_TRUE(series.ok());
  EXPECT_THAT(series->values, ElementsAre(1, 2, 3));
  EXPECT_THAT(series->counts, ElementsAre(10, 20, 30));
}

TEST(SeriesCsv, ReadsTimesWithAndWithoutZone) {
  const auto series =
      ParseSeries(std::string(kHeader) +
                      "2016-01-01T00:00:00Z,1\n2016-01-01 01:00:00,2\n"
                      "2016-01-01T03:00:00+01:00,3\n2016-01-01T02:00:00.5Z,4\n",
                  "x");
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_THAT(series->values, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(series->starts[2] - series->starts[0], absl::Hours(2));
}

TEST(SeriesCsv, RefusesWrongDatesWithLineAndColumn) {
  for (const char* date :
       {"2016-02-30", "2016-13-01", "16-01-01", "01/02/2016", "2016-1-1", "",
        "2016-01-01T25:00:00Z", "2016-01-01T00:00", "yesterday", "2016-00-10",
        "2016-01-01T00:00:00 Z", " 2016-01-02", "2016-01-01x",
        "2016-01-01T00:00:00+99"}) {
    EXPECT_THAT(RowRefusal(std::string(date) + ",1"),
                AllOf(HasSubstr("in.csv: line 3, column period_start"),
                      HasSubstr("is no date")))
        << date;
  }
}

TEST(SeriesCsv, RefusesWhatIsNoFiniteNumber) {
  for (const char* value :
       {"NaN", "nan", "inf", "-Infinity", "1e400", "1e101", "-1e-400"}) {
    EXPECT_THAT(RowRefusal(std::string("2016-01-02,") + value),
                AllOf(HasSubstr("line 3, column value"),
                      HasSubstr("not a finite number")))
        << value;
  }
  for (const char* value :
       {"abc", "1 000", "12%", "0x10", "+5", "1.2.3", " 1", "1,5\"\""}) {
    EXPECT_THAT(
        RowRefusal(std::string("2016-01-02,\"") + value + "\""),
        AllOf(HasSubstr("line 3, column value"), HasSubstr("is no number")))
        << value;
  }
  EXPECT_THAT(RowRefusal("2016-01-02,"), HasSubstr("no value; leave the row"));
}

TEST(SeriesCsv, RefusesWrongCounts) {
  for (const char* count : {"", "-1", "1.5", "many", "99999999999999999999"}) {
    EXPECT_THAT(Refusal(std::string("period_start,value,n\n2016-01-01,1,") +
                        count + "\n"),
                AllOf(HasSubstr("line 2, column n"), HasSubstr("is no count")))
        << count;
  }
}

TEST(SeriesCsv, RefusesBrokenQuotes) {
  EXPECT_THAT(RowRefusal("\"2016-01-02,1"),
              AllOf(HasSubstr("line 3, field 1"), HasSubstr("never closed")));
  EXPECT_THAT(RowRefusal("2016-01-02,1\"2"),
              AllOf(HasSubstr("line 3, field 2"), HasSubstr("in the middle")));
  EXPECT_THAT(
      RowRefusal("2016-01-02,\"1\"2"),
      AllOf(HasSubstr("line 3, field 2"), HasSubstr("after a closing quote")));
}

TEST(SeriesCsv, RefusesMissingDoubleAndUnknownColumns) {
  EXPECT_THAT(
      Refusal("value\n1\n"),
      AllOf(HasSubstr("line 1, column period_start"), HasSubstr("missing")));
  EXPECT_THAT(Refusal("period_start,n\n2016-01-01,1\n"),
              AllOf(HasSubstr("column value"), HasSubstr("missing")));
  EXPECT_THAT(Refusal("period_start,value,value\n"), HasSubstr("twice"));
  EXPECT_THAT(Refusal("period_start,value,N\n"),
              AllOf(HasSubstr("'N'"), HasSubstr("unknown column")));
  EXPECT_THAT(Refusal("2016-01-01,5\n"), HasSubstr("unknown column"));
}

TEST(SeriesCsv, RefusesRowsOfAnotherLength) {
  EXPECT_THAT(RowRefusal("2016-01-02"),
              HasSubstr("line 3: 1 fields where the header names 2"));
  EXPECT_THAT(RowRefusal("2016-01-02,1,2"), HasSubstr("3 fields"));
  EXPECT_THAT(RowRefusal(std::string(100, ',')),
              HasSubstr("more than 64 fields"));
}

TEST(SeriesCsv, RefusesDuplicatesNamingBothLines) {
  EXPECT_THAT(
      RowRefusal("2016-01-01,2"),
      AllOf(HasSubstr("line 3, column period_start"), HasSubstr("in line 2")));
  // The same instant in other words, and out of order.
  EXPECT_THAT(Refusal(std::string(kHeader) +
                      "2016-01-02T01:00:00+01:00,1\n2016-01-01,2\n"
                      "2016-01-02,3\n"),
              AllOf(HasSubstr("line 4"), HasSubstr("in line 2")));
}

TEST(SeriesCsv, RefusesOtherEncodings) {
  EXPECT_THAT(RowRefusal("2016-01-02,\xff\xfe"),
              AllOf(HasSubstr("line 3, byte 12"), HasSubstr("not UTF-8")));
  for (const char* bytes :
       {"\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80"}) {
    EXPECT_THAT(RowRefusal(bytes), HasSubstr("not UTF-8"));
  }
}

TEST(SeriesCsv, QuotesLongTextShortAndOnOneLine) {
  const std::string refusal =
      RowRefusal("\"" + std::string(39, 'x') + "\xc3\xa4\n" +
                 std::string(5000, 'y') + "\",1");
  EXPECT_LT(refusal.size(), 300u);
  EXPECT_THAT(refusal, HasSubstr("xxx..."));
  EXPECT_EQ(refusal.find('\n'), std::string::npos);
}

TEST(SeriesCsv, RefusesEmptyInput) {
  EXPECT_THAT(Refusal(""), HasSubstr("the file is empty"));
  EXPECT_THAT(Refusal("\n\n"), HasSubstr("the file is empty"));
  EXPECT_THAT(Refusal(kHeader), HasSubstr("no row"));
  EXPECT_THAT(Refusal(std::string(1, '\0')), HasSubstr("unknown column"));
}

TEST(SeriesCsv, RefusesTenMillionRows) {
  std::string text = kHeader;
  text.reserve(size_t{14} * kSeriesRowsLimit + 100);
  for (size_t i = 0; i < kSeriesRowsLimit; ++i) text += "2016-01-01,1\n";
  const absl::StatusOr<Series> series = ParseSeries(text, "in.csv");
  EXPECT_EQ(series.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(series.status().message()),
              HasSubstr("fewer than 10000000 rows"));
}

// Damaged files: a refusal or a series in order, never a crash.
TEST(SeriesCsv, SurvivesRandomDamage) {
  constexpr uint64_t kSeed = 41;
  std::mt19937_64 random(kSeed);
  const std::string good =
      "period_start,value,n\r\n2016-03-21,26.5,4007\r\n\"2016-03-28\",61.7,"
      "1877\n2016-04-04T00:00:00Z,\"69.9\",2273\n";
  using std::string_literals::operator""s;
  const std::string special = "\",\n\r\0\xff\xc3-:TZ0.9eE"s;
  size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good;
    for (size_t damage = 1 + random() % 4; damage > 0; --damage) {
      const size_t at = random() % text.size();
      const char byte = special[random() % special.size()];
      switch (random() % 3) {
        case 0:
          text[at] = byte;
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        case 2:
          text.erase(at, 1 + random() % 5);
          break;
      }
      if (text.empty()) text = "x";
    }
    const absl::StatusOr<Series> series = ParseSeries(text, "in.csv");
    if (!series.ok()) {
      EXPECT_THAT(std::string(series.status().message()),
                  HasSubstr("in.csv: line "))
          << "seed " << kSeed << ", round " << round;
      continue;
    }
    ++accepted;
    EXPECT_TRUE(std::is_sorted(series->starts.begin(), series->starts.end()));
    EXPECT_EQ(series->starts.size(), series->values.size());
  }
  EXPECT_GT(accepted, 100u);
}

TEST(SeriesCsv, ReadsFilesAndNamesThoseItCannotRead) {
  const std::string folder = ::testing::TempDir();
  const std::string path = folder + "/series_csv_test.csv";
  std::ofstream(path) << kHeader << "2016-01-01,5\n";
  const absl::StatusOr<Series> series = ReadSeries(path);
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_THAT(series->values, ElementsAre(5));
  std::filesystem::remove(path);
  EXPECT_EQ(ReadSeries(path).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadSeries(folder).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace csi::statistics
