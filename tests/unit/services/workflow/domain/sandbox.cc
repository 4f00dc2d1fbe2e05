#include "tests/unit/services/workflow/domain/sandbox.h"

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/workflow_domain.h"

namespace csi::workflow {
namespace {

constexpr char kTenant[] = "acme";

class SandboxEffects : public Effects {
 public:
  explicit SandboxEffects(Sandbox::World& world) : world_(world) {}
  KvWriter& state() override { return world_.state; }
  void SetTimer(const Timer& timer) override {
    world_.timers.insert({timer.due, timer.tenant, timer.kind, timer.subject});
  }
  void CancelTimer(const Timer& timer) override {
    world_.timers.erase({timer.due, timer.tenant, timer.kind, timer.subject});
  }
  void Broken(std::string what) override { CSI_CHECK(false, what); }

 private:
  Sandbox::World& world_;
};

}  // namespace

Sandbox::Sandbox(const KvReader& views)
    : domain_(MakeWorkflowDomain()), views_(views) {
  world_.now = absl::FromUnixSeconds(1767225600);
}

Context Sandbox::MakeContext(std::string_view actor, IdSource& ids) const {
  Context context;
  context.tenant = kTenant;
  context.actor = std::string(actor);
  context.now = world_.now;
  context.state = &world_.state;
  context.views = &views_;
  context.view_revision = [](std::string_view) { return std::string("17"); };
  context.ids = &ids;
  return context;
}

void Sandbox::Commit(std::string_view actor, Outcome& outcome) {
  const Fact fact{kTenant, std::string(actor), "", "", "", world_.now};
  SandboxEffects effects(world_);
  emitted_.clear();
  for (const auto& event : outcome.events()) {
    emitted_.push_back(static_cast<const v1::JournalEvent&>(*event));
    event_bytes_ += event->ByteSizeLong();
    domain_->Apply(*event, fact, effects);
  }
  if (outcome.reply()) {
    reply_bytes_ += ToBytes(*outcome.reply()(world_.state)).size();
  }
}

absl::Status Sandbox::Call(std::string_view as, std::string_view method,
                           const google::protobuf::Message& request) {
  world_.now += absl::Microseconds(1);
  IdSource ids(StrCat("sandbox", ++commands_));
  Command command;
  command.tenant = kTenant;
  command.actor = std::string(as);
  command.method = std::string(method);
  std::shared_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  command.request = copy;
  Outcome outcome;
  const Context context = MakeContext(as, ids);
  const absl::Status status = domain_->Decide(command, context, outcome);
  if (status.ok()) Commit(as, outcome);
  return status;
}

absl::Status Sandbox::Deliver(const google::protobuf::Message& event) {
  world_.now += absl::Microseconds(1);
  common::v1::CloudEvent cloud;
  cloud.set_type(event.GetDescriptor()->full_name());
  cloud.set_tenant(kTenant);
  cloud.set_data(ToBytes(event));
  CSI_CHECK(domain_->ReactsTo(cloud), cloud.type());
  IdSource ids(StrCat("reaction", ++commands_));
  Outcome outcome;
  const Context context = MakeContext("", ids);
  const absl::Status status = domain_->React(cloud, context, outcome);
  if (status.ok()) Commit("", outcome);
  return status;
}

bool Sandbox::FireNext() {
  if (world_.timers.empty()) return false;
  const TimerKey key = *world_.timers.begin();
  world_.timers.erase(key);
  const auto& [due, tenant, kind, subject] = key;
  world_.now = std::max(world_.now, due) + absl::Microseconds(1);
  IdSource ids(StrCat("timer", ++commands_));
  Outcome outcome;
  const Context context = MakeContext("", ids);
  CSI_CHECK(domain_->Fire({due, tenant, kind, subject}, context, outcome).ok(),
            "a timer is never refused");
  Commit("", outcome);
  return true;
}

}  // namespace csi::workflow
