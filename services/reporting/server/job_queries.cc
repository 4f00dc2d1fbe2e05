// Import jobs and the rows that they refused.
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

constexpr size_t kIndexBytes = 8;

}  // namespace

absl::Status GetImportJob(const QueryContext& context,
                          const v1::GetImportJobRequest& request,
                          v1::ImportJob* job) {
  return GetResource(context, kImportJobTag, request.name(), "importJobs", job);
}

absl::Status ListImportJobs(const QueryContext& context,
                            const v1::ListImportJobsRequest& request,
                            v1::ListImportJobsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  ASSIGN_OR_RETURN(const auto terms, ParseFilter(request.filter(), {"state"}));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const auto wanted = terms.find("state");
  response->set_next_page_token(ScanPage(
      context.state, page, KeyPrefix(kImportJobTag, {context.tenant}),
      [&](std::string_view, std::string_view value) {
        auto job = ParseRow<v1::ImportJob>(value);
        if (!job) return false;
        if (wanted != terms.end() && v1::ImportJobState_Name(job->state()) !=
                                         "IMPORT_JOB_STATE_" + wanted->second) {
          return false;
        }
        job->set_etag(EtagOf(job->revision()));
        *response->add_import_jobs() = *std::move(job);
        return true;
      }));
  return absl::OkStatus();
}

// The token names the last row shown: chunk key and index inside it.
absl::Status ListRefusedRows(const QueryContext& context,
                             const v1::ListRefusedRowsRequest& request,
                             v1::ListRefusedRowsResponse* response) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("parent", request.parent(),
                                              context.tenant, "importJobs"));
  if (!context.state.Has(Key(kImportJobTag, {context.tenant, id}))) {
    return NotFound("importJobs", request.parent());
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const std::string prefix = KeyPrefix(kImportRefusedTag, {context.tenant, id});
  std::string from = prefix;
  uint64_t skip = 0;
  if (page.after_key.size() > kIndexBytes) {
    from = page.after_key.substr(0, page.after_key.size() - kIndexBytes);
    skip = FromBigEndian(TailPart(page.after_key, kIndexBytes));
  }
  std::string last;
  context.state.Scan(
      from, PrefixEnd(prefix),
      [&](std::string_view key, std::string_view value) {
        const auto rows = ParseRow<v1::RefusedRows>(value);
        if (!rows) return true;
        for (int i = static_cast<int>(skip); i < rows->rows_size(); ++i) {
          if (response->refused_rows_size() >= page.size) {
            response->set_next_page_token(page.TokenAfter(last));
            return false;
          }
          *response->add_refused_rows() = rows->rows(i);
          last = std::string(key) + BigEndian(static_cast<uint64_t>(i) + 1);
        }
        skip = 0;
        return true;
      });
  return absl::OkStatus();
}

}  // namespace csi::reporting
