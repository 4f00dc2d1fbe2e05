#include "common/event_topics/event_publisher.h"

#include <map>

#include "common/kafka/partition_reader.h"
#include "tests/integration/kafka/copies.h"
#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

class EventPublisherTest : public RealBrokersTest {
 protected:
  void SetUp() override {
    RealBrokersTest::SetUp();
    if (IsSkipped()) return;
    MakeTopic();
    events_ = StrCat(topic_, ".events");
    ASSERT_TRUE(
        admin_->Create(EventsTopicSpec(events_, 1, replication_), kAdminWait)
            .ok());
    AwaitTopic(EventsTopicSpec(events_, 1, replication_));
    copies_ = std::make_unique<Copies>(cluster_, topic_);
  }
  void TearDown() override {
    publishers_.clear();
    copies_.reset();
    if (admin_) admin_->Delete(events_, kAdminWait).IgnoreError();
    RealBrokersTest::TearDown();
  }
  void Publish(const std::string& name, PartitionHost& host) {
    EventPublisherOptions options;
    options.cluster = cluster_;
    options.topic = events_;
    options.source = "//csi/local/raci/0";
    publishers_[name] = std::make_unique<EventPublisher>(options, host);
  }
  void Stop(const std::string& name) {
    publishers_.erase(name);
    copies_->Stop(name);
  }
  std::vector<ReadMessage> All() {
    auto reader = PartitionReader::Open(cluster_, events_, 0);
    EXPECT_TRUE(reader.ok());
    auto range = (*reader)->Range(kAdminWait);
    EXPECT_TRUE(range.ok()) << range.status();
    std::vector<ReadMessage> all;
    while (all.size() < range->high) {
      auto some = (*reader)->ReadMessages(all.size(), range->high,
                                          absl::Seconds(5), 1 << 20);
      EXPECT_TRUE(some.ok()) << some.status();
      if (!some.ok() || some->empty()) break;
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }
  static std::string HeaderOf(const ReadMessage& message,
                              std::string_view name) {
    for (const auto& [key, value] : message.headers) {
      if (key == name) return value;
    }
    return "";
  }
  // What a consumer keeps that drops what is at or below its number; fails on
  // a gap and on a repetition with other content. Returns the ids in order.
  static std::vector<std::string> Consume(
      const std::vector<ReadMessage>& messages) {
    uint64_t last = 0;
    std::vector<std::string> ids;
    std::map<std::string, std::string> content;
    for (const ReadMessage& message : messages) {
      const std::string number = HeaderOf(message, "ce_sequence");
      if (number.empty()) continue;  // a progress mark
      const uint64_t sequence = std::stoull(number);
      const std::string id = HeaderOf(message, "ce_id");
      const auto [known, first] = content.try_emplace(id, message.value);
      EXPECT_EQ(known->second, message.value) << id << " with other content";
      if (sequence <= last) continue;
      EXPECT_EQ(sequence, last + 1) << "a gap";
      last = sequence;
      ids.push_back(id);
    }
    return ids;
  }
  bool HasEvents(size_t count) {
    return Copies::Until([&] { return Consume(All()).size() >= count; });
  }

  std::string events_;
  std::unique_ptr<Copies> copies_;
  std::map<std::string, std::unique_ptr<EventPublisher>> publishers_;
};

TEST_F(EventPublisherTest, PublishesEachCommittedEventInOrder) {
  PartitionHost& a = copies_->Start("a", true);
  Publish("a", a);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(copies_->Add(a, StrCat("r", i)).status.ok());
  }
  ASSERT_TRUE(HasEvents(20));
  EXPECT_EQ(Consume(All()).size(), 20u);
  const ReadMessage first = All().front();
  EXPECT_EQ(HeaderOf(first, "ce_specversion"), "1.0");
  EXPECT_EQ(HeaderOf(first, "ce_source"), "//csi/local/raci/0");
  EXPECT_EQ(first.key, "acme");
}

TEST_F(EventPublisherTest, ANewLeaderGoesOnWithoutAGap) {
  PartitionHost* leader = &copies_->Start("a", true);
  Publish("a", *leader);
  size_t sent = 0;
  for (int turn = 0; turn < 4; ++turn) {
    for (int i = 0; i < 15; ++i, ++sent) {
      ASSERT_TRUE(copies_->Add(*leader, StrCat("r", sent)).status.ok());
    }
    // Stopped wherever publishing happens to be.
    const std::string next = turn % 2 == 0 ? "b" : "a";
    Stop(turn % 2 == 0 ? "a" : "b");
    leader = &copies_->Start(next, true);
    Publish(next, *leader);
    ASSERT_TRUE(Copies::Leads(*leader));
  }
  ASSERT_TRUE(HasEvents(sent));
  EXPECT_EQ(Consume(All()).size(), sent);
}

TEST_F(EventPublisherTest, AFollowerPublishesNothing) {
  PartitionHost& a = copies_->Start("a", true);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(copies_->Add(a, StrCat("r", i)).status.ok());
  }
  PartitionHost& b = copies_->Start("b", false);
  Publish("b", b);
  ASSERT_TRUE(Copies::Same(a, b));
  absl::SleepFor(absl::Milliseconds(500));
  EXPECT_TRUE(All().empty());
  copies_->Stop("a");
  b.SetMayLead(true);
  EXPECT_TRUE(HasEvents(5));
}

TEST_F(EventPublisherTest, AMarkTellsOfRecordsWithoutEvents) {
  PartitionHost& a = copies_->Start("a", true);
  Publish("a", a);
  ASSERT_TRUE(Copies::Leads(a));
  // Genesis and claim alone.
  ASSERT_TRUE(Copies::Until([&] { return !All().empty(); }));
  const ReadMessage mark = All().front();
  EXPECT_EQ(HeaderOf(mark, "ce_type"), kProgressType);
  EXPECT_EQ(HeaderOf(mark, "ce_journaloffset"), "1");
}

TEST_F(EventPublisherTest, ATopicThatIsAheadOfTheJournalIsSaid) {
  PartitionHost& a = copies_->Start("a", true);
  ASSERT_TRUE(Copies::Leads(a));
  // As if the journal had been restored from an older copy.
  auto producer = EventProducer::Open(cluster_, events_, 0);
  ASSERT_TRUE(producer.ok());
  ASSERT_TRUE((*producer)
                  ->Send(ProgressMessage("//csi/local/raci/0",
                                         {Hex(a.journal_id()), 999, 0, true}))
                  .ok());
  ASSERT_TRUE((*producer)->Flush().ok());
  Publish("a", a);
  EXPECT_TRUE(Copies::Until([&] {
    const std::string why = publishers_["a"]->trouble();
    return why.find("up to offset 999 of this journal") != std::string::npos;
  })) << publishers_["a"]->trouble();
}

TEST_F(EventPublisherTest, AMissingTopicIsSaid) {
  PartitionHost& a = copies_->Start("a", true);
  ASSERT_TRUE(admin_->Delete(events_, kAdminWait).ok());
  Publish("a", a);
  EXPECT_TRUE(Copies::Until([&] {
    return publishers_["a"]->trouble().find("is not there") !=
           std::string::npos;
  })) << publishers_["a"]->trouble();
}

}  // namespace
}  // namespace csi::kafka
