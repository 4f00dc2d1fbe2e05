#include "common/rocks/rocks_store.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Counts the syncs that RocksDB asks the kernel for, in place of the library's.
namespace {
std::atomic<int> syncs = 0;  // the background threads sync too
}
extern "C" int fdatasync(int) {
  ++syncs;
  return 0;
}

namespace csi {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class RocksStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("rocks_test_", ::getpid());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(root_);
  }
  absl::Status Open() {
    store_.reset();
    auto opened = RocksStore::Open({(root_ / "db").string()}, shared_);
    if (opened.ok()) store_ = *std::move(opened);
    return opened.status();
  }
  static WriteSet Row(const std::string& key, const std::string& value) {
    WriteSet writes;
    writes.at(Table::kState)[key] = value;
    return writes;
  }
  void Append(const std::string& record) {
    uint64_t offset = 0;
    ASSERT_EQ(store_->Append(record, Row(record, "v"), &offset),
              AppendOutcome::kCommitted);
    ASSERT_EQ(offset + 1, store_->journal_end());
  }
  // The largest file with this ending.
  fs::path FileWith(const std::string& ending) {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(root_ / "db")) {
      if (entry.path().extension() != ending) continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) {
        largest = entry.path();
      }
    }
    return largest;
  }
  static void Flip(const fs::path& path, uint64_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(file.get() ^ 0x5a);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  }

  fs::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  std::unique_ptr<RocksStore> store_;
};

TEST_F(RocksStoreTest, KeepsJournalAndRowsOverAReopen) {
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < 20; ++i) Append(StrCat("record", i));
  ASSERT_TRUE(store_->Flush().ok());
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(store_->journal_end(), 20u);
  auto records = store_->ReadJournal(18, 30);
  ASSERT_TRUE(records.ok());
  EXPECT_THAT(*records, ::testing::ElementsAre("record18", "record19"));
  EXPECT_TRUE(store_->table(Table::kState).Has("record7"));
}

TEST_F(RocksStoreTest, SyncsEveryAppendAndNoCommit) {
  ASSERT_TRUE(Open().ok());
  Append("warm up");
  int before = syncs;
  for (int i = 0; i < 5; ++i) Append(StrCat("record", i));
  EXPECT_GE(syncs - before, 5);
  before = syncs;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(store_->Commit(Row(StrCat("k", i), "v")).ok());
  }
  EXPECT_EQ(syncs, before);
}

TEST_F(RocksStoreTest, SyncsWhatWasPendingOnce) {
  ASSERT_TRUE(Open().ok());
  Append("warm up");
  int before = syncs;
  ASSERT_TRUE(store_->SyncPending().ok());
  EXPECT_GE(syncs - before, 1);
  before = syncs;
  ASSERT_TRUE(store_->SyncPending().ok());
  EXPECT_EQ(syncs, before) << "nothing was written since";
}

TEST_F(RocksStoreTest, ASnapshotDoesNotSeeLaterWrites) {
  ASSERT_TRUE(Open().ok());
  ASSERT_TRUE(store_->Commit(Row("a", "old")).ok());
  auto snapshot = store_->Snapshot();
  ASSERT_TRUE(store_->Commit(Row("a", "new")).ok());
  ASSERT_TRUE(store_->Commit(Row("b", "new")).ok());
  EXPECT_EQ(snapshot->table(Table::kState).Get("a"), "old");
  EXPECT_FALSE(snapshot->table(Table::kState).Has("b"));
  EXPECT_EQ(store_->table(Table::kState).Get("a"), "new");
}

TEST_F(RocksStoreTest, ScansBothWaysWithinBounds) {
  ASSERT_TRUE(Open().ok());
  for (std::string key : {"a", "b", "c", "d"}) {
    ASSERT_TRUE(store_->Commit(Row(key, "v")).ok());
  }
  std::string seen;
  auto note = [&](std::string_view key, std::string_view) {
    seen += key;
    return true;
  };
  store_->table(Table::kState).Scan("b", "d", note);
  store_->table(Table::kState).ScanReverse("a", "d", note);
  store_->table(Table::kState).ScanReverse("c", "", note);
  EXPECT_EQ(seen, "bccbadc");
}

