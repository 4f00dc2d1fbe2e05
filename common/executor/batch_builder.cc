#include "common/executor/batch_builder.h"

#include <algorithm>

#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/executor/limits.h"
#include "common/executor/watched_views.h"
#include "common/kv/keys.h"
#include "common/status/status.h"

namespace csi {
namespace {

using common::v1::CloudEvent;
using common::v1::DedupeRow;
using common::v1::Entry;
using Events = std::vector<std::unique_ptr<google::protobuf::Message>>;

constexpr size_t kIdSeedBytes = 16;

absl::Status CommandTooLarge(std::string_view what, size_t bytes,
                             std::string_view limit, size_t maximum) {
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat("The ", what, " of this call would need ", bytes,
                        " bytes; the limit ", limit, " is ", maximum,
                        ". Split the call into smaller ones."),
                 {{"limit", std::string(limit)}, {"maximum", StrCat(maximum)}});
}

// Reason and sentence, cut where a character ends.
std::string RefusalText(const absl::Status& status) {
  return std::string(Beginning(
      StrCat(ReasonName(ReasonOf(status)), ": ", StdView(status.message())),
      limits::kEntryRefusalBytesMax));
}

absl::Status RequestIdReused(std::string_view request_id) {
  return Refusal(common::v1::ERROR_REASON_REQUEST_ID_REUSED,
                 StrCat("request_id: \"", request_id,
                        "\" was used before with other content. Use a new "
                        "request id for a new call."),
                 {{"field", "request_id"}});
}

}  // namespace

BatchBuilder::BatchBuilder(const Domain& domain, const PartitionStore& store,
                           StagedPartition& staged, const ForeignFeeds& feeds,
                           Random& random, Instant now)
    : domain_(domain),
      store_(store),
      staged_(staged),
      feeds_(feeds),
      random_(random),
      now_(now),
      // Whole microseconds, as the record keeps it: a fold must see the same.
      time_(absl::FromUnixMicros(
          std::max(absl::ToUnixMicros(now.wall),
                   staged.partition().last_time_us() + 1))) {
  batch_.set_decided_at_us(absl::ToUnixMicros(time_));
  batch_.set_first_event(staged.partition().event_count());
}

bool BatchBuilder::AnsweredBefore(Call& call, const std::string& key) {
  if (key.empty() || mutants::kNoDedupe) return false;
  const Command& command = call.command;
  auto pending = request_ids_.find(key);
  if (pending != request_ids_.end()) {
    if (answered_[pending->second].call.content_hash == call.content_hash) {
      joined_.emplace_back(pending->second, std::move(call));
    } else {
      absl::Status reused = RequestIdReused(command.request_id);
      answered_.push_back({std::move(call), {std::move(reused), "", 0, false}});
    }
    return true;
  }
  const auto row = GetRow<DedupeRow>(staged_.dedupe(), key);
  if (!row) return false;
  if (row->content_prefix() != FromBigEndian(call.content_hash)) {
    absl::Status reused = RequestIdReused(command.request_id);
    answered_.push_back({std::move(call), {std::move(reused), "", 0, false}});
    return true;
  }
  recorded_.push_back({std::move(call), row->offset(), row->index()});
  return true;
}

absl::Status BatchBuilder::Ask(const Command& command, const Context& context,
                               const CloudEvent* event, const Timer* timer,
                               Outcome& outcome) const {
  if (event != nullptr) return domain_.React(*event, context, outcome);
  if (timer != nullptr) return domain_.Fire(*timer, context, outcome);
  if (command.method == kInputMethod) {
    return domain_.TakeInput(*command.request, context, outcome);
  }
  return domain_.Decide(command, context, outcome);
}

BatchBuilder::Took BatchBuilder::Decide(const Command& command, Entry& entry,
                                        Events& events, std::string* reply,
                                        absl::Status& status,
                                        const CloudEvent* event,
                                        const Timer* timer) {
  WatchedViews views(feeds_.rows(), feeds_, staged_.partition(), now_.steady,
                     view_answers_);
  // Random bytes are dear; one draw for the batch, a number for the command.
  if (id_seed_.empty()) id_seed_ = random_.Bytes(kIdSeedBytes);
  IdSource ids(StrCat(id_seed_, BigEndian(id_sources_++)));
  Context context;
  context.tenant = command.tenant;
  context.actor = command.actor;
  context.on_behalf_of = command.on_behalf_of;
  context.now = time_;
  context.state = &staged_.state();
  if (command.validate_only) context.state = &store_.table(Table::kState);
  context.views = &views;
  context.view_revision = [this](std::string_view source) {
    return feeds_.Revision(source);
  };
  context.ids = &ids;
  Outcome outcome;
  status = Ask(command, context, event, timer, outcome);
  if (!views.unready().empty()) {
    // Who finds an answer kept does not touch the view that it rests on.
    view_answers_.Clear();
    return Took::kParked;
  }
  if (!status.ok() || command.validate_only) return Took::kDone;

  size_t event_bytes = 0;
  for (const auto& each : outcome.events()) {
    entry.add_events(ToBytes(*each));
    event_bytes += entry.events().rbegin()->size();
  }
  if (event_bytes > limits::kCommandEventBytesMax) {
    status = CommandTooLarge("effects", event_bytes, "command_event_bytes_max",
                             limits::kCommandEventBytesMax);
    return Took::kDone;
  }
  entry.set_tenant(command.tenant);
  entry.set_actor(command.actor);
  entry.set_on_behalf_of(command.on_behalf_of);
  entry.set_method(command.method);
  entry.set_request_id(command.request_id);
  entry.set_trace(command.trace);
  const size_t bytes = entry.ByteSizeLong() + limits::kEntryFramingBytes;
  if (bytes_ + bytes > limits::kEntriesBytesMax) return Took::kFull;
  events = std::move(outcome.events());
  staged_.ApplyEntry(entry, events, time_, staged_.partition().next_offset(),
                     static_cast<uint32_t>(batch_.entries_size()), dedupe_key_);
  if (reply != nullptr && outcome.reply()) {
    *reply = ToBytes(*outcome.reply()(staged_.state()));
    if (reply->size() > limits::kCommandReplyBytesMax) {
      status =
          CommandTooLarge("answer", reply->size(), "command_reply_bytes_max",
                          limits::kCommandReplyBytesMax);
      return Took::kDone;
    }
    if (bytes_ + bytes + reply->size() > limits::kEntriesBytesMax)
      return Took::kFull;
    bytes_ += reply->size();
  }
  bytes_ += bytes;
  return Took::kDone;
}

