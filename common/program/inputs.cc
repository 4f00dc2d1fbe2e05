#include "common/program/inputs.h"

#include <filesystem>
#include <utility>

#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::program {

absl::StatusOr<std::unique_ptr<inbound::InputMapper>> Inputs::MapperOf(
    const ServiceModule& module, const std::string& mappings) {
  std::unique_ptr<inbound::InputMapper> mapper;
  if (module.make_mapper == nullptr) return mapper;
  mapper = module.make_mapper();
  const std::filesystem::path folder =
      std::filesystem::path(mappings) / module.mappings;
  RETURN_IF_ERROR(inbound::AddMappings(folder.string(), *mapper));
  return mapper;
}

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
  ASSIGN_OR_RETURN(service.mapper, MapperOf(module, options_.mappings));
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
