// Clients of a simulated service, and what they are owed: each keeps what it
// asked and what it was told, and compares it with the journal at every answer.
// Not thread-safe.
#ifndef CSI_TESTS_SIM_SIM_CLIENTS_H_
#define CSI_TESTS_SIM_SIM_CLIENTS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "common/executor/calls.h"
#include "tests/sim/ledger_model.h"
#include "tests/sim/sim_journal.h"
#include "tests/sim/sim_node.h"

namespace csi::sim {

class SimClients {
 public:
  // `fail` is told the first broken promise.
  SimClients(std::string service, bool has_view, const SimJournal& journal,
             SeededRandom& random, Trace& trace,
             std::function<void(std::string)> fail);

  // A new request, or another attempt of an older one, to this node.
  void Act(SimNode& node, Instant now);
  // Every request that may still be answered is sent again.
  bool RetryOne(SimNode& node, Instant now);
  // The node lost everything that it had not answered.
  void OnCrash(const SimNode& node);
  // All is quiet: compares every request with the journal.
  void CheckAtRest();

  uint64_t acknowledged() const { return acknowledged_; }
  uint64_t refused() const { return refused_; }
  const LedgerModel& model();

 private:
  struct Request {
    std::string tenant;
    std::string id;
    std::vector<std::string> words;
    std::string counter;  // set by this request alone, if not empty
    std::string reply;    // of the first OK
    bool validate_only = false;
    bool stolen_id = false;  // another request's id with other content
    bool acknowledged = false;
    bool finished = false;    // refused for good, or given up
    bool open_ended = false;  // an attempt ended without an answer
    // End of what was acknowledged when it was sent last.
    uint64_t durable_before = 0;
    int waiting = 0;
    const SimNode* node = nullptr;
  };

  Request MakeRequest();
  void Send(size_t index, SimNode& node, Instant now);
  void OnReply(size_t index, bool alone, const CallResult& result);
  void OnAcknowledged(Request& request, const CallResult& result);
  void OnRefused(Request& request, bool alone, const CallResult& result);
  bool MustBeAbsent(const Request& request, std::string_view why);
  void Fail(const Request& request, std::string_view what);

  const std::string service_;
  const bool has_view_;
  const SimJournal& journal_;
  SeededRandom& random_;
  Trace& trace_;
  const std::function<void(std::string)> fail_;
  LedgerModel model_;
  std::deque<Request> requests_;
  uint64_t acknowledged_ = 0;
  uint64_t refused_ = 0;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_CLIENTS_H_
