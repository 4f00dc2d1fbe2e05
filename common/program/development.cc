#include "common/program/development.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "common/base/failpoint.h"
#include "common/base/strings.h"
#include "common/rpc/raw_call.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"
#include "csi/common/v1/development_service.pb.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/server_callback.h"

namespace csi::program {
namespace {

constexpr char kMethod[] = "/csi.common.v1.DevelopmentService/AdvanceClock";

class DevelopmentService : public grpc::Service {
 public:
  explicit DevelopmentService(PersistentDemoClock& clock) {
    using Buffer = grpc::ByteBuffer;
    AddMethod(new grpc::internal::RpcServiceMethod(
        kMethod, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        0,
        new grpc::internal::CallbackUnaryHandler<Buffer, Buffer>(
            [&clock](grpc::CallbackServerContext* context,
                     const Buffer* request, Buffer* response) {
              auto* reactor = context->DefaultReactor();
              reactor->Finish(rpc::ToGrpc(Advance(clock, *request, response)));
              return reactor;
            }));
  }

 private:
  static absl::Status Advance(PersistentDemoClock& clock,
                              const grpc::ByteBuffer& buffer,
                              grpc::ByteBuffer* response) {
    common::v1::AdvanceClockRequest request;
    RETURN_IF_ERROR(rpc::ParseBuffer(buffer, request));
    if (!request.has_time()) return FieldError("time", "it is required.");
    const absl::Time time = absl::FromUnixSeconds(request.time().seconds()) +
                            absl::Nanoseconds(request.time().nanos());
    absl::Status moved = clock.AdvanceTo(time);
    if (!moved.ok()) return FieldError("time", StdView(moved.message()));
    common::v1::AdvanceClockResponse answer;
    const int64_t micros = absl::ToUnixMicros(clock.clock().Wall());
    answer.mutable_time()->set_seconds(micros / 1000000);
    answer.mutable_time()->set_nanos(static_cast<int>(micros % 1000000) * 1000);
    *response = rpc::BufferOf(answer.SerializeAsString());
    return absl::OkStatus();
  }
};

}  // namespace

PersistentDemoClock::PersistentDemoClock(const Clock& real, std::string file,
                                         absl::Time start)
    : real_(real), file_(std::move(file)), start_(start) {}

absl::Status PersistentDemoClock::Open() {
  absl::Time start = start_;
  std::ifstream stored(file_);
  int64_t micros = 0;
  if (stored >> micros) start = absl::FromUnixMicros(micros);
  if (start > real_.Wall()) {
    return absl::InvalidArgumentError("--demo-clock: it must lie in the past.");
  }
  clock_ = std::make_unique<DemoClock>(real_, start);
  return Store();
}

absl::Status PersistentDemoClock::AdvanceTo(absl::Time time) {
  std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(clock_->AdvanceTo(time));
  return Store();
}

absl::Status PersistentDemoClock::Store() {
  std::error_code error;
  std::filesystem::create_directories(
      std::filesystem::path(file_).parent_path(), error);
  std::ofstream stored(file_, std::ios::trunc);
  stored << absl::ToUnixMicros(clock_->Wall()) << "\n";
  if (!stored.flush()) {
    return absl::InternalError(StrCat(file_, " cannot be written."));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PersistentDemoClock>> OpenDemoClock(
    const Clock& real, const std::string& data_dir, absl::Time start) {
  std::error_code error;
  const std::filesystem::path folder(data_dir);
  const bool demo_folder = std::filesystem::exists(folder / "demo-clock");
  const bool fresh = !std::filesystem::exists(folder, error) ||
                     std::filesystem::is_empty(folder, error);
  if (!fresh && !demo_folder) {
    return absl::FailedPreconditionError(StrCat(
        "--demo-clock needs a fresh folder; ", data_dir, " holds real data."));
  }
  auto clock = std::make_unique<PersistentDemoClock>(
      real, (folder / "demo-clock").string(), start);
  RETURN_IF_ERROR(clock->Open());
  return clock;
}

bool ArmFailpoint(const std::string& text) {
  if (text.empty()) return true;
  const char* allowed = std::getenv("CSI_DEVELOPMENT");
  const std::string wrong =
      allowed == nullptr || std::string_view(allowed) != "1"
          ? "it needs CSI_DEVELOPMENT=1 in the environment."
          : failpoint::Arm(text);
  if (wrong.empty()) return true;
  std::fprintf(stderr, "--failpoint: %s\n", wrong.c_str());
  return false;
}

std::unique_ptr<grpc::Service> MakeDevelopmentService(
    PersistentDemoClock& clock) {
  return std::make_unique<DevelopmentService>(clock);
}

}  // namespace csi::program
