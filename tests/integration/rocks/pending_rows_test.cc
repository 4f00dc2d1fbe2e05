#include "common/rocks/pending_rows.h"

#include <unistd.h>

#include <filesystem>
#include <thread>

#include "common/base/strings.h"
#include "common/rocks/rocks_store.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

namespace fs = std::filesystem;

class PendingRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("pending_rows_", ::getpid());
    fs::remove_all(root_);
    Open();
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(root_);
  }
  void Open() {
    store_.reset();
    auto opened = RocksStore::Open({root_.string()}, shared_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  // A batch: its record, the row that it changes, and the position.
  void Append(int number) {
    WriteSet writes;
    writes.at(Table::kState)["newest"] = StrCat(number);
    writes.at(Table::kState)[StrCat("row", number)] = "v";
    if (number > 0) {
      writes.at(Table::kState)[StrCat("row", number - 1)] = RowWrite();
    }
    writes.at(Table::kMeta)[kPartitionStateKey] = StrCat(number + 1);
    uint64_t offset = 0;
    ASSERT_EQ(store_->Append(StrCat("record", number), writes, &offset),
              AppendOutcome::kCommitted);
  }
  const KvReader& state() { return store_->table(Table::kState); }
  std::string Keys(const KvReader& reader) {
    std::string keys;
    reader.Scan("", "", [&](std::string_view key, std::string_view) {
      StrAppend(&keys, key, " ");
      return true;
    });
    return keys;
  }

  fs::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  std::unique_ptr<RocksStore> store_;
};

TEST_F(PendingRowsTest, AreReadAtOnce) {
  for (int i = 0; i < 3; ++i) Append(i);
  EXPECT_EQ(state().Get("newest"), "2");
  EXPECT_FALSE(state().Has("row1"));
  EXPECT_EQ(Keys(state()), "newest row2 ");
}

TEST_F(PendingRowsTest, ASnapshotHoldsThemAndWhatWasDeletedIsGone) {
  for (int i = 0; i < 3; ++i) Append(i);
  const auto snapshot = store_->Snapshot();
  ASSERT_NE(snapshot, nullptr);
  EXPECT_EQ(Keys(snapshot->table(Table::kState)), "newest row2 ");
  Append(3);
  EXPECT_EQ(Keys(snapshot->table(Table::kState)), "newest row2 ");
  EXPECT_EQ(Keys(state()), "newest row3 ");
  EXPECT_EQ(Keys(store_->Snapshot()->table(Table::kState)), "newest row3 ");
}

TEST_F(PendingRowsTest, ACrashLosesThemWithTheirPositionAndNoRecord) {
  Append(0);
  ASSERT_TRUE(store_->WritePending().ok());
  Append(1);
  Append(2);
  Open();  // without Flush, as after a kill
  EXPECT_EQ(store_->journal_end(), 3u);
  // Rows and position are of one moment: the journal refills from there.
  EXPECT_EQ(store_->table(Table::kMeta).Get(kPartitionStateKey), "1");
  EXPECT_EQ(Keys(state()), "newest row0 ");
  EXPECT_EQ(state().Get("newest"), "0");
}

TEST_F(PendingRowsTest, AFlushAndACheckpointHoldThem) {
  Append(0);
  const std::string copy = (root_ / "copy").string();
  ASSERT_TRUE(store_->Checkpoint(copy).ok());
  Append(1);
  ASSERT_TRUE(store_->Flush().ok());
  Open();
  EXPECT_EQ(state().Get("newest"), "1");
  auto copied = RocksStore::Open({copy}, shared_);
  ASSERT_TRUE(copied.ok()) << copied.status();
  EXPECT_EQ((*copied)->table(Table::kState).Get("newest"), "0");
}

TEST_F(PendingRowsTest, ManyAreWrittenWithoutBeingAsked) {
  WriteSet writes;
  writes.at(Table::kState)["large"] = std::string(2 << 20, 'x');
  ASSERT_TRUE(store_->Commit(writes).ok());
  Open();
  EXPECT_TRUE(state().Has("large"));
}

TEST_F(PendingRowsTest, AReaderOfAnotherThreadSeesWholeBatches) {
  std::atomic<bool> stop{false};
  int seen = 0;
  std::thread reader([&] {
    while (!stop || seen == 0) {
      const auto snapshot = store_->Snapshot();
      const KvReader& rows = snapshot->table(Table::kState);
      const auto newest = rows.Get("newest");
      if (!newest) continue;
      ++seen;
      EXPECT_TRUE(rows.Has(StrCat("row", *newest)));
      EXPECT_EQ(Keys(rows), StrCat("newest row", *newest, " "));
    }
  });
  for (int i = 0; i < 200; ++i) Append(i);
  stop = true;
  reader.join();
  EXPECT_GT(seen, 0);
  EXPECT_EQ(Keys(state()), "newest row199 ");
}

}  // namespace
}  // namespace csi
