#include "services/raci/domain/leave_preview.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/authority/fold.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/overlay.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "services/raci/domain/people_rules.h"
#include "services/raci/domain/standing.h"
#include "services/raci/domain/vacancies.h"

namespace csi::raci {
namespace {

constexpr int kPreviewMatricesMax = 1000;
// Ids of assignments in the draft; nobody sees them.
constexpr char kDraftId[] = "draft";

// The directory as it would be.
class Draft {
 public:
  Draft(const KvReader& rows, std::string_view tenant, absl::Time leave,
        absl::Time now)
      : rows_(rows), tenant_(tenant), leave_(leave), now_(now) {}

  void End(const v1::Assignment& assignment) {
    Fold(EndedAt(rows_, tenant_, assignment, leave_, now_));
  }

  void Leave(std::string_view person) {
    v1::PersonLeft left;
    left.set_person(std::string(person));
    *left.mutable_leave_time() = authority::TimestampOf(leave_);
    Fold(left);
  }

  void Begin(const v1::Assignment& assignment, std::string_view successor) {
    v1::HolderAppointed appointed;
    v1::Assignment& next = *appointed.mutable_assignment();
    next = assignment;
    next.set_name(
        ResourceName(tenant_, "assignments", StrCat(kDraftId, "-", ++begun_)));
    next.set_holder(std::string(successor));
    const std::vector<Slot> slots = SlotsOf(rows_, tenant_, assignment);
    if (slots.size() > 1) {
      appointed.set_generic_role(ResourceName(tenant_, "roles", slots[1].role));
      appointed.set_generic_process(slots[1].scope.process());
    }
    Fold(appointed);
  }

  const KvReader& rows() const { return rows_; }

 private:
  void Fold(const google::protobuf::Message& event) {
    authority::FoldDirectory(event, tenant_, "", now_, rows_);
  }

  Overlay rows_;
  const std::string_view tenant_;
  const absl::Time leave_;
  const absl::Time now_;
  int begun_ = 0;
};

void AddVacancies(const Draft& draft, std::string_view tenant,
                  const v1::Assignment& ending, absl::Time leave,
                  std::set<std::string>& told,
                  v1::PreviewLeaverResponse& reply) {
  if (!authority::Covers(ending.interval(), leave)) return;
  for (const Slot& slot : SlotsOf(draft.rows(), tenant, ending)) {
    const authority::ScopeParts parts = authority::PartsOf(slot.scope);
    if (IsFilled(draft.rows(), tenant, slot.role, parts, {}, leave) ||
        !told.insert(authority::VacancyKey(tenant, slot.role, parts)).second) {
      continue;
    }
    v1::Vacancy& vacancy = *reply.add_vacancies();
    vacancy.set_role(ResourceName(tenant, "roles", slot.role));
    *vacancy.mutable_scope() = slot.scope;
    *vacancy.mutable_since_time() = authority::TimestampOf(leave);
    vacancy.set_last_holder(ending.holder());
    vacancy.set_cause(v1::Vacancy::CAUSE_LEAVER);
  }
}

void AddImpact(const KvReader& rows, const Draft& draft,
               std::string_view tenant, const v1::Matrix& matrix,
               absl::Time leave, v1::PreviewLeaverResponse& reply) {
  std::set<std::string> known;
  for (const auto& finding :
       CheckPeople(rows, tenant, matrix, leave).findings) {
    known.insert(finding.SerializeAsString());
  }
  v1::MatrixImpact impact;
  for (const auto& finding :
       CheckPeople(draft.rows(), tenant, matrix, leave).findings) {
    if (!known.contains(finding.SerializeAsString())) {
      *impact.add_findings() = finding;
    }
  }
  if (impact.findings().empty()) return;
  impact.set_matrix(matrix.name());
  impact.set_display_name(matrix.display_name());
  *reply.add_impacts() = std::move(impact);
}

}  // namespace

v1::PreviewLeaverResponse PreviewLeave(const KvReader& rows,
                                       std::string_view tenant,
                                       std::string_view person,
                                       std::string_view successor,
                                       absl::Time leave, absl::Time now) {
  v1::PreviewLeaverResponse reply;
  Draft draft(rows, tenant, leave, now);
  const std::vector<v1::Assignment> standing =
      StandingAssignments(rows, tenant, person, leave);
  for (const v1::Assignment& assignment : standing) draft.End(assignment);
  draft.Leave(person);
  std::set<std::string> told;
  for (const v1::Assignment& assignment : standing) {
    if (!successor.empty()) draft.Begin(assignment, successor);
    *reply.add_ending() = assignment;
  }
  for (const v1::Assignment& assignment : standing) {
    AddVacancies(draft, tenant, assignment, leave, told, reply);
  }
  int read = 0;
  rows.ScanPrefix(authority::ResourcePrefix(authority::kMatrixTag, tenant),
                  [&](std::string_view, std::string_view value) {
                    if (++read > kPreviewMatricesMax) {
                      reply.set_truncated(true);
                      return false;
                    }
                    v1::Matrix matrix;
                    matrix.ParseFromArray(value.data(),
                                          static_cast<int>(value.size()));
                    if (matrix.state() == v1::Matrix::STATE_DEPLOYED) {
                      AddImpact(rows, draft, tenant, matrix, leave, reply);
                    }
                    return true;
                  });
  return reply;
}

}  // namespace csi::raci
