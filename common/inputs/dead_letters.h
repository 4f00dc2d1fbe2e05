// The dead-letter topic: inputs that were rejected, as they came, with headers
// of the form that Kafka Connect uses. Written for each InputRejected event
// before that is published; a letter may come twice, with the same id.
// One thread.
#ifndef CSI_COMMON_INPUTS_DEAD_LETTERS_H_
#define CSI_COMMON_INPUTS_DEAD_LETTERS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "common/kafka/event_producer.h"
#include "common/kafka/partition_reader.h"
#include "common/kafka/settings.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/common/v1/input_event.pb.h"

namespace csi {

// Headers of a letter, beside those of the input.
inline constexpr char kLetterTopic[] = "__connect.errors.topic";
inline constexpr char kLetterPartition[] = "__connect.errors.partition";
inline constexpr char kLetterOffset[] = "__connect.errors.offset";
inline constexpr char kLetterTask[] = "__connect.errors.task.id";
inline constexpr char kLetterConnector[] = "__connect.errors.connector.name";
inline constexpr char kLetterStage[] = "__connect.errors.stage";
inline constexpr char kLetterClass[] = "__connect.errors.class.name";
inline constexpr char kLetterReason[] = "__connect.errors.exception.class.name";
inline constexpr char kLetterMessage[] = "__connect.errors.exception.message";
// Of the event that the letter was made of.
inline constexpr char kLetterEvent[] = "csi_event_id";
// "false" when the input was not in its topic any more, or is too large for a
// letter: key, headers and value are missing, the place is known.
inline constexpr char kLetterWhole[] = "csi_whole";

// Whether a header is one of those above.
bool IsLetterHeader(std::string_view header);

// The letter of an event; `original` is null when the input is gone. Pure.
kafka::EventMessage LetterOf(const common::v1::CloudEvent& event,
                             const common::v1::InputRejected& rejected,
                             const kafka::ReadMessage* original);

class DeadLetters {
 public:
  DeadLetters(kafka::ClusterOptions cluster, std::string topic)
      : cluster_(std::move(cluster)), topic_(std::move(topic)) {}

  // Sends the letter of an InputRejected; of any other event nothing.
  absl::Status Add(const common::v1::CloudEvent& event);
  // Returns when all letters are in the topic. After a failure, here or in Add,
  // those since the last Flush are to be added again.
  absl::Status Flush();

 private:
  absl::StatusOr<kafka::EventMessage> Make(const common::v1::CloudEvent& event);
  // The input, or nothing when it is not in its topic any more.
  absl::StatusOr<std::optional<kafka::ReadMessage>> Original(
      const common::v1::InputRejected& rejected);

  const kafka::ClusterOptions cluster_;
  const std::string topic_;
  std::unique_ptr<kafka::EventProducer> producer_;
  // By topic and partition; letters of one come in the order of its records.
  std::map<std::pair<std::string, int32_t>,
           std::unique_ptr<kafka::PartitionReader>>
      readers_;
  uint64_t added_ = 0;  // since the last Flush
};

}  // namespace csi

#endif  // CSI_COMMON_INPUTS_DEAD_LETTERS_H_
