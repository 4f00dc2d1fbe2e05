// A stopped server's data folder, read from the disk: no server is asked.
#ifndef CSI_TOOLS_CSICTL_STORED_FOLDER_H_
#define CSI_TOOLS_CSICTL_STORED_FOLDER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "common/rocks/rocks_store.h"
#include "tools/csictl/arguments.h"

namespace csi::tools {

// One partition in it.
struct Folder {
  std::string service;
  std::string label;  // the service, or of several partitions "raci/3"
  std::string path;
};

// Null for an unknown service.
std::unique_ptr<Domain> MakeDomain(const std::string& service);

using RecordFn =
    std::function<absl::Status(uint64_t offset, const std::string& bytes)>;
// Every record of the journal in its order; ends with the first error.
absl::Status ForEachRecord(const RocksStore& store, const RecordFn& take);

// Opens every partition of the folder that the third word names (--service
// picks one) and runs `work` on it. The exit code of the command; `usage` is
// shown for --help and for words that do not fit.
int OnEachPartition(
    Arguments& arguments, bool read_only, const std::string& usage,
    const std::function<absl::Status(const Folder&, RocksStore&)>& work);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_STORED_FOLDER_H_
