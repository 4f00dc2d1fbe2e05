// Matrices as tables and back: rows are activities, columns are roles.
#ifndef CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_
#define CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/raci/v1/raci.pb.h"
#include "services/raci/table/table.h"

namespace csi::raci {

// A cell that was read as what it looks like.
struct Repair {
  int row = 0;  // 1 for the row below the head
  std::string column;
  std::string from;
  std::string to;
};

struct MatrixReading {
  // Activities and columns with ids made from their titles. Columns "subject
  // owner" and "accountable person" are computed, others have no subject yet.
  v1::Matrix matrix;
  std::vector<Repair> repairs;
  // P10 for repairs (warning) and for cells that could not be read (error).
  std::vector<common::v1::Finding> findings;
};

MatrixReading MatrixOf(const Table& table);
Table TableOf(const v1::Matrix& matrix);

// "Incident Closure" -> "incident-closure"; empty when nothing is left of it.
std::string IdFromTitle(std::string_view title);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_
