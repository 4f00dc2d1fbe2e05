// One librdkafka handle, owned: made from a list of settings, its log lines
// and errors passed on to the program's log, destroyed without waiting for
// what is still queued. Thread-safe.
#ifndef CSI_COMMON_KAFKA_CLIENT_H_
#define CSI_COMMON_KAFKA_CLIENT_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kafka/settings.h"

// As rdkafka.h names them; the header itself stays out of ours.
struct rd_kafka_s;
struct rd_kafka_conf_s;
struct rd_kafka_topic_s;

namespace csi::kafka {

class Client {
 public:
  enum class Kind { kProducer, kConsumer };

  // `adjust` may set callbacks before the handle is made. INVALID_ARGUMENT
  // names the setting that the library refuses.
  static absl::StatusOr<std::unique_ptr<Client>> Make(
      Kind kind, const std::vector<Setting>& settings,
      const std::function<void(rd_kafka_conf_s*)>& adjust = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  rd_kafka_s* get() const { return handle_; }
  // What the library complained of last, empty while it has not.
  std::string last_error() const;

 private:
  Client() = default;
  static void OnError(rd_kafka_s* handle, int error, const char* reason,
                      void* opaque);
  static void OnLog(const rd_kafka_s* handle, int level, const char* facility,
                    const char* text);

  rd_kafka_s* handle_ = nullptr;
  mutable std::mutex mutex_;
  std::string last_error_;
};

// The library's word for an error code, with its name.
std::string ErrorText(int error);

// A topic of a client, by name.
struct TopicDeleter {
  void operator()(rd_kafka_topic_s* topic) const;
};
using TopicHandle = std::unique_ptr<rd_kafka_topic_s, TopicDeleter>;
absl::StatusOr<TopicHandle> MakeTopic(const Client& client,
                                      const std::string& name);

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_CLIENT_H_
