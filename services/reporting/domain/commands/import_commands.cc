// CreateImportJob, ImportPoints, FinishImportJob, CancelImportJob.
//
// A job takes numbered chunks. A chunk that was taken already answers with the
// job as it is, so that a sender that lost an answer may simply send again,
// however late; rows that hold are recorded together with the chunk's number in
// one command, the others are reported with line and reason.
#include <map>
#include <set>

#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/limits.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/commands/point_rights.h"
#include "services/reporting/domain/point_intake.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr char kCorrectedByImport[] =
    "other figures in an import that may correct";

void ReplyWithJob(const Context& context, const std::string& id,
                  Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto job = std::make_unique<v1::ImportJob>(
        GetRow<v1::ImportJob>(state, Key(kImportJobTag, {tenant, id}))
            .value_or(v1::ImportJob()));
    job->set_etag(EtagOf(job->revision()));
    return job;
  });
}

absl::Status RequireOpen(const v1::ImportJob& job) {
  if (job.state() == v1::IMPORT_JOB_STATE_OPEN) return absl::OkStatus();
  const bool finished = job.state() == v1::IMPORT_JOB_STATE_FINISHED;
  return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                 StrCat(job.name(), " is ", finished ? "FINISHED" : "CANCELLED",
                        "; only an OPEN import takes rows. Open a new one."),
                 {{"state", finished ? "FINISHED" : "CANCELLED"}});
}

// Rows of one chunk, by indicator.
class Chunk {
 public:
  Chunk(const Context& context, const v1::ImportJob& job)
      : context_(context), job_(job) {}

