// One partition of an input topic in Kafka, read by a thread of its own and
// mapped there, kept in a bounded buffer. It reads on from the place that the
// journal names, and only if the record before it is still the one that was
// used: a topic that was cut or replaced is a trouble that an operator ends
// (Options::accept_gap), never a silent jump. Thread-safe.
#ifndef CSI_COMMON_INPUTS_KAFKA_INPUT_SOURCE_H_
#define CSI_COMMON_INPUTS_KAFKA_INPUT_SOURCE_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/inbound/input_mapper.h"
#include "common/inputs/input_share.h"
#include "common/kafka/partition_reader.h"
#include "common/kafka/settings.h"
#include "common/runtime/input_source.h"

namespace csi {

struct KafkaInputOptions {
  kafka::ClusterOptions cluster;
  std::string topic;
  int32_t partition = 0;
  // Of the topic, as the operator says; the first source compares.
  int32_t partitions = 1;
  InputShare share;  // of the journal's partition that reads it
  // Where records were lost, go on with the first that is there.
  bool accept_gap = false;
};

class KafkaInputSource : public InputSource {
 public:
  // `mapper` outlives the source. Nothing is read before the first Read.
  KafkaInputSource(KafkaInputOptions options,
                   const inbound::InputMapper& mapper);
  ~KafkaInputSource() override;

  std::vector<Input> Read(const InputPlace& place, size_t inputs_max) override;
  uint64_t end() const override { return end_; }
  std::string trouble() const override;
  void OnProgress(std::function<void()> notify) override;

  // "itsm.measurements/0".
  const std::string& name() const { return name_; }

 private:
  void Run();
  absl::Status Follow(const InputPlace& place);
  // The offset to begin at, or why the place is none of the topic.
  absl::StatusOr<uint64_t> Start(kafka::PartitionReader& reader,
                                 const InputPlace& place);
  // Says when the topic has more partitions than are read.
  void CompareCount(kafka::PartitionReader& reader);
  Input Take(const kafka::ReadMessage& message) const;
  bool WaitForRoom();
  void Keep(std::vector<Input> inputs);

  const KafkaInputOptions options_;
  const std::string name_;
  const inbound::InputMapper& mapper_;
  std::atomic<uint64_t> end_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::optional<InputPlace> restart_at_;
  std::optional<InputPlace> begin_;  // of the buffer
  std::deque<Input> buffer_;
  size_t buffered_bytes_ = 0;
  std::string trouble_;
  std::string warning_;  // of a source that reads all the same
  std::vector<std::function<void()>> listeners_;
  std::thread thread_;
};

// What the journal keeps of a record to know it again.
std::string FingerprintOf(const kafka::ReadMessage& message);

}  // namespace csi

#endif  // CSI_COMMON_INPUTS_KAFKA_INPUT_SOURCE_H_
