#include "common/csv/writer.h"

#include "gtest/gtest.h"

namespace csi::csv {
namespace {

TEST(CsvWriter, QuotesOnlyWhatMustBeQuoted) {
  std::string out;
  Writer writer(&out);
  writer.Write({"plain", "with space", "a,b", "say \"no\"", "x\ny", ""});
  EXPECT_EQ(out, "plain,with space,\"a,b\",\"say \"\"no\"\"\",\"x\ny\",\n");
}

TEST(CsvWriter, WritesALoneEmptyFieldAsQuotes) {
  std::string out;
  Writer(&out, {';', "\r\n"}).Write({""});
  EXPECT_EQ(out, "\"\"\r\n");
}

TEST(CsvWriter, QuotesAFieldThatLooksLikeAByteOrderMark) {
  std::string out;
  Writer(&out).Write({"\xEF\xBB\xBFx"});
  EXPECT_EQ(out, "\"\xEF\xBB\xBFx\"\n");
}

}  // namespace
}  // namespace csi::csv
