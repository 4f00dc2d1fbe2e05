// WatchEvents for all services of this process, over their hosts.
//
// A stream pulls: it reads the journal at its own position whenever the last
// write has gone out, so a slow reader costs no memory; one whose write does
// not go out in time is ended with SLOW_READER and resumes where it was.
// An idle stream gets an empty response with its position every second, so
// that the reader knows that it is at the end. Thread-safe.
#ifndef CSI_COMMON_RPC_EVENT_SERVICE_H_
#define CSI_COMMON_RPC_EVENT_SERVICE_H_

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "common/runtime/service_hosts.h"
#include "grpcpp/impl/service_type.h"

namespace csi::rpc {

class EventService : public grpc::Service {
 public:
  // By service name; the hosts outlive this.
  explicit EventService(HostsByService hosts);
  ~EventService() override;

  // Ends all streams; the server can then stop.
  void Shutdown();

 private:
  class Stream;

  void Add(Stream* stream);
  void Remove(Stream* stream);
  void Tick();
  void NotifyAll(bool tick);

  const HostsByService hosts_;
  std::mutex mutex_;
  std::set<Stream*> streams_;
  std::mutex progress_mutex_;
  std::condition_variable progress_changed_;
  std::atomic<bool> progressed_{false};
  std::atomic<bool> stopping_{false};
  std::thread ticker_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_EVENT_SERVICE_H_
