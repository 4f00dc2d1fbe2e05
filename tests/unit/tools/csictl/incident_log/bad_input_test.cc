// Logs that must be refused whole, each with a clear word and in bounds.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void ExpectRefusedWhole(std::string_view text, absl::StatusCode code,
                        const ::testing::Matcher<std::string>& message,
                        const ImportOptions& options = {}) {
  const absl::StatusOr<IncidentLog> log = ReadText(text, options);
  EXPECT_EQ(log.status().code(), code);
  EXPECT_THAT(std::string(log.status().message()), message);
}

std::string Log(const std::string& rows) { return std::string(kHeader) + rows; }

TEST(BadIncidentLog, IsRefusedForBrokenQuotes) {
  ExpectRefusedWhole(
      Log(RowText().Text() + "\"INC2,x\n"), absl::StatusCode::kInvalidArgument,
      AllOf(HasSubstr("line 3, column 1"), HasSubstr("never closed")));
  ExpectRefusedWhole(Log("IN\"C2,x\n"), absl::StatusCode::kInvalidArgument,
                     HasSubstr("line 2, column 3"));
}

TEST(BadIncidentLog, IsRefusedWithoutNeededColumns) {
  ExpectRefusedWhole("number,opened_at\nINC1,1/1/2016 00:00\n",
                     absl::StatusCode::kInvalidArgument,
                     HasSubstr("missing columns resolved_at, closed_at"));
  ExpectRefusedWhole(Log("").substr(7), absl::StatusCode::kInvalidArgument,
                     HasSubstr("missing column number"));
}

TEST(BadIncidentLog, IsRefusedWhenAColumnComesTwice) {
  ExpectRefusedWhole("number,number\n", absl::StatusCode::kInvalidArgument,
                     HasSubstr("\"number\" comes twice"));
}

TEST(BadIncidentLog, IsRefusedWhenEmptyOrWithoutAUsableRow) {
  ExpectRefusedWhole("", absl::StatusCode::kInvalidArgument,
                     HasSubstr("empty"));
  ExpectRefusedWhole(kHeader, absl::StatusCode::kInvalidArgument,
                     HasSubstr("no usable row among 0 read"));
  RowText row;
  row.opened = "NaN";
  ExpectRefusedWhole(Log(row.Text()), absl::StatusCode::kInvalidArgument,
                     AllOf(HasSubstr("no usable row among 1 read"),
                           HasSubstr("line 2"), HasSubstr("opened_at")));
}

TEST(BadIncidentLog, IsRefusedWhenNotUtf8) {
  RowText row;
  row.priority = "3 - M\xE4\xDFig";
  ExpectRefusedWhole(Log(row.Text()), absl::StatusCode::kInvalidArgument,
                     AllOf(HasSubstr("line 2"), HasSubstr("not UTF-8")));
}

TEST(BadIncidentLog, IsRefusedBeyondItsBytes) {
  ImportOptions options;
  options.bytes_max = 200;
  ExpectRefusedWhole(Log(RowText().Text() + RowText().Text()),
                     absl::StatusCode::kResourceExhausted,
                     HasSubstr("more than 200 bytes"), options);
}

// Makes rows as it is read, without end: ten events for each incident. Only
// digits change from row to row, so that making them costs little.
class EndlessLog final : public csv::ByteSource {
 public:
  absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override {
    if (!header_read_) {
      header_read_ = true;
      return kHeader.copy(to, bytes_max);
    }
    if (part_ > 0) return Rest(to, bytes_max);
    size_t bytes = 0;
    for (; bytes + row_.size() <= bytes_max; bytes += row_.size()) {
      row_.copy(to + bytes, row_.size());
      Count();
    }
    return bytes > 0 ? bytes : Rest(to, bytes_max);
  }

 private:
  // The last bytes of the reader's buffer: a part of a row, then the rest.
  size_t Rest(char* to, size_t bytes_max) {
    const size_t bytes = row_.copy(to, bytes_max, part_);
    part_ += bytes;
    if (part_ == row_.size()) {
      part_ = 0;
      Count();
    }
    return bytes;
  }

  void Count() {
    for (size_t at = kLastDigit;; --at) {
      if (row_[at] == ',') continue;  // between number and state
      if (row_[at] != '9') {
        ++row_[at];
        return;
      }
      row_[at] = '0';
    }
  }

  static constexpr size_t kLastDigit = 11;  // that of incident_state
  std::string row_ =
      "INC0000000,0,0,0,0,true,1/3/2016 08:00,1/3/2016 09:00,3 - Moderate,?,?"
      "\n";
  size_t part_ = 0;
  bool header_read_ = false;
};

TEST(BadIncidentLog, IsRefusedWithTenMillionRows) {
  EndlessLog source;
  const absl::StatusOr<IncidentLog> log = ReadIncidentLog(&source, 0, {});
  EXPECT_EQ(log.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("line 5000002"));
}

TEST(BadIncidentLog, IsRefusedWithTooManyRowsForTheCaller) {
  ImportOptions options;
  options.rows_max = 2;
  RowText second;
  second.number = "INC2";
  RowText third;
  third.number = "INC3";
  EXPECT_TRUE(ReadText(Log(RowText().Text() + second.Text()), options).ok());
  ExpectRefusedWhole(Log(RowText().Text() + second.Text() + third.Text()),
                     absl::StatusCode::kResourceExhausted, HasSubstr("line 4"),
                     options);
}

}  // namespace
}  // namespace csi::incident_log
