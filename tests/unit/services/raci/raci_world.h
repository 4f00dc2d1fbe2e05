// A tenant of the RACI service for tests: short words for its commands.
#ifndef CSI_TESTS_UNIT_SERVICES_RACI_RACI_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_RACI_RACI_WORLD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/testing/domain_runner.h"
#include "csi/raci/v1/raci_service.pb.h"

namespace csi::raci {

inline std::string Name(std::string_view collection, std::string_view id) {
  return "tenants/acme/" + std::string(collection) + "/" + std::string(id);
}
common::v1::Scope Scoped(std::string_view service, std::string_view process);

class RaciWorld {
 public:
  // The first actor is "root". Staffed: people anna..frank, the pack, service
  // email and process release.
  enum class Kind { kEmpty, kStaffed };
  explicit RaciWorld(Kind kind = Kind::kStaffed);

  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view method,
                             const google::protobuf::Message& request) {
    return runner.Call<Reply>("raci", method, request);
  }

  absl::Status ApplyPack();
  absl::StatusOr<v1::Person> AddPerson(std::string_view id,
                                       std::string_view display_name);
  absl::Status AddService(std::string_view id);
  absl::Status AddProcess(std::string_view id);
  // `holder` is a person id, or teams/ID.
  absl::StatusOr<v1::Assignment> Appoint(std::string_view id,
                                         std::string_view role,
                                         std::string_view holder,
                                         const common::v1::Scope& scope = {});
  absl::StatusOr<v1::Assignment> End(std::string_view id);
  absl::StatusOr<v1::Person> Leave(std::string_view person);
  absl::StatusOr<v1::Matrix> Test(std::string_view id);
  absl::StatusOr<v1::Matrix> Deploy(std::string_view id);
  // Both; the first refusal.
  absl::Status TestAndDeploy(std::string_view id);
  // A matrix whose columns are roles: cells are "activity role letters".
  absl::StatusOr<v1::Matrix> AddMatrix(std::string_view id,
                                       const std::vector<std::string>& cells,
                                       std::string_view variant = "central");

  testing::DomainRunner runner;
};

v1::MatrixCell Cell(std::string_view activity, std::string_view column,
                    std::string_view letters);

}  // namespace csi::raci

#endif  // CSI_TESTS_UNIT_SERVICES_RACI_RACI_WORLD_H_
