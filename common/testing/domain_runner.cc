#include "common/testing/domain_runner.h"

#include <set>
#include <tuple>

#include "common/base/check.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"

namespace csi::testing {
namespace {

using TimerKey = std::tuple<absl::Time, std::string, std::string, std::string>;

TimerKey KeyOf(const Timer& timer) {
  return {timer.due, timer.tenant, timer.kind, timer.subject};
}

class MemoryEffects : public Effects {
 public:
  MemoryEffects(KvWriter& state, std::set<TimerKey>& timers)
      : state_(state), timers_(timers) {}
  KvWriter& state() override { return state_; }
  void SetTimer(const Timer& timer) override { timers_.insert(KeyOf(timer)); }
  void CancelTimer(const Timer& timer) override { timers_.erase(KeyOf(timer)); }
  void Broken(std::string what) override { CSI_CHECK(false, what); }

 private:
  KvWriter& state_;
  std::set<TimerKey>& timers_;
};

}  // namespace

struct DomainRunner::Recorded {
  Fact fact;
  std::string bytes;
};

struct DomainRunner::Node {
  std::unique_ptr<Domain> domain;
  MemoryKv state;
  MemoryKv views;
  std::set<TimerKey> timers;
  std::set<TimerKey> fired;  // timer rows that the engine took away
  std::vector<Recorded> journal;
  std::vector<common::v1::CloudEvent> events;
};

DomainRunner::DomainRunner() : now_(absl::FromUnixSeconds(1767225600)) {}
DomainRunner::~DomainRunner() = default;

void DomainRunner::Add(std::unique_ptr<Domain> domain) {
  auto added = std::make_unique<Node>();
  added->domain = std::move(domain);
  nodes_[std::string(added->domain->service())] = std::move(added);
}

DomainRunner::Node& DomainRunner::node(std::string_view service) const {
  auto found = nodes_.find(service);
  CSI_CHECK(found != nodes_.end(), service);
  return *found->second;
}

Context DomainRunner::MakeContext(Node& at, std::string_view tenant,
                                  std::string_view actor, IdSource& ids) {
  Context context;
  context.tenant = std::string(tenant);
  context.actor = std::string(actor);
  context.now = now_;
  context.views = &at.views;
  context.view_revision = [this](std::string_view source) {
    auto found = nodes_.find(source);
    return StrCat(source, "/",
                  found == nodes_.end() ? 0 : found->second->journal.size());
  };
  context.ids = &ids;
  return context;
}

absl::StatusOr<std::string> DomainRunner::CallBytes(
    std::string_view service, std::string_view method,
    const google::protobuf::Message& request) {
  Node& at = node(service);
  now_ += absl::Microseconds(1);
  IdSource ids(StrCat("seed", ++commands_));
  Context context = MakeContext(at, tenant_, actor_, ids);
  Overlay overlay(at.state);
  context.state = &overlay;
  Command command;
  command.tenant = tenant_;
  command.actor = actor_;
  command.method = std::string(method);
  std::shared_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  command.request = copy;
  Outcome outcome;
  absl::Status decided = at.domain->Decide(command, context, outcome);
  CSI_CHECK(overlay.empty(), "a decision must not write");
  if (!decided.ok()) return decided;
  const Fact fact{tenant_, actor_, "", std::string(method), "", now_};
  absl::StatusOr<std::string> reply = Commit(at, fact, outcome);
  DeliverPending();
  return reply;
}

absl::StatusOr<std::string> DomainRunner::Commit(Node& at, const Fact& fact,
                                                 Outcome& outcome) {
  MemoryEffects effects(at.state, at.timers);
  for (auto& event : outcome.events()) {
    at.domain->Apply(*event, fact, effects);
    at.journal.push_back({fact, ToBytes(*event)});
    Publish(at, fact, *event);
  }
  CheckReplay(at);
  if (!outcome.reply()) return std::string();
  return ToBytes(*outcome.reply()(at.state));
}

void DomainRunner::CheckReplay(const Node& at) const {
  MemoryKv state;
  std::set<TimerKey> timers;
  MemoryEffects effects(state, timers);
  for (const Recorded& recorded : at.journal) {
    std::unique_ptr<google::protobuf::Message> event = at.domain->NewEvent();
    CSI_CHECK(event->ParseFromString(recorded.bytes), "own event must parse");
    at.domain->Apply(*event, recorded.fact, effects);
  }
  for (const TimerKey& fired : at.fired) timers.erase(fired);
  CSI_CHECK(state == at.state, "fold(journal) differs from the live state");
  CSI_CHECK(timers == at.timers, "fold(journal) differs in its timers");
}

void DomainRunner::Publish(Node& from, const Fact& fact,
                           const google::protobuf::Message& event) {
  std::vector<PublicEvent> published;
  from.domain->Project(event, fact, published);
  for (PublicEvent& each : published) {
    common::v1::CloudEvent out;
    const std::string service(from.domain->service());
    out.set_id(StrCat(service, "-", from.events.size()));
    out.set_source(StrCat("//csi/test/", service, "/0"));
    out.set_type(each.data->GetDescriptor()->full_name());
    out.set_subject(each.subject);
    out.set_tenant(fact.tenant);
    out.set_sequence(from.events.size() + 1);
    out.mutable_position()->set_offset(from.journal.size());
    out.set_actor(fact.actor);
    const int64_t micros = absl::ToUnixMicros(fact.time);
    out.mutable_time()->set_seconds(micros / 1000000);
    out.mutable_time()->set_nanos(static_cast<int>(micros % 1000000) * 1000);
    out.set_data(ToBytes(*each.data));
    from.events.push_back(out);
    pending_.emplace_back(service, out);
  }
}

void DomainRunner::DeliverPending() {
  if (delivering_) return;
  delivering_ = true;
  while (!pending_.empty()) {
    const auto [source, event] = pending_.front();
    pending_.erase(pending_.begin());
    for (auto& [name, at] : nodes_) {
      const std::vector<std::string> wanted = at->domain->views();
      if (std::find(wanted.begin(), wanted.end(), source) == wanted.end()) {
        continue;
      }
      at->domain->FoldView(source, event, at->views);
      if (!at->domain->ReactsTo(event)) continue;
      now_ += absl::Microseconds(1);
      IdSource ids(StrCat("react", ++commands_));
      Context context = MakeContext(*at, event.tenant(), "", ids);
      context.state = &at->state;
      Outcome outcome;
      absl::Status status = at->domain->React(event, context, outcome);
      CSI_CHECK(status.ok(), status.ToString());
      const Fact fact{event.tenant(), "", "", "@react", "", now_};
      CSI_CHECK(Commit(*at, fact, outcome).ok(), "a reaction commits");
    }
  }
  delivering_ = false;
}

void DomainRunner::Deliver(std::string_view source,
                           const google::protobuf::Message& data,
                           std::string_view subject) {
  common::v1::CloudEvent event;
  event.set_id(StrCat("given-", ++commands_));
  event.set_type(data.GetDescriptor()->full_name());
  event.set_subject(std::string(subject));
  event.set_tenant(tenant_);
  const int64_t micros = absl::ToUnixMicros(now_);
  event.mutable_time()->set_seconds(micros / 1000000);
  event.set_data(ToBytes(data));
  pending_.emplace_back(std::string(source), event);
  DeliverPending();
}

void DomainRunner::Advance(absl::Duration duration) {
  AdvanceTo(now_ + duration);
}

void DomainRunner::AdvanceTo(absl::Time time) {
  CSI_CHECK(time >= now_, "the clock does not go back");
  now_ = time;
  for (auto& [name, at] : nodes_) FireDue(*at);
}

void DomainRunner::FireDue(Node& at) {
  while (!at.timers.empty() && std::get<0>(*at.timers.begin()) <= now_) {
    const TimerKey key = *at.timers.begin();
    at.timers.erase(key);
    at.fired.insert(key);
    const auto& [due, tenant, kind, subject] = key;
    IdSource ids(StrCat("timer", ++commands_));
    Context context = MakeContext(at, tenant, "", ids);
    context.state = &at.state;
    Outcome outcome;
    absl::Status status =
        at.domain->Fire({due, tenant, kind, subject}, context, outcome);
    CSI_CHECK(status.ok(), status.ToString());
    const Fact fact{tenant, "", "", "@timer", "", now_};
    CSI_CHECK(Commit(at, fact, outcome).ok(), "a timer commits");
    DeliverPending();
  }
}

QueryContext DomainRunner::Query(std::string_view service) const {
  Node& at = node(service);
  return QueryContext{at.state, at.views, tenant_, actor_, now_};
}

const MemoryKv& DomainRunner::state(std::string_view service) const {
  return node(service).state;
}

MemoryKv& DomainRunner::views(std::string_view service) {
  return node(service).views;
}

const std::vector<common::v1::CloudEvent>& DomainRunner::events(
    std::string_view service) const {
  return node(service).events;
}

int DomainRunner::CountEvents(std::string_view service,
                              std::string_view short_type) const {
  int count = 0;
  for (const auto& event : node(service).events) {
    const size_t dot = event.type().rfind('.');
    if (event.type().substr(dot + 1) == short_type) ++count;
  }
  return count;
}

std::vector<Timer> DomainRunner::timers(std::string_view service) const {
  std::vector<Timer> timers;
  for (const auto& [due, tenant, kind, subject] : node(service).timers) {
    timers.push_back({due, tenant, kind, subject});
  }
  return timers;
}

}  // namespace csi::testing
