#include "common/kafka/settings.h"

#include <set>

#include "common/kafka/client.h"
#include "gtest/gtest.h"

namespace csi::kafka {
namespace {

std::vector<std::vector<Setting>> All(const ClusterOptions& cluster) {
  return {JournalProducerSettings(cluster), PublisherSettings(cluster),
          ReaderSettings(cluster), GroupSettings(cluster, "g"),
          AdminSettings(cluster)};
}

std::string ValueOf(const std::vector<Setting>& settings,
                    std::string_view name) {
  for (const Setting& each : settings) {
    if (each.name == name) return each.value;
  }
  return "";
}

TEST(KafkaSettings, EachStandsOnceWithItsReason) {
  for (const auto& settings : All({"127.0.0.1:1"})) {
    std::set<std::string> names;
    for (const Setting& each : settings) {
      EXPECT_TRUE(names.insert(each.name).second) << each.name << " twice";
      EXPECT_GT(each.reason.size(), 10u) << each.name;
    }
  }
}

TEST(KafkaSettings, TheLibraryTakesAllOfThem) {
  const ClusterOptions cluster{"127.0.0.1:1"};
  for (const auto& settings :
       {JournalProducerSettings(cluster), PublisherSettings(cluster)}) {
    auto client = Client::Make(Client::Kind::kProducer, settings);
    EXPECT_TRUE(client.ok()) << client.status();
  }
  for (const auto& settings :
       {ReaderSettings(cluster), GroupSettings(cluster, "g")}) {
    auto client = Client::Make(Client::Kind::kConsumer, settings);
    EXPECT_TRUE(client.ok()) << client.status();
  }
}

TEST(KafkaSettings, AJournalIsWrittenOneRecordAtATimeToAllReplicas) {
  const auto settings = JournalProducerSettings({"127.0.0.1:1"});
  EXPECT_EQ(ValueOf(settings, "acks"), "all");
  EXPECT_EQ(ValueOf(settings, "enable.idempotence"), "true");
  EXPECT_EQ(ValueOf(settings, "max.in.flight"), "1");
  EXPECT_EQ(ValueOf(settings, "allow.auto.create.topics"), "false");
}

TEST(KafkaSettings, WhatTheOperatorSetsWins) {
  ClusterOptions cluster{"127.0.0.1:1"};
  cluster.overrides = {{"linger.ms", "7"}, {"security.protocol", "ssl"}};
  const auto settings = JournalProducerSettings(cluster);
  EXPECT_EQ(ValueOf(settings, "linger.ms"), "7");
  EXPECT_EQ(ValueOf(settings, "security.protocol"), "ssl");
}

TEST(KafkaSettings, ARefusedSettingIsNamed) {
  auto client =
      Client::Make(Client::Kind::kProducer, {{"no.such.thing", "1", "test"}});
  ASSERT_FALSE(client.ok());
  EXPECT_NE(std::string(client.status().message()).find("no.such.thing"),
            std::string::npos);
}

}  // namespace
}  // namespace csi::kafka
