// A closed loop of unary calls: N in flight, each answered call starts the next
// one of its slot, for a number of seconds. Prints one JSON object.
//
//   csi_loadgen --address A --method bare --in-flight 64 --seconds 5
//   csi_loadgen --address A --method transitions --in-flight 64 --seconds 5
//       --tenant bench --actor anna --runs r1,r2,...
//   csi_loadgen --address A --method stream --streams 1 --in-flight 64 ...
//   csi_loadgen --address A --method opportunities --in-flight 64
//       --calls 100000 --tenant bench --actor anna
//
// `transitions` submits and sends back step 1 of one run per slot: every call
// is a step transition with its RACI check, request id, hash and event.
// `stream` does the same over streams of commands (PerformCommands).
// `points` records --batch hourly figures a call, of one indicator speed-N per
// slot.
// `opportunities` logs entries until there are as many as --calls.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "tests/bench/stream_load.h"

namespace {

using Clock = std::chrono::steady_clock;
using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

struct Plan {
  std::string address, method, tenant, actor;
  std::vector<std::string> runs;
  int in_flight = 1;
  int streams = 1;
  double seconds = 5;
  uint64_t calls = 0;  // 0: as many as the seconds allow
  size_t bytes = 100;
  int batch = 5000;  // points a call
};

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

int PrintFigures(const Plan& plan, std::vector<float> latencies_us,
                 uint64_t errors, const std::string& first_error,
                 double elapsed) {
  std::sort(latencies_us.begin(), latencies_us.end());
  auto at = [&](double share) {
    if (latencies_us.empty()) return 0.0f;
    return latencies_us[std::min(
        latencies_us.size() - 1,
        static_cast<size_t>(share * latencies_us.size()))];
  };
  std::printf(
      "{\"method\":\"%s\",\"in_flight\":%d,\"calls\":%zu,\"errors\":%llu,"
      "\"seconds\":%.3f,\"per_second\":%.1f,\"p50_us\":%.0f,\"p99_us\":%.0f}"
      "\n",
      plan.method.c_str(), plan.in_flight, latencies_us.size(),
      static_cast<unsigned long long>(errors), elapsed,
      latencies_us.size() / elapsed, at(0.5), at(0.99));
  if (errors > 0) std::fprintf(stderr, "%s\n", first_error.c_str());
  return errors == 0 ? 0 : 1;
}

int RunStreams(const Plan& plan) {
  csi::bench::StreamPlan streams{plan.address, plan.tenant,  plan.actor,
                                 plan.runs,    plan.streams, plan.seconds};
  if (streams.runs.size() > static_cast<size_t>(plan.in_flight)) {
    streams.runs.resize(plan.in_flight);
  }
  auto figures = csi::bench::DriveStreams(streams);
  return PrintFigures(plan, std::move(figures.latencies_us), figures.errors,
                      figures.first_error, figures.elapsed);
}

// One slot of the closed loop.
struct Slot {
  std::unique_ptr<grpc::ClientContext> context;
  grpc::ByteBuffer request, response;
  Clock::time_point started;
  std::vector<float> latencies_us;
  uint64_t calls = 0;
  uint64_t errors = 0;
  std::string first_error;
  std::string run;
  bool submitted = false;
};

class Load {
 public:
  explicit Load(Plan plan) : plan_(std::move(plan)), slots_(plan_.in_flight) {
    // More than one channel, or one connection's thread would be the limit.
    const int channels = std::min(4, plan_.in_flight);
    for (int i = 0; i < channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("csi.channel", i);
      stubs_.push_back(std::make_unique<Stub>(grpc::CreateCustomChannel(
          plan_.address, grpc::InsecureChannelCredentials(), arguments)));
    }
    for (size_t i = 0; i < slots_.size() && !plan_.runs.empty(); ++i) {
      slots_[i].run = plan_.runs[i % plan_.runs.size()];
    }
  }

