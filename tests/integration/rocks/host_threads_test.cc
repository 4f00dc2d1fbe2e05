// A partition host under many threads at once, as a server drives it: writers,
// readers of rows, reports and events, a second host that reads the first, and
// a stop in the middle. Every call is answered exactly once. The race detector
// runs this too.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/runtime/partition_host.h"
#include "common/testing/ledger_domain.h"
#include "gtest/gtest.h"

namespace csi {
namespace {

namespace fs = std::filesystem;

constexpr int kWriters = 4;
constexpr int kCallsPerWriter = 40;
constexpr auto kPatience = std::chrono::seconds(60);

class HostThreadsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / StrCat("host_threads_", ::getpid());
    fs::remove_all(root_);
    raci_ = Open("raci", {});
    registry_ = Open("registry", {"raci"});
    ASSERT_TRUE(raci_ != nullptr && registry_ != nullptr);
    registry_->AddSource("raci", raci_.get());
    raci_->Start();
    registry_->Start();
  }
  void TearDown() override {
    // The reader first: it is told of the source's progress.
    if (registry_ != nullptr) registry_->Stop();
    if (raci_ != nullptr) raci_->Stop();
    registry_.reset();
    raci_.reset();
    fs::remove_all(root_);
  }

  std::unique_ptr<PartitionHost> Open(const std::string& service,
                                      std::vector<std::string> sources) {
    HostOptions options;
    options.data_dir = root_.string();
    options.disk_free_min_bytes = 0;
    auto host = PartitionHost::Open(
        testing::MakeLedgerDomain(service, std::move(sources)), options,
        shared_, clock_, random_);
    EXPECT_TRUE(host.ok()) << host.status();
    return host.ok() ? *std::move(host) : nullptr;
  }

  // Sends "add `counter`"; the future holds the answer.
  std::future<absl::Status> Add(PartitionHost& host, const std::string& counter,
                                const std::string& id) {
    auto answer = std::make_shared<std::promise<absl::Status>>();
    Call call;
    call.command = testing::LedgerCommand({"add", counter}, id);
    call.content_hash = Sha256(call.command.request->SerializeAsString());
    call.queued_at = clock_.Steady();
    // A second answer would throw, and end the test.
    call.done = [answer](CallResult result) {
      answer->set_value(result.status);
    };
    std::future<absl::Status> waiting = answer->get_future();
    host.Submit(std::move(call));
    return waiting;
  }

  // Writes with kWriters threads; the number of calls that were accepted.
  int WriteAll(PartitionHost& host, const std::string& run) {
    std::atomic<int> accepted{0};
    std::atomic<int> unanswered{0};
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([&, w] {
        for (int i = 0; i < kCallsPerWriter; ++i) {
          auto answer = Add(host, "x", StrCat(run, "-", w, "-", i));
          if (answer.wait_for(kPatience) != std::future_status::ready) {
            ++unanswered;
            return;
          }
          if (answer.get().ok()) ++accepted;
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(unanswered, 0);
    return accepted;
  }

  int64_t Stored(PartitionHost& host, const std::string& counter) {
    const auto snapshot = host.Snapshot();
    return snapshot == nullptr
               ? -1
               : testing::LedgerValue(snapshot->table(Table::kState), counter);
  }

  int64_t AwaitReactions(int64_t wanted) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (Stored(*registry_, "reactions") < wanted &&
           std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return Stored(*registry_, "reactions");
  }

  fs::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<PartitionHost> raci_;
  std::unique_ptr<PartitionHost> registry_;
};

TEST_F(HostThreadsTest, EveryWriteCountsOnceWhileOthersRead) {
  std::atomic<bool> done{false};
  std::atomic<int> went_back{0};
  std::vector<std::thread> readers;
  readers.emplace_back([&] {
    for (int64_t last = 0; !done;) {
      const int64_t now = Stored(*raci_, "x");
      if (now < last) ++went_back;
      last = std::max(last, now);
    }
  });
  readers.emplace_back([&] {
    for (uint64_t last = 0; !done;) {
      const HostReport report = raci_->report();
      if (report.next_offset < last) ++went_back;
      last = report.next_offset;
      ForeignBatch batch;
      raci_->Read(0, 50, batch);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const int accepted = WriteAll(*raci_, "a");
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(accepted, kWriters * kCallsPerWriter);
  EXPECT_EQ(Stored(*raci_, "x"), accepted);
  EXPECT_EQ(went_back, 0);
}

TEST_F(HostThreadsTest, AReaderReactsToEveryEventOnceWhileItWritesItself) {
  std::thread other([&] { WriteAll(*registry_, "b"); });
  const int sent = WriteAll(*raci_, "a");
  other.join();
  EXPECT_EQ(AwaitReactions(sent), sent);
  EXPECT_EQ(Stored(*registry_, "x"), kWriters * kCallsPerWriter);
}

TEST_F(HostThreadsTest, AStopAnswersAllAndKeepsWhatItAcknowledged) {
  int accepted = 0;
  std::thread writing([&] { accepted = WriteAll(*raci_, "a"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  registry_->Stop();
  raci_->Stop();
  writing.join();
  registry_.reset();
  raci_.reset();
  raci_ = Open("raci", {});
  ASSERT_NE(raci_, nullptr);
  EXPECT_EQ(Stored(*raci_, "x"), accepted);
}

TEST_F(HostThreadsTest, AWaitForAViewEndsWithItsHost) {
  ASSERT_TRUE(Add(*raci_, "x", "one").get().ok());
  EXPECT_EQ(AwaitReactions(1), 1);  // from now on the view has its source
  common::v1::ViewPosition never;
  never.set_source("raci");
  never.set_journal_id(raci_->journal_id());
  never.set_offset(1000000);
  std::promise<bool> reached;
  registry_->AwaitViews({never}, absl::InfiniteDuration(),
                        [&](bool there) { reached.set_value(there); });
  registry_->Stop();
  auto answer = reached.get_future();
  ASSERT_EQ(answer.wait_for(kPatience), std::future_status::ready);
  EXPECT_FALSE(answer.get());
}

}  // namespace
}  // namespace csi
