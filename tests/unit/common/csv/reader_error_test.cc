// Every refusal of the reader, with its place.
#include <string>

#include "common/csv/reader.h"
#include "csv_test_support.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::csv {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void ExpectError(std::string_view text, Reason reason, uint64_t line,
                 uint64_t column, uint64_t field,
                 const ReaderOptions& options = {}) {
  for (const size_t step : {size_t{1}, size_t{1} << 30}) {
    const ReadResult read = ReadAll(text, options, step);
    EXPECT_EQ(ReasonName(read.error.reason), ReasonName(reason)) << text;
    EXPECT_EQ(read.error.line, line) << text;
    EXPECT_EQ(read.error.column, column) << text;
    EXPECT_EQ(read.error.field, field) << text;
    EXPECT_THAT(std::string(read.status.message()),
                StartsWith("line " + std::to_string(line) + ", column " +
                           std::to_string(column)));
  }
}

TEST(CsvReader, RefusesAQuoteInsideAPlainField) {
  ExpectError("a,b\n1,x\"y\n", Reason::kQuoteInsideField, 2, 4, 2);
}

TEST(CsvReader, RefusesTextAfterAClosingQuote) {
  ExpectError("a,b\n\"1\"x,2\n", Reason::kTextAfterQuote, 2, 4, 1);
  ExpectError("\"1\" ,2\n", Reason::kTextAfterQuote, 1, 4, 1);
}

TEST(CsvReader, RefusesAQuoteThatIsNeverClosed) {
  ExpectError("a,b\n1,\"x\n2,3\n", Reason::kQuoteNotClosed, 2, 3, 2);
  ExpectError("\"", Reason::kQuoteNotClosed, 1, 1, 1);
  ExpectError("\"a\"\"", Reason::kQuoteNotClosed, 1, 1, 1);
}

TEST(CsvReader, PlacesAnErrorBehindNewlinesInFields) {
  ExpectError("a,\"x\ny\",b\"\n", Reason::kQuoteInsideField, 2, 5, 3);
}

TEST(CsvReader, RefusesACarriageReturnAlone) {
  ExpectError("a\rb\n", Reason::kBareCarriageReturn, 1, 2, 1);
  ExpectError("a,b\n\"a\"\rb\n", Reason::kBareCarriageReturn, 2, 4, 1);
  ExpectError("a\r", Reason::kBareCarriageReturn, 1, 2, 1);
  ExpectError("\r", Reason::kBareCarriageReturn, 1, 1, 1);
}

TEST(CsvReader, RefusesZeroBytesAndUtf16) {
  ExpectError(std::string_view("a\0b\n", 4), Reason::kNulByte, 1, 2, 1);
  ExpectError(std::string_view("\"a\0\"\n", 5), Reason::kNulByte, 1, 3, 1);
  ExpectError(std::string_view("\xFF\xFE"
                               "a\0",
                               4),
              Reason::kUtf16, 1, 1, 1);
}

TEST(CsvReader, RefusesBytesThatAreNotUtf8) {
  ExpectError(
      "a,b\nx,gr\xF6\xDF"
      "e\n",
      Reason::kNotUtf8, 2, 5, 2);
  ExpectError("\"\n\xC0\xAF\"\n", Reason::kNotUtf8, 2, 1, 1);
}

TEST(CsvReader, KeepsTheRecordsBeforeAnError) {
  const ReadResult read = ReadAll("a,b\n1,2\n3,\"\n");
  EXPECT_EQ(read.rows.size(), 2u);
  EXPECT_FALSE(read.status.ok());
}

TEST(CsvReader, StaysAtItsFirstError) {
  StringSource source("a\"\nb\n");
  Reader reader(&source);
  Row row;
  EXPECT_FALSE(reader.Next(&row));
  EXPECT_FALSE(reader.Next(&row));
  EXPECT_EQ(reader.error().line, 1u);
  EXPECT_EQ(reader.rows(), 0u);
}

TEST(CsvReader, BoundsTheFieldTheRecordAndTheColumns) {
  ReaderOptions options;
  options.field_bytes_max = 4;
  options.record_bytes_max = 11;
  options.columns_max = 4;
  EXPECT_TRUE(ReadAll("1234,\"1\"\"4\"\n", options).status.ok());
  ExpectError("a,b\n1,12345\n", Reason::kFieldTooLong, 2, 3, 2, options);
  ExpectError("a,b\n1,\"12345\"\n", Reason::kFieldTooLong, 2, 3, 2, options);
  ExpectError("1234,1234,12\n", Reason::kRecordTooLong, 1, 1, 1, options);
  ExpectError("1,2,3,4,5\n", Reason::kTooManyColumns, 1, 9, 5, options);
  EXPECT_EQ(ReadAll("12345\n", options).status.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(CsvReader, BoundsTheRows) {
  ReaderOptions options;
  options.rows_max = 3;
  EXPECT_TRUE(ReadAll("a\n1\n2\n", options).status.ok());
  ExpectError("a\n1\n2\n3\n", Reason::kTooManyRows, 4, 1, 1, options);
  EXPECT_THAT(std::string(ReadAll("a\n1\n2\n3\n", options).status.message()),
              HasSubstr("more than 3 rows"));
}

TEST(CsvReader, FindsAnUnclosedQuoteByTheFieldBound) {
  // The rest of a large file would otherwise be one field.
  const std::string text = "a,b\n1,\"" + std::string(4 << 20, 'x');
  ExpectError("a,b\n1,\"" + std::string(kFieldBytesMax + 1, 'x'),
              Reason::kFieldTooLong, 2, 3, 2);
  const ReadResult read = ReadAll(text);
  EXPECT_EQ(read.error.reason, Reason::kFieldTooLong);
  EXPECT_THAT(std::string(read.status.message()),
              HasSubstr("quote that is not closed"));
}

TEST(CsvReader, PassesOnAnErrorOfTheSource) {
  class Failing final : public ByteSource {
   public:
    absl::StatusOr<size_t> Read(char* to, size_t bytes_max) override {
      if (calls_++ > 0) return absl::DataLossError("damaged archive");
      to[0] = 'a';
      to[1] = '\n';
      return 2;
    }

   private:
    int calls_ = 0;
  };
  Failing source;
  Reader reader(&source);
  Row row;
  EXPECT_FALSE(reader.Next(&row));
  EXPECT_EQ(reader.status(), absl::DataLossError("damaged archive"));
  EXPECT_EQ(reader.error().reason, Reason::kSource);
}

}  // namespace
}  // namespace csi::csv
