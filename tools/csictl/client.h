// Calls any method of any service from its descriptors, with the metadata that
// the servers understand. Remembers the positions of its mutations, so that a
// later call to another service does not run before they are seen there.
// One thread at a time.
#ifndef CSI_TOOLS_CSICTL_CLIENT_H_
#define CSI_TOOLS_CSICTL_CLIENT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "csi/common/v1/event_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tools/csictl/addresses.h"
#include "tools/csictl/command_pipe.h"

namespace csi::tools {

struct ClientOptions {
  Addresses addresses;
  std::string tenant = "demo";  // id
  std::string actor;            // person id, empty: a stranger
  absl::Duration deadline = absl::Seconds(30);
  // File that keeps positions between runs; empty: none is kept.
  std::string positions_file;
};

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();

  // UNAVAILABLE with words that name the address when nobody answers there.
  absl::Status Call(const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response);
  // Whether the last call's reply had been recorded by an earlier one.
  bool repeated() const { return repeated_; }

  // What the health service of every address answers for the whole server;
  // UNAVAILABLE when one does not answer or does not serve.
  absl::Status CheckHealth(absl::Duration deadline);
  // Sentences about what servers that serve cannot do just now.
  std::vector<std::string> Limitations(absl::Duration deadline);

  // Streams events until `take` returns false or the stream ends.
  absl::Status Watch(
      const common::v1::WatchEventsRequest& request,
      const std::function<bool(const common::v1::WatchEventsResponse&)>& take);

  // To the program that serves a service; commands and results by their line.
  std::unique_ptr<CommandPipe> OpenCommands(const std::string& service,
                                            bool omit_replies,
                                            CommandPipe::TakeFn take);

  const ClientOptions& options() const { return options_; }
  void ActAs(std::string person) { options_.actor = std::move(person); }

 private:
  struct Impl;
  struct Health;
  Health HealthOf(const std::string& address, const std::string& name,
                  absl::Duration deadline);
  void LoadPositions();
  void StorePositions() const;

  ClientOptions options_;
  std::unique_ptr<Impl> impl_;
  std::map<std::string, std::string> positions_;  // service -> position text
  bool repeated_ = false;
};

// A new request id: 32 hex digits.
std::string NewRequestId();

// The default place of the positions file for an address.
std::string DefaultPositionsFile(const std::string& address);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_CLIENT_H_
