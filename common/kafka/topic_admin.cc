#include "common/kafka/topic_admin.h"

#include <algorithm>
#include <array>

#include "common/base/strings.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {
namespace {

int Millis(absl::Duration span) {
  return static_cast<int>(absl::ToInt64Milliseconds(span));
}

absl::Status NoAnswer(const Client& client, int error) {
  const std::string last = client.last_error();
  return absl::UnavailableError(StrCat(
      "No Kafka broker answered: ", ErrorText(error), last.empty() ? "" : "; ",
      last, ". Check the bootstrap address and that the brokers run."));
}

absl::Status Missing(std::string_view topic) {
  return absl::NotFoundError(
      StrCat("The topic ", topic,
             " is not there. Topics are made by `csictl topics apply`."));
}

struct MetadataDeleter {
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
};
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, MetadataDeleter>;

absl::StatusOr<Metadata> Fetch(const Client& client, rd_kafka_topic_t* topic,
                               absl::Duration timeout) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto error =
      rd_kafka_metadata(client.get(), 0, topic, &metadata, Millis(timeout));
  rd_kafka_poll(client.get(), 0);
  if (error) return NoAnswer(client, error);
  return Metadata(metadata);
}

// One admin request from its making to its answer.
class Request {
 public:
  Request(const Client& client, rd_kafka_admin_op_t kind,
          absl::Duration timeout)
      : client_(client),
        queue_(rd_kafka_queue_new(client.get())),
        options_(rd_kafka_AdminOptions_new(client.get(), kind)),
        timeout_(timeout) {
    std::array<char, 256> why{};
    rd_kafka_AdminOptions_set_request_timeout(options_, Millis(timeout),
                                              why.data(), why.size());
  }
  ~Request() {
    if (answer_ != nullptr) rd_kafka_event_destroy(answer_);
    rd_kafka_AdminOptions_destroy(options_);
    rd_kafka_queue_destroy(queue_);
  }
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  absl::Status Wait() {
    answer_ = rd_kafka_queue_poll(queue_, Millis(timeout_ + absl::Seconds(1)));
    if (answer_ == nullptr) {
      return NoAnswer(client_, RD_KAFKA_RESP_ERR__TIMED_OUT);
    }
    const auto error = rd_kafka_event_error(answer_);
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(StrCat("Kafka: ", ErrorText(error), ": ",
                                         rd_kafka_event_error_string(answer_),
                                         "."));
  }
  rd_kafka_queue_t* queue() const { return queue_; }
  rd_kafka_AdminOptions_t* options() const { return options_; }
  rd_kafka_event_t* answer() const { return answer_; }

 private:
  const Client& client_;
  rd_kafka_queue_t* const queue_;
  rd_kafka_AdminOptions_t* const options_;
  const absl::Duration timeout_;
  rd_kafka_event_t* answer_ = nullptr;
};

absl::Status FirstResult(const rd_kafka_topic_result_t** results,
                         size_t count) {
  if (count == 0) return absl::InternalError("Kafka answered nothing.");
  const auto error = rd_kafka_topic_result_error(results[0]);
  if (!error) return absl::OkStatus();
  const char* text = rd_kafka_topic_result_error_string(results[0]);
  const std::string why =
      StrCat("Topic ", rd_kafka_topic_result_name(results[0]), ": ",
             ErrorText(error), text ? ": " : "", text ? text : "", ".");
  if (error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
    return absl::AlreadyExistsError(why);
  }
  if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return absl::NotFoundError(why);
  }
  return absl::FailedPreconditionError(why);
}

}  // namespace

absl::StatusOr<int32_t> PartitionCount(const Client& client,
                                       rd_kafka_topic_s* topic,
                                       absl::Duration timeout) {
  auto metadata = Fetch(client, topic, timeout);
  if (!metadata.ok()) return metadata.status();
  if ((*metadata)->topic_cnt != 1) return Missing(rd_kafka_topic_name(topic));
  const rd_kafka_metadata_topic_t& found = (*metadata)->topics[0];
  if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return Missing(rd_kafka_topic_name(topic));
  }
  if (found.err) {
    return absl::UnavailableError(
        StrCat("Kafka: topic ", found.topic, ": ", ErrorText(found.err), "."));
  }
  return found.partition_cnt;
}

absl::StatusOr<std::unique_ptr<TopicAdmin>> TopicAdmin::Open(
    const ClusterOptions& cluster) {
  auto client = Client::Make(Client::Kind::kProducer, AdminSettings(cluster));
  if (!client.ok()) return client.status();
  return std::unique_ptr<TopicAdmin>(new TopicAdmin(*std::move(client)));
}

absl::StatusOr<int32_t> TopicAdmin::BrokerCount(absl::Duration timeout) const {
  auto metadata = Fetch(*client_, nullptr, timeout);
  if (!metadata.ok()) return metadata.status();
  return (*metadata)->broker_cnt;
}

