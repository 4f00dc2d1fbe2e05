#include "common/executor/staged_partition.h"

#include "common/base/limits.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/executor/memory_store.h"
#include "common/random/random.h"
#include "common/testing/ledger_domain.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

class StagedPartitionTest : public ::testing::Test {
 protected:
  void Apply(const std::string& text, const std::string& id, int64_t time_us) {
    common::v1::Entry entry;
    entry.set_tenant("acme");
    entry.set_method("Ledger");
    entry.set_request_id(id);
    if (!id.empty()) entry.set_content_hash(Sha256(id));
    std::vector<std::unique_ptr<google::protobuf::Message>> events;
    auto event = std::make_unique<google::protobuf::StringValue>();
    event->set_value(text);
    events.push_back(std::move(event));
    staged_.ApplyEntry(entry, events, absl::FromUnixMicros(time_us), 0, 0);
  }
  void Commit() { store_.Commit(staged_.Take()); }
  bool Honoured(const std::string& id) {
    return staged_.dedupe().Has(DedupeKey("acme", "", "Ledger", id));
  }

  std::unique_ptr<Domain> domain_ = testing::MakeLedgerDomain();
  MemoryStore store_;
  StagedPartition staged_{store_, *domain_};
};

TEST_F(StagedPartitionTest, TheStateHashIsTheSumOverAllRows) {
  SeededRandom random(5);
  for (int i = 0; i < 300; ++i) {
    const std::string name = StrCat("c", random.Below(20));
    Apply(random.OneIn(4) ? StrCat("timer ", name, " 5") : StrCat("add ", name),
          StrCat("r", i), i);
    if (random.OneIn(7)) Commit();
  }
  Commit();
  RowHash sum;
  for (Table table : {Table::kState, Table::kDedupe, Table::kTimers}) {
    store_.table(table).Scan("", "",
                             [&](std::string_view key, std::string_view value) {
                               const RowHash hash = HashRow(table, key, value);
                               sum.low += hash.low;
                               sum.high += hash.high;
                               return true;
                             });
  }
  EXPECT_EQ(staged_.partition().state_hash_low(), sum.low);
  EXPECT_EQ(staged_.partition().state_hash_high(), sum.high);
}

TEST_F(StagedPartitionTest, RollbackTakesBackRowsTimersAndRequestIds) {
  Apply("add x", "r1", 1);
  staged_.Mark();
  Apply("add x", "r2", 2);
  Apply("timer y 5", "r3", 3);
  staged_.Rollback();
  EXPECT_EQ(testing::LedgerValue(staged_.state(), "x"), 1);
  EXPECT_TRUE(Honoured("r1"));
  EXPECT_FALSE(Honoured("r2"));
  EXPECT_TRUE(staged_.timers().empty());
  staged_.CloseBatch(1, false);
  EXPECT_EQ(staged_.partition().dedupe_next(), 1u);
}

TEST_F(StagedPartitionTest, ForgetsRequestIdsOnlyByCountAndAge) {
  const uint64_t extra = 3;
  for (uint64_t i = 0; i < limits::kDedupeKeepCount + extra; ++i) {
    Apply("add x", StrCat("r", i), 1000);
    staged_.CloseBatch(1000, false);
  }
  const int64_t day_later = 1000 + limits::kDedupeKeepUs;
  staged_.CloseBatch(day_later - 1, true);  // a moment too early
  EXPECT_TRUE(Honoured("r0"));
  staged_.CloseBatch(day_later, true);
  for (uint64_t i = 0; i < extra; ++i) EXPECT_FALSE(Honoured(StrCat("r", i)));
  // Old too, but among the last that are always kept.
  EXPECT_TRUE(Honoured(StrCat("r", extra)));
  EXPECT_EQ(staged_.partition().dedupe_first(), extra);
  EXPECT_FALSE(staged_.broken().has_value());
}

TEST_F(StagedPartitionTest, ABatchOfRequestIdsGoesAsAWhole) {
  const uint64_t batch = 1000;
  for (uint64_t i = 0; i < limits::kDedupeKeepCount + batch; ++i) {
    Apply("add x", StrCat("r", i), 1000);
    if (i % batch == batch - 1) staged_.CloseBatch(1000, false);
  }
  const int64_t day_later = 1000 + limits::kDedupeKeepUs;
  staged_.CloseBatch(day_later, true);
  EXPECT_FALSE(Honoured("r0"));
  EXPECT_FALSE(Honoured(StrCat("r", batch - 1)));
  EXPECT_TRUE(Honoured(StrCat("r", batch)));
  EXPECT_EQ(staged_.partition().dedupe_first(), batch);
  // The next one would leave fewer than are always kept.
  staged_.CloseBatch(day_later, true);
  EXPECT_TRUE(Honoured(StrCat("r", batch)));
  EXPECT_FALSE(staged_.broken().has_value());
}

TEST_F(StagedPartitionTest, ADeadRecordLeavesItsPlace) {
  staged_.SkipRecord("dead");
  Commit();
  EXPECT_TRUE(store_.table(Table::kMeta).Has(DeadRecordKey(0)));
  EXPECT_FALSE(store_.table(Table::kMeta).Has(DeadRecordKey(1)));
}

TEST(TimerKeys, ComeBackAndSortByDueTime) {
  const Timer early{absl::FromUnixMicros(9), "z", "kind", "subject"};
  const Timer late{absl::FromUnixMicros(1000), "a", "kind", "subject"};
  EXPECT_LT(TimerKey(early), TimerKey(late));
  const auto parsed = ParseTimerKey(TimerKey(early));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->due, early.due);
  EXPECT_EQ(parsed->tenant, "z");
  EXPECT_EQ(parsed->kind, "kind");
  EXPECT_EQ(parsed->subject, "subject");
  EXPECT_FALSE(ParseTimerKey("short").has_value());
  EXPECT_FALSE(ParseTimerKey(std::string(16, 'g')).has_value());
}

}  // namespace
}  // namespace csi
