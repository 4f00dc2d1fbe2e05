// One stream of commands to the program that serves a service: commands go in,
// results come out by their number. One thread.
#ifndef CSI_TOOLS_CSICTL_COMMAND_PIPE_H_
#define CSI_TOOLS_CSICTL_COMMAND_PIPE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "csi/common/v1/command_service.pb.h"
#include "google/protobuf/message.h"

namespace grpc {
class ChannelInterface;
}  // namespace grpc

namespace csi::tools {

class CommandPipe {
 public:
  // Called with the line of a command and what became of it.
  using TakeFn =
      std::function<void(uint64_t line, const common::v1::CommandResult&)>;

  // `actor` is a resource name, or empty for a stranger.
  CommandPipe(std::shared_ptr<grpc::ChannelInterface> channel,
              const std::string& actor, bool omit_replies, TakeFn take);
  ~CommandPipe();

  // Sends it some time, with others; takes results while too many are open.
  absl::Status Send(uint64_t line, const google::protobuf::Message& request);
  // Takes the results of all that was sent.
  absl::Status Finish();
  // Lines without a result, after an error.
  std::vector<uint64_t> Unanswered() const;

 private:
  struct Stream;

  absl::Status Flush();
  absl::Status ReadSome();
  void Take(const common::v1::PerformCommandsResponse& response);
  absl::Status Ended();

  const bool omit_replies_;
  const TakeFn take_;
  std::unique_ptr<Stream> stream_;
  common::v1::PerformCommandsRequest next_;
  std::vector<uint64_t> lines_;  // by number of the command; 0: answered
  size_t open_ = 0;              // sent, without a result
};

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_COMMAND_PIPE_H_
