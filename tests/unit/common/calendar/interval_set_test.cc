#include "common/calendar/interval_set.h"

#include <bitset>
#include <random>

#include "gtest/gtest.h"

namespace csi {
namespace {

using Spans = std::vector<TimeSpan>;

TEST(IntervalSet, JoinsOverlappingTouchingAndRepeatedSpans) {
  const IntervalSet set({{5, 9}, {1, 3}, {3, 4}, {8, 12}, {1, 3}});
  EXPECT_EQ(set.spans(), (Spans{{1, 4}, {5, 12}}));
  EXPECT_EQ(set.TotalUs(), 10);
}

TEST(IntervalSet, LeavesOutSpansWithoutLength) {
  EXPECT_TRUE(IntervalSet({{3, 3}, {9, 4}}).empty());
}

TEST(IntervalSet, HoldsItsStartAndNotItsEnd) {
  const IntervalSet set({{1, 4}, {6, 7}});
  EXPECT_FALSE(set.Contains(0));
  EXPECT_TRUE(set.Contains(1));
  EXPECT_TRUE(set.Contains(3));
  EXPECT_FALSE(set.Contains(4));
  EXPECT_TRUE(set.Contains(6));
  EXPECT_FALSE(set.Contains(7));
}

TEST(IntervalSet, TouchingSpansOfTwoSetsMeetInNothing) {
  const IntervalSet a({{1, 4}});
  const IntervalSet b({{4, 6}});
  EXPECT_TRUE(a.Intersect(b).empty());
  EXPECT_EQ(a.Union(b).spans(), (Spans{{1, 6}}));
}

TEST(IntervalSet, OneCutReachesIntoSeveralSpans) {
  const IntervalSet set({{0, 10}, {12, 20}, {30, 40}});
  const IntervalSet cut({{5, 15}, {18, 35}});
  EXPECT_EQ(set.Minus(cut).spans(), (Spans{{0, 5}, {15, 18}, {35, 40}}));
}

TEST(HeldByAtLeast, CountsASetThatIsListedTwiceTwice) {
  const IntervalSet a({{0, 5}});
  const IntervalSet b({{3, 9}});
  EXPECT_EQ(HeldByAtLeast({&a, &a, &b}, 2).spans(), (Spans{{0, 5}}));
  EXPECT_EQ(HeldByAtLeast({&a, &a, &b}, 3).spans(), (Spans{{3, 5}}));
  EXPECT_TRUE(HeldByAtLeast({}, 1).empty());
}

// The same on a line of 64 instants, bit by bit.
constexpr int kInstants = 64;
using Line = std::bitset<kInstants>;

Line LineOf(const IntervalSet& set) {
  Line line;
  for (const TimeSpan& span : set.spans()) {
    for (int64_t t = span.start_us; t < span.end_us; ++t) {
      line.set(static_cast<size_t>(t));
    }
  }
  return line;
}

Spans RandomSpans(std::mt19937_64& random) {
  Spans spans;
  for (uint64_t n = random() % 8; n > 0; --n) {
    const auto start = static_cast<int64_t>(random() % kInstants);
    const auto length = static_cast<int64_t>(random() % 9);
    spans.push_back({start, std::min<int64_t>(start + length, kInstants)});
  }
  return spans;
}

void ExpectCanonical(const IntervalSet& set) {
  for (size_t i = 0; i < set.spans().size(); ++i) {
    EXPECT_LT(set.spans()[i].start_us, set.spans()[i].end_us);
    if (i > 0) {
      EXPECT_LT(set.spans()[i - 1].end_us, set.spans()[i].start_us);
    }
  }
}

TEST(IntervalSet, AgreesWithBitsOnRandomSets) {
  for (uint64_t seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const Spans spans = RandomSpans(random);
    const IntervalSet a(spans);
    const IntervalSet b(RandomSpans(random));
    const IntervalSet c(RandomSpans(random));
    Line stated;
    for (const TimeSpan& span : spans) {
      for (int64_t t = span.start_us; t < span.end_us; ++t) {
        stated.set(static_cast<size_t>(t));
      }
    }
    ASSERT_EQ(LineOf(a), stated);
    ASSERT_EQ(LineOf(a.Union(b)), LineOf(a) | LineOf(b));
    ASSERT_EQ(LineOf(a.Intersect(b)), LineOf(a) & LineOf(b));
    ASSERT_EQ(LineOf(a.Minus(b)), LineOf(a) & ~LineOf(b));
    const Line two = (LineOf(a) & LineOf(b)) | (LineOf(a) & LineOf(c)) |
                     (LineOf(b) & LineOf(c));
    ASSERT_EQ(LineOf(HeldByAtLeast({&a, &b, &c}, 2)), two);
    ExpectCanonical(a.Union(b));
    ExpectCanonical(a.Intersect(b));
    ExpectCanonical(a.Minus(b));
    // What is taken and what is left make the whole.
    ASSERT_EQ(a.Minus(b).Union(a.Intersect(b)), a);
  }
}

}  // namespace
}  // namespace csi
