#include "common/kafka/client.h"

#include <array>

#include "common/base/strings.h"
#include "common/telemetry/log.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {
namespace {

// syslog's level, as the library logs.
constexpr int kSyslogError = 3;

constexpr char kTooOld[] =
    " - the brokers are too old; Apache Kafka 3.9 and 4.1 are tested, upgrade "
    "them or name others in --kafka";

}  // namespace

std::string ErrorText(int error) {
  const auto code = static_cast<rd_kafka_resp_err_t>(error);
  return StrCat(rd_kafka_err2name(code), " (", rd_kafka_err2str(code), ")",
                code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE ? kTooOld : "");
}

void TopicDeleter::operator()(rd_kafka_topic_s* topic) const {
  rd_kafka_topic_destroy(topic);
}

void Client::OnError(rd_kafka_s* handle, int error, const char* reason,
                     void* opaque) {
  auto* client = static_cast<Client*>(opaque);
  std::string text = StrCat(ErrorText(error), ": ", reason);
  if (error == RD_KAFKA_RESP_ERR__FATAL) {
    std::array<char, 512> why{};
    const auto code = rd_kafka_fatal_error(handle, why.data(), why.size());
    text = StrCat("fatal: ", ErrorText(code), ": ", why.data());
  }
  Log(Severity::kDebug, "kafka", {{"error", text}});
  std::lock_guard lock(client->mutex_);
  client->last_error_ = std::move(text);
}

void Client::OnLog(const rd_kafka_s* handle, int level, const char* facility,
                   const char* text) {
  // A broker that is away is told by health and by last_error, once; the
  // library says so with every attempt.
  const Severity severity =
      level < kSyslogError ? Severity::kWarning : Severity::kDebug;
  Log(severity, "kafka",
      {{"client", handle ? rd_kafka_name(handle) : ""},
       {"facility", facility},
       {"text", text}});
}

absl::StatusOr<std::unique_ptr<Client>> Client::Make(
    Kind kind, const std::vector<Setting>& settings,
    const std::function<void(rd_kafka_conf_s*)>& adjust) {
  std::unique_ptr<Client> client(new Client());
  std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> conf(
      rd_kafka_conf_new(), &rd_kafka_conf_destroy);
  std::array<char, 512> why{};
  for (const Setting& setting : settings) {
    if (rd_kafka_conf_set(conf.get(), setting.name.c_str(),
                          setting.value.c_str(), why.data(),
                          why.size()) != RD_KAFKA_CONF_OK) {
      return absl::InvalidArgumentError(StrCat("The Kafka setting ",
                                               setting.name, "=", setting.value,
                                               " is refused: ", why.data()));
    }
  }
  rd_kafka_conf_set_opaque(conf.get(), client.get());
  rd_kafka_conf_set_error_cb(conf.get(), &Client::OnError);
  rd_kafka_conf_set_log_cb(conf.get(), &Client::OnLog);
  if (adjust) adjust(conf.get());
  client->handle_ = rd_kafka_new(
      kind == Kind::kProducer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER,
      conf.get(), why.data(), why.size());
  if (client->handle_ == nullptr) {
    return absl::InvalidArgumentError(
        StrCat("The Kafka client cannot be made: ", why.data()));
  }
  static_cast<void>(conf.release());  // the handle owns it now
  return client;
}

Client::~Client() {
  if (handle_ == nullptr) return;
  if (rd_kafka_type(handle_) == RD_KAFKA_PRODUCER) {
    rd_kafka_purge(handle_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                RD_KAFKA_PURGE_F_NON_BLOCKING);
  }
  rd_kafka_destroy(handle_);
}

std::string Client::last_error() const {
  std::lock_guard lock(mutex_);
  return last_error_;
}

absl::StatusOr<TopicHandle> MakeTopic(const Client& client,
                                      const std::string& name) {
  TopicHandle topic(rd_kafka_topic_new(client.get(), name.c_str(), nullptr));
  if (!topic) {
    return absl::InvalidArgumentError(
        StrCat("The topic name \"", name,
               "\" is refused: ", ErrorText(rd_kafka_last_error())));
  }
  return topic;
}

}  // namespace csi::kafka
