#include "common/program/config_text.h"

#include "common/base/strings.h"

namespace csi::program {

std::string ConfigText(const Options& options) {
  std::string text;
  const auto line = [&](std::string_view name, std::string_view value) {
    StrAppend(&text, name, ": ", value, "\n");
  };
  line("data-dir", options.data_dir);
  line("listen", options.listen);
  if (!options.metrics_listen.empty()) {
    line("metrics-listen", options.metrics_listen);
  }
  if (!options.connect_listen.empty()) {
    line("connect-listen", options.connect_listen);
    for (const std::string& origin : options.connect_origins) {
      line("connect-origin", origin);
    }
  }
  for (const auto& [service, address] : options.peers) {
    line("peer", StrCat(service, "=", address));
  }
  line("journal", options.journal);
  if (options.in_kafka()) {
    line("kafka", options.kafka);
    line("advertise", options.advertised());
    line("partitions", StrCat(options.partitions));
    if (!options.mappings.empty()) {
      line("mappings", options.mappings);
      line("input-partitions", StrCat(options.input_partitions));
    }
  }
  line("deployment", options.deployment);
  line("log-level", options.log_level);
  return text;
}

}  // namespace csi::program
