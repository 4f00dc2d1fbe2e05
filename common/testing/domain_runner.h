// Runs commands against one or several domains in memory, the way the engine
// would, for unit tests: Given / When / Then without threads or files.
//
// After every command all events are folded again from zero and compared with
// the live state byte for byte; public events of one domain reach the views
// and reactions of the others at once, until all is quiet. A broken assumption
// in Apply or a difference aborts the test with its place.
//
//   DomainRunner runner;
//   runner.Add(MakeRaciDomain());
//   runner.ActAs("anna");
//   auto person = runner.Call<raci::v1::Person>("raci", "CreatePerson", req);
#ifndef CSI_COMMON_TESTING_DOMAIN_RUNNER_H_
#define CSI_COMMON_TESTING_DOMAIN_RUNNER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/domain/domain.h"
#include "common/domain/paging.h"
#include "common/kv/memory_kv.h"
#include "common/kv/overlay.h"

namespace csi::testing {

class DomainRunner {
 public:
  DomainRunner();
  ~DomainRunner();

  void Add(std::unique_ptr<Domain> domain);

  // All calls that follow are made by this person (id); empty: a stranger.
  void ActAs(std::string person) { actor_ = std::move(person); }
  void InTenant(std::string tenant) { tenant_ = std::move(tenant); }
  const std::string& tenant() const { return tenant_; }
  absl::Time now() const { return now_; }
  // Moves the clock forward and fires the timers that became due.
  void Advance(absl::Duration duration);
  void AdvanceTo(absl::Time time);

  // Decides, applies, checks the replay, delivers. The reply bytes parse as
  // Reply. A refusal changes nothing (checked).
  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view service, std::string_view method,
                             const google::protobuf::Message& request) {
    absl::StatusOr<std::string> bytes = CallBytes(service, method, request);
    if (!bytes.ok()) return bytes.status();
    Reply reply;
    reply.ParseFromString(*bytes);
    return reply;
  }
  absl::StatusOr<std::string> CallBytes(
      std::string_view service, std::string_view method,
      const google::protobuf::Message& request);

  // Folds and reacts to an event that no added domain made.
  void Deliver(std::string_view source, const google::protobuf::Message& data,
               std::string_view subject);

  QueryContext Query(std::string_view service) const;
  const MemoryKv& state(std::string_view service) const;
  MemoryKv& views(std::string_view service);
  // Public events so far, oldest first, of one service.
  const std::vector<common::v1::CloudEvent>& events(
      std::string_view service) const;
  // Number of public events of a short type name, for example PersonLeft.
  int CountEvents(std::string_view service, std::string_view short_type) const;
  std::vector<Timer> timers(std::string_view service) const;

 private:
  struct Node;
  struct Recorded;

  Node& node(std::string_view service) const;
  Context MakeContext(Node& at, std::string_view tenant, std::string_view actor,
                      IdSource& ids);
  absl::StatusOr<std::string> Commit(Node& at, const Fact& fact,
                                     Outcome& outcome);
  void CheckReplay(const Node& at) const;
  void Publish(Node& from, const Fact& fact,
               const google::protobuf::Message& event);
  void DeliverPending();
  void FireDue(Node& at);

  std::map<std::string, std::unique_ptr<Node>, std::less<>> nodes_;
  std::vector<std::pair<std::string, common::v1::CloudEvent>> pending_;
  bool delivering_ = false;
  std::string tenant_ = "acme";
  std::string actor_;
  absl::Time now_;
  uint64_t commands_ = 0;
};

}  // namespace csi::testing

#endif  // CSI_COMMON_TESTING_DOMAIN_RUNNER_H_
