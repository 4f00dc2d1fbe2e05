// The reference of the benchmarks on Kafka: a closed loop of a bare producer
// with acks=all. N messages in flight, each acknowledged one starts the next of
// its slot, for a number of seconds. Prints one JSON object, as csi_loadgen.
//
//   csi_bare_producer --kafka HOST:PORT --topic T --bytes 600 --in-flight 64
//       --seconds 5
//
// The settings that cost time are those of the journal's producer; only that it
// may have several requests on the way, as any producer without an order.
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kPollMilliseconds = 100;
constexpr int kFlushMilliseconds = 10000;

class Loop {
 public:
  Loop(std::string topic, size_t bytes, size_t in_flight)
      : topic_(std::move(topic)), payload_(bytes, 'x'), slots_(in_flight) {}

  // Says why it could not; empty when it ran to its end.
  std::string Run(const std::string& brokers, double seconds) {
    char why[512];
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] :
         std::map<std::string, std::string>{{"bootstrap.servers", brokers},
                                            {"acks", "all"},
                                            {"enable.idempotence", "true"},
                                            {"linger.ms", "0"},
                                            {"compression.codec", "none"},
                                            {"socket.nagle.disable", "true"}}) {
      if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why,
                            sizeof(why)) != RD_KAFKA_CONF_OK) {
        return why;
      }
    }
    rd_kafka_conf_set_opaque(conf, this);
    rd_kafka_conf_set_dr_msg_cb(conf, &Loop::Delivered);
    producer_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof(why));
    if (producer_ == nullptr) return why;
    started_ = Clock::now();
    end_ = started_ +
           std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
    for (size_t i = 0; i < slots_.size(); ++i) Send(i);
    while (running_ > 0) rd_kafka_poll(producer_, kPollMilliseconds);
    elapsed_ = std::chrono::duration<double>(Clock::now() - started_).count();
    rd_kafka_flush(producer_, kFlushMilliseconds);
    rd_kafka_destroy(producer_);
    return error_;
  }

  void Print() {
    std::sort(latencies_us_.begin(), latencies_us_.end());
    const auto at = [this](double share) {
      if (latencies_us_.empty()) return 0.0f;
      return latencies_us_[std::min(
          latencies_us_.size() - 1,
          static_cast<size_t>(share * latencies_us_.size()))];
    };
    std::printf(
        "{\"method\":\"producer\",\"in_flight\":%zu,\"calls\":%zu,"
        "\"seconds\":%.3f,\"per_second\":%.1f,\"p50_us\":%.0f,\"p99_us\":%.0f}"
        "\n",
        slots_.size(), latencies_us_.size(), elapsed_,
        latencies_us_.size() / elapsed_, at(0.5), at(0.99));
  }

 private:
  void Send(size_t slot) {
    slots_[slot] = Clock::now();
    const rd_kafka_resp_err_t code = rd_kafka_producev(
        producer_, RD_KAFKA_V_TOPIC(topic_.c_str()), RD_KAFKA_V_PARTITION(0),
        RD_KAFKA_V_VALUE(payload_.data(), payload_.size()),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_OPAQUE(&slots_[slot]), RD_KAFKA_V_END);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      ++running_;
    } else {
      error_ = rd_kafka_err2str(code);
    }
  }

  static void Delivered(rd_kafka_t*, const rd_kafka_message_t* message,
                        void* opaque) {
    Loop& loop = *static_cast<Loop*>(opaque);
    --loop.running_;
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      loop.error_ = rd_kafka_err2str(message->err);
      return;
    }
    auto* sent = static_cast<Clock::time_point*>(message->_private);
    const Clock::time_point now = Clock::now();
    loop.latencies_us_.push_back(
        std::chrono::duration<float, std::micro>(now - *sent).count());
    if (now < loop.end_) {
      loop.Send(static_cast<size_t>(sent - loop.slots_.data()));
    }
  }

  const std::string topic_;
  std::string payload_;                   // the library takes no const bytes
  std::vector<Clock::time_point> slots_;  // when each message was sent
  std::vector<float> latencies_us_;
  size_t running_ = 0;
  Clock::time_point started_, end_;
  double elapsed_ = 0;
  std::string error_;
  rd_kafka_t* producer_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> flags = {
      {"--bytes", "600"}, {"--in-flight", "64"}, {"--seconds", "5"}};
  for (int i = 1; i + 1 < argc; i += 2) flags[argv[i]] = argv[i + 1];
  Loop loop(flags["--topic"], std::stoul(flags["--bytes"]),
            std::stoul(flags["--in-flight"]));
  const std::string error =
      loop.Run(flags["--kafka"], std::stod(flags["--seconds"]));
  if (!error.empty()) {
    std::fprintf(stderr, "csi_bare_producer: %s\n", error.c_str());
    return 1;
  }
  loop.Print();
  return 0;
}
