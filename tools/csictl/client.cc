#include "tools/csictl/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/random/random.h"
#include "common/rpc/abilities.h"
#include "common/rpc/status_convert.h"

namespace csi::tools {
namespace {

constexpr size_t kRequestIdBytes = 16;

constexpr std::string_view kServices[] = {"raci", "registry", "workflow",
                                          "reporting"};

std::string ServiceOf(const std::string& position) {
  return position.substr(0, position.find('='));
}

// "raci" of csi.raci.v1.RaciService.
std::string ServiceOf(const google::protobuf::MethodDescriptor& method) {
  const std::vector<std::string> parts =
      absl::StrSplit(method.service()->full_name(), '.');
  return parts.size() > 1 ? parts[1] : "";
}

absl::Status NobodyAnswers(const std::string& address,
                           const grpc::Status& status) {
  return absl::UnavailableError(
      StrCat("No server answers at ", address, " (", status.error_message(),
             "). Start csid, or name its address with --address."));
}

// gRPC itself says so, without a word.
absl::Status NotServedThere(const std::string& address,
                            const google::protobuf::MethodDescriptor& method) {
  const std::string service = ServiceOf(method);
  return absl::UnimplementedError(
      StrCat("The server at ", address, " does not serve ", method.full_name(),
             ": it is another of the four programs, or an older one. Name the "
             "one that "
             "does: --address ",
             service, "=HOST:PORT."));
}

}  // namespace

struct Client::Impl {
  // By address.
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
};

struct Client::Health {
  grpc::Status status;
  bool serving = false;
};

std::string NewRequestId() {
  SystemRandom random;
  return Hex(random.Bytes(kRequestIdBytes));
}

std::string DefaultPositionsFile(const std::string& address) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state != nullptr && *state != '\0') {
    folder = state;
  } else if (home != nullptr) {
    folder = std::filesystem::path(home) / ".local" / "state";
  } else {
    return "";
  }
  return folder / "csictl" /
         StrCat("positions-", Hex(Sha256(address)).substr(0, 16));
}

Client::Client(ClientOptions options)
    : options_(std::move(options)), impl_(std::make_unique<Impl>()) {
  for (const std::string& address : options_.addresses.All()) {
    impl_->channels[address] =
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }
  LoadPositions();
}

Client::~Client() = default;

void Client::LoadPositions() {
  if (options_.positions_file.empty()) return;
  std::ifstream file(options_.positions_file);
  std::string line;
  while (std::getline(file, line)) positions_[ServiceOf(line)] = line;
}

void Client::StorePositions() const {
  if (options_.positions_file.empty()) return;
  std::error_code error;
  const std::filesystem::path path(options_.positions_file);
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::trunc);
  for (const auto& [service, position] : positions_) file << position << "\n";
}

absl::Status Client::Call(const google::protobuf::MethodDescriptor& method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message& response) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMicroseconds(options_.deadline));
  if (!options_.actor.empty()) {
    context.AddMetadata(
        "csi-actor", ResourceName(options_.tenant, "people", options_.actor));
  }
  for (const auto& [service, position] : positions_) {
    context.AddMetadata("csi-not-before", position);
  }
  const std::string path =
      StrCat("/", method.service()->full_name(), "/", method.name());
  const std::string& address = options_.addresses.Of(ServiceOf(method));
  const auto& channel = impl_->channels[address];
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer out(&slice, 1);
  grpc::ByteBuffer in;
  const grpc::internal::RpcMethod rpc(
      path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, channel);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          channel.get(), rpc, &context, out, &in);
  if (!status.ok()) {
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE &&
        status.error_details().empty()) {
      return NobodyAnswers(address, status);
    }
    if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
        status.error_message().empty()) {
      return NotServedThere(address, method);
    }
    return rpc::FromGrpc(status);
  }
  repeated_ = false;
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    if (key == "csi-repeated") repeated_ = true;
    if (key != "csi-position") continue;
    const std::string position(value.data(), value.size());
    positions_[ServiceOf(position)] = position;
    StorePositions();
  }
  grpc::Slice answer;
  if (!in.DumpToSingleSlice(&answer).ok() ||
      !response.ParseFromArray(answer.begin(),
                               static_cast<int>(answer.size()))) {
    return absl::InternalError(
        "The server's answer does not parse; its "
        "version may be newer than this program's.");
  }
  return absl::OkStatus();
}

