#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/points/keys.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

using common::v1::ERROR_REASON_ALREADY_EXISTS;
using common::v1::ERROR_REASON_NO_ACTOR;
using common::v1::ERROR_REASON_NOT_AUTHORIZED;
using common::v1::ERROR_REASON_NOT_FOUND;
using common::v1::ERROR_REASON_RULE_VIOLATED;
using common::v1::ERROR_REASON_TOO_LARGE;
using common::v1::ERROR_REASON_WRONG_STATE;

class DecideImportPoints : public ReportingWorld {
 protected:
  DecideImportPoints() {
    MakeBypass();
    v1::CreateImportJobRequest request;
    request.set_parent("tenants/acme");
    request.set_import_job_id("j");
    request.mutable_import_job()->set_source("releases.csv");
    EXPECT_TRUE(As<v1::ImportJob>("dave", "CreateImportJob", request).ok());
  }

  v1::ImportPointsRequest Chunk(int64_t number, int month,
                                const std::vector<double>& values) {
    v1::ImportPointsRequest request;
    request.set_name(Name("importJobs", "j"));
    request.set_chunk(number);
    int line = 2;
    const v1::RecordPointsRequest months =
        Months("bypass", 2024, month, values);
    for (const v1::Point& point : months.points()) {
      v1::ImportRow& row = *request.add_rows();
      row.set_line(line++);
      row.set_indicator(Name("indicators", "bypass"));
      *row.mutable_point() = point;
    }
    return request;
  }

  absl::StatusOr<v1::ImportJob> Send(const v1::ImportPointsRequest& request,
                                     std::string person = "dave") {
    return As<v1::ImportJob>(person, "ImportPoints", request);
  }
};

TEST_F(DecideImportPoints, RecordsGoodRowsAndReportsTheOthers) {
  v1::ImportPointsRequest chunk = Chunk(1, 1, {80, 101, 79, 82});
  chunk.mutable_rows(3)->set_indicator(Name("indicators", "unheard-of"));
  const auto job = Send(chunk);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->next_chunk(), 2);
  EXPECT_EQ(job->rows_read(), 4);
  EXPECT_EQ(job->rows_recorded(), 2);
  EXPECT_EQ(job->rows_refused(), 2);
  const auto rows = GetRow<v1::RefusedRows>(
      runner.state("reporting"),
      Key(kImportRefusedTag, {"acme", "j", BigEndian(1)}));
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->rows_size(), 2);
  EXPECT_EQ(rows->rows(0).line(), 3);
  EXPECT_EQ(rows->rows(0).reason(), "OUT_OF_BOUNDS");
  EXPECT_EQ(rows->rows(1).reason(), "UNKNOWN_INDICATOR");
}

TEST_F(DecideImportPoints, TakesAChunkOnceHoweverOftenItIsSent) {
  ASSERT_TRUE(Send(Chunk(1, 1, {80, 82})).ok());
  const size_t events = runner.events("reporting").size();
  const auto again = Send(Chunk(1, 1, {80, 82}));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->rows_read(), 2);
  EXPECT_EQ(runner.events("reporting").size(), events);
}

TEST_F(DecideImportPoints, NamesTheNextChunkWhenOneComesTooEarly) {
  const auto early = Send(Chunk(2, 1, {80}));
  EXPECT_EQ(Reason(early), ERROR_REASON_RULE_VIOLATED);
  EXPECT_EQ(MetadataOf(early.status(), "next_chunk"), "1");
}

TEST_F(DecideImportPoints, CountsRowsThatWereThereAlready) {
  ASSERT_TRUE(Send(Chunk(1, 1, {80, 82})).ok());
  const auto job = Send(Chunk(2, 1, {80, 82, 79}));
  ASSERT_TRUE(job.ok());
  EXPECT_EQ(job->rows_duplicate(), 2);
  EXPECT_EQ(job->rows_recorded(), 3);
}

