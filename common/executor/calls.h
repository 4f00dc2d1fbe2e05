// What goes into the executor and what comes out.
#ifndef CSI_COMMON_EXECUTOR_CALLS_H_
#define CSI_COMMON_EXECUTOR_CALLS_H_

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/domain/decided_record.h"
#include "common/domain/domain.h"
#include "common/executor/store.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {

// Both clocks at one moment.
struct Instant {
  absl::Time wall;
  absl::Duration steady;
};

struct CallResult {
  absl::Status status;
  std::string reply;
  // Record that holds the effects; only meaningful when status is OK.
  uint64_t offset = 0;
  // The reply was recorded by an earlier call with the same request id.
  bool repeated = false;
};

// A command with all that its caller is owed. `done` is called exactly once,
// on the executor's thread; it must not block.
struct Call {
  Command command;
  std::string content_hash;  // 32 bytes, empty without request id
  absl::Duration deadline = absl::InfiniteDuration();  // on the steady clock
  // Views must have used these positions before the command is decided.
  std::vector<common::v1::ViewPosition> not_before;
  absl::Duration queued_at;
  // Asks for nothing but a record of this copy that counts: then it led, and
  // its rows were whole, after the call came in. There is no command.
  bool proves_lead = false;
  std::function<void(CallResult)> done;
};

// All public events of one record. Never changed once made, and shared by all
// who read them, on whatever thread.
class EventList {
 public:
  using Events = std::vector<common::v1::CloudEvent>;

  EventList() = default;
  EventList(Events events)  // NOLINT(google-explicit-constructor): a value
      : events_(std::make_shared<const Events>(std::move(events))) {}
  EventList(std::initializer_list<common::v1::CloudEvent> events)
      : EventList(Events(events)) {}

  auto begin() const { return all().begin(); }
  auto end() const { return all().end(); }
  size_t size() const { return all().size(); }
  bool empty() const { return all().empty(); }

 private:
  const Events& all() const {
    static const Events none;
    return events_ ? *events_ : none;
  }

  std::shared_ptr<const Events> events_;
};

struct ForeignRecord {
  uint64_t offset = 0;
  EventList events;
};

// A stretch of a foreign service's events, up to `next_offset`.
struct ForeignBatch {
  std::string source;      // service
  std::string journal_id;  // 16 bytes
  uint64_t next_offset = 0;
  std::vector<ForeignRecord> records;
  bool at_end = false;  // nothing newer was there when it was read
};

enum class AppendOutcome { kCommitted, kNotWritten, kUnknown };

// What the driver must do next. At most one is open at a time.
struct Action {
  enum class Kind {
    kRead,      // read records [from, to); answer with OnRecords
    kAppend,    // append `record` (with `writes`, if atomic): OnAppended
    kCommit,    // commit `writes`; no answer
    kReopen,    // the store's state is not known: reopen; OnOpened
    kSetAside,  // set the state aside, start from nothing; OnOpened
  };
  Kind kind = Kind::kCommit;
  uint64_t from = 0;
  uint64_t to = 0;
  std::string record;
  // What `record` was made of, for who projects it; null for claims.
  std::shared_ptr<const DecidedRecord> decided;
  WriteSet writes;
  std::string why;
};

}  // namespace csi

#endif  // CSI_COMMON_EXECUTOR_CALLS_H_
