#include "common/program/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <sstream>

#include "common/base/strings.h"
#include "common/base/tenant_partition.h"
#include "common/connect/limits.h"
#include "common/connect/origins.h"
#include "common/program/config_file.h"
#include "common/status/status.h"

namespace csi::program {
namespace {

const std::set<std::string>& AllServices() {
  static const auto* services =
      new std::set<std::string>{"raci", "registry", "workflow", "reporting"};
  return *services;
}

// group.min.session.timeout.ms of brokers as they come.
constexpr int64_t kSessionMsMin = 6000;
constexpr int64_t kAppendMsMin = 500;
constexpr int kInputPartitionsMax = 64;

bool IsLoopback(const std::string& address) {
  return address.starts_with("127.") || address.starts_with("localhost:") ||
         address.starts_with("[::1]:") || address.starts_with("unix:");
}

absl::Status CheckJournal(const Options& options) {
  if (options.in_kafka() && options.kafka.empty()) {
    return absl::InvalidArgumentError(
        "--journal kafka: it needs --kafka HOST:PORT of the brokers.");
  }
  if (!options.in_kafka() && !options.advertise.empty()) {
    return absl::InvalidArgumentError(
        "--advertise: only copies on a Kafka journal have one another to talk "
        "to. Leave it out, or give --kafka.");
  }
  if (!options.in_kafka() && !options.mappings.empty()) {
    return absl::InvalidArgumentError(
        "--mappings: input topics are in Kafka. Leave it out, or give --kafka "
        "HOST:PORT of the brokers.");
  }
  if (!options.in_kafka() && options.partitions != 1) {
    return absl::InvalidArgumentError(
        "--partitions: an embedded journal has one. Leave it out, or give "
        "--kafka HOST:PORT of the brokers.");
  }
  if (options.kafka_session_ms < kSessionMsMin ||
      options.kafka_append_ms < kAppendMsMin) {
    return absl::InvalidArgumentError(
        StrCat("--kafka-session-ms must be at least ", kSessionMsMin,
               " (brokers allow no less by default) and --kafka-append-ms at "
               "least ",
               kAppendMsMin, "."));
  }
  return absl::OkStatus();
}

absl::Status CheckConnect(const Options& options) {
  if (options.connect_listen.empty()) {
    if (options.connect_origins.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "--connect-origin: there is no endpoint that pages could call. Give "
        "--connect-listen HOST:PORT too.");
  }
  if (!IsLoopback(options.connect_listen) && !options.insecure_network) {
    return absl::InvalidArgumentError(StrCat(
        "--connect-listen ", options.connect_listen,
        ": without authentication the server listens on loopback only. Use "
        "127.0.0.1, or say --insecure-network if the network is trusted."));
  }
  if (options.connect_origins.size() > connect::limits::kOriginsMax) {
    return absl::InvalidArgumentError(StrCat("--connect-origin: at most ",
                                             connect::limits::kOriginsMax,
                                             " origins (kOriginsMax)."));
  }
  for (const std::string& origin : options.connect_origins) {
    RETURN_IF_ERROR(connect::CheckOrigin(origin));
  }
  return absl::OkStatus();
}

absl::Status Check(const Options& options,
                   const std::vector<std::string>& services) {
  if (!IsLoopback(options.listen) && !options.insecure_network) {
    return absl::InvalidArgumentError(StrCat(
        "--listen ", options.listen,
        ": without authentication the server listens on loopback only. Use "
        "127.0.0.1, or say --insecure-network if the network is trusted."));
  }
  RETURN_IF_ERROR(CheckConnect(options));
  RETURN_IF_ERROR(CheckJournal(options));
  for (const auto& [service, address] : options.peers) {
    if (!AllServices().contains(service)) {
      return absl::InvalidArgumentError(
          StrCat("--peer ", service, "=", address, ": \"", service,
                 "\" is no service; raci, registry, workflow and reporting "
                 "are."));
    }
    if (std::find(services.begin(), services.end(), service) !=
        services.end()) {
      return absl::InvalidArgumentError(StrCat("--peer ", service, "=", address,
                                               ": this program serves ",
                                               service, " itself."));
    }
  }
  return absl::OkStatus();
}

struct RawWords {
  std::vector<std::string> peers;
  std::vector<std::string> kafka_settings;
  std::string demo_clock;
  std::string config;
};

void DeclareKafka(CLI::App& app, Options& options, RawWords& raw) {
  app.add_option("--kafka", options.kafka,
                 "HOST:PORT of Kafka brokers, joined by commas: journals are "
                 "there, and several copies of a service share them");
  app.add_option("--journal", options.journal,
                 "embedded, or kafka (when --kafka is given)")
      ->check(CLI::IsMember({"embedded", "kafka"}));
  app.add_option("--advertise", options.advertise,
                 "HOST:PORT where other copies reach it; default: --listen");
  app.add_option("--kafka-instance", options.kafka_instance,
                 "Name of this copy: a restart within the session time-out "
                 "moves no leadership");
  app.add_option("--kafka-session-ms", options.kafka_session_ms,
                 "A copy that is silent for longer is replaced as leader")
      ->capture_default_str();
  app.add_option("--kafka-append-ms", options.kafka_append_ms,
                 "After this the outcome of an append is unknown")
      ->capture_default_str();
  app.add_option("--kafka-setting", raw.kafka_settings,
                 "NAME=VALUE for the Kafka client library, for example "
                 "security.protocol=ssl; may be repeated");
  app.add_option("--partitions", options.partitions,
                 "Partitions of each service's journal and events topics; a "
                 "tenant lives in one. Fixed for ever when a journal begins, "
                 "and the same for all services and copies")
      ->check(CLI::Range(1, limits::kPartitionsMax))
      ->capture_default_str();
  app.add_option("--events-data", options.events_data,
                 "Form of the data on the events topics: protobuf or json")
      ->check(CLI::IsMember({"protobuf", "json"}))
      ->capture_default_str();
  app.add_option("--mappings", options.mappings,
                 "Folder with changes/ and measurements/: how the topics "
                 "itsm.* are read; they are not read without it");
  app.add_option("--input-partitions", options.input_partitions,
                 "Partitions of each input topic")
      ->check(CLI::Range(1, kInputPartitionsMax))
      ->capture_default_str();
  app.add_flag("--input-accept-gap", options.input_accept_gap,
               "For one start, after you looked: go on with the first record "
               "of an input topic that lost some, or was replaced");
}

void Declare(CLI::App& app, Options& options, RawWords& raw) {
  app.add_option("--data-dir", options.data_dir,
                 "Folder of journal and state; made if absent")
      ->capture_default_str();
  app.add_option("--listen", options.listen, "Address to serve gRPC on")
      ->capture_default_str();
  app.add_option("--metrics-listen", options.metrics_listen,
                 "Address to serve Prometheus metrics on, for example "
                 "127.0.0.1:7471; not served when absent");
  app.add_option("--connect-listen", options.connect_listen,
                 "Address to serve the Connect protocol (HTTP/1.1, JSON) and "
                 "the dashboard page on, for example 127.0.0.1:7480; not "
                 "served when absent");
  app.add_option("--connect-origin", options.connect_origins,
                 "Origin whose pages may call it, for example "
                 "https://csi.example.org; may be repeated");
  app.add_option("--peer", raw.peers,
                 "SERVICE=HOST:PORT of a service that another program "
                 "serves; may be repeated");
  app.add_option("--deployment", options.deployment,
                 "Name of this installation, part of every event's source")
      ->capture_default_str();
  app.add_option("--demo-clock", raw.demo_clock,
                 "Start the clock at this time (RFC 3339) and let the "
                 "development service move it; fresh folder and loopback "
                 "only");
  app.add_flag("--insecure-network", options.insecure_network,
               "Serve on other addresses than loopback, without "
               "authentication");
  app.add_option("--disk-free-min-mib", options.disk_free_min_mib,
                 "Refuse writes below this much free disk space")
      ->capture_default_str();
  app.add_option("--cache-mib", options.cache_mib,
                 "Block cache and write buffers of all services together")
      ->capture_default_str();
  DeclareKafka(app, options, raw);
  app.add_option("--log-level", options.log_level,
                 "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  app.add_option("--failpoint", options.failpoint,
                 "NAME[:N], development only: end as a power cut would when "
                 "the point is reached for the Nth time")
      ->group("");
  app.add_option("--config", raw.config,
                 "YAML file with the same names; flags win over it");
  app.add_flag("--check-config", options.check_config,
               "Check flags and file, print what would be used, and exit");
}

absl::Status Take(const RawWords& raw, Options& options) {
  for (const std::string& peer : raw.peers) {
    const size_t equals = peer.find('=');
    if (equals == std::string::npos) {
      return absl::InvalidArgumentError(
          StrCat("--peer ", peer,
                 ": it must be SERVICE=HOST:PORT, for "
                 "example raci=127.0.0.1:7472."));
    }
    options.peers[peer.substr(0, equals)] = peer.substr(equals + 1);
  }
  for (const std::string& setting : raw.kafka_settings) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      return absl::InvalidArgumentError(
          StrCat("--kafka-setting ", setting, ": it must be NAME=VALUE."));
    }
    options.kafka_settings.emplace_back(setting.substr(0, equals),
                                        setting.substr(equals + 1));
  }
  if (options.journal.empty()) {
    options.journal = options.kafka.empty() ? "embedded" : "kafka";
  }
  if (!raw.demo_clock.empty()) {
    absl::Time time;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, raw.demo_clock, &time, &error)) {
      return absl::InvalidArgumentError(
          StrCat("--demo-clock ", raw.demo_clock, ": ", error,
                 ". Write it as 2025-01-01T00:00:00Z."));
    }
    options.demo_clock = time;
  }
  return absl::OkStatus();
}

}  // namespace

