#include "tests/sim/sim_clients.h"

#include <utility>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "common/testing/ledger_domain.h"

namespace csi::sim {
namespace {

constexpr uint64_t kTenants = 3;
constexpr uint64_t kSharedNames = 6;

}  // namespace

SimClients::SimClients(std::string service, bool has_view,
                       const SimJournal& journal, SeededRandom& random,
                       Trace& trace, std::function<void(std::string)> fail)
    : service_(std::move(service)),
      has_view_(has_view),
      journal_(journal),
      random_(random),
      trace_(trace),
      fail_(std::move(fail)) {}

const LedgerModel& SimClients::model() {
  if (!model_.Fold(journal_.records(), journal_.end())) fail_(model_.why());
  return model_;
}

void SimClients::Fail(const Request& request, std::string_view what) {
  std::string words;
  for (const std::string& word : request.words) {
    StrAppend(&words, word.substr(0, 20), " ");
  }
  fail_(StrCat(service_, ": request ", request.id, " of ", request.tenant, " (",
               words, "): ", what));
}

SimClients::Request SimClients::MakeRequest() {
  Request request;
  const std::string number = StrCat(requests_.size());
  request.tenant = StrCat("t", random_.Below(kTenants));
  request.id = random_.OneIn(8) ? "" : StrCat("r", number);
  const std::string own = StrCat("u", number);
  const std::string shared = StrCat("s", random_.Below(kSharedNames));
  switch (random_.Below(has_view_ ? 12 : 9)) {
    case 0:
      request.words = {"once", shared};
      break;
    case 1:
      request.words = {"refuse", shared};
      break;
    case 2:
      request.words = {"timer", own, StrCat(1 + random_.Below(60))};
      request.counter = StrCat("timer:", own);
      break;
    case 3:
      request.words = {"add", shared};
      break;
    case 4:
      request.words = {"big",
                       StrCat(random_.OneIn(12) ? 262300 : random_.Below(300))};
      break;
    case 9:
    case 10:
    case 11:
      request.words = {"view", own};
      request.counter = own;
      break;
    default:
      request.words = {"add", own};
      request.counter = own;
  }
  request.validate_only = random_.OneIn(25);
  if (request.validate_only) request.id.clear();
  return request;
}

void SimClients::Act(SimNode& node, Instant now) {
  if (!requests_.empty() && random_.OneIn(3)) {
    // A repetition, whether or not the first attempt is answered.
    const size_t index = random_.Below(requests_.size());
    const Request& old = requests_[index];
    if (!old.id.empty() && !old.stolen_id) {
      if (old.acknowledged && random_.OneIn(4)) {
        Request thief = old;
        thief.words = {"add", StrCat("u", requests_.size())};
        thief.counter = thief.words[1];
        thief.reply.clear();
        thief.acknowledged = thief.finished = thief.open_ended = false;
        thief.waiting = 0;
        thief.stolen_id = true;
        requests_.push_back(std::move(thief));
        Send(requests_.size() - 1, node, now);
      } else {
        requests_[index].finished = false;
        Send(index, node, now);
      }
      return;
    }
  }
  requests_.push_back(MakeRequest());
  Send(requests_.size() - 1, node, now);
}

bool SimClients::RetryOne(SimNode& node, Instant now) {
  for (size_t i = 0; i < requests_.size(); ++i) {
    const Request& request = requests_[i];
    if (request.acknowledged || request.finished || request.id.empty() ||
        request.waiting > 0) {
      continue;
    }
    Send(i, node, now);
    return true;
  }
  return false;
}

void SimClients::Send(size_t index, SimNode& node, Instant now) {
  Request& request = requests_[index];
  Call call;
  call.command =
      testing::LedgerCommand(request.words, request.id, request.tenant);
  call.command.validate_only = request.validate_only;
  if (!request.id.empty()) {
    call.content_hash = Sha256(call.command.request->SerializeAsString());
  }
  call.queued_at = now.steady;
  if (random_.OneIn(10)) {
    call.deadline = now.steady + absl::Milliseconds(random_.Below(800));
  }
  request.durable_before = journal_.acked_end();
  ++request.waiting;
  const bool alone = request.waiting == 1;
  request.node = &node;
  call.done = [this, index, alone, &node](const CallResult& result) {
    if (node.crashing()) return;
    OnReply(index, alone, result);
  };
  node.executor().Submit(std::move(call));
}

void SimClients::OnCrash(const SimNode& node) {
  for (Request& request : requests_) {
    if (request.waiting == 0) continue;
    // Attempts at other nodes may be among them: no answer is owed then.
    if (request.node != &node && request.waiting < 2) continue;
    request.open_ended = true;
    request.waiting = 0;
    if (request.id.empty()) request.finished = true;
  }
}

void SimClients::OnReply(size_t index, bool alone, const CallResult& result) {
  Request& request = requests_[index];
  if (request.waiting > 0) --request.waiting;
  if (!alone || request.waiting > 0) request.open_ended = true;
  trace_.Add(request.id);
  trace_.Add(static_cast<uint64_t>(result.status.code()));
  trace_.Add(result.reply);
  model();
  if (result.status.ok()) {
    OnAcknowledged(request, result);
  } else {
    OnRefused(request, alone, result);
  }
}

void SimClients::OnAcknowledged(Request& request, const CallResult& result) {
  if (request.validate_only) {
    request.finished = true;
    const int64_t first =
        request.words[0] == "once" ? model_.FirstSet(request.words[1]) : -1;
    // A copy that lost its lead must not answer from what it knew then.
    if (first >= 0 && static_cast<uint64_t>(first) < request.durable_before) {
      Fail(request, "validated on a state older than the request");
    }
    return;
  }
  if (request.stolen_id) return Fail(request, "a used id was honoured again");
  if (request.words[0] == "refuse") return Fail(request, "was not refused");
  ++acknowledged_;
  int64_t place = -1;
  if (!request.id.empty()) {
    const auto& places = model_.PlacesOf(request.tenant, request.id);
    if (places.size() == 1) place = static_cast<int64_t>(places[0]);
  } else if (!request.counter.empty()) {
    place = model_.FirstSet(request.counter);
  } else {
    place = static_cast<int64_t>(result.offset);
  }
  if (place < 0) return Fail(request, "acknowledged but not in the journal");
  if (static_cast<uint64_t>(place) >= journal_.acked_end()) {
    return Fail(request, "acknowledged before it was durable");
  }
  if (static_cast<uint64_t>(place) != result.offset) {
    return Fail(request, StrCat("stands at offset ", place,
                                ", the answer says ", result.offset));
  }
  if (request.acknowledged && request.reply != result.reply) {
    return Fail(request, "two answers to one request id");
  }
  if (request.words[0] == "add" && !request.counter.empty() &&
      result.reply.find(StrCat(request.counter, "=1")) == std::string::npos) {
    return Fail(request, "the answer does not show the effect");
  }
  request.reply = result.reply;
  request.acknowledged = true;
}

bool SimClients::MustBeAbsent(const Request& request, std::string_view why) {
  if (request.acknowledged || request.open_ended || request.stolen_id) {
    return true;
  }
  const bool there =
      (!request.id.empty() &&
       !model_.PlacesOf(request.tenant, request.id).empty()) ||
      (!request.counter.empty() && model_.FirstSet(request.counter) >= 0);
  if (there) Fail(request, StrCat("counts although ", why));
  return !there;
}

void SimClients::OnRefused(Request& request, bool alone,
                           const CallResult& result) {
  ++refused_;
  const auto reason = ReasonOf(result.status);
  if (alone && !MustBeAbsent(request, ReasonName(reason))) return;
  switch (reason) {
    case common::v1::ERROR_REASON_ALREADY_EXISTS: {
      const int64_t first = model_.FirstSet(request.words[1]);
      if (first < 0 || static_cast<uint64_t>(first) >= journal_.acked_end()) {
        Fail(request, "refused on effects that are not durable");
      }
      request.finished = true;
      break;
    }
    case common::v1::ERROR_REASON_RULE_VIOLATED:
    case common::v1::ERROR_REASON_TOO_LARGE:
      request.finished = true;
      break;
    case common::v1::ERROR_REASON_REQUEST_ID_REUSED:
      if (!request.stolen_id) Fail(request, "refused although it is the same");
      request.finished = true;
      break;
    case common::v1::ERROR_REASON_OUTCOME_UNKNOWN:
    case common::v1::ERROR_REASON_VIEW_STALE:
    case common::v1::ERROR_REASON_DEADLINE_PASSED:
    case common::v1::ERROR_REASON_NOT_SERVING:
    case common::v1::ERROR_REASON_NOT_LEADER:
      // May be sent again; half of them are not.
      if (request.id.empty() || random_.OneIn(2)) request.finished = true;
      break;
    default:
      Fail(request, Describe(result.status));
  }
}

void SimClients::CheckAtRest() {
  model();
  for (const Request& request : requests_) {
    if (request.waiting > 0) return Fail(request, "was never answered");
    if (request.stolen_id) continue;
    if (!request.acknowledged) {
      MustBeAbsent(request, "it was refused or never sent again");
      continue;
    }
    if (!request.id.empty() &&
        model_.PlacesOf(request.tenant, request.id).size() != 1) {
      return Fail(request, "acknowledged, but not there exactly once");
    }
    if (request.words[0] == "add" && !request.counter.empty()) {
      auto found = model_.counters().find(request.counter);
      if (found == model_.counters().end() || found->second != "1") {
        return Fail(request, "its counter is not 1");
      }
    }
    if (request.words[0] == "timer") {
      auto found = model_.counters().find(request.words[1]);
      if (found == model_.counters().end() || found->second != "1") {
        return Fail(
            request,
            StrCat("its timer fired ",
                   found == model_.counters().end() ? "0" : found->second,
                   " times"));
      }
    }
  }
}

}  // namespace csi::sim
