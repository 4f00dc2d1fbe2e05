// Kafka brokers inside the test's process: the library's mock cluster, which
// answers produce and fetch and fails on demand. It makes topics on its own
// and knows no administration.
#ifndef CSI_TESTS_UNIT_COMMON_KAFKA_MOCK_BROKERS_H_
#define CSI_TESTS_UNIT_COMMON_KAFKA_MOCK_BROKERS_H_

#include <memory>
#include <string>

#include "common/kafka/client.h"
#include "gtest/gtest.h"
#include "librdkafka/rdkafka.h"
#include "librdkafka/rdkafka_mock.h"

namespace csi::kafka {

// Numbers of requests in Kafka's protocol.
enum MockApi : int16_t { kProduceApi = 0, kFetchApi = 1 };

class MockBrokers {
 public:
  explicit MockBrokers(int count = 1) {
    auto client = Client::Make(
        Client::Kind::kProducer,
        {{"test.mock.num.brokers", std::to_string(count), "the mock"}});
    EXPECT_TRUE(client.ok());
    client_ = *std::move(client);
    cluster_ = rd_kafka_handle_mock_cluster(client_->get());
    for (int i = 1; i <= count; ++i) Up(i);
  }

  void MakeTopic(const std::string& name, int partitions = 1) {
    ASSERT_EQ(rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1),
              RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  ClusterOptions options(absl::Duration append_timeout = absl::Seconds(3)) {
    ClusterOptions options;
    options.bootstrap = rd_kafka_mock_cluster_bootstraps(cluster_);
    options.append_timeout = append_timeout;
    return options;
  }
  void FailNext(MockApi api, rd_kafka_resp_err_t error) {
    rd_kafka_mock_push_request_errors(cluster_, api, 1, error);
  }
  // The next request of the kind is answered with `error` after `delay`.
  void DelayNext(MockApi api, rd_kafka_resp_err_t error, int delay_ms) {
    rd_kafka_mock_broker_push_request_error_rtts(cluster_, 1, api, 1, error,
                                                 delay_ms);
  }
  void Down(int broker) { rd_kafka_mock_broker_set_down(cluster_, broker); }
  void Up(int broker) { rd_kafka_mock_broker_set_up(cluster_, broker); }

 private:
  std::unique_ptr<Client> client_;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

}  // namespace csi::kafka

#endif  // CSI_TESTS_UNIT_COMMON_KAFKA_MOCK_BROKERS_H_
