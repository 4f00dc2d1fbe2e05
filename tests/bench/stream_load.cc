#include "tests/bench/stream_load.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "csi/common/v1/command_service.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"

namespace csi::bench {
namespace {

using Clock = std::chrono::steady_clock;
using common::v1::PerformCommandsRequest;
using common::v1::PerformCommandsResponse;
using ReaderWriter =
    grpc::ClientReaderWriter<PerformCommandsRequest, PerformCommandsResponse>;

constexpr int kMessageCommandsMax = 256;

struct Slot {
  std::string run;
  bool submitted = false;
  Clock::time_point started;
};

// One stream on a thread of its own.
class Lane {
 public:
  Lane(const StreamPlan& plan, std::vector<std::string> runs, int number)
      : plan_(plan), number_(number), slots_(runs.size()) {
    for (size_t i = 0; i < runs.size(); ++i) {
      slots_[i].run = "tenants/" + plan.tenant + "/runs/" + runs[i];
    }
  }

  void Run(Clock::time_point end) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("csi.channel", number_);
    auto channel = grpc::CreateCustomChannel(
        plan_.address, grpc::InsecureChannelCredentials(), arguments);
    grpc::ClientContext context;
    context.AddMetadata("csi-actor",
                        "tenants/" + plan_.tenant + "/people/" + plan_.actor);
    const grpc::internal::RpcMethod method(
        "/csi.common.v1.CommandService/PerformCommands",
        grpc::internal::RpcMethod::BIDI_STREAMING, channel);
    std::unique_ptr<ReaderWriter> stream(
        grpc::internal::ClientReaderWriterFactory<
            PerformCommandsRequest,
            PerformCommandsResponse>::Create(channel.get(), method, &context));
    for (size_t i = 0; i < slots_.size(); ++i) Add(i);
    Send(*stream);
    PerformCommandsResponse response;
    while (open_ > 0 && stream->Read(&response)) {
      for (const auto& result : response.results()) Take(result, end);
      Send(*stream);
    }
    stream->WritesDone();
    const grpc::Status status = stream->Finish();
    if (!status.ok()) Fail(status.error_message());
  }

  StreamFigures figures;

 private:
  void Take(const common::v1::CommandResult& result, Clock::time_point end) {
    --open_;
    const size_t index = slot_of_[result.number()];
    Slot& slot = slots_[index];
    const auto now = Clock::now();
    if (result.has_error()) {
      Fail(result.error().message());
    } else {
      slot.submitted = !slot.submitted;
      figures.latencies_us.push_back(
          std::chrono::duration<float, std::micro>(now - slot.started).count());
    }
    const bool go_on = now < end || slot.submitted;
    if (go_on && figures.errors < 10) Add(index);
  }

  void Add(size_t index) {
    Slot& slot = slots_[index];
    slot.started = Clock::now();
    const std::string id = std::to_string(number_) + "-" +
                           std::to_string(slot_of_.size()) + "-" +
                           std::to_string(started_.time_since_epoch().count());
    if (slot.submitted) {
      workflow::v1::SendBackStepRequest request;
      request.set_name(slot.run);
      request.set_step(1);
      request.set_to_step(1);
      request.set_reason("again");
      request.set_request_id(id);
      request_.add_commands()->PackFrom(request);
    } else {
      workflow::v1::SubmitStepRequest request;
      request.set_name(slot.run);
      request.set_step(1);
      request.set_request_id(id);
      request_.add_commands()->PackFrom(request);
    }
    slot_of_.push_back(index);
    ++open_;
  }

  void Send(ReaderWriter& stream) {
    int sent = 0;
    while (sent < request_.commands_size()) {
      PerformCommandsRequest part;
      part.set_omit_replies(true);
      for (int i = 0;
           i < kMessageCommandsMax && sent < request_.commands_size(); ++i) {
        part.add_commands()->Swap(request_.mutable_commands(sent++));
      }
      stream.Write(part);
    }
    request_.Clear();
  }

  void Fail(const std::string& why) {
    ++figures.errors;
    if (figures.first_error.empty()) figures.first_error = why;
  }

  const StreamPlan& plan_;
  const int number_;
  const Clock::time_point started_ = Clock::now();
  std::vector<Slot> slots_;
  std::vector<size_t> slot_of_;  // by number of the command
  PerformCommandsRequest request_;
  int open_ = 0;
};

}  // namespace

StreamFigures DriveStreams(const StreamPlan& plan) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int lane = 0; lane < plan.streams; ++lane) {
    std::vector<std::string> runs;
    for (size_t i = lane; i < plan.runs.size(); i += plan.streams) {
      runs.push_back(plan.runs[i]);
    }
    lanes.push_back(std::make_unique<Lane>(plan, std::move(runs), lane));
  }
  const auto started = Clock::now();
  const auto end = started + std::chrono::microseconds(
                                 static_cast<int64_t>(plan.seconds * 1e6));
  std::vector<std::thread> threads;
  for (auto& lane : lanes) {
    threads.emplace_back([&lane, end] { lane->Run(end); });
  }
  for (std::thread& thread : threads) thread.join();
  StreamFigures all;
  all.elapsed = std::chrono::duration<double>(Clock::now() - started).count();
  for (auto& lane : lanes) {
    StreamFigures& part = lane->figures;
    all.latencies_us.insert(all.latencies_us.end(), part.latencies_us.begin(),
                            part.latencies_us.end());
    all.errors += part.errors;
    if (all.first_error.empty()) all.first_error = part.first_error;
  }
  return all;
}

}  // namespace csi::bench
