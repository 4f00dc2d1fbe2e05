// Real Kafka brokers, named by CSI_KAFKA_BOOTSTRAP (HOST:PORT). Tests that need
// them are skipped without it. Each test has topics of its own.
#ifndef CSI_TESTS_INTEGRATION_KAFKA_REAL_BROKERS_H_
#define CSI_TESTS_INTEGRATION_KAFKA_REAL_BROKERS_H_

#include <unistd.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>

#include "common/base/strings.h"
#include "common/kafka/journal_topic.h"
#include "common/kafka/topic_admin.h"
#include "gtest/gtest.h"

namespace csi::kafka {

class RealBrokersTest : public ::testing::Test {
 protected:
  static constexpr absl::Duration kAdminWait = absl::Seconds(15);

  void SetUp() override {
    const char* bootstrap = std::getenv("CSI_KAFKA_BOOTSTRAP");
    if (bootstrap == nullptr) {
      GTEST_SKIP() << "CSI_KAFKA_BOOTSTRAP is not set: no Kafka brokers";
    }
    cluster_.bootstrap = bootstrap;
    auto admin = TopicAdmin::Open(cluster_);
    ASSERT_TRUE(admin.ok()) << admin.status();
    admin_ = *std::move(admin);
    auto brokers = admin_->BrokerCount(kAdminWait);
    ASSERT_TRUE(brokers.ok()) << brokers.status();
    replication_ = std::min(*brokers, 3);
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    topic_ = StrCat("test.", ::getpid(), ".", test->name(), ".journal");
  }
  void TearDown() override {
    if (admin_) admin_->Delete(topic_, kAdminWait).IgnoreError();
  }

  void MakeTopic(const std::map<std::string, std::string>& configs = {},
                 int32_t partitions = 1) {
    TopicSpec spec = JournalTopicSpec(topic_, partitions, replication_);
    for (const auto& [name, value] : configs) spec.configs[name] = value;
    absl::Status made;
    // A topic of that name that is just being deleted is still there.
    for (int i = 0; i < 50; ++i) {
      made = admin_->Create(spec, kAdminWait);
      if (made.code() != absl::StatusCode::kAlreadyExists) break;
      absl::SleepFor(absl::Milliseconds(100));
    }
    ASSERT_TRUE(made.ok()) << made;
    AwaitTopic(spec);
  }
  // Brokers learn of a topic one after the other, and which of them is asked
  // is chance: it is there when it is seen several times in a row.
  void AwaitTopic(const TopicSpec& spec) {
    int seen = 0;
    for (int i = 0; i < 300 && seen < 10; ++i) {
      auto state = admin_->Describe(spec.name, kAdminWait);
      const bool there = state.ok() && CompareTopic(spec, *state).empty();
      seen = there ? seen + 1 : 0;
      if (!there) absl::SleepFor(absl::Milliseconds(50));
    }
    ASSERT_GE(seen, 10) << spec.name;
  }
  void DeleteTopic() {
    const absl::Status gone = admin_->Delete(topic_, kAdminWait);
    ASSERT_TRUE(gone.ok()) << gone;
  }

  ClusterOptions cluster_;
  std::unique_ptr<TopicAdmin> admin_;
  int32_t replication_ = 1;
  std::string topic_;
};

}  // namespace csi::kafka

#endif  // CSI_TESTS_INTEGRATION_KAFKA_REAL_BROKERS_H_
