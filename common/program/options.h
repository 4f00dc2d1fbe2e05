// Flags and configuration file of the server programs: one set of names for
// both, defaults on which the command line client agrees.
#ifndef CSI_COMMON_PROGRAM_OPTIONS_H_
#define CSI_COMMON_PROGRAM_OPTIONS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/telemetry/log.h"

namespace csi::program {

inline constexpr char kDefaultListen[] = "127.0.0.1:7470";
inline constexpr char kDefaultDataDir[] = "csi-data";

struct Options {
  std::string data_dir = kDefaultDataDir;
  std::string listen = kDefaultListen;
  std::string metrics_listen;                     // empty: no metrics endpoint
  std::string connect_listen;                     // empty: no Connect endpoint
  std::vector<std::string> connect_origins = {};  // pages that may call it
  std::string deployment = "local";
  // Service -> address of the program that serves it.
  std::map<std::string, std::string> peers;
  std::optional<absl::Time> demo_clock;
  bool insecure_network = false;
  bool check_config = false;
  std::string log_level = "info";
  uint64_t disk_free_min_mib = 256;
  uint64_t cache_mib = 32;
  // Journals in Kafka rather than in the data folder.
  std::string kafka;    // HOST:PORT of brokers, joined by commas; empty: not
  std::string journal;  // "kafka" or "embedded"; empty: kafka if brokers given
  std::string advertise;  // where other copies reach this one; empty: listen
  std::string kafka_instance;
  int64_t kafka_session_ms = 10000;
  int64_t kafka_append_ms = 5000;
  std::vector<std::pair<std::string, std::string>> kafka_settings = {};
  std::string events_data = "protobuf";  // or "json", on the events topics
  // Input topics, with Kafka; not read without mappings.
  std::string mappings;
  int32_t partitions = 1;  // of each service's journal
  int32_t input_partitions = 1;
  bool input_accept_gap = false;
  std::string failpoint;  // in development; see common/base/failpoint.h
  int grpc_threads = 0;   // 0: gRPC decides

  Severity severity() const;  // of log_level
  bool in_kafka() const { return journal == "kafka"; }
  const std::string& advertised() const {
    return advertise.empty() ? listen : advertise;
  }
};

// What parsing led to: options, or a text to print and an exit code (help, a
// usage error).
struct Parsed {
  std::optional<Options> options;
  std::string text;
  int exit_code = 0;
};

// `services` are those that this program serves; they may not be peers.
Parsed ParseOptions(const std::string& program, const std::string& about,
                    const std::vector<std::string>& services, int argc,
                    const char* const* argv);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_OPTIONS_H_
