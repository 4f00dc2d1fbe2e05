#include "common/runtime/event_feed.h"

#include <unistd.h>

#include <filesystem>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/executor/staged_partition.h"
#include "common/journal/chain.h"
#include "common/kv/keys.h"
#include "common/runtime/embedded_journal.h"
#include "common/testing/ledger_domain.h"
#include "csi/common/v1/journal_envelope.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

namespace fs = std::filesystem;

class EventFeedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("event_feed_", ::getpid());
    fs::remove_all(root_);
    auto store = RocksStore::Open({root_.string()}, shared_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    journal_ = std::make_unique<EmbeddedJournal>(*store_);
    feed_ = std::make_unique<EventFeed>(*domain_, *store_, *journal_);
  }
  void TearDown() override {
    feed_.reset();
    store_.reset();
    fs::remove_all(root_);
  }

  // A batch with one entry that adds to a number of the ledger.
  static std::string Record(const std::string& what) {
    common::v1::JournalRecord record = journal::NewRecord();
    common::v1::Entry& entry = *record.mutable_batch()->add_entries();
    entry.set_tenant("acme");
    google::protobuf::StringValue event;
    event.set_value(what);
    entry.add_events(event.SerializeAsString());
    return record.SerializeAsString();
  }
  // The position row of a state that has folded so many records.
  static WriteSet Folded(uint64_t records) {
    common::v1::PartitionState state;
    state.set_next_offset(records);
    WriteSet writes;
    writes.at(Table::kMeta)[kPartitionStateKey] = ToBytes(state);
    return writes;
  }
  void Append(const std::string& record, bool tell = true) {
    uint64_t offset = 0;
    ASSERT_EQ(
        store_->Append(record, Folded(store_->journal_end() + 1), &offset),
        AppendOutcome::kCommitted);
    if (tell) feed_->Appended(offset, record);
  }
  std::vector<std::string> Ids(EventFeed& feed, uint64_t from,
                               size_t most = 1000) {
    ForeignBatch batch;
    EXPECT_TRUE(feed.Read(origin_, from, most, batch));
    std::vector<std::string> ids;
    for (const ForeignRecord& record : batch.records) {
      for (const auto& event : record.events) ids.push_back(event.id());
    }
    return ids;
  }

  fs::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  std::unique_ptr<Domain> domain_ = testing::MakeLedgerDomain();
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<EmbeddedJournal> journal_;
  std::unique_ptr<EventFeed> feed_;
  const EventOrigin origin_{"local", "raci", 0, "0123456789abcdef"};
};

TEST_F(EventFeedTest, GivesTheSameFromMemoryAsFromTheStore) {
  for (int i = 0; i < 20; ++i) Append(Record(StrCat("add x", i)));
  EventFeed later(*domain_, *store_, *journal_);
  later.Committed(20);
  const std::vector<std::string> ids = Ids(*feed_, 0);
  EXPECT_EQ(ids.size(), 20u);
  EXPECT_EQ(Ids(later, 0), ids);
  EXPECT_EQ(Ids(*feed_, 7), Ids(later, 7));
}

TEST_F(EventFeedTest, ReadsInStretchesUpToTheEnd) {
  for (int i = 0; i < 5; ++i) Append(Record("add x"));
  ForeignBatch batch;
  ASSERT_TRUE(feed_->Read(origin_, 1, 2, batch));
  EXPECT_EQ(batch.next_offset, 3u);
  EXPECT_FALSE(batch.at_end);
  ForeignBatch rest;
  ASSERT_TRUE(feed_->Read(origin_, batch.next_offset, 100, rest));
  EXPECT_EQ(rest.next_offset, 5u);
  EXPECT_TRUE(rest.at_end);
}

TEST_F(EventFeedTest, ARecordThatItWasNotToldOfComesFromTheStore) {
  Append(Record("add a"));
  Append(Record("add b"), false);
  Append(Record("add c"));  // a gap: what was kept before is dropped
  EventFeed later(*domain_, *store_, *journal_);
  later.Committed(3);
  EXPECT_EQ(Ids(*feed_, 0), Ids(later, 0));
  EXPECT_EQ(Ids(*feed_, 0).size(), 3u);
}

TEST_F(EventFeedTest, ADeadRecordHasNoEvents) {
  Append(Record("add a"), false);
  WriteSet writes;
  writes.at(Table::kMeta)[DeadRecordKey(0)] = "";
  ASSERT_TRUE(store_->Commit(writes).ok());
  feed_->Committed(1);
  EXPECT_TRUE(Ids(*feed_, 0).empty());
}

TEST_F(EventFeedTest, WaitsForRowsThatTellWhichRecordsAreDead) {
  Append(Record("add a"));
  EventFeed later(*domain_, *store_, *journal_);
  later.Committed(1);
  ASSERT_TRUE(store_->Commit(Folded(0)).ok());  // as while it is repaired
  ForeignBatch batch;
  EXPECT_FALSE(later.Read(origin_, 0, 10, batch));
  ASSERT_TRUE(store_->Commit(Folded(1)).ok());
  EXPECT_EQ(Ids(later, 0).size(), 1u);
}

TEST_F(EventFeedTest, HasNothingForAReaderOfAnotherPast) {
  Append(Record("add a"));
  ForeignBatch batch;
  EXPECT_FALSE(feed_->Read(origin_, 2, 10, batch));
  EventOrigin unknown = origin_;
  unknown.journal_id.clear();
  EXPECT_FALSE(feed_->Read(unknown, 0, 10, batch));
}

TEST_F(EventFeedTest, KeepsNoMoreThanItsBound) {
  const std::string large = StrCat("note ", std::string(500'000, 'x'));
  for (int i = 0; i < 8; ++i) Append(Record(large));
  EXPECT_LE(feed_->kept_bytes(), limits::kRecentRecordBytesMax);
  // What is no longer kept comes from the store.
  EXPECT_EQ(Ids(*feed_, 0).size(), 8u);
}

}  // namespace
}  // namespace csi