Severity Options::severity() const {
  if (log_level == "debug") return Severity::kDebug;
  if (log_level == "warning") return Severity::kWarning;
  if (log_level == "error") return Severity::kError;
  return Severity::kInfo;
}

Parsed ParseOptions(const std::string& program, const std::string& about,
                    const std::vector<std::string>& services, int argc,
                    const char* const* argv) {
  CLI::App app(about, program);
  Options options;
  RawWords raw;
  Declare(app, options, raw);
  auto usage = [&](const std::string& text) {
    return Parsed{std::nullopt,
                  StrCat(text, "\nRun ", program, " --help for the list.\n"),
                  2};
  };
  try {
    app.parse(argc, argv);
    if (!raw.config.empty()) {
      auto words = ReadConfigFile(raw.config, app);
      if (!words.ok()) return usage(std::string(words.status().message()));
      std::vector<std::string> all(argv + 1, argv + argc);
      all.insert(all.end(), words->begin(), words->end());
      std::reverse(all.begin(), all.end());
      options = Options();
      raw = RawWords();
      app.parse(all);
    }
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, app.help(), 0};
  } catch (const CLI::ParseError& error) {
    return usage(error.what());
  }
  absl::Status status = Take(raw, options);
  if (status.ok()) status = Check(options, services);
  if (!status.ok()) return usage(std::string(status.message()));
  return {options, "", 0};
}

}  // namespace csi::program
