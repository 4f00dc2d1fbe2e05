// Filters of runs: terms joined by AND, a field, = != < <= > >= and a value in
// quotes or bare; the part of AIP-160 that one row of a run can answer. Parsed
// once, then read only.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_RUN_FILTER_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_RUN_FILTER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/kv/kv.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

class RunFilter {
 public:
  // FILTER_INVALID, naming the term and the fields there are.
  static absl::StatusOr<RunFilter> Parse(std::string_view text);

  // True if every term holds. An empty filter takes all.
  bool Takes(const KvReader& state, std::string_view tenant,
             std::string_view id, const v1::RunRow& row) const;
  bool empty() const { return terms_.empty(); }

 private:
  enum class Sign { kEqual, kNotEqual, kLess, kLessEqual, kMore, kMoreEqual };
  struct Term {
    std::string field;
    Sign sign = Sign::kEqual;
    std::string value;
    // Of fields with an order: numbers, and times in microseconds.
    int64_t number = 0;
  };

  static absl::StatusOr<Term> ReadTerm(std::string_view& text);
  static absl::Status ReadNumber(Term& term);
  static bool Compare(const Term& term, int64_t number);

  std::vector<Term> terms_;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_RUN_FILTER_H_
