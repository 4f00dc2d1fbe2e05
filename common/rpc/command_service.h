// PerformCommands for all services of this process: many commands over one
// stream, which spares each the cost of a call of its own. Thread-safe.
#ifndef CSI_COMMON_RPC_COMMAND_SERVICE_H_
#define CSI_COMMON_RPC_COMMAND_SERVICE_H_

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/rpc/service_binder.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/service_type.h"

namespace csi::rpc {

class CommandStream;

// A method that changes something, found by the type of its request.
struct CommandMethod {
  ServiceBinder* binder = nullptr;
  const google::protobuf::MethodDescriptor* method = nullptr;
  const google::protobuf::Message* request = nullptr;  // prototype
  std::string reply_url;
};

class CommandService : public grpc::Service {
 public:
  // The binders outlive this.
  explicit CommandService(const std::vector<ServiceBinder*>& binders);

  // Null when this process has no such command. `type_url` is that of an Any.
  const CommandMethod* Find(std::string_view type_url) const;
  // Ends all streams, once what they took is answered.
  void Shutdown();

  // Of the streams, which report themselves.
  void Add(CommandStream* stream);
  void Remove(CommandStream* stream);

 private:
  absl::flat_hash_map<std::string, CommandMethod> methods_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::set<CommandStream*> streams_;
};

}  // namespace csi::rpc

#endif  // CSI_COMMON_RPC_COMMAND_SERVICE_H_
