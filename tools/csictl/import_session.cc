#include "tools/csictl/import_session.h"

#include <cstdio>

#include "absl/time/clock.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "tools/csictl/arguments.h"
#include "tools/csictl/methods.h"

namespace csi::tools {
namespace {

using reporting::v1::ImportJob;

constexpr int kTriesMax = 6;
constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr int kRefusedShown = 20;
constexpr size_t kJobIdHexDigits = 20;

bool OutcomeUnknown(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

std::string ImportJobId(const std::string& prefix,
                        const std::vector<std::string>& content) {
  std::string text;
  for (const std::string& each : content) {
    StrAppend(&text, each.size(), ":", each);
  }
  return StrCat(prefix, "-", Hex(Sha256(text)).substr(0, kJobIdHexDigits));
}

ImportSession::ImportSession(Client& client, std::string tenant)
    : client_(client), tenant_(std::move(tenant)) {}

absl::Status ImportSession::Repeat(std::string_view method,
                                   const google::protobuf::Message& request) {
  absl::Duration pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    ImportJob answer;
    absl::Status status = CallReporting(client_, method, request, answer);
    if (status.ok()) job_ = std::move(answer);
    if (!OutcomeUnknown(status) || tries == kTriesMax) return status;
    absl::SleepFor(pause);
    pause *= 2;
  }
}

absl::Status ImportSession::Open(const ImportPlan& plan) {
  reporting::v1::GetImportJobRequest get;
  get.set_name(ResourceName(tenant_, "importJobs", plan.id));
  absl::Status found = Repeat("GetImportJob", get);
  if (found.ok()) {
    if (!job_.source_sha256().empty() &&
        job_.source_sha256() != plan.source_sha256) {
      return absl::FailedPreconditionError(
          StrCat(job_.name(), " was begun with another source; its SHA-256 is ",
                 job_.source_sha256(), ". Use that file, or cancel the job."));
    }
    if (job_.state() == reporting::v1::IMPORT_JOB_STATE_CANCELLED) {
      return absl::FailedPreconditionError(
          StrCat(job_.name(),
                 " was cancelled and takes no more rows. What it "
                 "had recorded is there."));
    }
    found_finished_ = finished();
    return absl::OkStatus();
  }
  if (!absl::IsNotFound(found)) return found;
  reporting::v1::CreateImportJobRequest create;
  create.set_parent("tenants/" + tenant_);
  create.set_import_job_id(plan.id);
  create.set_request_id(plan.id + "/open");
  ImportJob& job = *create.mutable_import_job();
  job.set_title(plan.title);
  job.set_source(plan.source);
  job.set_source_sha256(plan.source_sha256);
  job.set_expected_rows(plan.expected_rows);
  job.set_allow_corrections(plan.allow_corrections);
  return Repeat("CreateImportJob", create);
}

absl::Status ImportSession::Send(reporting::v1::ImportPointsRequest request,
                                 std::string request_id) {
  if (request.chunk() < job_.next_chunk()) return absl::OkStatus();
  request.set_name(job_.name());
  if (request_id.empty()) {
    request_id = StrCat(LastPart(job_.name()), "/", request.chunk());
  }
  request.set_request_id(std::move(request_id));
  return Repeat("ImportPoints", request);
}

absl::Status ImportSession::Finish(
    const std::vector<common::v1::Finding>& findings) {
  if (finished()) return absl::OkStatus();
  reporting::v1::FinishImportJobRequest finish;
  finish.set_name(job_.name());
  finish.set_request_id(StrCat(LastPart(job_.name()), "/finish"));
  for (const auto& finding : findings) *finish.add_findings() = finding;
  return Repeat("FinishImportJob", finish);
}

namespace {

absl::Status PrintRefused(Client& client, const ImportJob& job) {
  reporting::v1::ListRefusedRowsRequest request;
  request.set_parent(job.name());
  request.set_page_size(kRefusedShown);
  reporting::v1::ListRefusedRowsResponse response;
  absl::Status status =
      CallReporting(client, "ListRefusedRows", request, response);
  if (!status.ok()) return status;
  for (const reporting::v1::RefusedRow& row : response.refused_rows()) {
    std::fprintf(stderr, "line %lld: %s: %s\n",
                 static_cast<long long>(row.line()), row.reason().c_str(),
                 row.message().c_str());
  }
  if (!response.next_page_token().empty()) {
    std::fprintf(stderr, "... all of them: csictl job refused %s\n",
                 std::string(LastPart(job.name())).c_str());
  }
  return absl::OkStatus();
}

}  // namespace

int PrintImport(Client& client, const ImportSession& session,
                const Arguments& arguments, int64_t refused_here) {
  const ImportJob& job = session.job();
  if (session.found_finished()) {
    // The rows were not read again; the job remembers the first ones.
    for (const common::v1::Finding& finding : job.findings()) {
      std::fprintf(stderr, "%s: %s: %s\n", finding.place().c_str(),
                   finding.rule().c_str(), finding.message().c_str());
    }
  }
  if (job.rows_refused() > 0) {
    const absl::Status listed = PrintRefused(client, job);
    if (!listed.ok()) return Report(listed);
  }
  if (arguments.format != OutputFormat::kTable) {
    std::fputs(Render(job, arguments.format, {}).c_str(), stdout);
  } else if (!arguments.quiet) {
    std::printf(
        "%s: %lld rows sent, %lld recorded, %lld there already, %lld "
        "corrected, %lld refused\n",
        job.name().c_str(), static_cast<long long>(job.rows_read()),
        static_cast<long long>(job.rows_recorded()),
        static_cast<long long>(job.rows_duplicate()),
        static_cast<long long>(job.rows_corrected()),
        static_cast<long long>(job.rows_refused() + refused_here));
  }
  return job.rows_refused() + refused_here > 0 ? kExitRefused : kExitOk;
}

}  // namespace csi::tools
