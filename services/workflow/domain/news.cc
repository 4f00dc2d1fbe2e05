#include "services/workflow/domain/news.h"

#include <algorithm>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/advance.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

// Judged now: the run is active, moving, and at a step that waits for changes.
bool JudgesNow(const Work& work) {
  return work.IsActive() && work.run().state() != v1::Run::STATE_ON_HOLD;
}

bool StepWaits(const Work& work) {
  return work.current().implements() || work.current().awaits_effect();
}

// What the public event needs; the rest of the row stays as it is.
v1::RfcRow WithoutTexts(const v1::RfcRow& row) {
  v1::RfcRow slim = row;
  slim.clear_title();
  slim.clear_description();
  slim.clear_revision();
  slim.clear_create_us();
  slim.clear_update_us();
  return slim;
}

void AddFlag(v1::Run::Flag flag, const Work& work, v1::RfcNews& fact) {
  const auto& flags = work.run().flags();
  if (std::find(flags.begin(), flags.end(), flag) == flags.end()) {
    fact.add_flags(flag);
  }
}

std::string BackReason(const v1::RfcRow& row, const std::string& id) {
  std::string reason =
      StrCat("Change ", row.external_id().empty() ? id : row.external_id(),
             " is ", StatusWord(row.status()));
  if (!row.status_reason().empty()) {
    StrAppend(&reason, ": ", row.status_reason());
  }
  return reason;
}

v1::RfcNews TakeOne(const Work& work, const std::string& id, const Parked& news,
                    v1::RfcRow& row) {
  v1::RfcNews fact;
  fact.set_rfc(id);
  fact.set_source(news.event.source());
  fact.set_event_id(news.event.event_id());
  fact.set_status(news.status);
  fact.set_previous_status(row.status());
  if (row.external_id().empty()) {
    row.set_external_id(news.event.external_id());
    row.set_external_system(news.event.external_system());
  }
  const bool taken = TakeNews(news.event, news.status, row);
  fact.set_superseded(!taken);
  if (!taken) {
    // The row keeps what is known; what this news said is told by the fact.
    fact.set_changed_us(OrderOf(news.event).changed_us());
    fact.set_raw_status(news.event.raw_status());
  }
  if (taken) {
    // Only a run at a step that waits for changes draws conclusions; news
    // about earlier changes is known by the time it gets there.
    row.set_settled(!work.IsActive() || !StepWaits(work));
  }
  const bool before = work.run().step() < ImplementingStep(work.definition());
  if (IsImplemented(news.status) && before && work.IsActive()) {
    AddFlag(v1::Run::FLAG_IMPLEMENTED_EARLY, work, fact);
  }
  if (news.status == v1::Rfc::STATUS_CLOSED_PARTIAL) {
    AddFlag(v1::Run::FLAG_PARTIALLY_IMPLEMENTED, work, fact);
  }
  *fact.mutable_after() = WithoutTexts(row);
  fact.set_parked(news.id);
  return fact;
}

}  // namespace

std::optional<RfcId> FindExternal(const Context& context,
                                  const std::string& system,
                                  const std::string& external_id) {
  if (external_id.empty()) return std::nullopt;
  auto value =
      context.state->Get(ExternalKey(context.tenant, system, external_id));
  if (!value && !system.empty()) {
    value = context.state->Get(ExternalKey(context.tenant, "", external_id));
  }
  if (!value) return std::nullopt;
  const size_t nul = value->find('\0');
  if (nul == std::string::npos) return std::nullopt;
  return RfcId{value->substr(0, nul), value->substr(nul + 1)};
}

std::optional<RfcId> FindRfc(const Context& context,
                             const v1::ChangeEvent& event) {
  auto found =
      FindExternal(context, event.external_system(), event.external_id());
  if (found || event.reference().empty()) return found;
  auto child =
      ChildIdOf("event.reference", event.reference(), context.tenant, "rfcs");
  if (!child.ok()) return std::nullopt;
  auto row = GetRow<v1::RfcRow>(*context.state,
                                RfcKey(context.tenant, child->run, child->id));
  // A reference to an RFC that is another change already is a mistake of the
  // sender; the news waits for somebody to link it.
  if (!row || (!row->external_id().empty() && !event.external_id().empty() &&
               row->external_id() != event.external_id())) {
    return std::nullopt;
  }
  return RfcId{child->run, child->id};
}

std::vector<Parked> FindParked(const Context& context,
                               const std::string& system,
                               const std::string& external_id) {
  std::vector<Parked> found;
  const std::string prefix =
      KeyPrefix("wf.parkx", {context.tenant, system, external_id});
  int seen = 0;
  context.state->ScanPrefix(
      prefix, [&](std::string_view key, std::string_view) {
        if (++seen > limits::kParkedPerChangeMax) return false;
        Parked parked;
        parked.id = std::string(key.substr(prefix.size()));
        auto row = GetRow<v1::ParkedRow>(*context.state,
                                         ParkedKey(context.tenant, parked.id));
        if (!row) return true;
        auto status = StatusOf(row->event());
        if (!status) return true;
        parked.status = *status;
        parked.event = std::move(*row->mutable_event());
        found.push_back(std::move(parked));
        return true;
      });
  std::stable_sort(found.begin(), found.end(),
                   [](const Parked& a, const Parked& b) {
                     return IsNewer(OrderOf(b.event), OrderOf(a.event)) &&
                            !IsNewer(OrderOf(a.event), OrderOf(b.event));
                   });
  return found;
}

bool EmitNews(const Work& work, const std::string& rfc,
              const std::vector<Parked>& news, Rfcs& rfcs, Outcome& outcome) {
  std::vector<v1::RfcNews> facts;
  for (const Parked& each : news) {
    facts.push_back(TakeOne(work, rfc, each, rfcs[rfc]));
  }
  Judgement judged;
  const bool judges = JudgesNow(work);
  if (judges) {
    judged = Judge(work.definition(), work.run(), work.run().step(),
                   work.run().state(), rfcs);
  }
  Move move;
  move.step = work.run().step();
  move.state = judges ? StateNow(judged) : work.run().state();
  const bool superseded = facts.back().superseded();
  for (v1::RfcNews& fact : facts) {
    *work.Emit(outcome, move).mutable_rfc_news() = std::move(fact);
  }
  if (judges) {
    const std::string reason =
        judged.return_to == 0
            ? ""
            : BackReason(rfcs.at(judged.because_of), judged.because_of);
    FollowUp(work, work.run().step(), judged, reason, outcome);
  }
  return !superseded;
}

}  // namespace csi::workflow
