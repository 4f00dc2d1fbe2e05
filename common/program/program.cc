// Longer than 300 lines because the order of start and stop is told in one
// place.
#include "common/program/program.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <sys/signalfd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "common/base/bounded.h"
#include "common/base/strings.h"
#include "common/checkpoint/checkpoint.h"
#include "common/clock/clock.h"
#include "common/program/admin_service.h"
#include "common/program/checkpoints.h"
#include "common/program/config_text.h"
#include "common/program/connect_mode.h"
#include "common/program/development.h"
#include "common/program/health_board.h"
#include "common/program/inputs.h"
#include "common/program/kafka_mode.h"
#include "common/program/metrics.h"
#include "common/program/options.h"
#include "common/program/streams.h"
#include "common/program/view_sources.h"
#include "common/random/random.h"
#include "common/rpc/remote_source.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {
namespace {

// How long calls that were taken may still run after SIGTERM, how long their
// hosts then have to answer them, and when the rest is cut off.
constexpr auto kDrainMax = std::chrono::milliseconds(1500);
constexpr auto kAnswerMax = std::chrono::milliseconds(500);
constexpr auto kCancelAfter = std::chrono::seconds(4);
// Answers of calls that have ended are written by then.
constexpr auto kConnectFlush = absl::Milliseconds(500);
constexpr auto kHealthEvery = std::chrono::milliseconds(100);
constexpr int kMinPingIntervalMs = 10000;
constexpr size_t kMiB = size_t{1} << 20;

// Everything that runs, in the order in which it is made.
class Program {
 public:
  Program(Options options, std::vector<ServiceModule> modules)
      : options_(std::move(options)), modules_(std::move(modules)) {}
  ~Program() { Stop(); }

  absl::Status Start() {
    RETURN_IF_ERROR(StartClock());
    RETURN_IF_ERROR(OpenHosts());
    remotes_ = ConnectViews(options_, services_, kafka_.get());
    for (auto& host : hosts_) host->Start();
    RETURN_IF_ERROR(StartServer());
    ASSIGN_OR_RETURN(connect_, OpenConnect(options_, *server_, modules_));
    // Whoever is named to lead must be reachable by then.
    if (kafka_) kafka_->Join(services_);
    if (!options_.metrics_listen.empty()) {
      PublishTroubles troubles;
      if (kafka_) troubles = [this] { return kafka_->PublishTroubles(); };
      ASSIGN_OR_RETURN(metrics_, MetricsServer::Start(options_.metrics_listen,
                                                      services_, troubles));
    }
    return absl::OkStatus();
  }

  void UpdateHealth() {
    bool all = true;
    if (kafka_) kafka_->Watch();
    for (const auto& [service, partitions] : services_) {
      std::vector<HostReport> reports;
      for (PartitionHost* host : partitions) {
        reports.push_back(host->report());
        all = all && (reports.back().phase == Executor::Phase::kLead ||
                      reports.back().following);
      }
      board_->Update(service, reports);
    }
    board_->UpdateAll(all);
    if (all && !announced_) {
      announced_ = true;
      Log(Severity::kInfo, "serving",
          {{"listen", options_.listen}, {"data_dir", options_.data_dir}});
    }
  }

  void Stop() {
    if (stopped_) return;
    stopped_ = true;
    if (kafka_) kafka_->HandOver();
    const Bounded publishing([this] {
      if (kafka_) kafka_->StopPublishing();
    });
    const Bounded serving([this] { StopServer(); });
    // A call that waits for brokers or a disk ends with its host alone.
    const bool drained = serving.Wait(kDrainMax);
    for (auto& remote : remotes_) remote->Stop();
    if (kafka_) kafka_->forwarder().Stop();
    for (auto& host : hosts_) host->BeginStop(drained);
    for (auto& host : hosts_) host->Stop();
    // The metrics are told to the end: to close their port may take seconds.
    serving.Wait(kAnswerMax);
    publishing.Wait(kAnswerMax);
  }

 private:
  void StopServer() {
    if (!server_) return;
    server_->GetHealthCheckService()->SetServingStatus(false);
    if (connect_) connect_->BeginStop();
    streams_->Shutdown();
    server_->Shutdown(std::chrono::system_clock::now() + kCancelAfter);
    if (connect_) connect_->Stop(kConnectFlush);
  }

