#include "common/runtime/partition_host.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "common/testing/ledger_domain.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

namespace fs = std::filesystem;

class PartitionHostTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("host_test_", ::getpid());
    fs::remove_all(root_);
  }
  void TearDown() override {
    host_.reset();
    fs::remove_all(root_);
  }
  void Start() {
    host_.reset();
    HostOptions options;
    options.data_dir = root_.string();
    options.disk_free_min_bytes = 0;
    auto host = PartitionHost::Open(testing::MakeLedgerDomain(), options,
                                    shared_, clock_, random_);
    ASSERT_TRUE(host.ok()) << host.status();
    host_ = *std::move(host);
    host_->Start();
  }
  CallResult Add(const std::string& id) {
    std::promise<CallResult> answer;
    Call call;
    call.command = testing::LedgerCommand({"add", "x"}, id);
    call.content_hash = Sha256(call.command.request->SerializeAsString());
    call.queued_at = clock_.Steady();
    call.done = [&](CallResult result) { answer.set_value(std::move(result)); };
    host_->Submit(std::move(call));
    return answer.get_future().get();
  }
  size_t PublishedEvents() {
    ForeignBatch batch;
    for (int i = 0; i < 1000 && host_->journal_id().empty(); ++i)
      ::usleep(5000);
    EXPECT_TRUE(host_->Read(0, 100, batch));
    size_t events = 0;
    for (const ForeignRecord& record : batch.records) {
      events += record.events.size();
    }
    return events;
  }

  fs::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<PartitionHost> host_;
};

TEST_F(PartitionHostTest, AnswersOnceOverARestart) {
  Start();
  const CallResult first = Add("r1");
  ASSERT_TRUE(first.status.ok()) << first.status;
  host_->Stop();
  Start();
  const CallResult again = Add("r1");
  ASSERT_TRUE(again.status.ok()) << again.status;
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.reply, first.reply);
  EXPECT_EQ(again.offset, first.offset);
}

TEST_F(PartitionHostTest, RefusesAtOnceWhatATenantsQueueCannotHold) {
  Start();
  ASSERT_TRUE(Add("first").status.ok());
  // The writer stands in the answer of a call until all others are queued.
  std::promise<void> stands, queued;
  std::atomic<int> done{0}, full{0}, others{0};
  auto submit = [&](const std::string& tenant,
                    std::function<void(CallResult)> then) {
    Call call;
    call.command = testing::LedgerCommand({"add", "x"}, "", tenant);
    call.queued_at = clock_.Steady();
    call.done = std::move(then);
    host_->Submit(std::move(call));
  };
  submit("acme", [&](CallResult) {
    stands.set_value();
    queued.get_future().wait();
  });
  stands.get_future().wait();
  constexpr int kMore = 100;
  const int all = static_cast<int>(limits::kTenantQueueMax) + kMore;
  for (int i = 0; i < all; ++i) {
    submit("acme", [&](CallResult result) {
      if (ReasonOf(result.status) == common::v1::ERROR_REASON_QUEUE_FULL) {
        EXPECT_EQ(result.status.code(), absl::StatusCode::kResourceExhausted);
        ++full;
      }
      ++done;
    });
  }
  submit("other", [&](CallResult result) {
    EXPECT_TRUE(result.status.ok()) << result.status;
    ++others;
  });
  queued.set_value();
  for (int i = 0; i < 2000 && done < all; ++i) ::usleep(10000);
  EXPECT_EQ(done, all);
  EXPECT_EQ(full, kMore);
  EXPECT_EQ(others, 1);
}

TEST_F(PartitionHostTest, DoesNotPublishADeadRecord) {
  Start();
  const CallResult added = Add("r1");
  ASSERT_TRUE(added.status.ok()) << added.status;
  EXPECT_EQ(PublishedEvents(), 1u);
  host_->Stop();
  // The same record once more: its sequence was seen, so it is dead.
  auto records = host_->store().ReadJournal(added.offset, added.offset + 1);
  ASSERT_TRUE(records.ok() && records->size() == 1);
  uint64_t offset = 0;
  ASSERT_EQ(host_->store().Append((*records)[0], {}, &offset),
            AppendOutcome::kCommitted);
  host_.reset();
  Start();
  ASSERT_TRUE(Add("r2").status.ok());
  EXPECT_EQ(PublishedEvents(), 2u);
}

}  // namespace
}  // namespace csi
