// Copies of one partition of the ledger service on one Kafka topic, each with
// a folder of its own, in the test's process.
#ifndef CSI_TESTS_INTEGRATION_KAFKA_COPIES_H_
#define CSI_TESTS_INTEGRATION_KAFKA_COPIES_H_

#include <unistd.h>

#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <string>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kafka/kafka_journal.h"
#include "common/runtime/partition_host.h"
#include "common/status/status.h"
#include "common/testing/ledger_domain.h"
#include "gtest/gtest.h"

namespace csi::kafka {

class Copies {
 public:
  Copies(ClusterOptions cluster, std::string topic, bool check_settings = true)
      : cluster_(std::move(cluster)),
        topic_(std::move(topic)),
        check_settings_(check_settings),
        root_(std::filesystem::temp_directory_path() /
              StrCat("copies_", ::getpid())) {
    std::filesystem::remove_all(root_);
  }
  ~Copies() {
    hosts_.clear();
    std::filesystem::remove_all(root_);
  }

  PartitionHost& Start(const std::string& name, bool may_lead) {
    hosts_.erase(name);
    KafkaJournalOptions journal{cluster_, topic_};
    journal.check_settings = check_settings_;
    journal.partition_count = partition_count;
    HostOptions options;
    options.data_dir = Folder(name).string();
    options.disk_free_min_bytes = 0;
    options.executor.may_lead = may_lead;
    options.executor.partition_count = static_cast<uint32_t>(partition_count);
    options.executor.address = StrCat(name, ":1");
    auto host = PartitionHost::Open(testing::MakeLedgerDomain(), options,
                                    shared_, clock_, random_,
                                    std::make_unique<KafkaJournal>(journal));
    EXPECT_TRUE(host.ok()) << host.status();
    PartitionHost& started = **host;
    hosts_[name] = *std::move(host);
    started.Start();
    return started;
  }
  void Stop(const std::string& name) { hosts_.erase(name); }
  void LoseDisk(const std::string& name) {
    hosts_.erase(name);
    std::filesystem::remove_all(Folder(name));
  }
  std::filesystem::path Folder(const std::string& name) const {
    return root_ / name;
  }

  std::future<CallResult> Send(PartitionHost& host, const std::string& id,
                               const std::string& key = "x",
                               const std::string& verb = "add") {
    auto answer = std::make_shared<std::promise<CallResult>>();
    Call call;
    call.command = testing::LedgerCommand({verb, key}, id);
    if (!id.empty()) {
      call.content_hash = Sha256(call.command.request->SerializeAsString());
    }
    call.queued_at = clock_.Steady();
    call.done = [answer](CallResult result) {
      answer->set_value(std::move(result));
    };
    auto future = answer->get_future();
    host.Submit(std::move(call));
    return future;
  }
  CallResult Add(PartitionHost& host, const std::string& id,
                 const std::string& key = "x") {
    return Send(host, id, key).get();
  }
  static int64_t Value(PartitionHost& host, std::string_view name) {
    auto rows = host.Snapshot();
    return rows ? testing::LedgerValue(rows->table(Table::kState), name) : -1;
  }
  template <class Condition>
  static bool Until(Condition condition, int seconds = 20) {
    for (int i = 0; i < seconds * 100; ++i) {
      if (condition()) return true;
      ::usleep(10000);
    }
    return false;
  }
  static bool Leads(PartitionHost& host, int seconds = 20) {
    return Until([&] { return host.report().phase == Executor::Phase::kLead; },
                 seconds);
  }
  // Both have folded the same records into the same rows.
  static bool Same(PartitionHost& a, PartitionHost& b) {
    return Until([&] {
      const HostReport one = a.report();
      const HostReport two = b.report();
      return one.next_offset == two.next_offset && one.head == two.head &&
             one.state_hash == two.state_hash;
    });
  }

  int32_t partition_count = 1;

 private:
  const ClusterOptions cluster_;
  const std::string topic_;
  const bool check_settings_;
  const std::filesystem::path root_;
  RocksShared shared_{8 << 20, 16 << 20};
  SystemClock clock_;
  SystemRandom random_;
  std::map<std::string, std::unique_ptr<PartitionHost>> hosts_;
};

}  // namespace csi::kafka

#endif  // CSI_TESTS_INTEGRATION_KAFKA_COPIES_H_
