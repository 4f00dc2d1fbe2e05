// Report contents, packed.
#include "services/reporting/domain/gzip.h"

#include "gtest/gtest.h"

namespace csi::reporting {
namespace {

TEST(Gzip, ComesBackAsItWas) {
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes.push_back(static_cast<char>(i * 7));
  for (const std::string& content : {std::string(), std::string("a"), bytes}) {
    const auto back = Gunzip(Gzip(content));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, content);
  }
}

TEST(Gzip, GivesTheSameBytesForTheSameContent) {
  EXPECT_EQ(Gzip("the same report"), Gzip("the same report"));
}

TEST(Gzip, MakesAReportSmaller) {
  const std::string report(100000, 'x');
  EXPECT_LT(Gzip(report).size(), report.size() / 50);
}

TEST(Gunzip, RefusesWhatIsNoGzipOrIsCutOffOrChanged) {
  EXPECT_FALSE(Gunzip("").has_value());
  EXPECT_FALSE(Gunzip("plain text").has_value());
  std::string packed = Gzip(std::string(1000, 'x') + "the end");
  EXPECT_FALSE(Gunzip(packed.substr(0, packed.size() - 5)).has_value());
  packed[packed.size() / 2] ^= 0x40;
  EXPECT_FALSE(Gunzip(packed).has_value());
}

}  // namespace
}  // namespace csi::reporting
