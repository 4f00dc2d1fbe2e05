#include "common/executor/foreign_feeds.h"

#include "common/executor/memory_store.h"
#include "common/testing/ledger_domain.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

class ForeignFeedsTest : public ::testing::Test {
 protected:
  ForeignFeedsTest() { feeds_.Reset(partition_); }

  // One event a record, up to `end`.
  std::optional<std::string> Offer(uint64_t from, uint64_t end, bool at_end,
                                   absl::Duration when = absl::Seconds(1),
                                   const std::string& journal = "journal") {
    ForeignBatch batch{"raci", journal, end, {}, at_end};
    for (uint64_t at = from; at < end; ++at) {
      batch.records.push_back({at, {common::v1::CloudEvent()}});
    }
    return feeds_.Offer(std::move(batch), when);
  }
  void Fold() { store_.Commit(feeds_.FoldOffers()); }

  std::unique_ptr<Domain> domain_ =
      testing::MakeLedgerDomain("registry", {"raci"});
  MemoryStore store_;
  common::v1::PartitionState partition_;
  ForeignFeeds feeds_{store_, *domain_};
};

TEST_F(ForeignFeedsTest, IsNotReadyBeforeTheEndWasSeen) {
  EXPECT_FALSE(feeds_.Ready("raci", partition_, absl::Seconds(1)));
  EXPECT_EQ(feeds_.Lag("raci", absl::Seconds(1)), absl::InfiniteDuration());
  Offer(0, 3, false);
  Fold();
  EXPECT_FALSE(feeds_.Ready("raci", partition_, absl::Seconds(1)));
  Offer(3, 4, true);
  Fold();
  EXPECT_TRUE(feeds_.Ready("raci", partition_, absl::Seconds(2)));
  EXPECT_EQ(feeds_.Lag("raci", absl::Seconds(3)), absl::Seconds(2));
}

TEST_F(ForeignFeedsTest, IsStaleAfterTheLongestLag) {
  Offer(0, 1, true, absl::Seconds(1));
  Fold();
  EXPECT_TRUE(feeds_.Ready("raci", partition_, absl::Seconds(31)));
  EXPECT_FALSE(feeds_.Ready("raci", partition_, absl::Seconds(32)));
}

TEST_F(ForeignFeedsTest, DecidesNothingBelowTheRecordedFloor) {
  auto* floor = partition_.add_view_floors();
  floor->set_source("raci");
  floor->set_offset(4);
  Offer(0, 4, true);
  Fold();
  EXPECT_FALSE(feeds_.Ready("raci", partition_, absl::Seconds(1)));
  Offer(4, 5, true);
  Fold();
  EXPECT_TRUE(feeds_.Ready("raci", partition_, absl::Seconds(1)));
}

TEST_F(ForeignFeedsTest, QueuesReactionsBehindThoseConsumed) {
  auto* consumed = partition_.add_inputs();
  consumed->set_source("raci");
  consumed->set_offset(1);
  feeds_.Reset(partition_);
  EXPECT_EQ(feeds_.Wanted("raci"), 0u);  // the view starts from nothing
  Offer(0, 4, true);
  EXPECT_EQ(feeds_.Wanted("raci"), 4u);
  Fold();
  ASSERT_EQ(feeds_.reactions().size(), 2u);
  EXPECT_EQ(feeds_.reactions()[0].offset, 2u);
  feeds_.DropReactions(2);
  EXPECT_TRUE(feeds_.reactions().empty());
}

TEST_F(ForeignFeedsTest, StopsAskingWhileTooMuchWaits) {
  Offer(0, limits::kViewQueueEventsMax, true);
  Fold();
  EXPECT_EQ(feeds_.Wanted("raci"), std::nullopt);
  feeds_.DropReactions(1);
  EXPECT_EQ(feeds_.Wanted("raci"), limits::kViewQueueEventsMax);
  EXPECT_EQ(feeds_.Wanted("workflow"), std::nullopt);
}

TEST_F(ForeignFeedsTest, RefusesAnotherJournal) {
  Offer(0, 1, true);
  Fold();
  const auto refused = Offer(1, 2, true, absl::Seconds(1), "other");
  ASSERT_TRUE(refused.has_value());
  EXPECT_NE(refused->find("raci"), std::string::npos);
}

TEST_F(ForeignFeedsTest, RecordsPositionsOnlyWhenTheyMoved) {
  Offer(0, 3, true);
  Fold();
  common::v1::Batch batch;
  feeds_.RecordPositions(partition_, batch);
  ASSERT_EQ(batch.views_size(), 1);
  EXPECT_EQ(batch.views(0).offset(), 2u);
  *partition_.add_view_floors() = batch.views(0);
  batch.Clear();
  feeds_.RecordPositions(partition_, batch);
  EXPECT_EQ(batch.views_size(), 0);
}

TEST_F(ForeignFeedsTest, KnowsWhichPositionsItReached) {
  Offer(0, 3, true);
  Fold();
  common::v1::ViewPosition position;
  position.set_source("raci");
  position.set_journal_id("journal");
  position.set_offset(2);
  EXPECT_TRUE(feeds_.Reached(position));
  position.set_offset(3);
  EXPECT_FALSE(feeds_.Reached(position));
}

TEST(SourceOfViewKey, IsTheServiceThatTheRowComesFrom) {
  EXPECT_EQ(SourceOfViewKey("dir.at/x"), "raci");
  EXPECT_EQ(SourceOfViewKey("v.reg.opp/x"), "registry");
  EXPECT_EQ(SourceOfViewKey("v.wf.run/x"), "workflow");
  EXPECT_EQ(SourceOfViewKey("v.rep.base/x"), "reporting");
  EXPECT_EQ(SourceOfViewKey("v.all.act/x"), "");
}

TEST(ForeignFeedsDeathTest, ARowThatDoesNotNameItsSourceIsAnError) {
  // The ledger's rows are the directory's; here another service fills them.
  auto domain = testing::MakeLedgerDomain("registry", {"workflow"});
  MemoryStore store;
  ForeignFeeds feeds(store, *domain);
  feeds.Reset({});
  ForeignBatch batch{"workflow", "journal", 1, {}, true};
  batch.records.push_back({0, {common::v1::CloudEvent()}});
  feeds.Offer(std::move(batch), absl::Seconds(1));
  EXPECT_DEATH(feeds.FoldOffers(), "filled by events of workflow");
}

}  // namespace
}  // namespace csi