TEST_F(DecideImportPoints, CorrectsOnlyWhenTheJobAllowsIt) {
  ASSERT_TRUE(Send(Chunk(1, 1, {80})).ok());
  ASSERT_TRUE(Send(Chunk(2, 1, {81})).ok());
  v1::CreateImportJobRequest request;
  request.set_parent("tenants/acme");
  request.set_import_job_id("fix");
  request.mutable_import_job()->set_allow_corrections(true);
  ASSERT_TRUE(As<v1::ImportJob>("dave", "CreateImportJob", request).ok());
  v1::ImportPointsRequest chunk = Chunk(1, 1, {81});
  chunk.set_name(Name("importJobs", "fix"));
  const auto job = Send(chunk);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->rows_corrected(), 1);
  EXPECT_EQ(runner.CountEvents("reporting", "PointsCorrected"), 1);
}

TEST_F(DecideImportPoints, RefusesRowsOnceFinishedOrCancelled) {
  v1::FinishImportJobRequest finish;
  finish.set_name(Name("importJobs", "j"));
  finish.add_findings()->set_message("column reopened is missing");
  const auto done = As<v1::ImportJob>("dave", "FinishImportJob", finish);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::IMPORT_JOB_STATE_FINISHED);
  EXPECT_EQ(done->findings_size(), 1);
  EXPECT_EQ(Reason(Send(Chunk(1, 1, {80}))), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Reason(As<v1::ImportJob>("dave", "FinishImportJob", finish)),
            ERROR_REASON_WRONG_STATE);
  v1::CancelImportJobRequest cancel;
  cancel.set_name(Name("importJobs", "j"));
  EXPECT_EQ(Reason(As<v1::ImportJob>("dave", "CancelImportJob", cancel)),
            ERROR_REASON_WRONG_STATE);
}

TEST_F(DecideImportPoints, IsEndedByWhoOpenedItOrByTheCsiManager) {
  v1::FinishImportJobRequest finish;
  finish.set_name(Name("importJobs", "j"));
  v1::CancelImportJobRequest cancel;
  cancel.set_name(Name("importJobs", "j"));
  // carol may record points, but the import is dave's.
  const auto refused = As<v1::ImportJob>("carol", "FinishImportJob", finish);
  EXPECT_EQ(Reason(refused), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_NE(refused.status().message().find("Dave opened it"),
            std::string::npos)
      << refused.status();
  EXPECT_EQ(Reason(As<v1::ImportJob>("gina", "CancelImportJob", cancel)),
            ERROR_REASON_NOT_AUTHORIZED);
  const auto ended = As<v1::ImportJob>("anna", "CancelImportJob", cancel);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), v1::IMPORT_JOB_STATE_CANCELLED);
  EXPECT_EQ(ended->opened_by(), Name("people", "dave"));
}

TEST_F(DecideImportPoints, RefusesStrangersAndThoseWithoutTheLetter) {
  EXPECT_EQ(Reason(Send(Chunk(1, 1, {80}), "")), ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(Send(Chunk(1, 1, {80}), "gina")),
            ERROR_REASON_NOT_AUTHORIZED);
}

TEST_F(DecideImportPoints, RefusesUnknownJobsTakenIdsAndTooManyRows) {
  v1::ImportPointsRequest chunk = Chunk(1, 1, {80});
  chunk.set_name(Name("importJobs", "k"));
  EXPECT_EQ(Reason(Send(chunk)), ERROR_REASON_NOT_FOUND);
  v1::CreateImportJobRequest request;
  request.set_parent("tenants/acme");
  request.set_import_job_id("j");
  EXPECT_EQ(Reason(As<v1::ImportJob>("dave", "CreateImportJob", request)),
            ERROR_REASON_ALREADY_EXISTS);
  v1::ImportPointsRequest large = Chunk(1, 1, {});
  for (int i = 0; i < 5001; ++i) large.add_rows();
  EXPECT_EQ(Reason(Send(large)), ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace csi::reporting
