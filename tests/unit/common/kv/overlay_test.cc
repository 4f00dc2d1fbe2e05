#include "common/kv/overlay.h"

#include "common/base/strings.h"
#include "common/kv/memory_kv.h"
#include "common/random/random.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows All(const KvReader& reader, std::string_view from, std::string_view to,
         bool reverse, size_t limit) {
  Rows rows;
  auto take = [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return rows.size() < limit;
  };
  reverse ? reader.ScanReverse(from, to, take) : reader.Scan(from, to, take);
  return rows;
}

// An overlay over a base beside one plain map that is written the same way.
TEST(Overlay, ReadsAsAPlainMapWould) {
  SeededRandom random(11);
  auto key = [&] { return StrCat("k", random.Below(30)); };
  for (int round = 0; round < 200; ++round) {
    MemoryKv base;
    for (int i = 0; i < 12; ++i) base.Put(key(), "base");
    MemoryKv plain = base;
    MemoryKv marked = base;
    Overlay overlay(base);
    for (int i = 0; i < 40; ++i) {
      const std::string at = key();
      switch (random.Below(5)) {
        case 0:
          overlay.Delete(at);
          plain.Delete(at);
          break;
        case 1:
          overlay.Mark();
          marked = plain;
          break;
        case 2:
          if (random.OneIn(3)) {
            overlay.Rollback();
            plain = marked;
          }
          break;
        default:
          overlay.Put(at, StrCat(i));
          plain.Put(at, StrCat(i));
      }
      if (i == 0) marked = base;
      const std::string from = random.OneIn(4) ? "" : key();
      const std::string to = random.OneIn(4) ? "" : key();
      const size_t limit = 1 + random.Below(40);
      ASSERT_EQ(overlay.Get(at), plain.Get(at));
      ASSERT_EQ(All(overlay, from, to, false, limit),
                All(plain, from, to, false, limit));
      ASSERT_EQ(All(overlay, from, to, true, limit),
                All(plain, from, to, true, limit));
    }
  }
}

TEST(Overlay, WritesTurnTheBaseIntoWhatWasRead) {
  MemoryKv base;
  base.Put("a", "1");
  base.Put("b", "2");
  Overlay overlay(base);
  overlay.Put("c", "3");
  overlay.Delete("a");
  const Rows seen = All(overlay, "", "", false, 9);
  for (const auto& [key, value] : overlay.TakeWrites()) {
    value ? base.Put(key, *value) : base.Delete(key);
  }
  EXPECT_EQ(All(base, "", "", false, 9), seen);
  EXPECT_TRUE(overlay.empty());
}

TEST(Overlay, RemembersWhatTheBaseHeld) {
  MemoryKv base;
  base.Put("a", "old");
  Overlay overlay(base);
  overlay.Put("a", "newer");
  overlay.Put("a", "new");
  overlay.Put("b", "first");
  overlay.Delete("c");
  std::string seen;
  overlay.ForEachChange(
      [&](std::string_view key, const RowRef& was, const RowRef& becomes) {
        StrAppend(&seen, key, ":", was ? was->bytes() : "-", ">",
                  becomes ? becomes->bytes() : "-", " ");
      });
  EXPECT_EQ(seen, "a:old>new b:->first c:->- ");
  overlay.Clear();
  EXPECT_EQ(overlay.Get("a"), "old");
}

}  // namespace
}  // namespace csi
