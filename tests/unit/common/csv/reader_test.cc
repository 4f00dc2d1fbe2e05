#include "common/csv/reader.h"

#include <random>
#include <string>
#include <vector>

#include "common/csv/writer.h"
#include "csv_test_support.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::csv {
namespace {

using ::testing::ElementsAre;
using Fields = std::vector<std::string>;

TEST(CsvReader, ReadsPlainRecords) {
  const ReadResult read = ReadAll("a,b\n1,2\n3,\n");
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.rows,
              ElementsAre(Fields{"a", "b"}, Fields{"1", "2"}, Fields{"3", ""}));
  EXPECT_THAT(read.lines, ElementsAre(1, 2, 3));
}

TEST(CsvReader, ReadsAnEmptyTextAsNoRecords) {
  EXPECT_TRUE(ReadAll("").status.ok());
  EXPECT_TRUE(ReadAll("").rows.empty());
  EXPECT_TRUE(ReadAll("\n\r\n\n").status.ok());
  EXPECT_TRUE(ReadAll("\n\r\n\n").rows.empty());
  EXPECT_TRUE(ReadAll("\xEF\xBB\xBF").rows.empty());
}

TEST(CsvReader, ReadsALastRecordWithoutLineEnd) {
  EXPECT_THAT(ReadAll("a,b\nc,d").rows,
              ElementsAre(Fields{"a", "b"}, Fields{"c", "d"}));
  EXPECT_THAT(ReadAll("a,").rows, ElementsAre(Fields{"a", ""}));
  EXPECT_THAT(ReadAll("\"a\"").rows, ElementsAre(Fields{"a"}));
  EXPECT_THAT(ReadAll(",").rows, ElementsAre(Fields{"", ""}));
}

TEST(CsvReader, ReadsQuotesWithDelimitersAndDoubledQuotes) {
  const ReadResult read = ReadAll("\"a,b\",\"say \"\"no\"\"\",\"\"\n");
  EXPECT_THAT(read.rows, ElementsAre(Fields{"a,b", "say \"no\"", ""}));
  EXPECT_THAT(ReadAll("\"\"\"\"\n").rows, ElementsAre(Fields{"\""}));
}

TEST(CsvReader, CountsLinesThroughNewlinesInFields) {
  const ReadResult read = ReadAll("a,\"x\ny\r\nz\"\nb,c\r\n\r\n\nd,e\n");
  EXPECT_THAT(read.rows, ElementsAre(Fields{"a", "x\ny\r\nz"}, Fields{"b", "c"},
                                     Fields{"d", "e"}));
  EXPECT_THAT(read.lines, ElementsAre(1, 4, 7));
}

TEST(CsvReader, SkipsTheByteOrderMark) {
  const ReadResult read = ReadAll("\xEF\xBB\xBF\"a\",b\r\n1,2\r\n");
  EXPECT_THAT(read.rows, ElementsAre(Fields{"a", "b"}, Fields{"1", "2"}));
}

TEST(CsvReader, KeepsUtf8AndOtherDelimiters) {
  ReaderOptions options;
  options.delimiter = ';';
  EXPECT_THAT(ReadAll("größe;a,b\n", options).rows,
              ElementsAre(Fields{"größe", "a,b"}));
}

TEST(CsvReader, GivesTheSameRowsForEveryReadSize) {
  const std::string text = "a,\"b\"\"\n\",c\r\n\r\n\"\",é,\"\r\"\r\nlast,,x";
  const ReadResult whole = ReadAll(text);
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  for (size_t step = 1; step <= text.size(); ++step) {
    const ReadResult dripped = ReadAll(text, {}, step);
    EXPECT_EQ(dripped.rows, whole.rows) << step;
    EXPECT_EQ(dripped.lines, whole.lines) << step;
  }
}

TEST(CsvReader, ReadsRecordsAcrossTheBufferEnd) {
  // Records of changing length so that every kind of cut happens.
  std::string text;
  Writer writer(&text, {',', "\r\n"});
  std::vector<Fields> expected;
  while (text.size() < 3 * kBufferBytes) {
    const size_t n = expected.size();
    Fields row = {std::string(n % 41, 'x'), std::string(n % 7, '"'),
                  std::string(n % 3, '\n'), std::to_string(n)};
    writer.Write({row[0], row[1], row[2], row[3]});
    expected.push_back(std::move(row));
  }
  const ReadResult read = ReadAll(text);
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.rows, expected);
}

TEST(CsvReader, GrowsItsBufferUpToTheRecordBound) {
  std::string text;
  for (int i = 0; i < 15; ++i) {
    text += std::string(kFieldBytesMax, 'a' + i) + ",";
  }
  text += "end\n";
  const ReadResult read = ReadAll(text);
  ASSERT_TRUE(read.status.ok()) << read.status;
  ASSERT_EQ(read.rows.size(), 1u);
  EXPECT_EQ(read.rows[0].size(), 16u);
  EXPECT_EQ(read.rows[0][14], std::string(kFieldBytesMax, 'o'));
}

TEST(CsvReader, ReadsBackWhatTheWriterWrote) {
  std::mt19937 random(20160229);
  const std::string alphabet = "a,\"\r\n;é ";
  for (int round = 0; round < 2000; ++round) {
    std::vector<Fields> rows(1 + random() % 4);
    std::string text;
    Writer writer(&text, {',', round % 2 == 0 ? "\n" : "\r\n"});
    for (Fields& row : rows) {
      row.resize(1 + random() % 4);
      for (std::string& field : row) {
        for (size_t n = random() % 6; n > 0; --n) {
          const size_t i = random() % 8;
          field += i == 6 ? "é" : std::string(1, alphabet[i < 6 ? i : 8]);
        }
      }
      writer.Write(std::vector<std::string_view>(row.begin(), row.end()));
    }
    const ReadResult read = ReadAll(text, {}, 1 + random() % 9);
    ASSERT_TRUE(read.status.ok()) << read.status << " in " << text;
    ASSERT_EQ(read.rows, rows) << text;
  }
}

TEST(CsvReader, ReadsAFile) {
  const std::string path = ::testing::TempDir() + "/csv_reader_test.csv";
  FILE* file = fopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  fputs("a,b\n1,2\n", file);
  fclose(file);
  auto source = FileSource::Open(path);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ((*source)->bytes_total(), 8u);
  Reader reader(source->get());
  Row row;
  ASSERT_TRUE(reader.Next(&row));
  ASSERT_TRUE(reader.Next(&row));
  EXPECT_EQ(row.fields[1], "2");
  EXPECT_FALSE(reader.Next(&row));
  EXPECT_TRUE(reader.status().ok());
  remove(path.c_str());
}

TEST(CsvReader, NamesTheFileThatCannotBeOpened) {
  const auto missing = FileSource::Open("/nonexistent/log.csv");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()),
              ::testing::HasSubstr("/nonexistent/log.csv"));
  EXPECT_EQ(FileSource::Open("/tmp").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace csi::csv
