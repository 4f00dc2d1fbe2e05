// Matrices as tables and back: rows are activities, columns are roles. What
// TableOf gives, MatrixOf reads back with the same ids, titles, sections and
// letters, through every format that a table is written in. Thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_
#define CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "csi/raci/v1/raci.pb.h"
#include "services/raci/table/table.h"

namespace csi::raci {

struct MatrixReading {
  // Activities and columns with ids made from their titles. Columns "subject
  // owner" and "accountable person" are computed, others have no subject yet.
  v1::Matrix matrix;
  std::vector<Repair> repairs;
  // P10 for repairs (warning) and for cells that could not be read (error), T1
  // for what of the file was left out, turned or taken for a heading (info).
  std::vector<common::v1::Finding> findings;
};

MatrixReading MatrixOf(const Table& table);
Table TableOf(const v1::Matrix& matrix);

// "Incident Closure" -> "incident-closure"; empty when nothing is left of it.
std::string IdFromTitle(std::string_view title);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_MATRIX_TABLE_H_
