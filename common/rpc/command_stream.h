// One stream of commands: reads while few enough are open, sends the results
// that have come about whenever the last write has gone out. Lives until gRPC
// is done with it. Thread-safe.
#ifndef CSI_COMMON_RPC_COMMAND_STREAM_H_
#define CSI_COMMON_RPC_COMMAND_STREAM_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "common/rpc/command_service.h"
#include "common/rpc/raw_call.h"
#include "csi/common/v1/command_service.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace csi::rpc {

class CommandStream
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `service` outlives it.
  CommandStream(CommandService& service,
                const grpc::CallbackServerContext& context);

  // Nothing more is read; ends with `why` once all that was taken is answered.
  void End(const absl::Status& why);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Lock = std::unique_lock<std::mutex>;

  // Passes the commands on; the first has this number.
  void Take(const common::v1::PerformCommandsRequest& request, uint64_t first);
  void OnResult(uint64_t number, const CommandMethod& method,
                const PartitionHost& host, bool with_reply, CallResult result);
  void Answer(common::v1::CommandResult result);
  // Reads, writes or finishes, whatever is due, on one thread at a time. Last
  // in its caller: the object may be gone then.
  void GoOn(Lock lock);
  size_t Open() const;
  common::v1::PerformCommandsResponse TakeResults();

  CommandService& service_;
  const MetadataPairs metadata_;
  const grpc::CallbackServerContext& context_;
  grpc::ByteBuffer in_, out_;

  std::mutex mutex_;
  uint64_t next_number_ = 0;
  size_t deciding_ = 0;  // taken, without a result
  size_t writing_ = 0;   // results in the write that is out
  common::v1::PerformCommandsResponse results_;     // to be written
  std::map<const PartitionHost*, uint64_t> heads_;  // of these results
  bool reading_ = true;                             // a read is out
  bool taking_ = false;  // its commands are passed on
  bool read_ended_ = false;
  bool left_ = false;   // nobody takes results any more
  bool going_ = false;  // a thread is in GoOn
  bool finished_ = false;
  absl::Status end_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_COMMAND_STREAM_H_
