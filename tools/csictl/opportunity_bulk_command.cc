// csictl opportunity bulk VERB --filter TEXT|--view NAME [--dry-run] [flags]:
// one verb on every entry of a list, each by its own call and its own right.
#include <cstdio>
#include <memory>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "tools/csictl/command_table.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/request_builder.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

namespace reg = registry::v1;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

constexpr char kUsage[] =
    "csictl opportunity bulk VERB (--filter TEXT | --view NAME) [--dry-run] "
    "[flags of the verb]: does accept, reject, defer, hold, resume, cancel, "
    "close, reopen, move or update for every entry of the list, for example "
    "bulk defer --view stale --wake-up-date 2026-09-01 --reason \"no capacity "
    "before autumn\". --dry-run asks for each whether it would be allowed.";
constexpr std::string_view kVerbs[] = {"accept", "reject", "defer", "hold",
                                       "resume", "cancel", "close", "reopen",
                                       "move",   "update"};
constexpr int kPageSize = 500;

bool IsBulkVerb(std::string_view verb) {
  for (std::string_view each : kVerbs) {
    if (each == verb) return true;
  }
  return false;
}

std::unique_ptr<Message> NewMessage(
    const google::protobuf::Descriptor* descriptor) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

// The whole list before anything changes: a verb may take entries out of it.
absl::StatusOr<std::vector<reg::Opportunity>> ReadList(
    Client& client, reg::ListOpportunitiesRequest request) {
  std::vector<reg::Opportunity> entries;
  request.set_page_size(kPageSize);
  do {
    reg::ListOpportunitiesResponse page;
    const absl::Status read =
        CallMethod(client, "csi.registry.v1.RegistryService.ListOpportunities",
                   request, page);
    if (!read.ok()) return read;
    request.set_page_token(page.next_page_token());
    entries.insert(entries.end(), page.opportunities().begin(),
                   page.opportunities().end());
  } while (!request.page_token().empty());
  return entries;
}

class Bulk {
 public:
  Bulk(Client& client, const CommandRow& row, bool dry_run)
      : client_(client),
        row_(row),
        method_(
            *DescriptorPool::generated_pool()->FindMethodByName(row.method)),
        dry_run_(dry_run) {}

  // What all requests share.
  absl::Status Prepare(const Flags& flags, const std::string& tenant) {
    tenant_ = tenant;
    form_ = NewMessage(method_.input_type());
    return SetFlags(flags, tenant, *form_);
  }

  absl::Status Do(const reg::Opportunity& entry) {
    std::unique_ptr<Message> request = NewMessage(method_.input_type());
    request->CopyFrom(*form_);
    const std::string path = row_.positional;
    const std::string prefix = path.substr(0, path.size() - 4);  // "name"
    // The state that was listed is the one that is changed.
    absl::Status set = SetPath(path, entry.name(), tenant_, *request);
    if (set.ok()) {
      set = SetPath(prefix + "etag", entry.etag(), tenant_, *request);
    }
    if (set.ok())
      set = SetPath("request_id", NewRequestId(), tenant_, *request);
    if (set.ok() && dry_run_) {
      set = SetPath("validate_only", "true", tenant_, *request);
    }
    if (!set.ok()) return set;
    std::unique_ptr<Message> response = NewMessage(method_.output_type());
    return client_.Call(method_, *request, *response);
  }

 private:
  Client& client_;
  const CommandRow& row_;
  const MethodDescriptor& method_;
  const bool dry_run_;
  std::string tenant_;
  std::unique_ptr<Message> form_;
};

int DoAll(Bulk& bulk, const std::vector<reg::Opportunity>& entries,
          const std::string& verb, bool dry_run) {
  int done = 0;
  int refused = 0;
  for (const reg::Opportunity& entry : entries) {
    const absl::Status status = bulk.Do(entry);
    const auto number = static_cast<unsigned long long>(entry.number());
    if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) {
      const int code = Report(status);
      std::fprintf(stderr, "%d entries are done; run it again for the rest.\n",
                   done);
      return code;
    }
    if (!status.ok()) {
      ++refused;
      std::fprintf(stderr, "%llu %s: %s\n", number, entry.title().c_str(),
                   std::string(status.message()).c_str());
      continue;
    }
    ++done;
    if (dry_run) {
      std::printf("%llu %s: %s is allowed\n", number, entry.title().c_str(),
                  verb.c_str());
    }
  }
  std::printf("%zu entries: %d %s, %d refused\n", entries.size(), done,
              dry_run ? "would be done" : "done", refused);
  return refused > 0 ? kExitRefused : kExitOk;
}

}  // namespace

int RunOpportunityBulk(Arguments& arguments) {
  const std::string verb = arguments.word(2);
  reg::ListOpportunitiesRequest list;
  list.set_parent("tenants/" + arguments.tenant);
  list.set_filter(arguments.TakeFlag("filter").value_or(""));
  list.set_view(arguments.TakeFlag("view").value_or(""));
  const bool dry_run = arguments.TakeFlag("dry-run").has_value();
  // A list of everything is never what is meant.
  if (arguments.help || !IsBulkVerb(verb) || arguments.words.size() > 3 ||
      (list.filter().empty() && list.view().empty())) {
    return Usage(arguments, kUsage);
  }
  Client client = MakeClient(arguments);
  Bulk bulk(client, *FindCommand("opportunity", verb), dry_run);
  const absl::Status prepared = bulk.Prepare(arguments.flags, arguments.tenant);
  if (!prepared.ok()) return UsageError(std::string(prepared.message()));
  const auto entries = ReadList(client, std::move(list));
  if (!entries.ok()) return Report(entries.status());
  return DoAll(bulk, *entries, verb, dry_run);
}

}  // namespace csi::tools
