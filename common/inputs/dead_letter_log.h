// The dead-letter topic as people see it: each rejected input once, with what
// was decided about it. A decision is a record of the same topic. Not
// thread-safe; a fold, without Kafka.
#ifndef CSI_COMMON_INPUTS_DEAD_LETTER_LOG_H_
#define CSI_COMMON_INPUTS_DEAD_LETTER_LOG_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/kafka/event_producer.h"
#include "common/kafka/partition_reader.h"

namespace csi {

// Headers of a decision and of a replayed input.
inline constexpr char kDecision[] = "csi_decision";
inline constexpr char kDecisionOf[] = "csi_letter";
inline constexpr char kDecisionBy[] = "csi_by";
inline constexpr char kDecisionReason[] = "csi_reason";
inline constexpr char kReplayOf[] = "csi_replay_of";

struct LetterDecision {
  std::string what;  // replaying, replayed, discarded
  std::string by;
  std::string reason;
  absl::Time at;
};

struct Letter {
  // "itsm.measurements/0/17": where the input stands; with "#2" behind it when
  // the topic was replaced and the place came again.
  std::string id;
  // The partition of the service's journal that rejected it first, and the id
  // of its event.
  std::string task;
  std::string event;
  std::string topic;
  int32_t partition = 0;
  uint64_t offset = 0;
  std::string connector;  // which service rejected it
  std::string stage;
  std::string reason;   // a word that does not change
  std::string message;  // for people
  bool whole = true;    // key, headers and value are those of the input
  absl::Time at;
  kafka::EventMessage input;  // without the headers of a letter
  std::vector<LetterDecision> decisions;

  // open, replaying (a replay began and nobody knows whether it ended),
  // replayed or discarded.
  std::string_view state() const;
};

class DeadLetterLog {
 public:
  // The next record of the topic; what is neither letter nor decision is
  // counted and left.
  void Take(const kafka::ReadMessage& message);

  const std::map<std::string, Letter>& letters() const { return letters_; }
  // NOT_FOUND says how letters are named.
  absl::StatusOr<const Letter*> Find(const std::string& id) const;
  size_t strangers() const { return strangers_; }

 private:
  // True when it is no other letter than `held`: published again, or of
  // another partition of the journal, each of which reads the same input.
  static bool Same(const Letter& held, const Letter& letter);

  std::map<std::string, Letter> letters_;
  size_t strangers_ = 0;
};

kafka::EventMessage DecisionMessage(const std::string& id,
                                    const LetterDecision& decision);
// The input as it came, and whose letter it was.
kafka::EventMessage ReplayMessage(const Letter& letter);

}  // namespace csi

#endif  // CSI_COMMON_INPUTS_DEAD_LETTER_LOG_H_
