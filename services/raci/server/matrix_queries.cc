// CheckMatrix, ExportMatrix, PreviewPack.
#include <algorithm>

#include "common/authority/rows.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/raci/domain/load_rules.h"
#include "services/raci/domain/matrix_difference.h"
#include "services/raci/domain/pack_plan.h"
#include "services/raci/domain/part_rules.h"
#include "services/raci/domain/people_rules.h"
#include "services/raci/domain/resource.h"
#include "services/raci/domain/stored_rules.h"
#include "services/raci/domain/uploaded_matrix.h"
#include "services/raci/formats/matrix_file.h"
#include "services/raci/rules/form_rules.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

Upload UploadOf(const std::string& bytes,
                const v1::CheckMatrixRequest& request) {
  return {bytes, request.format(), request.orientation(),
          /*new_roles_allowed=*/true, /*lenient=*/true};
}

FileFormat FileFormatOf(v1::TableFormat format) {
  switch (format) {
    case v1::TABLE_FORMAT_TSV:
      return FileFormat::kTsv;
    case v1::TABLE_FORMAT_MARKDOWN:
      return FileFormat::kMarkdown;
    case v1::TABLE_FORMAT_XLSX:
      return FileFormat::kXlsx;
    case v1::TABLE_FORMAT_JSON:
      return FileFormat::kJson;
    default:
      return FileFormat::kCsv;
  }
}

// The matrix to be checked, and what its table already showed.
absl::StatusOr<UploadedMatrix> SubjectOf(
    const QueryContext& context, const v1::CheckMatrixRequest& request) {
  UploadedMatrix subject;
  switch (request.subject_case()) {
    case v1::CheckMatrixRequest::kName: {
      ASSIGN_OR_RETURN(subject.matrix,
                       Load<v1::Matrix>(context.state, context.tenant, "name",
                                        request.name(), "matrices",
                                        authority::kMatrixTag, "ListMatrices"));
      return subject;
    }
    case v1::CheckMatrixRequest::kMatrix:
      subject.matrix = request.matrix();
      return subject;
    case v1::CheckMatrixRequest::kTable:
      return ReadUploaded(context.state, context.tenant,
                          UploadOf(request.table(), request));
    case v1::CheckMatrixRequest::kContent:
      return ReadUploaded(context.state, context.tenant,
                          UploadOf(request.content(), request));
    case v1::CheckMatrixRequest::SUBJECT_NOT_SET:
      break;
  }
  return FieldError("subject", "name a matrix, or send one or a table.");
}

// What an import of the subject would change.
absl::Status Compare(const QueryContext& context,
                     const v1::CheckMatrixRequest& request,
                     const UploadedMatrix& subject,
                     v1::CheckMatrixResponse* reply) {
  for (const auto& [id, title] : subject.new_roles) {
    reply->add_missing_roles(ResourceName(context.tenant, "roles", id));
  }
  if (request.compare_with().empty()) return absl::OkStatus();
  absl::StatusOr<v1::Matrix> known = Load<v1::Matrix>(
      context.state, context.tenant, "compare_with", request.compare_with(),
      "matrices", authority::kMatrixTag, "ListMatrices");
  if (absl::IsNotFound(known.status())) known = v1::Matrix();
  if (!known.ok()) return known.status();
  for (const v1::MatrixDifference& one : Differences(*known, subject.matrix)) {
    *reply->add_differences() = one;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMatrix(const QueryContext& context,
                         const v1::CheckMatrixRequest& request,
                         v1::CheckMatrixResponse* reply) {
  ASSIGN_OR_RETURN(const UploadedMatrix subject, SubjectOf(context, request));
  ASSIGN_OR_RETURN(const RuleBook rules,
                   RulesOf(context.state, context.tenant, request));
  std::vector<common::v1::Finding> findings;
  for (const common::v1::Finding& finding : subject.findings) {
    rules.Add(findings, finding);
  }
  for (common::v1::Finding& finding : CheckLetters(subject.matrix, rules)) {
    findings.push_back(std::move(finding));
  }
  const absl::Time as_of =
      request.has_as_of() ? authority::TimeOf(request.as_of()) : context.now;
  PeopleReport people =
      CheckPeople(context.state, context.tenant, subject.matrix, as_of);
  for (common::v1::Finding& finding : people.findings) {
    rules.Add(findings, std::move(finding));
  }
  CheckLoad(context.state, context.tenant, subject.matrix, people.held, as_of,
            rules, findings);
  CheckParts(context.state, context.tenant, subject.matrix, rules, findings);
  DropSamePersonFindings(subject.matrix, people.held, findings);
  std::stable_sort(
      findings.begin(), findings.end(),
      [](const auto& a, const auto& b) { return a.severity() > b.severity(); });
  for (const common::v1::Finding& finding : findings) {
    *reply->add_findings() = finding;
  }
  for (const v1::TableRepair& repair : subject.repairs) {
    *reply->add_repairs() = repair;
  }
  reply->set_passed(!HasError(findings));
  return Compare(context, request, subject, reply);
}

absl::Status ExportMatrix(const QueryContext& context,
                          const v1::ExportMatrixRequest& request,
                          v1::ExportMatrixResponse* reply) {
  ASSIGN_OR_RETURN(
      const v1::Matrix matrix,
      Load<v1::Matrix>(context.state, context.tenant, "name", request.name(),
                       "matrices", authority::kMatrixTag, "ListMatrices"));
  const FileFormat format = FileFormatOf(request.format());
  ASSIGN_OR_RETURN(std::string bytes, WriteMatrixFile(matrix, format));
  const bool text = format != FileFormat::kXlsx;
  (text ? reply->mutable_table() : reply->mutable_content())->swap(bytes);
  reply->set_media_type(std::string(MediaTypeOf(format)));
  return absl::OkStatus();
}

absl::Status PreviewPack(const QueryContext& context,
                         const v1::PreviewPackRequest& request,
                         v1::PreviewPackResponse* reply) {
  ASSIGN_OR_RETURN(const PackPlan plan,
                   PlanPack(context.state, context.tenant, request.pack()));
  reply->set_pack(plan.pack.id);
  reply->set_version(plan.pack.version);
  for (const v1::PackChange& change : plan.changes) {
    *reply->add_changes() = change;
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
