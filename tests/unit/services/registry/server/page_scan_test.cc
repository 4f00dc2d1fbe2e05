#include "services/registry/server/page_scan.h"

#include <random>
#include <set>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/kv/memory_kv.h"
#include "gtest/gtest.h"
#include "services/registry/domain/limits.h"
#include "tests/unit/services/registry/server/counting_reader.h"

namespace csi::registry {
namespace {

std::string Prefix(size_t index) { return StrCat("x", index, "/"); }

// The page behind a token, as a server makes it.
Page After(const std::string& token, int size) {
  Page page;
  page.size = size;
  page.after_key = token;
  return page;
}

// All numbers that the join gives, over pages of this size.
std::vector<uint64_t> JoinAll(const MemoryKv& rows,
                              const std::vector<std::string>& prefixes,
                              bool backwards, int size) {
  std::vector<uint64_t> numbers;
  std::string after;
  for (;;) {
    std::string last;
    int taken = 0;
    const std::string token = JoinPage(
        rows, After(after, size), prefixes, backwards,
        [&](std::string_view key, std::string_view value) {
          last = std::string(key);
          numbers.push_back(FromBigEndian(key.substr(prefixes[0].size())));
          EXPECT_EQ(value, StrCat("e", numbers.back()));
          ++taken;
          return true;
        });
    EXPECT_LE(taken, size);
    if (token.empty()) return numbers;
    after = last;
  }
}

TEST(JoinPage, GivesWhatAllIndexesHoldInOrderOverPages) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    MemoryKv rows;
    const size_t indexes = 1 + random() % 4;
    std::vector<std::string> prefixes;
    std::vector<std::set<uint64_t>> sets(indexes);
    for (size_t i = 0; i < indexes; ++i) {
      prefixes.push_back(Prefix(i));
      for (uint64_t number = 1; number <= 60; ++number) {
        if (random() % (i + 2) == 0) continue;
        sets[i].insert(number);
        rows.Put(Prefix(i) + BigEndian(number), StrCat("e", number));
      }
    }
    std::vector<uint64_t> expected;
    for (uint64_t number : sets[0]) {
      bool all = true;
      for (const auto& each : sets) all = all && each.count(number) != 0;
      if (all) expected.push_back(number);
    }
    const int size = 1 + static_cast<int>(random() % 7);
    EXPECT_EQ(JoinAll(rows, prefixes, false, size), expected);
    std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(JoinAll(rows, prefixes, true, size), expected);
  }
}

TEST(JoinPage, StopsAtItsBudgetWithAToken) {
  MemoryKv rows;
  // Nothing in common, and each index has the other's next number behind it.
  for (uint64_t number = 1; number <= 4000; ++number) {
    rows.Put(Prefix(number % 2) + BigEndian(number), "x");
  }
  const CountingReader counted(rows);
  const std::string token =
      JoinPage(counted, After("", 10), {Prefix(0), Prefix(1)}, false,
               [](std::string_view, std::string_view) { return true; });
  EXPECT_FALSE(token.empty());
  EXPECT_LE(counted.reads, limits::kListSeeksMax + 1);
}

TEST(ScanRange, StaysWithinItsBounds) {
  MemoryKv rows;
  for (char c = 'a'; c <= 'f'; ++c) rows.Put(std::string(1, c), "");
  for (bool backwards : {false, true}) {
    std::string seen;
    const std::string token =
        ScanRange(rows, After("", 10), "b", "e", backwards,
                  [&](std::string_view key, std::string_view) {
                    seen += key;
                    return true;
                  });
    EXPECT_EQ(seen, backwards ? "dcb" : "bcd");
    EXPECT_TRUE(token.empty());
  }
}

}  // namespace
}  // namespace csi::registry
