#include "common/kafka/partition_producer.h"

#include "common/base/strings.h"
#include "common/kafka/topic_admin.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {

absl::StatusOr<std::unique_ptr<PartitionProducer>> PartitionProducer::Open(
    const ClusterOptions& cluster, const std::string& topic,
    int32_t partition) {
  std::unique_ptr<PartitionProducer> producer(
      new PartitionProducer(cluster, partition));
  auto client = Client::Make(
      Client::Kind::kProducer, JournalProducerSettings(cluster),
      [](rd_kafka_conf_s* conf) {
        rd_kafka_conf_set_dr_msg_cb(conf, &PartitionProducer::OnDelivered);
      });
  if (!client.ok()) return client.status();
  producer->client_ = *std::move(client);
  auto handle = MakeTopic(*producer->client_, topic);
  if (!handle.ok()) return handle.status();
  producer->topic_ = *std::move(handle);
  return producer;
}

absl::Status PartitionProducer::Prepare(absl::Duration timeout) {
  auto count = PartitionCount(*client_, topic_.get(), timeout);
  if (!count.ok()) return count.status();
  if (partition_ < *count) return absl::OkStatus();
  return absl::NotFoundError(
      StrCat("The topic ", rd_kafka_topic_name(topic_.get()), " has ", *count,
             " partitions, number ", partition_, " is not there."));
}

void PartitionProducer::OnDelivered(rd_kafka_s*,
                                    const rd_kafka_message_s* message, void*) {
  auto* result = static_cast<std::optional<WriteResult>*>(message->_private);
  *result = WriteResult();
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    // A retry that the broker knew already comes back without its offset.
    if (message->offset < 0) {
      (*result)->why = "it was acknowledged without its offset";
      return;
    }
    (*result)->outcome = WriteOutcome::kWritten;
    (*result)->offset = static_cast<uint64_t>(message->offset);
    return;
  }
  if (rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED) {
    (*result)->outcome = WriteOutcome::kNotWritten;
  }
  (*result)->why = ErrorText(message->err);
}

WriteResult PartitionProducer::Write(std::string_view record,
                                     const std::atomic<bool>* interrupted) {
  WriteResult result;
  if (spent_) {
    result.outcome = WriteOutcome::kNotWritten;
    result.why = "the producer is spent";
    return result;
  }
  delivered_.reset();
  if (rd_kafka_produce(topic_.get(), partition_, RD_KAFKA_MSG_F_COPY,
                       const_cast<char*>(record.data()), record.size(), nullptr,
                       0, &delivered_) != 0) {
    spent_ = true;
    result.outcome = WriteOutcome::kNotWritten;
    result.why = ErrorText(rd_kafka_last_error());
    return result;
  }
  const absl::Time until = absl::Now() + wait_max_;
  while (!delivered_ && absl::Now() < until &&
         !(interrupted != nullptr && *interrupted)) {
    rd_kafka_poll(client_->get(), 100);
  }
  if (delivered_) {
    result = *std::move(delivered_);
  } else {
    result.why = "no delivery report came";
  }
  spent_ = result.outcome != WriteOutcome::kWritten;
  if (spent_ && !client_->last_error().empty()) {
    StrAppend(&result.why, "; last error: ", client_->last_error());
  }
  return result;
}

}  // namespace csi::kafka