  absl::Status Take(const v1::ImportRow& row) {
    if (unknown_.count(row.indicator()) > 0) {
      Refuse(row);
      return absl::OkStatus();
    }
    auto found = intakes_.find(row.indicator());
    if (found == intakes_.end()) {
      absl::StatusOr<v1::Indicator> indicator =
          Load<v1::Indicator>(context_, kIndicatorTag, "rows.indicator",
                              row.indicator(), "indicators");
      if (!indicator.ok()) {
        unknown_.insert(row.indicator());
        Refuse(row);
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(AuthorizeOnce(*indicator));
      IntakeOptions options;
      options.allow_corrections = job_.allow_corrections();
      // Files need not be in order of time; see Point.late.
      options.mark_late = false;
      options.correction_reason = kCorrectedByImport;
      found = intakes_
                  .emplace(std::piecewise_construct,
                           std::forward_as_tuple(row.indicator()),
                           std::forward_as_tuple(
                               context_, *indicator,
                               std::string(LastPart(row.indicator())), options))
                  .first;
    }
    found->second.Add(row.line(), row.point());
    return absl::OkStatus();
  }

  void Emit(int64_t number, int64_t rows, Outcome& outcome) {
    v1::JournalEvent wrapper;
    v1::ImportChunkTaken& taken = *wrapper.mutable_import_chunk_taken();
    taken.set_import_job(job_.name());
    taken.set_chunk(number);
    taken.set_rows_read(rows);
    for (auto& [name, intake] : intakes_) {
      intake.Emit(job_.name(), outcome);
      taken.set_rows_recorded(taken.rows_recorded() + intake.recorded());
      taken.set_rows_duplicate(taken.rows_duplicate() + intake.duplicates());
      taken.set_rows_corrected(taken.rows_corrected() + intake.corrected());
      for (const v1::RefusedRow& row : intake.refused()) {
        refused_.push_back(row);
      }
      if (!intake.refused().empty()) {
        taken.add_refused_by_indicator(
            StrCat(LastPart(name), "=", intake.refused().size()));
      }
    }
    std::stable_sort(refused_.begin(), refused_.end(),
                     [](const v1::RefusedRow& a, const v1::RefusedRow& b) {
                       return a.line() < b.line();
                     });
    for (v1::RefusedRow& row : refused_) *taken.add_refused() = std::move(row);
    outcome.Emit<v1::JournalEvent>() = std::move(wrapper);
  }

 private:
  // Many indicators share a scope; the directory is asked once for each.
  absl::Status AuthorizeOnce(const v1::Indicator& indicator) {
    const std::string scope = ToBytes(indicator.scope());
    if (authorized_.count(scope) > 0) return absl::OkStatus();
    RETURN_IF_ERROR(AuthorizePoints(context_, indicator));
    authorized_.insert(scope);
    return absl::OkStatus();
  }

  void Refuse(const v1::ImportRow& row) {
    v1::RefusedRow& refused = refused_.emplace_back();
    refused.set_line(row.line());
    refused.set_indicator(
        row.indicator().substr(0, csi::limits::kNameBytesMax));
    refused.set_reason("UNKNOWN_INDICATOR");
    refused.set_message(
        "There is no indicator of this name. Define it first, or correct the "
        "name.");
  }

  const Context& context_;
  const v1::ImportJob& job_;
  std::map<std::string, PointIntake> intakes_;
  std::set<std::string> unknown_;
  std::set<std::string> authorized_;
  std::vector<v1::RefusedRow> refused_;
};

// Whoever opened it, or the CSI manager, who keeps the figures.
absl::Status AuthorizeEnd(const Context& context, const v1::ImportJob& job,
                          std::string_view verb) {
  const std::string actor = ActorName(context);
  if (job.opened_by().empty() || job.opened_by() == actor) {
    return absl::OkStatus();
  }
  const authority::Directory directory(*context.views, context.tenant);
  if (directory.Holding(actor, authority::kCsiManager, common::v1::Scope(),
                        context.now) ||
      directory.MayBootstrap(actor, context.now)) {
    return absl::OkStatus();
  }
  return Refusal(
      common::v1::ERROR_REASON_NOT_AUTHORIZED,
      StrCat(directory.DisplayName(actor), " may not ", verb, " ", job.name(),
             ": ", directory.DisplayName(job.opened_by()),
             " opened it. That person or the CSI manager can."),
      {{"person", job.opened_by()}});
}

absl::Status EndJob(const Context& context, v1::ImportJob job,
                    v1::ImportJobState state, Outcome& outcome) {
  RETURN_IF_ERROR(RequireOpen(job));
  job.set_state(state);
  job.set_revision(job.revision() + 1);
  *job.mutable_update_time() = TimestampOf(context.now);
  const std::string id(LastPart(job.name()));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_import_ended()
       ->mutable_import_job() = std::move(job);
  ReplyWithJob(context, id, outcome);
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideCreateImportJob(const v1::CreateImportJobRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const std::string id,
                   NewId(context, "import_job_id", request.import_job_id(),
                         kImportJobTag, "importJobs"));
  const v1::ImportJob& stated = request.import_job();
  RETURN_IF_ERROR(CheckLength("import_job.title", stated.title(),
                              csi::limits::kShortTextBytesMax));
  RETURN_IF_ERROR(CheckLength("import_job.source", stated.source(),
                              csi::limits::kShortTextBytesMax));
  if (stated.expected_rows() < 0) {
    return FieldError("import_job.expected_rows", "it must not be negative.");
  }
  v1::ImportJob job;
  job.set_title(stated.title());
  job.set_source(stated.source());
  job.set_source_sha256(stated.source_sha256());
  job.set_expected_rows(stated.expected_rows());
  job.set_allow_corrections(stated.allow_corrections());
  *job.mutable_findings() = stated.findings();
  job.set_opened_by(ActorName(context));
  job.set_name(ResourceName(context.tenant, "importJobs", id));
  job.set_uid(context.ids->Next());
  job.set_revision(1);
  job.set_state(v1::IMPORT_JOB_STATE_OPEN);
  job.set_next_chunk(1);
  *job.mutable_create_time() = TimestampOf(context.now);
  *job.mutable_update_time() = TimestampOf(context.now);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_import_started()
       ->mutable_import_job() = std::move(job);
  ReplyWithJob(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideImportPoints(const v1::ImportPointsRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(const v1::ImportJob job,
                   Load<v1::ImportJob>(context, kImportJobTag, "name",
                                       request.name(), "importJobs"));
  const std::string id(LastPart(job.name()));
  if (request.chunk() >= 1 && request.chunk() < job.next_chunk()) {
    ReplyWithJob(context, id, outcome);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(RequireOpen(job));
  RETURN_IF_ERROR(CheckPointCount("rows", request.rows_size()));
  if (request.chunk() != job.next_chunk()) {
    return Refusal(
        common::v1::ERROR_REASON_RULE_VIOLATED,
        StrCat("Chunk ", request.chunk(), " came, but ", job.next_chunk(),
               " is next. Send the chunks in "
               "order, from the one named here on."),
        {{"rule", "CHUNK_ORDER"}, {"next_chunk", StrCat(job.next_chunk())}});
  }
  Chunk chunk(context, job);
  for (const v1::ImportRow& row : request.rows()) {
    RETURN_IF_ERROR(chunk.Take(row));
  }
  chunk.Emit(request.chunk(), request.rows_size(), outcome);
  ReplyWithJob(context, id, outcome);
  return absl::OkStatus();
}

absl::Status DecideFinishImportJob(const v1::FinishImportJobRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::ImportJob job,
                   Load<v1::ImportJob>(context, kImportJobTag, "name",
                                       request.name(), "importJobs"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), job.revision(), job.name()));
  RETURN_IF_ERROR(AuthorizeEnd(context, job, "finish"));
  job.mutable_findings()->MergeFrom(request.findings());
  return EndJob(context, std::move(job), v1::IMPORT_JOB_STATE_FINISHED,
                outcome);
}

absl::Status DecideCancelImportJob(const v1::CancelImportJobRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::ImportJob job,
                   Load<v1::ImportJob>(context, kImportJobTag, "name",
                                       request.name(), "importJobs"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), job.revision(), job.name()));
  RETURN_IF_ERROR(AuthorizeEnd(context, job, "cancel"));
  return EndJob(context, std::move(job), v1::IMPORT_JOB_STATE_CANCELLED,
                outcome);
}

}  // namespace csi::reporting
