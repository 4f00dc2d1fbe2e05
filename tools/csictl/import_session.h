// One import job from this side: opens it or finds it again, sends its chunks
// in order, repeats a chunk whose outcome is unknown under the same request id,
// and ends the job. The same source cut the same way gives the same job id and
// chunk numbers, so that an import that stopped goes on where it was by being
// run again. One thread.
#ifndef CSI_TOOLS_CSICTL_IMPORT_SESSION_H_
#define CSI_TOOLS_CSICTL_IMPORT_SESSION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "tools/csictl/client.h"

namespace csi::tools {

struct Arguments;

struct ImportPlan {
  std::string id;  // of the job
  std::string title;
  std::string source;
  std::string source_sha256;
  int64_t expected_rows = 0;
  bool allow_corrections = false;
};

// A job id from a prefix and everything that decides what the chunks hold.
std::string ImportJobId(const std::string& prefix,
                        const std::vector<std::string>& content);

class ImportSession {
 public:
  // `client` outlives this.
  ImportSession(Client& client, std::string tenant);

  // Whether the job was there already is told by job().next_chunk() and its
  // state. FAILED_PRECONDITION when it is there from another source or was
  // cancelled.
  absl::Status Open(const ImportPlan& plan);
  // Chunks below job().next_chunk() are not sent. An empty request id is made
  // from the job and the number.
  absl::Status Send(reporting::v1::ImportPointsRequest request,
                    std::string request_id);
  absl::Status Finish(const std::vector<common::v1::Finding>& findings);

  bool finished() const {
    return job_.state() == reporting::v1::IMPORT_JOB_STATE_FINISHED;
  }
  // It was finished already when Open found it.
  bool found_finished() const { return found_finished_; }
  const reporting::v1::ImportJob& job() const { return job_; }

 private:
  absl::Status Repeat(std::string_view method,
                      const google::protobuf::Message& request);

  Client& client_;
  const std::string tenant_;
  reporting::v1::ImportJob job_;
  bool found_finished_ = false;
};

// Counts, and the first refused rows with line and reason, for people; the job
// itself for programs. The exit code: 3 when rows were refused.
int PrintImport(Client& client, const ImportSession& session,
                const Arguments& arguments, int64_t refused_here);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_IMPORT_SESSION_H_
