#include "common/event_topics/topic_event_source.h"

#include "common/event_topics/event_publisher.h"
#include "librdkafka/rdkafka.h"
#include "tests/integration/kafka/copies.h"
#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

class TopicEventSourceTest : public RealBrokersTest {
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
    host_ = &copies_->Start("a", true);
    Publish();
  }
  void TearDown() override {
    publisher_.reset();
    copies_.reset();
    if (admin_) admin_->Delete(events_, kAdminWait).IgnoreError();
    RealBrokersTest::TearDown();
  }
  void Publish() {
    EventPublisherOptions options;
    options.cluster = cluster_;
    options.topic = events_;
    publisher_ = std::make_unique<EventPublisher>(options, *host_);
  }
  void Add(int count) {
    for (int i = 0; i < count; ++i, ++added_) {
      ASSERT_TRUE(copies_->Add(*host_, StrCat("r", added_)).status.ok());
    }
  }
  // All events from a journal offset on, once the source is at their end.
  std::vector<std::string> Ids(EventSource& source, uint64_t from) {
    std::vector<std::string> ids;
    const uint64_t end = host_->end();
    const bool whole = Copies::Until([&] {
      ForeignBatch batch;
      if (!source.Read(from, 100, batch)) return false;
      for (const ForeignRecord& record : batch.records) {
        for (const auto& event : record.events) ids.push_back(event.id());
      }
      from = batch.next_offset;
      return from >= end;
    });
    EXPECT_TRUE(whole) << from << " of " << end;
    return ids;
  }

  // As retention does, or an operator.
  void DeleteBefore(int64_t offset) {
    auto client =
        Client::Make(Client::Kind::kProducer, AdminSettings(cluster_));
    ASSERT_TRUE(client.ok());
    rd_kafka_topic_partition_list_t* list =
        rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, events_.c_str(), 0)->offset =
        offset;
    rd_kafka_DeleteRecords_t* wanted = rd_kafka_DeleteRecords_new(list);
    rd_kafka_queue_t* queue = rd_kafka_queue_new((*client)->get());
    rd_kafka_DeleteRecords((*client)->get(), &wanted, 1, nullptr, queue);
    rd_kafka_event_t* answer = rd_kafka_queue_poll(queue, 15000);
    ASSERT_NE(answer, nullptr);
    EXPECT_EQ(rd_kafka_event_error(answer), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_event_destroy(answer);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteRecords_destroy(wanted);
    rd_kafka_topic_partition_list_destroy(list);
  }

  std::string events_;
  std::unique_ptr<Copies> copies_;
  PartitionHost* host_ = nullptr;
  std::unique_ptr<EventPublisher> publisher_;
  int added_ = 0;
};

TEST_F(TopicEventSourceTest, GivesWhatTheJournalProjectsTo) {
  Add(30);
  TopicEventSource source(cluster_, events_, 0, 1);
  const std::vector<std::string> ids = Ids(source, 0);
  EXPECT_EQ(ids.size(), 30u);
  EXPECT_EQ(ids, Ids(*host_, 0));
}

TEST_F(TopicEventSourceTest, BeginsWhereAViewStandsAndFollows) {
  Add(30);
  const uint64_t middle = host_->end() - 10;
  TopicEventSource source(cluster_, events_, 0, 1);
  EXPECT_EQ(Ids(source, middle), Ids(*host_, middle));
  const uint64_t end = host_->end();
  Add(5);
  EXPECT_EQ(Ids(source, end).size(), 5u);
}

TEST_F(TopicEventSourceTest, KnowsThatItIsAtTheEndWhileThePublisherLives) {
  Add(3);
  TopicEventSource source(cluster_, events_, 0, 1);
  EXPECT_TRUE(Copies::Until([&] {
    ForeignBatch batch;
    return source.Read(host_->end(), 100, batch) && batch.at_end;
  }));
}

TEST_F(TopicEventSourceTest, GoesOnOverATakeover) {
  Add(10);
  TopicEventSource source(cluster_, events_, 0, 1);
  EXPECT_EQ(Ids(source, 0).size(), 10u);
  const uint64_t end = host_->end();
  publisher_.reset();
  host_ = &copies_->Start("a", true);
  Publish();
  Add(10);
  EXPECT_EQ(Ids(source, end).size(), 10u);
}

TEST_F(TopicEventSourceTest, AHeadThatWasDeletedIsSaidAndNeverPassedOver) {
  Add(30);
  TopicEventSource whole(cluster_, events_, 0, 1);
  ASSERT_EQ(Ids(whole, 0).size(), 30u);
  DeleteBefore(10);
  TopicEventSource source(cluster_, events_, 0, 1);
  ForeignBatch batch;
  source.Read(0, 100, batch);
  EXPECT_TRUE(Copies::Until([&] {
    return source.trouble().find("lost its head: it begins at offset 10") !=
           std::string::npos;
  })) << source.trouble();
  source.Read(0, 100, batch);
  EXPECT_TRUE(batch.records.empty());
  // A view that stands behind the gap is not harmed.
  TopicEventSource late(cluster_, events_, 0, 1);
  const uint64_t middle = host_->end() - 5;
  EXPECT_EQ(Ids(late, middle), Ids(*host_, middle));
}

TEST_F(TopicEventSourceTest, AnotherCountOfPartitionsIsSaidAndNothingIsRead) {
  Add(30);
  TopicEventSource source(cluster_, events_, 0, 4);
  EXPECT_TRUE(Copies::Until([&] {
    return source.trouble().find("has 1 partitions") != std::string::npos;
  })) << source.trouble();
  ForeignBatch batch;
  EXPECT_FALSE(source.Read(0, 10, batch));
}

TEST_F(TopicEventSourceTest, AMissingTopicIsSaid) {
  TopicEventSource source(cluster_, StrCat(events_, ".not"), 0, 1);
  EXPECT_TRUE(Copies::Until([&] {
    return source.trouble().find("is not there") != std::string::npos;
  })) << source.trouble();
}

}  // namespace
}  // namespace csi::kafka
