#include "common/csv/header.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::csv {
namespace {

using ::testing::HasSubstr;

TEST(CsvHeader, FindsColumnsByName) {
  const auto header = Header::From({"number", " opened_at ", "priority"},
                                   {"priority", "number"});
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->Find("opened_at"), 1u);
  EXPECT_EQ(header->Find("Priority"), std::nullopt);
  EXPECT_EQ(header->size(), 3u);
}

TEST(CsvHeader, NamesAllMissingColumns) {
  const auto header = Header::From({"value"}, {"period_start", "value", "n"});
  EXPECT_EQ(header.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(header.status().message()),
              HasSubstr("missing columns period_start, n"));
}

TEST(CsvHeader, TellsOfSemicolonsAndTabs) {
  EXPECT_THAT(std::string(Header::From({"a;b"}, {"a", "b"}).status().message()),
              HasSubstr("separated by semicolons"));
  EXPECT_THAT(
      std::string(Header::From({"a\tb"}, {"a", "b"}).status().message()),
      HasSubstr("separated by tabs"));
}

TEST(CsvHeader, RefusesColumnsWithoutNameOrNamedTwice) {
  EXPECT_THAT(std::string(Header::From({"a", " "}).status().message()),
              HasSubstr("column 2 has no name"));
  EXPECT_THAT(std::string(Header::From({"a", "b", "a"}).status().message()),
              HasSubstr("\"a\" comes twice"));
}

}  // namespace
}  // namespace csi::csv
