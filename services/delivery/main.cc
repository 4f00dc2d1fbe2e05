// csi-delivery: takes the workflow's notifications to people.
#include <curl/curl.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "common/base/strings.h"
#include "common/random/random.h"
#include "common/telemetry/log.h"
#include "services/delivery/worker.h"
#include "services/delivery/workflow_client.h"

namespace csi::delivery {
namespace {

std::atomic<bool> g_stop{false};

void Stop(int) { g_stop = true; }

bool Stopping() { return g_stop; }

// In small pieces, so that a signal ends it.
void Sleep(absl::Duration duration) {
  const absl::Time end = absl::Now() + duration;
  while (!g_stop && absl::Now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

struct Options {
  std::string workflow = "127.0.0.1:7471";
  std::string state_file = "csi-delivery.json";
  std::string secrets_file;
  std::string metrics_listen;
  std::string actor = "delivery";
  std::string tenant;
  uint32_t partition = 0;
  int attempts = 5;
  int pause_ms = 1000;
  int poll_ms = 500;
  int digest_minutes = 24 * 60;
  int timeout_ms = 10000;
  SenderOptions sender;
};

void Declare(CLI::App& app, Options& options) {
  app.add_option("--workflow", options.workflow,
                 "Address of the workflow service");
  app.add_option("--state-file", options.state_file,
                 "File that keeps how far was sent");
  app.add_option("--secrets-file", options.secrets_file,
                 "Lines name = value; only the owner may read it");
  app.add_option("--metrics-listen", options.metrics_listen,
                 "Address of the metrics, for example 127.0.0.1:9105");
  app.add_option(
      "--as", options.actor,
      "Person with the role delivery-agent, under whom reports are made");
  app.add_option("--tenant", options.tenant, "Only this tenant");
  app.add_option("--partition", options.partition,
                 "Partition of the workflow; one worker each");
  app.add_option("--attempts", options.attempts, "Attempts for a message")
      ->check(CLI::Range(1, 20));
  app.add_option("--pause-ms", options.pause_ms,
                 "Pause before the second attempt; doubles, with chance")
      ->check(CLI::Range(1, 60000));
  app.add_option("--poll-ms", options.poll_ms, "Pause between looks")
      ->check(CLI::Range(10, 60000));
  app.add_option("--digest-minutes", options.digest_minutes,
                 "Minutes between digests")
      ->check(CLI::Range(0, 7 * 24 * 60));
  app.add_option("--timeout-ms", options.timeout_ms, "Longest time of a send")
      ->check(CLI::Range(100, 120000));
  app.add_option("--webhook-host", options.sender.hosts,
                 "Host that webhooks may go to (.example.com: all below); "
                 "may be repeated; none: all");
  app.add_option("--smtp", options.sender.smtp_url,
                 "smtp://HOST:PORT or smtps://HOST:PORT");
  app.add_option("--mail-from", options.sender.mail_from, "Sender of mails");
  app.add_option("--ca-file", options.sender.ca_file,
                 "Certificates to trust instead of the system's");
}

class Metrics {
 public:
  explicit Metrics(const std::string& address)
      : registry_(std::make_shared<prometheus::Registry>()),
        sent_(Counter("csi_delivery_sent_total", "Messages taken over")),
        failed_(Counter("csi_delivery_failed_attempts_total",
                        "Attempts that failed")),
        dead_(Counter("csi_delivery_dead_total",
                      "Messages given up, see csictl delivery list")),
        last_(prometheus::BuildGauge()
                  .Name("csi_delivery_last_look_seconds")
                  .Help("When the worker last reached the workflow")
                  .Register(*registry_)
                  .Add({})),
        waiting_(prometheus::BuildGauge()
                     .Name("csi_delivery_waiting")
                     .Help("Messages that wait for a channel to answer")
                     .Register(*registry_)
                     .Add({})) {
    if (address.empty()) return;
    exposer_ = std::make_unique<prometheus::Exposer>(address);
    exposer_->RegisterCollectable(registry_);
  }
  void Show(const Worker& worker, bool reached) {
    const Counts& counts = worker.counts();
    waiting_.Set(static_cast<double>(worker.waiting()));
    sent_.Increment(static_cast<double>(counts.sent) - sent_.Value());
    failed_.Increment(static_cast<double>(counts.failed_attempts) -
                      failed_.Value());
    dead_.Increment(static_cast<double>(counts.dead) - dead_.Value());
    if (reached) last_.SetToCurrentTime();
  }

 private:
  prometheus::Counter& Counter(const char* name, const char* help) {
    return prometheus::BuildCounter()
        .Name(name)
        .Help(help)
        .Register(*registry_)
        .Add({});
  }
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Counter& sent_;
  prometheus::Counter& failed_;
  prometheus::Counter& dead_;
  prometheus::Gauge& last_;
  prometheus::Gauge& waiting_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

absl::Status Look(const Options& options, WorkflowClient& workflow,
                  Worker& worker, WorkerState& state) {
  common::v1::WatchEventsRequest request;
  request.set_service("workflow");
  request.set_stop_at_end(true);
  request.add_types("csi.workflow.v1.PersonNotified");
  request.add_types("csi.workflow.v1.DeliveryRetried");
  if (!options.tenant.empty()) {
    request.set_parent(StrCat("tenants/", options.tenant));
  } else {
    request.set_partition(options.partition);
  }
  if (state.position) *request.mutable_after() = *state.position;
  const auto take = [&](const common::v1::WatchEventsResponse& response) {
    for (const common::v1::CloudEvent& event : response.events()) {
      if (g_stop) return absl::CancelledError("stopping");
      absl::Status status = worker.Take(event);
      if (!status.ok()) return status;
      state.position = event.position();
      status = SaveState(options.state_file, state);
      if (!status.ok()) return status;
    }
    if (!response.has_position()) return absl::OkStatus();
    const bool moved = !state.position ||
                       state.position->offset() != response.position().offset();
    state.position = response.position();
    return moved ? SaveState(options.state_file, state) : absl::OkStatus();
  };
  return workflow.Watch(request, take);
}

int Run(const Options& options) {
  auto secrets = LoadSecrets(options.secrets_file);
  auto state =
      LoadState(options.state_file, {options.tenant, options.partition});
  for (const absl::Status& status : {secrets.status(), state.status()}) {
    if (status.ok()) continue;
    std::fprintf(stderr, "csi-delivery: %s\n",
                 std::string(StdView(status.message())).c_str());
    return 1;
  }
  SenderOptions sending = options.sender;
  sending.secrets = *secrets;
  sending.timeout = absl::Milliseconds(options.timeout_ms);
  sending.stopping = &Stopping;
  CurlSender sender(std::move(sending));
  WorkflowClient workflow(options.workflow, options.actor, &Stopping);
  Pace pace;
  pace.attempts = options.attempts;
  pace.first_pause = absl::Milliseconds(options.pause_ms);
  pace.digest_every = absl::Minutes(options.digest_minutes);
  pace.stopping = &Stopping;
  SystemRandom random;
  Worker worker(pace, workflow, sender, random, *state);
  Metrics metrics(options.metrics_listen);
  bool reached = true;
  while (!g_stop) {
    absl::Status status = Look(options, workflow, worker, *state);
    if (status.ok()) status = worker.TakeUp();
    if (status.ok()) status = worker.SendDigests();
    // What was sent before something failed is not sent again.
    const absl::Status saved = SaveState(options.state_file, *state);
    if (status.ok()) status = saved;
    metrics.Show(worker, status.ok());
    if (status.ok() != reached && !g_stop) {
      reached = status.ok();
      Log(reached ? Severity::kInfo : Severity::kWarning,
          reached ? "the workflow answers again" : "notifications wait",
          {{"error", std::string(StdView(status.message()))}});
    }
    Sleep(absl::Milliseconds(options.poll_ms));
  }
  return 0;
}

}  // namespace
}  // namespace csi::delivery

int main(int argc, char** argv) {
  CLI::App app("Takes the workflow's notifications to people.");
  csi::delivery::Options options;
  csi::delivery::Declare(app, options);
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGTERM, &csi::delivery::Stop);
  std::signal(SIGINT, &csi::delivery::Stop);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const int code = csi::delivery::Run(options);
  curl_global_cleanup();
  return code;
}
