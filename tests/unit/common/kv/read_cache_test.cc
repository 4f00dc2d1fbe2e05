#include "common/kv/read_cache.h"

#include "common/base/strings.h"
#include "common/kv/memory_kv.h"
#include "common/random/random.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

// A table that counts what is asked of it.
class CountingTable : public KvReader {
 public:
  explicit CountingTable(const KvReader& rows) : rows_(rows) {}
  RowRef Fetch(std::string_view key) const override {
    ++asked;
    return rows_.Fetch(key);
  }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    ++asked;
    rows_.Scan(from, to, row);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    ++asked;
    rows_.ScanReverse(from, to, row);
  }
  bool read_failed() const override { return failed; }

  mutable int asked = 0;
  bool failed = false;

 private:
  const KvReader& rows_;
};

Rows Scanned(const KvReader& reader, std::string_view from, std::string_view to,
             size_t limit) {
  Rows rows;
  reader.Scan(from, to, [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return rows.size() < limit;
  });
  return rows;
}

TEST(ReadCache, ReadsAsTheTableWould) {
  SeededRandom random(7);
  auto key = [&] { return StrCat("k", random.Below(40)); };
  for (int round = 0; round < 200; ++round) {
    MemoryKv table;
    for (int i = 0; i < 15; ++i) table.Put(key(), StrCat("first", i));
    // Small enough in every third round to be dropped again and again.
    ReadCache cache(table, round % 3 == 0 ? 600 : 1 << 20,
                    round % 2 == 0 ? ReadCache::Writes::kAll
                                   : ReadCache::Writes::kAskedFor);
    for (int i = 0; i < 80; ++i) {
      if (random.OneIn(4)) {
        Overlay::Writes writes;
        for (size_t n = 1 + random.Below(3); n > 0; --n) {
          writes[key()] = random.OneIn(2) ? RowWrite(StrCat(i)) : RowWrite();
        }
        cache.Write(writes);
        for (const auto& [at, value] : writes) {
          value ? table.Put(at, *value) : table.Delete(at);
        }
      }
      const std::string at = key();
      ASSERT_EQ(cache.Get(at), table.Get(at)) << at;
      const std::string from = random.OneIn(4) ? "" : key();
      const std::string to = random.OneIn(4) ? "" : key();
      const size_t limit = 1 + random.Below(20);
      ASSERT_EQ(Scanned(cache, from, to, limit),
                Scanned(table, from, to, limit))
          << from << " to " << to;
    }
  }
}

TEST(ReadCache, AsksTheTableOnce) {
  MemoryKv rows;
  for (int i = 10; i < 20; ++i) rows.Put(StrCat("k", i), "v");
  CountingTable table(rows);
  ReadCache cache(table, 1 << 20);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(cache.Get("k12"));
    EXPECT_FALSE(cache.Get("none"));
    EXPECT_EQ(Scanned(cache, "k13", "k16", 99).size(), 3);
    EXPECT_EQ(Scanned(cache, "k18", "", 99).size(), 2);
  }
  EXPECT_EQ(table.asked, 4);
  // Inside what is known wholly, also what no one has asked for alone.
  EXPECT_TRUE(cache.Get("k14"));
  EXPECT_FALSE(cache.Get("k14x"));
  EXPECT_EQ(Scanned(cache, "k14", "k15", 99).size(), 1);
  EXPECT_EQ(table.asked, 4);
}

TEST(ReadCache, AReaderOfAScanMayReadOn) {
  MemoryKv rows;
  for (int i = 10; i < 90; ++i) rows.Put(StrCat("k", i), StrCat("v", i));
  ReadCache cache(rows, 700);  // Room for less than what is read inside.
  for (int turn = 0; turn < 3; ++turn) {
    int seen = 0;
    cache.Scan("k10", "k40", [&](std::string_view key, std::string_view value) {
      const std::string before(key);
      for (int i = 40; i < 90; ++i) EXPECT_TRUE(cache.Get(StrCat("k", i)));
      EXPECT_EQ(key, before);
      EXPECT_EQ(value, StrCat("v", before.substr(1)));
      ++seen;
      return true;
    });
    EXPECT_EQ(seen, 30);
  }
}

TEST(ReadCache, KeepsNothingOfAFailedRead) {
  MemoryKv rows;
  CountingTable table(rows);
  ReadCache cache(table, 1 << 20);
  table.failed = true;
  EXPECT_FALSE(cache.Get("k"));
  EXPECT_TRUE(Scanned(cache, "k", "l", 9).empty());
  EXPECT_TRUE(cache.read_failed());
  table.failed = false;
  rows.Put("k", "there");
  EXPECT_EQ(cache.Get("k"), "there");
  EXPECT_EQ(Scanned(cache, "k", "l", 9).size(), 1);
}

TEST(ReadCache, KeepsOfItsWritesWhatWasAskedFor) {
  MemoryKv rows;
  CountingTable table(rows);
  ReadCache cache(table, 1 << 20);
  EXPECT_FALSE(cache.Get("wanted"));
  Overlay::Writes writes;
  writes["wanted"] = "w";
  writes["other"] = "o";
  cache.Write(writes);
  rows.Put("wanted", "w");
  rows.Put("other", "o");
  table.asked = 0;
  EXPECT_EQ(cache.Get("wanted"), "w");
  EXPECT_EQ(table.asked, 0);
  EXPECT_EQ(cache.Get("other"), "o");
  EXPECT_EQ(table.asked, 1);
}

TEST(ReadCache, StaysWithinItsBound) {
  MemoryKv rows;
  ReadCache cache(rows, 10'000);
  for (int i = 0; i < 5'000; ++i) {
    cache.Get(StrCat("absent", i));
    Overlay::Writes writes;
    writes[StrCat("row", i)] = std::string(50, 'x');
    cache.Write(writes);
    ASSERT_LT(cache.bytes(), 11'000);
  }
  cache.Forget();
  EXPECT_EQ(cache.bytes(), 0);
}

}  // namespace
}  // namespace csi
