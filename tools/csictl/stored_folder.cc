#include "tools/csictl/stored_folder.h"

#include <cstdio>
#include <filesystem>
#include <vector>

#include "common/base/strings.h"
#include "common/base/tenant_partition.h"
#include "common/status/status.h"
#include "services/raci/domain/raci_domain.h"
#include "services/registry/domain/registry_domain.h"
#include "services/reporting/domain/reporting_domain.h"
#include "services/workflow/domain/workflow_domain.h"

namespace csi::tools {
namespace {

constexpr size_t kCacheBytes = 32 << 20;
constexpr uint64_t kReadRecords = 256;

// The partitions below a data folder.
std::vector<Folder> Partitions(const std::string& data_dir) {
  std::vector<Folder> found;
  for (const char* service : {"raci", "registry", "workflow", "reporting"}) {
    for (int i = 0; i < limits::kPartitionsMax; ++i) {
      const auto path =
          std::filesystem::path(data_dir) / service / std::to_string(i);
      if (!std::filesystem::exists(path / "CURRENT")) break;
      found.push_back(
          {service, i == 0 ? service : StrCat(service, "/", i), path.string()});
    }
  }
  return found;
}

}  // namespace

std::unique_ptr<Domain> MakeDomain(const std::string& service) {
  if (service == "raci") return raci::MakeRaciDomain();
  if (service == "registry") return registry::MakeRegistryDomain();
  if (service == "workflow") return MakeWorkflowDomain();
  if (service == "reporting") return MakeReportingDomain();
  return nullptr;
}

absl::Status ForEachRecord(const RocksStore& store, const RecordFn& take) {
  for (uint64_t next = 0; next < store.journal_end();) {
    ASSIGN_OR_RETURN(std::vector<std::string> records,
                     store.ReadJournal(next, next + kReadRecords));
    if (records.empty()) {
      return absl::DataLossError(StrCat("the journal holds nothing at offset ",
                                        next,
                                        " although it "
                                        "ends at ",
                                        store.journal_end()));
    }
    for (const std::string& bytes : records) {
      RETURN_IF_ERROR(take(next++, bytes));
    }
  }
  return absl::OkStatus();
}

// Opens every partition of the folder and runs `work` on it.
int OnEachPartition(
    Arguments& arguments, bool read_only, const std::string& usage,
    const std::function<absl::Status(const Folder&, RocksStore&)>& work) {
  const std::string data_dir = arguments.word(2);
  const std::string only = arguments.TakeFlag("service").value_or("");
  if (arguments.help || data_dir.empty() || !arguments.flags.empty()) {
    return Usage(arguments, usage);
  }
  const std::vector<Folder> folders = Partitions(data_dir);
  if (folders.empty()) {
    return UsageError(StrCat("\"", data_dir,
                             "\" is no data folder of csid: "
                             "it has no raci, registry, workflow or "
                             "reporting partition."));
  }
  RocksShared shared(kCacheBytes, kCacheBytes);
  int exit_code = kExitOk;
  for (const Folder& folder : folders) {
    if (!only.empty() && folder.service != only) continue;
    auto store = RocksStore::Open({folder.path, read_only}, shared);
    absl::Status status = store.status();
    if (store.ok()) status = work(folder, **store);
    // What could not be read explains everything else.
    if (store.ok() && (*store)->damaged()) {
      status = absl::DataLossError((*store)->damage());
    }
    if (status.ok()) continue;
    std::fprintf(stderr, "error: %s: %s\n", folder.label.c_str(),
                 std::string(status.message()).c_str());
    exit_code = kExitFailed;
  }
  return exit_code;
}

}  // namespace csi::tools
