// The workflow domain on copyable state: a world can be forked, so that tests
// explore every move from every state. Views come from an Office.
#ifndef CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_SANDBOX_H_
#define CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_SANDBOX_H_

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "common/domain/domain.h"
#include "common/kv/memory_kv.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

class Sandbox {
 public:
  using TimerKey =
      std::tuple<absl::Time, std::string, std::string, std::string>;
  // Everything that a command can change.
  struct World {
    MemoryKv state;
    std::set<TimerKey> timers;
    absl::Time now;
  };

  // `views` outlives the sandbox.
  explicit Sandbox(const KvReader& views);

  World& world() { return world_; }
  void Enter(World world) { world_ = std::move(world); }
  // Events of the last successful call, and bytes of all so far.
  const std::vector<v1::JournalEvent>& emitted() const { return emitted_; }
  size_t event_bytes() const { return event_bytes_; }
  size_t reply_bytes() const { return reply_bytes_; }
  int commands() const { return commands_; }

  absl::Status Call(std::string_view as, std::string_view method,
                    const google::protobuf::Message& request);
  absl::Status Deliver(const google::protobuf::Message& event);
  // Moves to the earliest timer and fires it; false if there is none.
  bool FireNext();

 private:
  Context MakeContext(std::string_view actor, IdSource& ids) const;
  void Commit(std::string_view actor, Outcome& outcome);

  std::unique_ptr<Domain> domain_;
  const KvReader& views_;
  World world_;
  std::vector<v1::JournalEvent> emitted_;
  size_t event_bytes_ = 0;
  size_t reply_bytes_ = 0;
  int commands_ = 0;
};

}  // namespace csi::workflow

#endif  // CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_SANDBOX_H_
