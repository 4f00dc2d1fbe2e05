#include "services/raci/domain/coverage_matrix.h"

#include <cmath>
#include <optional>

#include "common/authority/directory.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

constexpr v1::CoverageAspect kAspects[] = {
    v1::COVERAGE_ASPECT_CSI_ACTIVITIES, v1::COVERAGE_ASPECT_MEASURED,
    v1::COVERAGE_ASPECT_REPORTED, v1::COVERAGE_ASPECT_BASELINE};
constexpr int kSteps = 7;

double Percent(int covered, int total) {
  return total == 0 ? 0 : std::round(covered * 1000.0 / total) / 10;
}

std::string_view NothingStated(v1::CoverageAspect aspect) {
  switch (aspect) {
    case v1::COVERAGE_ASPECT_MEASURED:
      return "Nobody has stated that it is measured.";
    case v1::COVERAGE_ASPECT_REPORTED:
      return "Nobody has stated that it is reported.";
    default:
      return "Nobody has stated that a baseline is kept.";
  }
}

class Matrix {
 public:
  Matrix(const KvReader& rows, std::string_view tenant,
         const v1::GetCoverageRequest& request, absl::Time now)
      : rows_(rows),
        tenant_(tenant),
        directory_(rows, tenant),
        request_(request),
        now_(now),
        activities_(request.activities().begin(), request.activities().end()) {
    if (!activities_.empty()) return;
    for (int i = 1; i <= kSteps; ++i) {
      activities_.push_back(StrCat("step-", i));
    }
  }

  v1::GetCoverageResponse Run() {
    AddAll<v1::Process>(authority::kProcessTag);
    AddAll<v1::Service>(authority::kServiceTag);
    int covered = 0;
    for (size_t i = 0; i < std::size(kAspects); ++i) {
      AddShare(kAspects[i], covered_[i], looked_at_);
      covered += covered_[i];
    }
    AddShare(v1::COVERAGE_ASPECT_UNSPECIFIED, covered,
             looked_at_ * static_cast<int>(std::size(kAspects)));
    return std::move(reply_);
  }

 private:
  template <class Resource>
  void AddAll(std::string_view tag) {
    rows_.ScanPrefix(
        authority::ResourcePrefix(tag, tenant_),
        [&](std::string_view, std::string_view value) {
          Resource one;
          one.ParseFromArray(value.data(), static_cast<int>(value.size()));
          if (one.lifecycle_stage() == v1::LIFECYCLE_STAGE_RETIRED ||
              (!request_.subject().empty() &&
               request_.subject() != one.name())) {
            return true;
          }
          if (looked_at_ == limits::kCoverageSubjectsMax) {
            reply_.set_truncated(true);
            return false;
          }
          AddRow(one.name(), one.display_name());
          return true;
        });
  }

  void AddRow(const std::string& subject, const std::string& display_name) {
    ++looked_at_;
    const auto coverage =
        GetRow<v1::Coverage>(rows_, CoverageKey(tenant_, subject));
    v1::CoverageRow row;
    row.set_subject(subject);
    row.set_display_name(display_name);
    bool gap = false;
    for (size_t i = 0; i < std::size(kAspects); ++i) {
      v1::CoverageCell& cell = *row.add_cells();
      cell.set_aspect(kAspects[i]);
      if (kAspects[i] == v1::COVERAGE_ASPECT_CSI_ACTIVITIES) {
        FillActivities(subject, cell);
      } else {
        FillStated(coverage, cell);
      }
      if (cell.covered()) ++covered_[i];
      gap = gap || !cell.covered();
    }
    if (gap || !request_.gaps_only()) *reply_.add_rows() = std::move(row);
  }

  void FillActivities(const std::string& subject, v1::CoverageCell& cell) {
    authority::Question question;
    question.variant = request_.variant();
    question.as_of = now_;
    if (subject.find("/services/") != std::string::npos) {
      question.scope.set_service(subject);
    } else {
      question.scope.set_process(subject);
    }
    std::vector<std::string> missing;
    for (const std::string& activity : activities_) {
      question.activity = activity;
      const auto holders =
          directory_.HoldersOfLetter(common::v1::LETTER_ACCOUNTABLE, question);
      if (holders.holders.empty()) missing.push_back(activity);
    }
    cell.set_covered(missing.empty());
    if (missing.empty()) return;
    cell.set_gap(StrCat("Nobody is accountable for ", JoinNames(missing),
                        ": no matrix in force says who, or its role is "
                        "vacant."));
  }

  void FillStated(const std::optional<v1::Coverage>& coverage,
                  v1::CoverageCell& cell) {
    cell.set_gap(std::string(NothingStated(cell.aspect())));
    if (!coverage) return;
    for (const v1::CoverageStatement& one : coverage->statements()) {
      if (one.aspect() != cell.aspect()) continue;
      cell.set_covered(one.covered());
      cell.set_evidence(one.evidence());
      *cell.mutable_date() = one.date();
      cell.set_stated_by(one.stated_by());
      if (one.covered()) {
        cell.clear_gap();
      } else {
        cell.set_gap(StrCat(directory_.DisplayName(one.stated_by()),
                            " stated that it is not."));
      }
    }
  }

  void AddShare(v1::CoverageAspect aspect, int covered, int total) {
    v1::CoverageShare& share = *reply_.add_shares();
    share.set_aspect(aspect);
    share.set_covered(covered);
    share.set_total(total);
    share.set_percent(Percent(covered, total));
  }

  const KvReader& rows_;
  const std::string_view tenant_;
  const authority::Directory directory_;
  const v1::GetCoverageRequest& request_;
  const absl::Time now_;
  std::vector<std::string> activities_;
  int looked_at_ = 0;
  int covered_[std::size(kAspects)] = {};
  v1::GetCoverageResponse reply_;
};

}  // namespace

v1::GetCoverageResponse CoverageOf(const KvReader& rows,
                                   std::string_view tenant,
                                   const v1::GetCoverageRequest& request,
                                   absl::Time now) {
  return Matrix(rows, tenant, request, now).Run();
}

}  // namespace csi::raci
