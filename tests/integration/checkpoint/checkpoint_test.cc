// A checkpoint whose files are whole and whose manifest says something else:
// each thing that it says is compared with what is there.
#include "common/checkpoint/checkpoint.h"

#include <unistd.h>

#include <filesystem>
#include <functional>
#include <future>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/checkpoint/manifest.h"
#include "common/checkpoint/verify.h"
#include "common/clock/clock.h"
#include "common/kv/keys.h"
#include "common/runtime/partition_host.h"
#include "common/status/status.h"
#include "common/testing/ledger_domain.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::checkpoint {
namespace {

namespace fs = std::filesystem;
using common::v1::CheckpointManifest;
using ::testing::HasSubstr;

constexpr int kCommands = 20;

class CheckpointTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("checkpoint_test_", ::getpid());
    fs::remove_all(root_);
    HostOptions options;
    options.data_dir = (root_ / "live").string();
    options.disk_free_min_bytes = 0;
    auto host = PartitionHost::Open(csi::testing::MakeLedgerDomain(), options,
                                    shared_, clock_, random_);
    ASSERT_TRUE(host.ok()) << host.status();
    host_ = *std::move(host);
    host_->Start();
    for (int i = 0; i < kCommands; ++i) Add(StrCat("r", i));
    copy_ = (root_ / "copy").string();
    auto made = Create(host_->store(), copy_, clock_.Wall(), shared_);
    ASSERT_TRUE(made.ok()) << made.status();
    manifest_ = *made;
  }
  void TearDown() override {
    host_.reset();
    fs::remove_all(root_);
  }
  void Add(const std::string& id) {
    std::promise<CallResult> answer;
    Call call;
    call.command = csi::testing::LedgerCommand({"add", "x"}, id);
    call.content_hash = Sha256(id);
    call.queued_at = clock_.Steady();
    call.done = [&](CallResult result) { answer.set_value(std::move(result)); };
    host_->Submit(std::move(call));
    const CallResult result = answer.get_future().get();
    ASSERT_TRUE(result.status.ok()) << result.status;
  }
  // The copy is refused, naming it and saying `words`.
  void Refused(const std::string& words) {
    const absl::Status status = Verify(copy_, shared_).status();
    EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_JOURNAL_DAMAGED)
        << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(copy_));
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  }
  // Writes the manifest again with a hash that fits, so that only a comparison
  // with the data can find it wrong.
  void Forge(const std::function<void(CheckpointManifest&)>& change) {
    CheckpointManifest forged = manifest_;
    change(forged);
    forged.clear_files();
    auto files = ListFiles(copy_);
    ASSERT_TRUE(files.ok());
    for (const auto& file : *files) *forged.add_files() = file;
    ASSERT_TRUE(WriteManifest(copy_, forged).ok());
  }
  // Writes rows or records into the copy, in a way that RocksDB finds right.
  void Write(const std::function<void(RocksStore&)>& change) {
    auto store = RocksStore::Open({copy_}, shared_);
    ASSERT_TRUE(store.ok()) << store.status();
    change(**store);
    ASSERT_TRUE((*store)->WritePending().ok());
  }

  fs::path root_;
  std::string copy_;
  RocksShared shared_{8 << 20, 16 << 20};
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<PartitionHost> host_;
  CheckpointManifest manifest_;
};

TEST_F(CheckpointTest, SaysWhereItStands) {
  EXPECT_EQ(manifest_.service(), "raci");
  EXPECT_EQ(manifest_.next_offset(), kCommands + 2u);  // genesis and claim
  for (int i = 0; i < 1000 && host_->report().next_offset < kCommands + 2;
       ++i) {
    ::usleep(5000);  // the report follows every 100 ms
  }
  EXPECT_EQ(manifest_.head(), Hex(host_->report().head));
  EXPECT_EQ(manifest_.state_hash().size(), 32u);
  EXPECT_EQ(manifest_.journal_id(), Hex(host_->journal_id()));
  auto verified = Verify(copy_, shared_);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->sha256(), manifest_.sha256());
}

TEST_F(CheckpointTest, DoesNotMoveWithTheLiveData) {
  Add("later");
  auto verified = Verify(copy_, shared_);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->next_offset(), kCommands + 2u);
}

TEST_F(CheckpointTest, AForgedPositionIsRefused) {
  Forge([](auto& manifest) { manifest.set_next_offset(5); });
  Refused("its position is 22, the manifest says 5");
  Forge([](auto& manifest) { manifest.set_head(std::string(64, 'a')); });
  Refused("its head is ");
  Forge([](auto& manifest) { manifest.set_state_hash(std::string(32, 'a')); });
  Refused("its state hash is ");
  Forge([](auto& manifest) { manifest.set_journal_id(std::string(32, 'a')); });
  Refused("its journal id is ");
  Forge([](auto& manifest) { manifest.set_service("registry"); });
  Refused("its service is raci, the manifest says registry");
}

TEST_F(CheckpointTest, ARowThatIsNotInTheHashIsRefused) {
  Write([](RocksStore& store) {
    WriteSet writes;
    writes.at(Table::kState)["slipped in"] = "value";
    ASSERT_TRUE(store.Commit(writes).ok());
  });
  Forge([](auto&) {});
  Refused("the rows hash to ");
}

TEST_F(CheckpointTest, ARecordThatWasChangedIsRefusedWithItsOffset) {
  Write([](RocksStore& store) {
    // A second record 22, and the position moved behind it.
    auto state = GetRow<common::v1::PartitionState>(store.table(Table::kMeta),
                                                    kPartitionStateKey);
    ASSERT_TRUE(state.has_value());
    state->set_next_offset(state->next_offset() + 1);
    WriteSet writes;
    writes.at(Table::kMeta)[kPartitionStateKey] = ToBytes(*state);
    uint64_t offset = 0;
    ASSERT_EQ(store.Append("no record", writes, &offset),
              AppendOutcome::kCommitted);
  });
  Forge([](auto& manifest) { manifest.set_next_offset(kCommands + 3); });
  Refused("record at offset 22: the bytes are no record");
}

TEST_F(CheckpointTest, AdmitsARestoredCopyOnce) {
  const std::string goal = (root_ / "goal").string();
  auto restored = Restore(copy_, goal, shared_);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_TRUE(fs::exists(fs::path(goal) / kManifestFile));
  ASSERT_TRUE(Admit(goal, shared_).ok());
  EXPECT_FALSE(fs::exists(fs::path(goal) / kManifestFile));
  ASSERT_TRUE(Admit(goal, shared_).ok());  // a folder like any other
  EXPECT_FALSE(Restore(copy_, goal, shared_).ok());
}

TEST_F(CheckpointTest, DoesNotAdmitADamagedCopy) {
  fs::remove(fs::path(copy_) / "CURRENT");
  const absl::Status status = Admit(copy_, shared_);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_JOURNAL_DAMAGED);
  EXPECT_THAT(std::string(status.message()), HasSubstr("CURRENT"));
  EXPECT_TRUE(fs::exists(fs::path(copy_) / kManifestFile));
}

}  // namespace
}  // namespace csi::checkpoint
