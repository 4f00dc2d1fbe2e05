// TestMatrix, DeployMatrix, RetireMatrix. ORDER: exists, etag, actor and
// authority, state, form (H1, H2), people (P6, H1, P3).
#include <set>

#include "common/authority/fold_matrix.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/holders.h"
#include "services/raci/domain/people_rules.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/vacancies.h"
#include "services/raci/rules/form_rules.h"

namespace csi::raci {
namespace {

using common::v1::Finding;

// So many errors are told at once; CheckMatrix tells all.
constexpr int kErrorsTold = 5;

absl::StatusOr<v1::Matrix> LoadForChange(const Context& context,
                                         std::string_view name,
                                         std::string_view etag,
                                         std::string_view what) {
  ASSIGN_OR_RETURN(
      v1::Matrix matrix,
      Load<v1::Matrix>(*context.state, context.tenant, "name", name, "matrices",
                       authority::kMatrixTag, "ListMatrices"));
  RETURN_IF_ERROR(CheckEtag(etag, matrix.revision(), matrix.name()));
  RETURN_IF_ERROR(RequireAuthority(context, kMayMatrices, what).status());
  return matrix;
}

absl::Status WrongState(const v1::Matrix& matrix, std::string_view remedy) {
  std::string state = v1::Matrix::State_Name(matrix.state());
  state.erase(0, std::string_view("STATE_").size());
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(matrix.name(), " is ", state, ". ", remedy),
                 {{"state", state}});
}

absl::Status RefuseErrors(const v1::Matrix& matrix,
                          const std::vector<Finding>& findings,
                          common::v1::ErrorReason reason) {
  std::string text;
  const Finding* first = nullptr;
  int errors = 0;
  for (const Finding& finding : findings) {
    if (finding.severity() != common::v1::SEVERITY_ERROR) continue;
    if (first == nullptr) first = &finding;
    if (++errors > kErrorsTold) continue;
    StrAppend(&text, " ", finding.message(), " (", finding.rule(), ", ",
              finding.place(), ")");
  }
  return Refusal(reason,
                 StrCat(matrix.name(), " has ", errors,
                        errors == 1 ? " error:" : " errors:", text,
                        errors > kErrorsTold ? " ..." : "", " ",
                        first->suggestion(), " CheckMatrix shows everything."),
                 {{"rule", first->rule()},
                  {"place", first->place()},
                  {"errors", StrCat(errors)}});
}

// A matrix with several accountable columns in a row is refused as
// TWO_ACCOUNTABLE, one without any as VACANT, the rest as RULE_VIOLATED.
absl::Status CheckFormOf(const v1::Matrix& matrix,
                         const std::vector<Finding>& findings) {
  if (!HasError(findings)) return absl::OkStatus();
  auto reason = common::v1::ERROR_REASON_RULE_VIOLATED;
  for (const Finding& finding : findings) {
    if (finding.rule() != "H1") continue;
    reason = finding.message().find(std::string(kOnlyOne)) != std::string::npos
                 ? common::v1::ERROR_REASON_TWO_ACCOUNTABLE
                 : common::v1::ERROR_REASON_VACANT;
    break;
  }
  return RefuseErrors(matrix, findings, reason);
}

// Every role that becomes accountable by this matrix: never two people in one
// scope, never a team; and somebody is accountable in the matrix's own scope.
absl::Status CheckAccountability(const Context& context,
                                 const v1::Matrix& matrix,
                                 const PeopleReport& people) {
  for (const std::string& role : authority::AccountableRoles(matrix)) {
    RETURN_IF_ERROR(CheckMayMakeAccountable(context, role));
  }
  if (people.forbidding.empty()) return absl::OkStatus();
  return RefuseErrors(matrix, people.forbidding,
                      people.two_accountable
                          ? common::v1::ERROR_REASON_TWO_ACCOUNTABLE
                          : common::v1::ERROR_REASON_VACANT);
}

// Deployed matrices of exactly this scope and variant that share an activity.
std::vector<v1::Matrix> Replaced(const Context& context,
                                 const v1::Matrix& matrix) {
  const authority::ScopeParts scope = authority::PartsOf(matrix.scope());
  std::set<std::string> names;
  for (const v1::MatrixActivity& activity : matrix.activities()) {
    const std::string prefix = authority::ActivityPrefix(
        context.tenant, activity.id(), matrix.variant(), scope);
    context.state->ScanReverse(
        prefix, PrefixEnd(prefix),
        [&](std::string_view, std::string_view value) {
          v1::Matrix row;
          row.ParseFromArray(value.data(), static_cast<int>(value.size()));
          if (!row.has_retire_time()) names.insert(row.name());
          return false;
        });
  }
  std::vector<v1::Matrix> replaced;
  for (const std::string& name : names) {
    auto row = GetRow<v1::Matrix>(
        *context.state, authority::ResourceKey(authority::kMatrixTag,
                                               context.tenant, LastPart(name)));
    if (row) replaced.push_back(*std::move(row));
  }
  return replaced;
}

void Retire(const Context& context, v1::Matrix& matrix,
            std::string_view successor, Outcome& outcome) {
  matrix.set_state(v1::Matrix::STATE_RETIRED);
  *matrix.mutable_retire_time() = authority::TimestampOf(context.now);
  StampChanged(context, matrix);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_matrix_retired();
  *event.mutable_matrix() = matrix;
  event.set_successor(std::string(successor));
}

}  // namespace

