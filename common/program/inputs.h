// The input topics of a program's services: mappings, and for each partition of
// a service a source for each partition of the topic. Its sources outlive the
// hosts that read them.
#ifndef CSI_COMMON_PROGRAM_INPUTS_H_
#define CSI_COMMON_PROGRAM_INPUTS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/inbound/input_mapper.h"
#include "common/inputs/kafka_input_source.h"
#include "common/program/options.h"
#include "common/program/service_module.h"
#include "common/runtime/partition_host.h"

namespace csi::program {

class Inputs {
 public:
  Inputs(const Options& options, kafka::ClusterOptions cluster)
      : options_(options), cluster_(std::move(cluster)) {}

  // Names of the sources that a partition of the service reads, for
  // ExecutorOptions::inputs; none without a topic or without mappings. A bad
  // mapping is an error.
  absl::StatusOr<std::vector<std::string>> Open(const ServiceModule& module,
                                                int32_t partition);
  // The mapper of a service with the operator's mappings in it; null without a
  // topic. The error says file, place and rule.
  static absl::StatusOr<std::unique_ptr<inbound::InputMapper>> MapperOf(
      const ServiceModule& module, const std::string& mappings);
  // Whether the mappings of all services can be read.
  static absl::Status CheckMappings(const Options& options,
                                    const std::vector<ServiceModule>& modules);
  // REQUIRES: before the host starts.
  void Connect(const std::string& service, int32_t partition,
               PartitionHost& host);

 private:
  // Every partition reads all of the topic, each at its own pace, and takes
  // what belongs to its tenants.
  struct Reader {
    std::unique_ptr<inbound::InputMapper> mapper;
    std::vector<std::unique_ptr<KafkaInputSource>> sources;
  };

  const Options& options_;
  const kafka::ClusterOptions cluster_;
  std::map<std::pair<std::string, int32_t>, Reader> readers_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_INPUTS_H_
