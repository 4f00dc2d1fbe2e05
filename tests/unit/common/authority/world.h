// A small organisation as directory rows, made by folding public events.
#ifndef CSI_TESTS_UNIT_COMMON_AUTHORITY_WORLD_H_
#define CSI_TESTS_UNIT_COMMON_AUTHORITY_WORLD_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"
#include "common/authority/fold.h"
#include "common/authority/rows.h"
#include "common/kv/memory_kv.h"
#include "csi/raci/v1/raci_events.pb.h"

namespace csi::authority {

// Everything happens in the tenant acme; hours count from kStart.
inline const absl::Time kStart = absl::FromUnixSeconds(1767225600);

std::string Name(std::string_view collection, std::string_view id);
common::v1::Scope Scoped(std::string_view service, std::string_view process);

class World {
 public:
  World();

  void Fold(const google::protobuf::Message& event,
            std::string_view actor = "root");
  void Person(std::string_view id, std::string_view display_name);
  void Role(std::string_view id, raci::v1::RoleBinding binding);
  void Team(std::string_view id, const std::vector<std::string>& people);
  // From hour `start` to hour `end`; a negative end is open.
  void Assign(std::string_view id, std::string_view role,
              std::string_view holder, const common::v1::Scope& scope,
              int start = 0, int end = -1);
  void Leave(std::string_view person, int hour);
  void Absent(std::string_view person, std::string_view deputy, int start,
              int end);
  void Line(std::string_view from, std::string_view to, int rank);
  // Cells as "activity column letters", for example "step-1 csi-manager AR!";
  // a '!' makes it blocking. Columns are role ids, or @accountable, @subject.
  raci::v1::Matrix Matrix(std::string_view id, std::string_view variant,
                          const std::vector<std::string>& cells);
  void Deploy(raci::v1::Matrix matrix, int hour);
  void Retire(raci::v1::Matrix matrix, int deployed, int hour);

  Question Ask(std::string_view activity, const common::v1::Scope& scope,
               int hour = 1) const;
  Directory directory() const { return Directory(rows, "acme"); }

  MemoryKv rows;
};

absl::Time Hour(int hour);

}  // namespace csi::authority

#endif  // CSI_TESTS_UNIT_COMMON_AUTHORITY_WORLD_H_