absl::Status DecideTestMatrix(const v1::TestMatrixRequest& request,
                              const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      v1::Matrix matrix,
      LoadForChange(context, request.name(), request.etag(), "test matrices"));
  if (matrix.state() != v1::Matrix::STATE_DRAFT) {
    return WrongState(matrix, "Only a DRAFT is tested.");
  }
  const std::vector<Finding> findings = CheckForm(matrix);
  RETURN_IF_ERROR(CheckFormOf(matrix, findings));
  matrix.set_state(v1::Matrix::STATE_TESTED);
  *matrix.mutable_test_time() = authority::TimestampOf(context.now);
  StampChanged(context, matrix);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_matrix_tested();
  *event.mutable_matrix() = matrix;
  for (const Finding& finding : findings) *event.add_findings() = finding;
  outcome.ReplyWith(WithEtag(matrix));
  return absl::OkStatus();
}

absl::Status DecideDeployMatrix(const v1::DeployMatrixRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::Matrix matrix,
                   LoadForChange(context, request.name(), request.etag(),
                                 "deploy matrices"));
  if (matrix.state() != v1::Matrix::STATE_TESTED) {
    return WrongState(matrix,
                      "Only a TESTED matrix is deployed: TestMatrix "
                      "first.");
  }
  RETURN_IF_ERROR(CheckFormOf(matrix, CheckForm(matrix)));
  const PeopleReport people =
      CheckPeople(*context.state, context.tenant, matrix, context.now);
  RETURN_IF_ERROR(CheckAccountability(context, matrix, people));

  for (v1::Matrix& old : Replaced(context, matrix)) {
    matrix.set_predecessor(old.name());
    Retire(context, old, matrix.name(), outcome);
  }
  matrix.set_state(v1::Matrix::STATE_DEPLOYED);
  *matrix.mutable_deploy_time() = authority::TimestampOf(context.now);
  StampChanged(context, matrix);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_matrix_deployed();
  *event.mutable_matrix() = matrix;
  for (const Finding& finding : people.findings) {
    *event.add_findings() = finding;
  }
  for (const std::string& role : people.vacant_roles) {
    EmitNeverFilled(context, role, matrix.scope(), outcome);
  }
  outcome.ReplyWith(WithEtag(matrix));
  return absl::OkStatus();
}

absl::Status DecideRetireMatrix(const v1::RetireMatrixRequest& request,
                                const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::Matrix matrix,
                   LoadForChange(context, request.name(), request.etag(),
                                 "retire matrices"));
  if (matrix.state() == v1::Matrix::STATE_RETIRED) {
    return WrongState(matrix, "It retires once only.");
  }
  Retire(context, matrix, "", outcome);
  outcome.ReplyWith(WithEtag(matrix));
  return absl::OkStatus();
}

}  // namespace csi::raci
