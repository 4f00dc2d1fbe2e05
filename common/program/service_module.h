// What a program needs to serve one service.
#ifndef CSI_COMMON_PROGRAM_SERVICE_MODULE_H_
#define CSI_COMMON_PROGRAM_SERVICE_MODULE_H_

#include <memory>
#include <string>

#include "common/connect/connect_service.h"
#include "common/domain/domain.h"
#include "common/inbound/input_mapper.h"
#include "common/rpc/service_binder.h"
#include "google/protobuf/descriptor.h"

namespace csi::program {

struct ServiceModule {
  std::string name;  // raci, registry, workflow or reporting
  std::unique_ptr<Domain> (*make_domain)() = nullptr;
  const google::protobuf::ServiceDescriptor* descriptor = nullptr;
  // Registers queries and streams.
  void (*bind)(rpc::ServiceBinder& binder) = nullptr;
  // The topic that others write for it, the folder of its mappings, and what
  // reads its records; empty: none.
  std::string input_topic = {};
  std::string mappings = {};
  std::unique_ptr<inbound::InputMapper> (*make_mapper)() = nullptr;
  // What the Connect endpoint serves as it is.
  std::vector<connect::PageFile> files = {};
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_SERVICE_MODULE_H_
