// Matrices in JSON. Read are
//   {"roles":[..],"activities":[{"name","A":[..],"R":[..],"C":[..],"I":[..]}]},
// what csictl raci check prints and what WriteJsonTable writes;
//   a stored matrix with "columns", "activities" and "cells";
//   rows as objects, [{"Activity":"Plan","Ann":"A/R"}], or as lists;
//   {"Plan":{"Ann":"A/R"}}.
// Thread-safe. Errors name line and column, or the path of the value.
#ifndef CSI_SERVICES_RACI_FORMATS_JSON_TABLE_H_
#define CSI_SERVICES_RACI_FORMATS_JSON_TABLE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/raci/table/table.h"

namespace csi::raci {

absl::StatusOr<Table> ReadJsonTable(std::string_view text,
                                    Orientation orientation);

std::string WriteJsonTable(const Table& table);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_JSON_TABLE_H_
