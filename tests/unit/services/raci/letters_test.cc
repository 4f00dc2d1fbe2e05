#include "services/raci/table/letters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace csi::raci {
namespace {

std::string Read(std::string_view cell) {
  const Letters letters = ReadLetters(cell);
  if (!letters.unknown.empty()) return "?" + letters.unknown;
  return WriteLetters(letters.letters, letters.blocking) +
         (letters.repaired ? " repaired" : "");
}

TEST(ReadLetters, TakesWhatPeopleWrite) {
  EXPECT_EQ(Read("A"), "A");
  EXPECT_EQ(Read("A/R"), "A/R");
  EXPECT_EQ(Read("R/A"), "A/R");
  EXPECT_EQ(Read("AR"), "A/R");
  EXPECT_EQ(Read("R\xc2\xb7"
                 "A"),
            "A/R");
  EXPECT_EQ(Read("r, a"), "A/R");
  EXPECT_EQ(Read("**R**"), "R");
  EXPECT_EQ(Read("Responsible"), "R");
  EXPECT_EQ(Read("accountable & responsible"), "A/R");
  EXPECT_EQ(Read("[C](https://example.com)"), "C");
  EXPECT_EQ(Read("C!"), "C!");
  EXPECT_EQ(Read("A!"), "A");
}

TEST(ReadLetters, TakesNothingForNothing) {
  for (const char* cell : {"", " ", "-", "\xe2\x80\x93", "\xe2\x80\x94", "_",
                           "N/A", "n/a", "none"}) {
    EXPECT_EQ(Read(cell), "") << cell;
  }
}

TEST(ReadLetters, RepairsLookAlikes) {
  EXPECT_EQ(Read("1"), "I repaired");
  EXPECT_EQ(Read("\xd0\x90"), "A repaired");
  EXPECT_EQ(Read("\xd0\xa1"), "C repaired");
  EXPECT_EQ(Read("\xd0\x90R"), "A/R repaired");
}

TEST(ReadLetters, ReadingWhatWasRepairedChangesNothing) {
  for (const char* cell : {"1", "\xd0\x90",
                           "R\xc2\xb7"
                           "A",
                           "C!"}) {
    const Letters once = ReadLetters(cell);
    const std::string written = WriteLetters(once.letters, once.blocking);
    const Letters twice = ReadLetters(written);
    EXPECT_EQ(WriteLetters(twice.letters, twice.blocking), written);
    EXPECT_FALSE(twice.repaired);
  }
}

TEST(ReadLetters, SaysWhatItCannotRead) {
  EXPECT_EQ(Read("A/X"), "?A/X");
  EXPECT_EQ(Read("maybe"), "?maybe");
  EXPECT_EQ(Read("2"), "?2");
}

}  // namespace
}  // namespace csi::raci