  absl::Status StartClock() {
    if (!options_.demo_clock) {
      clock_ = &system_clock_;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(
        demo_clock_,
        OpenDemoClock(system_clock_, options_.data_dir, *options_.demo_clock));
    clock_ = &demo_clock_->clock();
    return absl::OkStatus();
  }

  absl::Status OpenHosts() {
    if (options_.in_kafka()) {
      kafka_ = std::make_unique<KafkaMode>(options_);
      inputs_ = std::make_unique<Inputs>(options_, kafka_->cluster());
    }
    shared_ = std::make_unique<RocksShared>(options_.cache_mib * kMiB,
                                            options_.cache_mib * kMiB / 2);
    for (const ServiceModule& module : modules_) {
      for (int32_t i = 0; i < options_.partitions; ++i) {
        RETURN_IF_ERROR(OpenHost(module, i));
      }
    }
    return absl::OkStatus();
  }

  absl::Status OpenHost(const ServiceModule& module, int32_t partition) {
    HostOptions host;
    host.data_dir = options_.data_dir;
    host.deployment = options_.deployment;
    host.disk_free_min_bytes = options_.disk_free_min_mib * kMiB;
    host.executor.address = options_.advertised();
    host.executor.may_lead = !kafka_;
    host.executor.partition = static_cast<uint32_t>(partition);
    host.executor.partition_count = static_cast<uint32_t>(options_.partitions);
    if (inputs_) {
      ASSIGN_OR_RETURN(host.executor.inputs, inputs_->Open(module, partition));
    }
    RETURN_IF_ERROR(
        checkpoint::Admit((std::filesystem::path(options_.data_dir) /
                           module.name / std::to_string(partition))
                              .string(),
                          *shared_));
    ASSIGN_OR_RETURN(
        std::unique_ptr<PartitionHost> opened,
        PartitionHost::Open(
            module.make_domain(), host, *shared_, *clock_, random_,
            kafka_ ? kafka_->JournalOf(module.name, partition) : nullptr));
    if (inputs_) inputs_->Connect(module.name, partition, *opened);
    services_[module.name].Add(*opened);
    hosts_.push_back(std::move(opened));
    return absl::OkStatus();
  }

  absl::Status StartServer() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(),
                             &port);
    builder.SetMaxReceiveMessageSize(limits::kMessageBytesMax);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(
        GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
        kMinPingIntervalMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    for (size_t i = 0; i < modules_.size(); ++i) {
      binders_.push_back(std::make_unique<rpc::ServiceBinder>(
          *modules_[i].descriptor, services_.at(modules_[i].name)));
      modules_[i].bind(*binders_.back());
      binders_.back()->ForwardWith(kafka_ ? &kafka_->forwarder() : nullptr);
      builder.RegisterService(binders_.back()->Finish());
    }
    streams_ = std::make_unique<Streams>(binders_, services_);
    streams_->Register(builder);
    if (!options_.insecure_network && !kafka_) {
      checkpoints_ = std::make_unique<Checkpoints>(options_.data_dir, services_,
                                                   *shared_, *clock_);
      admin_ = MakeAdminService(*checkpoints_);
      builder.RegisterService(admin_.get());
    }
    if (kafka_) builder.RegisterService(kafka_->ServeCopies(services_));
    if (demo_clock_) {
      development_ = MakeDevelopmentService(*demo_clock_);
      builder.RegisterService(development_.get());
    }
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) {
      return absl::UnavailableError(
          StrCat("The address ", options_.listen,
                 " cannot be used: another program listens there, or it is "
                 "not an address of this machine. Give --listen another "
                 "one."));
    }
    board_ = std::make_unique<HealthBoard>(*server_->GetHealthCheckService());
    return absl::OkStatus();
  }

  const Options options_;
  std::vector<ServiceModule> modules_;
  SystemClock system_clock_;
  SystemRandom random_;
  std::unique_ptr<PersistentDemoClock> demo_clock_;
  const Clock* clock_ = nullptr;
  std::unique_ptr<RocksShared> shared_;
  std::unique_ptr<Inputs> inputs_;
  std::vector<std::unique_ptr<PartitionHost>> hosts_;
  HostsByService services_;
  std::unique_ptr<KafkaMode> kafka_;
  std::vector<std::unique_ptr<rpc::RemoteSource>> remotes_;
  std::vector<std::unique_ptr<rpc::ServiceBinder>> binders_;
  std::unique_ptr<Streams> streams_;
  std::unique_ptr<Checkpoints> checkpoints_;
  std::unique_ptr<grpc::Service> admin_;
  std::unique_ptr<grpc::Service> development_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<connect::Endpoint> connect_;
  std::unique_ptr<HealthBoard> board_;
  std::unique_ptr<MetricsServer> metrics_;
  bool announced_ = false;
  bool stopped_ = false;
};

}  // namespace

int RunProgram(const std::string& program, const std::string& about,
               std::vector<ServiceModule> modules, int argc,
               const char* const* argv) {
  std::vector<std::string> services;
  for (const ServiceModule& module : modules) services.push_back(module.name);
  Parsed parsed = ParseOptions(program, about, services, argc, argv);
  if (!parsed.options) {
    std::fputs(parsed.text.c_str(), parsed.exit_code == 0 ? stdout : stderr);
    return parsed.exit_code;
  }
  if (parsed.options->check_config) {
    const absl::Status mapped = Inputs::CheckMappings(*parsed.options, modules);
    if (!mapped.ok()) {
      std::fprintf(stderr, "%s: %s\n", program.c_str(),
                   std::string(mapped.message()).c_str());
      return 2;
    }
    std::fputs(ConfigText(*parsed.options).c_str(), stdout);
    return 0;
  }
  if (!ArmFailpoint(parsed.options->failpoint)) return 2;
  SetLogLevel(parsed.options->severity());

  // Blocked before any thread starts, so that all of them inherit it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  if (parsed.options->insecure_network) {
    Log(Severity::kWarning, "serving without authentication on an open network",
        {{"listen", parsed.options->listen}});
  }
  Program running(*parsed.options, std::move(modules));
  if (absl::Status started = running.Start(); !started.ok()) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(),
                 std::string(started.message()).c_str());
    running.Stop();
    std::fflush(nullptr);
    std::_Exit(1);  // as below
  }
  const timespec interval = {0, std::chrono::nanoseconds(kHealthEvery).count()};
  while (true) {
    running.UpdateHealth();
    if (sigtimedwait(&signals, nullptr, &interval) > 0) break;
  }
  Log(Severity::kInfo, "stopping");
  running.Stop();
  Log(Severity::kInfo, "stopped");
  // All of ours is durable and joined. gRPC's own end may sit in a poll of ten
  // seconds (seen after a write that had to wait), so it is not waited for.
  std::fflush(nullptr);
  std::_Exit(0);
}

}  // namespace csi::program
