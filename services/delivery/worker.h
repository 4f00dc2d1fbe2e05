// Takes notifications to people: for every PersonNotified it sends what their
// preferences ask for through their channels, tries again with growing pauses,
// and reports what it gave up. At least once: a message may come twice with the
// same id, never with another. One thread.
//
// A channel that fails rests, and what comes for it waits in the state; a dead
// address costs one attempt a rest, whatever comes for it, and holds up nobody
// else.
#ifndef CSI_SERVICES_DELIVERY_WORKER_H_
#define CSI_SERVICES_DELIVERY_WORKER_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/random/random.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/workflow/v1/workflow_people.pb.h"
#include "services/delivery/sender.h"
#include "services/delivery/state_file.h"

namespace csi::delivery {

// What the worker asks of the workflow service.
class Workflow {
 public:
  virtual ~Workflow() = default;
  virtual absl::StatusOr<std::vector<workflow::v1::DeliveryChannel>> Channels(
      const std::string& tenant) = 0;
  virtual absl::StatusOr<workflow::v1::NotificationPreferences> Preferences(
      const std::string& person) = 0;  // resource name
  virtual absl::StatusOr<workflow::v1::InboxDigest> Digest(
      const std::string& person, absl::Time since) = 0;
  virtual absl::Status Report(const std::string& tenant,
                              const workflow::v1::Delivery& delivery) = 0;
};

struct Pace {
  int attempts = 5;
  // How long a channel rests that failed once; twice as long each time.
  absl::Duration first_pause = absl::Seconds(1);
  absl::Duration longest_pause = absl::Minutes(5);
  // More for one channel are given up without an attempt.
  size_t waiting_max = 50;
  absl::Duration digest_every = absl::Hours(24);
  std::function<absl::Time()> now = &absl::Now;
  // True once the worker is to end: what is not sent is taken again.
  std::function<bool()> stopping = [] { return false; };
};

struct Counts {
  uint64_t sent = 0;
  uint64_t failed_attempts = 0;
  uint64_t dead = 0;
};

class Worker {
 public:
  // All outlive the worker.
  Worker(Pace pace, Workflow& workflow, Sender& sender, Random& random,
         WorkerState& state)
      : pace_(std::move(pace)),
        workflow_(workflow),
        sender_(sender),
        random_(random),
        state_(state) {}

  // Everything that the event asks for is sent, dead, waiting or noted for a
  // digest when this is OK. An error means that the workflow cannot be asked:
  // take the same event again later.
  absl::Status Take(const common::v1::CloudEvent& event);
  // Tries what waits for channels that have rested.
  absl::Status TakeUp();
  // Sends the digests if their time has come. One that the workflow does not
  // give stays for the next time, and those behind it go.
  absl::Status SendDigests();

  const Counts& counts() const { return counts_; }
  size_t waiting() const;
  // The rest after `failures` in a row: doubles, half of it by chance.
  absl::Duration RestAfter(int failures);

 private:
  absl::Status Notify(const common::v1::CloudEvent& event);
  absl::Status Retry(const common::v1::CloudEvent& event);
  // Sends it, or lets it wait if its channel rests or others wait before it.
  absl::Status Deliver(const workflow::v1::DeliveryChannel& channel,
                       Waiting message);
  // One attempt: true if the message is settled, false if it is to be tried
  // again.
  absl::StatusOr<bool> Attempt(const workflow::v1::DeliveryChannel& channel,
                               Waiting& message);
  absl::Status TakeUpChannel(const std::string& name,
                             std::deque<Waiting>& queue);
  absl::Status GiveUp(Waiting message, std::string_view error);
  bool Rests(const std::string& channel) const;
  // Tells the workflow. What it refuses for good is logged and let go, so that
  // one tenant's refusal does not hold up the others.
  absl::Status Report(const std::string& tenant,
                      const workflow::v1::Delivery& delivery);
  absl::Status SendDigest(const std::string& tenant, const std::string& person,
                          int64_t since_us);

  const Pace pace_;
  Workflow& workflow_;
  Sender& sender_;
  Random& random_;
  WorkerState& state_;
  struct Rest {
    int failures = 0;
    absl::Time until;
  };
  std::map<std::string, Rest> resting_;  // by channel name
  // Deliveries of the event under way that are settled: when it is taken again
  // they are not sent again.
  std::string event_;
  std::set<std::string> settled_;
  Counts counts_;
};

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_WORKER_H_
