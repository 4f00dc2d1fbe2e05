#include "common/kv/keys.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

TEST(Keys, PartsComeBack) {
  EXPECT_THAT(KeyParts(Key("opp", {"acme", "", "o1"})),
              ::testing::ElementsAre("acme", "", "o1"));
  EXPECT_THAT(KeyParts(Key("opp", {})), ::testing::IsEmpty());
}

TEST(Keys, APrefixHoldsWhatIsBelowAndNoNeighbour) {
  const std::string prefix = KeyPrefix("opp", {"acme"});
  EXPECT_TRUE(Key("opp", {"acme", "o1"}).starts_with(prefix));
  EXPECT_FALSE(Key("opp", {"acme2", "o1"}).starts_with(prefix));
  EXPECT_FALSE(Key("opp", {"acme"}).starts_with(prefix));
}

TEST(Keys, NumbersSortAsNumbers) {
  const uint64_t numbers[] = {0, 1, 255, 256, 1u << 31, ~uint64_t{0}};
  for (size_t i = 0; i + 1 < std::size(numbers); ++i) {
    EXPECT_LT(BigEndian(numbers[i]), BigEndian(numbers[i + 1]));
  }
  for (uint64_t number : numbers) {
    EXPECT_EQ(FromBigEndian(BigEndian(number)), number);
  }
}

TEST(Keys, PrefixEndIsTheFirstKeyBehind) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd(std::string("a\xff")), "b");
  EXPECT_EQ(PrefixEnd(std::string("\xff\xff")), "");
  EXPECT_EQ(PrefixEnd(""), "");
}

}  // namespace
}  // namespace csi
