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
    const ServiceModule& module, int32_t partition) {
  std::vector<std::string> names;
  if (module.make_mapper == nullptr) return names;
  if (options_.mappings.empty()) {
    Log(Severity::kInfo, "an input topic is not read: no --mappings",
        {{"service", module.name}, {"topic", module.input_topic}});
    return names;
  }
  Reader reader;
  ASSIGN_OR_RETURN(reader.mapper, MapperOf(module, options_.mappings));
  for (int32_t i = 0; i < options_.input_partitions; ++i) {
    KafkaInputOptions options;
    options.cluster = cluster_;
    options.topic = module.input_topic;
    options.partition = i;
    options.partitions = options_.input_partitions;
    options.accept_gap = options_.input_accept_gap;
    options.share = {static_cast<uint32_t>(partition),
                     static_cast<uint32_t>(options_.partitions)};
    reader.sources.push_back(
        std::make_unique<KafkaInputSource>(std::move(options), *reader.mapper));
    names.push_back(reader.sources.back()->name());
  }
  readers_[{module.name, partition}] = std::move(reader);
  return names;
}

absl::Status Inputs::CheckMappings(const Options& options,
                                   const std::vector<ServiceModule>& modules) {
  for (const ServiceModule& module : modules) {
    if (options.mappings.empty()) break;
    RETURN_IF_ERROR(MapperOf(module, options.mappings).status());
  }
  return absl::OkStatus();
}

void Inputs::Connect(const std::string& service, int32_t partition,
                     PartitionHost& host) {
  for (auto& source : readers_[{service, partition}].sources) {
    host.AddInput(source->name(), source.get());
  }
}

}  // namespace csi::program
