#include "common/kafka/event_producer.h"

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {

absl::StatusOr<std::unique_ptr<EventProducer>> EventProducer::Open(
    const ClusterOptions& cluster, const std::string& topic,
    int32_t partition) {
  std::unique_ptr<EventProducer> producer(
      new EventProducer(cluster, topic, partition));
  auto client = Client::Make(
      Client::Kind::kProducer, PublisherSettings(cluster),
      [](rd_kafka_conf_s* conf) {
        rd_kafka_conf_set_dr_msg_cb(conf, &EventProducer::OnDelivered);
      });
  if (!client.ok()) return client.status();
  producer->client_ = *std::move(client);
  return producer;
}

void EventProducer::OnDelivered(rd_kafka_s*, const rd_kafka_message_s* message,
                                void*) {
  if (!message->err) return;
  auto* failed = static_cast<absl::Status*>(message->_private);
  if (!failed->ok()) return;
  *failed = absl::UnavailableError(StrCat(
      "Kafka: an event was not acknowledged: ", ErrorText(message->err), "."));
}

absl::Status EventProducer::Send(const EventMessage& message) {
  const absl::Time until = absl::Now() + wait_max_;
  while (failed_.ok()) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(message.headers.size());
    for (const auto& [name, value] : message.headers) {
      rd_kafka_header_add(headers, name.data(),
                          static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    const auto bytes = [](const std::optional<std::string>& text) {
      return text ? const_cast<char*>(text->data()) : nullptr;
    };
    const auto size = [](const std::optional<std::string>& text) {
      return text ? text->size() : 0;
    };
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        client_->get(), RD_KAFKA_V_TOPIC(topic_.c_str()),
        RD_KAFKA_V_PARTITION(partition_),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(bytes(message.key), size(message.key)),
        RD_KAFKA_V_VALUE(bytes(message.value), size(message.value)),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(&failed_),
        RD_KAFKA_V_END);
    if (!error) {
      rd_kafka_poll(client_->get(), 0);
      return failed_;
    }
    rd_kafka_headers_destroy(headers);
    if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL || absl::Now() > until) {
      failed_ = absl::UnavailableError(
          StrCat("Kafka: an event cannot be sent: ", ErrorText(error), "."));
      break;
    }
    rd_kafka_poll(client_->get(), 10);
  }
  return failed_;
}

absl::Status EventProducer::Flush() {
  const absl::Time until = absl::Now() + wait_max_;
  while (failed_.ok() && rd_kafka_outq_len(client_->get()) > 0) {
    rd_kafka_poll(client_->get(), 10);
    if (absl::Now() > until) {
      failed_ = absl::DeadlineExceededError(
          "Kafka: events were not acknowledged in time.");
    }
  }
  return failed_;
}

}  // namespace csi::kafka
