// What a service must give the engine: decisions, folds and projections.
//
// Decide is a pure function of the state, the views and the context; it emits
// events or refuses. Apply is the only writer of state, runs on the live path
// and in every replay, and is total: it never refuses. Project turns journal
// events into public ones. None of them looks at a clock, draws a random
// number, blocks, logs or keeps anything between calls; all are called from
// one thread per partition.
#ifndef CSI_COMMON_DOMAIN_DOMAIN_H_
#define CSI_COMMON_DOMAIN_DOMAIN_H_

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "google/protobuf/message.h"

namespace csi {

// A validated call on its way to the partition. Time, ids and the actor are
// fixed before Decide sees it.
struct Command {
  std::string tenant;        // id, not a resource name
  std::string actor;         // person id, empty for a stranger
  std::string on_behalf_of;  // person id, usually empty
  std::string method;        // short name, for example ApproveStep
  std::string request_id;    // empty: the call is not repeatable
  std::string trace;         // 25 bytes or empty
  bool validate_only = false;
  std::shared_ptr<const google::protobuf::Message> request;
};

// New ids, drawn before Decide: the same context gives the same ids.
class IdSource {
 public:
  explicit IdSource(std::string seed) : seed_(std::move(seed)) {}
  // 26 characters [0-9a-v], unguessable, never the same twice in a command.
  std::string Next();

 private:
  std::string seed_;
  uint64_t drawn_ = 0;
};

// What a decision may look at.
struct Context {
  std::string tenant;
  std::string actor;
  std::string on_behalf_of;
  absl::Time now;
  const KvReader* state = nullptr;
  // Rows folded from other services' public events; each view has own tags.
  const KvReader* views = nullptr;
  // "raci" -> revision text of the view, to be recorded in events that used it.
  std::function<std::string(std::string_view source)> view_revision;
  IdSource* ids = nullptr;
};

// What a decision leaves behind. Events are journal events of the service (the
// wrapper message with its oneof). The reply is read after Apply, so that it
// shows the state that the command made.
class Outcome {
 public:
  using ReplyFn = std::function<std::unique_ptr<google::protobuf::Message>(
      const KvReader& state)>;

  template <class Event>
  Event& Emit() {
    auto event = std::make_unique<Event>();
    Event& reference = *event;
    events_.push_back(std::move(event));
    return reference;
  }
  void Emit(std::unique_ptr<google::protobuf::Message> event) {
    events_.push_back(std::move(event));
  }
  void ReplyWith(ReplyFn reply) { reply_ = std::move(reply); }
  template <class Reply>
  requires std::derived_from<Reply, google::protobuf::Message>
  void ReplyWith(Reply reply) {
    auto shared = std::make_shared<Reply>(std::move(reply));
    reply_ = [shared](const KvReader&) {
      return std::make_unique<Reply>(*shared);
    };
  }

  std::vector<std::unique_ptr<google::protobuf::Message>>& events() {
    return events_;
  }
  const ReplyFn& reply() const { return reply_; }

 private:
  std::vector<std::unique_ptr<google::protobuf::Message>> events_;
  ReplyFn reply_;
};

// A reminder that the engine keeps: one row, fired once when it is due.
struct Timer {
  absl::Time due;
  std::string tenant;
  std::string kind;     // for example step-overdue
  std::string subject;  // resource name, or anything the service understands
};

// Facts of the command that an event belongs to.
struct Fact {
  std::string tenant;
  std::string actor;
  std::string on_behalf_of;
  std::string method;
  std::string request_id;
  absl::Time time;
};

// Where Apply writes.
class Effects {
 public:
  virtual ~Effects() = default;
  virtual KvWriter& state() = 0;
  virtual void SetTimer(const Timer& timer) = 0;
  virtual void CancelTimer(const Timer& timer) = 0;
  // An assumption of Apply does not hold: the partition halts at this record,
  // with this sentence in its health. The process and all others go on.
  virtual void Broken(std::string what) = 0;
};

// A public event before the engine adds id, source, time and position.
struct PublicEvent {
  std::string subject;  // resource name
  std::unique_ptr<google::protobuf::Message> data;
};

// A figure of the state for the metrics; a partition publishes it under this
// name with its labels.
struct StateGauge {
  std::string name;  // csi_<service>_<what>
  std::string help;
  double value = 0;
};

class Domain {
 public:
  virtual ~Domain() = default;

  // raci, registry, workflow or reporting.
  virtual std::string_view service() const = 0;
  // Services whose events this one folds into views.
  virtual std::vector<std::string> views() const { return {}; }

  virtual absl::Status Decide(const Command& command, const Context& context,
                              Outcome& outcome) const = 0;
  virtual std::unique_ptr<google::protobuf::Message> NewEvent() const = 0;
  virtual void Apply(const google::protobuf::Message& event, const Fact& fact,
                     Effects& effects) const = 0;
  virtual void Project(const google::protobuf::Message& event, const Fact& fact,
                       std::vector<PublicEvent>& out) const = 0;

  // Asked many times a second, so each reads a row that the fold keeps.
  virtual std::vector<StateGauge> Gauges(const KvReader& state) const {
    return {};
  }

  // Folds a foreign event into view rows. `source` is the service.
  virtual void FoldView(std::string_view source,
                        const common::v1::CloudEvent& event,
                        KvWriter& views) const {}
  // Foreign events that may change own state, by what they say alone. Each is
  // journaled with its position, even if React emits nothing.
  virtual bool ReactsTo(const common::v1::CloudEvent& event) const {
    return false;
  }
  virtual absl::Status React(const common::v1::CloudEvent& event,
                             const Context& context, Outcome& outcome) const {
    return absl::OkStatus();
  }
  // A request that the service's mapper made of an input (a record of a topic
  // that another system writes). Nobody is asked for authority: who may write
  // the topic may send it. A refusal sends the whole input to the dead letters.
  virtual absl::Status TakeInput(const google::protobuf::Message& request,
                                 const Context& context,
                                 Outcome& outcome) const {
    return absl::OkStatus();
  }
  // A timer is due. Its row is gone whatever this emits.
  virtual absl::Status Fire(const Timer& timer, const Context& context,
                            Outcome& outcome) const {
    return absl::OkStatus();
  }
};

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_DOMAIN_H_
