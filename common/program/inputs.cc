#include "common/program/inputs.h"

#include <filesystem>
#include <utility>

#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {

absl::StatusOr<std::vector<std::string>> Inputs::Open(
    const ServiceModule& module) {
  std::vector<std::string> names;
  if (module.make_mapper == nullptr) return names;
  if (options_.mappings.empty()) {
    Log(Severity::kInfo, "an input topic is not read: no --mappings",
        {{"service", module.name}, {"topic", module.input_topic}});
    return names;
  }
  Service service;
  service.mapper = module.make_mapper();
  const std::filesystem::path folder =
      std::filesystem::path(options_.mappings) / module.mappings;
  RETURN_IF_ERROR(inbound::AddMappings(folder.string(), *service.mapper));
  for (int32_t i = 0; i < options_.input_partitions; ++i) {
    KafkaInputOptions options;
    options.cluster = cluster_;
    options.topic = module.input_topic;
    options.partition = i;
    options.partitions = options_.input_partitions;
    options.accept_gap = options_.input_accept_gap;
    service.sources.push_back(std::make_unique<KafkaInputSource>(
        std::move(options), *service.mapper));
    names.push_back(service.sources.back()->name());
  }
  services_[module.name] = std::move(service);
  return names;
}

void Inputs::Connect(const std::string& service, PartitionHost& host) {
  for (auto& source : services_[service].sources) {
    host.AddInput(source->name(), source.get());
  }
}

}  // namespace csi::program
