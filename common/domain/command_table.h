// Maps a method name to its typed decision, so that a service's commands read
// as one list. Filled once, then read only.
//
//   table.Add("AppointHolder", &DecideAppointHolder);
#ifndef CSI_COMMON_DOMAIN_COMMAND_TABLE_H_
#define CSI_COMMON_DOMAIN_COMMAND_TABLE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/check.h"
#include "common/domain/domain.h"

namespace csi {

class CommandTable {
 public:
  template <class Request>
  using DecideFn = absl::Status (*)(const Request&, const Context&, Outcome&);

  template <class Request>
  void Add(std::string_view method, DecideFn<Request> decide) {
    const bool added =
        rows_
            .emplace(std::string(method),
                     [decide](const google::protobuf::Message& request,
                              const Context& context, Outcome& outcome) {
                       return decide(static_cast<const Request&>(request),
                                     context, outcome);
                     })
            .second;
    CSI_CHECK(added, "a method has one decision");
  }

  // REQUIRES: the method is in the table and the request is of its type; the
  // server sees to both before a command is queued.
  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const {
    auto found = rows_.find(command.method);
    CSI_CHECK(found != rows_.end(), command.method);
    return found->second(*command.request, context, outcome);
  }

  bool Has(std::string_view method) const {
    return rows_.contains(std::string(method));
  }

 private:
  absl::flat_hash_map<
      std::string, std::function<absl::Status(const google::protobuf::Message&,
                                              const Context&, Outcome&)>>
      rows_;
};

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_COMMAND_TABLE_H_