BatchBuilder::Took BatchBuilder::TakeCall(Call& call) {
  if (call.proves_lead) {
    ++taken_;
    answered_.push_back({std::move(call), CallResult()});
    return Took::kDone;
  }
  dedupe_key_.clear();
  if (!call.content_hash.empty()) {
    dedupe_key_ = DedupeKey(call.command.tenant, call.command.actor,
                            call.command.method, call.command.request_id);
  }
  if (AnsweredBefore(call, dedupe_key_)) {
    ++taken_;
    return Took::kDone;
  }
  Entry entry;
  entry.set_content_hash(call.content_hash);
  Events events;
  std::string reply;
  absl::Status status;
  staged_.Mark();
  const Took took =
      Decide(call.command, entry, events, &reply, status, nullptr, nullptr);
  // A refusal may come after the effects were applied, when the reply shows
  // to be too large: nothing of them stays.
  if (took != Took::kDone || !status.ok()) staged_.Rollback();
  if (took != Took::kDone) return took;
  ++taken_;
  CallResult result;
  result.status = status;
  if (status.ok() && !call.command.validate_only) {
    result.reply = reply;
    entry.set_reply(std::move(reply));
    const Fact fact{entry.tenant(), entry.actor(),      entry.on_behalf_of(),
                    entry.method(), entry.request_id(), time_};
    if (!dedupe_key_.empty()) {
      request_ids_.emplace(dedupe_key_, answered_.size());
    }
    Append(std::move(entry), events, fact);
  }
  answered_.push_back({std::move(call), std::move(result)});
  return Took::kDone;
}

BatchBuilder::Took BatchBuilder::DecideOrFail(const Command& command,
                                              Entry& entry, Events& events,
                                              const CloudEvent* event,
                                              const Timer* timer) {
  absl::Status status;
  dedupe_key_.clear();
  const Took took =
      Decide(command, entry, events, nullptr, status, event, timer);
  if (took != Took::kDone || status.ok()) return took;
  entry.clear_events();
  entry.set_tenant(command.tenant);
  entry.set_method(command.method);
  entry.set_request_id(command.request_id);
  entry.set_refusal(RefusalText(status));
  const size_t bytes = entry.ByteSizeLong() + limits::kEntryFramingBytes;
  if (bytes_ + bytes > limits::kEntriesBytesMax) return Took::kFull;
  bytes_ += bytes;
  ++failed_;
  return Took::kDone;
}

BatchBuilder::Took BatchBuilder::TakeTimer(const Timer& timer) {
  Command command;
  command.tenant = timer.tenant;
  command.method = kTimerMethod;
  command.request_id = TimerKey(timer);
  Entry entry;
  Events events;
  staged_.Mark();
  const Took took = DecideOrFail(command, entry, events, nullptr, &timer);
  if (took != Took::kDone) {
    staged_.Rollback();
    return took;
  }
  ++taken_;
  if (!entry.refusal().empty()) {
    // A timer that cannot be handled is gone all the same, or it would fire
    // for ever.
    staged_.ApplyEntry(entry, events, time_, staged_.partition().next_offset(),
                       static_cast<uint32_t>(batch_.entries_size()));
  }
  const Fact fact{entry.tenant(),     "",   "", entry.method(),
                  entry.request_id(), time_};
  Append(std::move(entry), events, fact);
  return Took::kDone;
}

void BatchBuilder::Append(Entry entry, const Events& events, const Fact& fact) {
  std::vector<PublicEvent> published;
  for (const auto& event : events) domain_.Project(*event, fact, published);
  for (PublicEvent& each : published) {
    events_.push_back({batch_.entries_size(), std::move(each)});
  }
  batch_.set_event_count(static_cast<uint32_t>(events_.size()));
  *batch_.add_entries() = std::move(entry);
}

}  // namespace csi