TEST_F(RocksStoreTest, DropsATornLastWrite) {
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < 10; ++i) Append(StrCat("record", i));
  store_.reset();
  const fs::path log = FileWith(".log");
  fs::resize_file(log, fs::file_size(log) - 5);
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(store_->journal_end(), 9u);
  EXPECT_FALSE(store_->table(Table::kState).Has("record9"));
}

TEST_F(RocksStoreTest, RefusesDamageInTheMiddleOfTheLogWithItsPlace) {
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < 10; ++i) Append(StrCat("record", i));
  store_.reset();
  const fs::path log = FileWith(".log");
  Flip(log, fs::file_size(log) / 2);
  const absl::Status status = Open();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_JOURNAL_DAMAGED);
  EXPECT_THAT(std::string(status.message()), HasSubstr(root_.string()));
}

TEST_F(RocksStoreTest, NoticesDamageInATableFile) {
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < 200; ++i)
    Append(StrCat("record", i, std::string(90, 'x')));
  ASSERT_TRUE(store_->Flush().ok());
  store_.reset();
  Flip(FileWith(".sst"), 100);
  absl::Status status = Open();
  if (status.ok()) status = store_->ReadJournal(0, 200).status();
  bool noticed = !status.ok();
  if (store_ != nullptr) {
    int rows = 0;
    const KvReader& state = store_->table(Table::kState);
    state.Scan("", "",
               [&](std::string_view, std::string_view) { return ++rows > 0; });
    noticed |= state.read_failed();
  }
  EXPECT_TRUE(noticed);
}

TEST_F(RocksStoreTest, RefusesASecondOpen) {
  ASSERT_TRUE(Open().ok());
  auto second = RocksStore::Open({(root_ / "db").string()}, shared_);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("in use by another process"));
}

TEST_F(RocksStoreTest, ClearsTheTablesAndKeepsTheJournal) {
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < 10; ++i) Append(StrCat("record", i));
  WriteSet meta;
  meta.at(Table::kMeta)[kPartitionStateKey] = "position";
  ASSERT_TRUE(store_->Commit(meta).ok());
  ASSERT_TRUE(store_->ClearTables().ok());
  ASSERT_TRUE(Open().ok());
  for (int i = 0; i < kTableCount; ++i) {
    store_->table(static_cast<Table>(i))
        .Scan("", "", [&](std::string_view key, std::string_view) {
          ADD_FAILURE() << "table " << i << " still holds " << key;
          return false;
        });
  }
  EXPECT_EQ(store_->journal_end(), 10u);
}

TEST_F(RocksStoreTest, ACheckpointHoldsWhatWasThere) {
  ASSERT_TRUE(Open().ok());
  Append("before");
  const std::string folder = (root_ / "copy").string();
  ASSERT_TRUE(store_->Checkpoint(folder).ok());
  Append("after");
  auto copy = RocksStore::Open({folder}, shared_);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ((*copy)->journal_end(), 1u);
  EXPECT_TRUE((*copy)->table(Table::kState).Has("before"));
}

TEST_F(RocksStoreTest, AFlushAfterAFailedReopenIsHarmless) {
  ASSERT_TRUE(Open().ok());
  Append("record");
  // The folder is gone and cannot be made again: the reopen must fail.
  fs::rename(root_ / "db", root_ / "away");
  std::ofstream(root_ / "db") << "a file in the way";
  EXPECT_FALSE(store_->Reopen().ok());
  EXPECT_TRUE(store_->Flush().ok());
  EXPECT_EQ(store_->Snapshot(), nullptr);
  fs::remove(root_ / "db");
  fs::rename(root_ / "away", root_ / "db");
  ASSERT_TRUE(store_->Reopen().ok());
  EXPECT_EQ(store_->journal_end(), 1u);
}

}  // namespace
}  // namespace csi
