#include "common/connect/origins.h"

#include <gtest/gtest.h>

namespace csi::connect {
namespace {

TEST(CallerOf, TakesNoPageAndItsOwnPagesAtAddresses) {
  EXPECT_EQ(CallerOf("", "anything", {}), Caller::kOwnPage);
  for (const char* host :
       {"127.0.0.1:7480", "localhost:7480", "[::1]:7480", "10.0.0.7:80"}) {
    EXPECT_EQ(CallerOf("http://" + std::string(host), host, {}),
              Caller::kOwnPage)
        << host;
  }
}

TEST(CallerOf, RefusesANameThatSomebodyPointedHere) {
  EXPECT_EQ(CallerOf("http://evil.example:7480", "evil.example:7480", {}),
            Caller::kStranger);
  EXPECT_EQ(CallerOf("http://127.0.0.1.evil.example:80",
                     "127.0.0.1.evil.example:80", {}),
            Caller::kStranger);
}

TEST(CallerOf, RefusesOtherOriginsUnlessTheyAreNamed) {
  const std::vector<std::string> named = {"https://csi.example.org"};
  EXPECT_EQ(CallerOf("https://csi.example.org", "127.0.0.1:7480", named),
            Caller::kNamedPage);
  for (const char* origin :
       {"null", "http://127.0.0.1:80", "http://localhost",
        "http://csi.example.org", "https://csi.example.org.evil.example"}) {
    EXPECT_EQ(CallerOf(origin, "127.0.0.1:7480", named), Caller::kStranger)
        << origin;
  }
}

TEST(CheckOrigin, TakesSchemeAndHostAlone) {
  EXPECT_TRUE(CheckOrigin("https://csi.example.org:8443").ok());
  for (const char* origin : {"", "*", "csi.example.org", "https://",
                             "https://a/", "https://*.a", "ftp://a"}) {
    EXPECT_FALSE(CheckOrigin(origin).ok()) << origin;
  }
}

}  // namespace
}  // namespace csi::connect