Client::Health Client::HealthOf(const std::string& address,
                                const std::string& name,
                                absl::Duration deadline) {
  // HealthCheckRequest is the name in field 1, HealthCheckResponse one enum in
  // field 1, where 1 is SERVING.
  constexpr std::string_view kServing("\x08\x01", 2);
  std::string request;
  if (!name.empty()) {
    request =
        StrCat("\x0a", std::string(1, static_cast<char>(name.size())), name);
  }
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMicroseconds(deadline));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer out(&slice, 1);
  grpc::ByteBuffer in;
  const auto& channel = impl_->channels[address];
  const grpc::internal::RpcMethod rpc("/grpc.health.v1.Health/Check",
                                      grpc::internal::RpcMethod::NORMAL_RPC,
                                      channel);
  Health health;
  health.status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          channel.get(), rpc, &context, out, &in);
  grpc::Slice answer;
  health.serving =
      health.status.ok() && in.DumpToSingleSlice(&answer).ok() &&
      std::string_view(reinterpret_cast<const char*>(answer.begin()),
                       answer.size()) == kServing;
  return health;
}

absl::Status Client::CheckHealth(absl::Duration deadline) {
  for (const std::string& address : options_.addresses.All()) {
    const Health health = HealthOf(address, "", deadline);
    if (!health.status.ok()) return NobodyAnswers(address, health.status);
    if (health.serving) continue;
    return absl::UnavailableError(
        StrCat("The server at ", address,
               " is up but does not serve: it starts, or is about to stop. "
               "Try again, for example with --wait 10."));
  }
  return absl::OkStatus();
}

std::vector<std::string> Client::Limitations(absl::Duration deadline) {
  std::vector<std::string> found;
  for (const std::string_view service : kServices) {
    const std::string& address = options_.addresses.Of(service);
    for (const rpc::Ability& ability : rpc::AbilitiesOf(service)) {
      const Health health = HealthOf(address, ability.health_name, deadline);
      // A server that does not know the name has nothing to say about it.
      if (!health.status.ok() || health.serving) continue;
      found.push_back(StrCat(service, ": ", ability.when_lost));
    }
  }
  return found;
}

absl::Status Client::Watch(
    const common::v1::WatchEventsRequest& request,
    const std::function<bool(const common::v1::WatchEventsResponse&)>& take) {
  grpc::ClientContext context;
  const auto& channel =
      impl_->channels[options_.addresses.Of(request.service())];
  const grpc::internal::RpcMethod rpc(
      "/csi.common.v1.EventService/WatchEvents",
      grpc::internal::RpcMethod::SERVER_STREAMING, channel);
  std::unique_ptr<grpc::ClientReader<common::v1::WatchEventsResponse>> reader(
      grpc::internal::ClientReaderFactory<
          common::v1::WatchEventsResponse>::Create(channel.get(), rpc, &context,
                                                   request));
  common::v1::WatchEventsResponse response;
  bool wanted = true;
  while (wanted && reader->Read(&response)) wanted = take(response);
  if (!wanted) context.TryCancel();
  while (reader->Read(&response)) {
  }
  const grpc::Status status = reader->Finish();
  return wanted ? rpc::FromGrpc(status) : absl::OkStatus();
}

std::unique_ptr<CommandPipe> Client::OpenCommands(const std::string& service,
                                                  bool omit_replies,
                                                  CommandPipe::TakeFn take) {
  const std::string actor =
      options_.actor.empty()
          ? ""
          : ResourceName(options_.tenant, "people", options_.actor);
  return std::make_unique<CommandPipe>(
      impl_->channels[options_.addresses.Of(service)], actor, omit_replies,
      std::move(take));
}

}  // namespace csi::tools
