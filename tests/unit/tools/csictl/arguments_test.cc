#include "tools/csictl/arguments.h"

#include "gtest/gtest.h"

namespace csi::tools {
namespace {

absl::StatusOr<Arguments> Parsed(std::vector<const char*> words) {
  words.insert(words.begin(), "csictl");
  return ParseArguments(static_cast<int>(words.size()), words.data());
}

TEST(Arguments, AFlagWithoutAValueIsTrue) {
  const auto arguments = Parsed({"a", "b", "--unread", "--limit", "3"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->flags, (Flags{{"unread", "true"}, {"limit", "3"}}));
}

// Else a file named "true" would be written.
TEST(Arguments, AFlagThatNamesAFileNeedsOne) {
  for (const auto& words : std::vector<std::vector<const char*>>{
           {"definition", "draw", "x", "--out"},
           {"raci", "export", "x", "--out", "--format", "csv"},
           {"report", "render", "--summary"}}) {
    const auto arguments = Parsed(words);
    EXPECT_EQ(arguments.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(arguments.status().message().find("names a file"),
              std::string::npos);
  }
  EXPECT_TRUE(Parsed({"definition", "draw", "x", "--out=true"}).ok());
}

}  // namespace
}  // namespace csi::tools