absl::StatusOr<TopicState> TopicAdmin::Describe(const std::string& topic,
                                                absl::Duration timeout) const {
  TopicState state;
  auto handle = MakeTopic(*client_, topic);
  if (!handle.ok()) return handle.status();
  auto metadata = Fetch(*client_, handle->get(), timeout);
  if (!metadata.ok()) return metadata.status();
  if ((*metadata)->topic_cnt != 1) return state;
  const rd_kafka_metadata_topic_t& found = (*metadata)->topics[0];
  if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return state;
  if (found.err) {
    return absl::UnavailableError(
        StrCat("Kafka: topic ", topic, ": ", ErrorText(found.err), "."));
  }
  state.exists = true;
  state.partitions = found.partition_cnt;
  for (int i = 0; i < found.partition_cnt; ++i) {
    const int32_t replicas = found.partitions[i].replica_cnt;
    state.replication =
        i == 0 ? replicas : std::min(state.replication, replicas);
  }
  absl::Status read = ReadConfigs(topic, timeout, state);
  if (!read.ok()) return read;
  return state;
}

absl::Status TopicAdmin::ReadConfigs(const std::string& topic,
                                     absl::Duration timeout,
                                     TopicState& state) const {
  Request request(*client_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout);
  rd_kafka_ConfigResource_t* resource =
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str());
  rd_kafka_DescribeConfigs(client_->get(), &resource, 1, request.options(),
                           request.queue());
  rd_kafka_ConfigResource_destroy(resource);
  absl::Status answered = request.Wait();
  if (!answered.ok()) return answered;
  size_t count = 0;
  const rd_kafka_ConfigResource_t** resources =
      rd_kafka_DescribeConfigs_result_resources(
          rd_kafka_event_DescribeConfigs_result(request.answer()), &count);
  for (size_t i = 0; i < count; ++i) {
    const auto error = rd_kafka_ConfigResource_error(resources[i]);
    if (error) {
      return absl::UnavailableError(StrCat("Kafka: settings of topic ", topic,
                                           ": ", ErrorText(error), "."));
    }
    size_t entries = 0;
    const rd_kafka_ConfigEntry_t** configs =
        rd_kafka_ConfigResource_configs(resources[i], &entries);
    for (size_t j = 0; j < entries; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(configs[j]);
      state.configs[rd_kafka_ConfigEntry_name(configs[j])] = value ? value : "";
    }
  }
  return absl::OkStatus();
}

absl::Status TopicAdmin::Create(const TopicSpec& spec,
                                absl::Duration timeout) const {
  std::array<char, 256> why{};
  std::unique_ptr<rd_kafka_NewTopic_t, decltype(&rd_kafka_NewTopic_destroy)>
      made(rd_kafka_NewTopic_new(spec.name.c_str(), spec.partitions,
                                 spec.replication, why.data(), why.size()),
           &rd_kafka_NewTopic_destroy);
  if (!made) {
    return absl::InvalidArgumentError(
        StrCat("Topic ", spec.name, ": ", why.data(), "."));
  }
  for (const auto& [name, value] : spec.configs) {
    rd_kafka_NewTopic_set_config(made.get(), name.c_str(), value.c_str());
  }
  Request request(*client_, RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout);
  rd_kafka_AdminOptions_set_operation_timeout(
      request.options(), Millis(timeout), why.data(), why.size());
  rd_kafka_NewTopic_t* topics = made.get();
  rd_kafka_CreateTopics(client_->get(), &topics, 1, request.options(),
                        request.queue());
  absl::Status answered = request.Wait();
  if (!answered.ok()) return answered;
  size_t count = 0;
  const rd_kafka_topic_result_t** results = rd_kafka_CreateTopics_result_topics(
      rd_kafka_event_CreateTopics_result(request.answer()), &count);
  return FirstResult(results, count);
}

absl::Status TopicAdmin::Delete(const std::string& topic,
                                absl::Duration timeout) const {
  std::array<char, 256> why{};
  rd_kafka_DeleteTopic_t* gone = rd_kafka_DeleteTopic_new(topic.c_str());
  Request request(*client_, RD_KAFKA_ADMIN_OP_DELETETOPICS, timeout);
  rd_kafka_AdminOptions_set_operation_timeout(
      request.options(), Millis(timeout), why.data(), why.size());
  rd_kafka_DeleteTopics(client_->get(), &gone, 1, request.options(),
                        request.queue());
  rd_kafka_DeleteTopic_destroy(gone);
  absl::Status answered = request.Wait();
  if (!answered.ok()) return answered;
  size_t count = 0;
  const rd_kafka_topic_result_t** results = rd_kafka_DeleteTopics_result_topics(
      rd_kafka_event_DeleteTopics_result(request.answer()), &count);
  return FirstResult(results, count);
}

}  // namespace csi::kafka