  void Run() {
    started_ = Clock::now();
    end_ = started_ +
           std::chrono::microseconds(static_cast<int64_t>(plan_.seconds * 1e6));
    running_ = plan_.in_flight;
    started_calls_ = plan_.in_flight - 1;
    for (size_t i = 0; i < slots_.size(); ++i) Start(i);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return running_ == 0; });
    elapsed_ = std::chrono::duration<double>(Clock::now() - started_).count();
  }

  int Print() const {
    std::vector<float> all;
    uint64_t errors = 0;
    std::string first_error;
    for (const Slot& slot : slots_) {
      all.insert(all.end(), slot.latencies_us.begin(), slot.latencies_us.end());
      errors += slot.errors;
      if (first_error.empty()) first_error = slot.first_error;
    }
    return PrintFigures(plan_, std::move(all), errors, first_error, elapsed_);
  }

 private:
  void Start(size_t index) {
    Slot& slot = slots_[index];
    slot.context = std::make_unique<grpc::ClientContext>();
    std::string method = "/csi.bench.BareService/Append";
    if (plan_.method == "transitions") {
      method = Transition(slot, index);
    } else if (plan_.method == "opportunities") {
      method = Entry(slot, index);
    } else if (plan_.method == "points") {
      method = Points(slot, index);
    } else {
      slot.request = BufferOf(std::string(plan_.bytes, 'x'));
    }
    slot.started = Clock::now();
    stubs_[index % stubs_.size()]->UnaryCall(
        slot.context.get(), method, grpc::StubOptions(), &slot.request,
        &slot.response,
        [this, index](grpc::Status status) { Done(index, status); });
  }

  std::string Transition(Slot& slot, size_t index) {
    const std::string name = "tenants/" + plan_.tenant + "/runs/" + slot.run;
    slot.context->AddMetadata(
        "csi-actor", "tenants/" + plan_.tenant + "/people/" + plan_.actor);
    const std::string id = std::to_string(index) + "-" +
                           std::to_string(slot.calls) + "-" +
                           std::to_string(started_.time_since_epoch().count());
    std::string bytes;
    if (slot.submitted) {
      csi::workflow::v1::SendBackStepRequest request;
      request.set_name(name);
      request.set_step(1);
      request.set_to_step(1);
      request.set_reason("again");
      request.set_request_id(id);
      bytes = request.SerializeAsString();
    } else {
      csi::workflow::v1::SubmitStepRequest request;
      request.set_name(name);
      request.set_step(1);
      request.set_request_id(id);
      bytes = request.SerializeAsString();
    }
    slot.request = BufferOf(bytes);
    return std::string("/csi.workflow.v1.WorkflowService/") +
           (slot.submitted ? "SendBackStep" : "SubmitStep");
  }

  std::string Entry(Slot& slot, size_t index) {
    slot.context->AddMetadata(
        "csi-actor", "tenants/" + plan_.tenant + "/people/" + plan_.actor);
    csi::registry::v1::CreateOpportunityRequest request;
    request.set_parent("tenants/" + plan_.tenant);
    const std::string id =
        std::to_string(index) + "-" + std::to_string(slot.calls);
    request.set_opportunity_id("bulk-" + id);
    request.set_request_id("bulk-" + id);
    request.mutable_opportunity()->set_title("Entry " + id +
                                             " of a large register");
    slot.request = BufferOf(request.SerializeAsString());
    return "/csi.registry.v1.RegistryService/CreateOpportunity";
  }

  std::string Points(Slot& slot, size_t index) {
    slot.context->AddMetadata(
        "csi-actor", "tenants/" + plan_.tenant + "/people/" + plan_.actor);
    csi::reporting::v1::RecordPointsRequest request;
    request.set_name("tenants/" + plan_.tenant + "/indicators/speed-" +
                     std::to_string(index));
    const int64_t first = static_cast<int64_t>(slot.calls) * plan_.batch;
    for (int i = 0; i < plan_.batch; ++i) {
      auto& point = *request.add_points();
      point.mutable_period_start_time()->set_seconds((first + i) * 3600);
      // Digits as of a measurement: three, without an order.
      const auto mixed = static_cast<uint64_t>(first + i) * 2654435761;
      point.set_value(static_cast<double>(mixed >> 7 & 1023) / 8);
    }
    request.set_request_id("points-" + std::to_string(index) + "-" +
                           std::to_string(slot.calls));
    slot.request = BufferOf(request.SerializeAsString());
    return "/csi.reporting.v1.ReportingService/RecordPoints";
  }

  bool MoreToDo() {
    return plan_.calls > 0 ? ++started_calls_ < plan_.calls
                           : Clock::now() < end_;
  }

  void Done(size_t index, const grpc::Status& status) {
    Slot& slot = slots_[index];
    ++slot.calls;
    if (status.ok()) {
      slot.latencies_us.push_back(
          std::chrono::duration<float, std::micro>(Clock::now() - slot.started)
              .count());
      slot.submitted = !slot.submitted;
    } else {
      ++slot.errors;
      if (slot.first_error.empty()) slot.first_error = status.error_message();
    }
    // A run is left as it was found, for the next load.
    const bool go_on = (MoreToDo() || slot.submitted) && slot.errors < 10;
    if (go_on) {
      Start(index);
      return;
    }
    std::lock_guard lock(mutex_);
    if (--running_ == 0) done_.notify_one();
  }

  const Plan plan_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  Clock::time_point started_, end_;
  double elapsed_ = 0;
  std::atomic<uint64_t> started_calls_{0};
  std::mutex mutex_;
  std::condition_variable done_;
  int running_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--address") plan.address = value;
    if (name == "--method") plan.method = value;
    if (name == "--tenant") plan.tenant = value;
    if (name == "--actor") plan.actor = value;
    if (name == "--runs") plan.runs = absl::StrSplit(value, ',');
    if (name == "--in-flight") plan.in_flight = std::stoi(value);
    if (name == "--streams") plan.streams = std::stoi(value);
    if (name == "--seconds") plan.seconds = std::stod(value);
    if (name == "--calls") plan.calls = std::stoull(value);
    if (name == "--batch") plan.batch = std::stoi(value);
    if (name == "--bytes") plan.bytes = std::stoul(value);
  }
  if (plan.method == "stream") return RunStreams(plan);
  Load load(plan);
  load.Run();
  return load.Print();
}
