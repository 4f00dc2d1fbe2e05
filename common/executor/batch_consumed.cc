// What a batch consumes with a place in the journal: foreign events that are
// reacted to, and inputs.
#include <algorithm>
#include <utility>

#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/executor/batch_builder.h"
#include "common/executor/input_feeds.h"
#include "common/executor/limits.h"
#include "common/status/status.h"

namespace csi {

using common::v1::CloudEvent;
using common::v1::Entry;
using common::v1::InputRejected;

BatchBuilder::Savepoint BatchBuilder::Save() {
  staged_.Mark();
  return {batch_.entries_size(), batch_.event_count(), bytes_, failed_};
}

void BatchBuilder::Undo(const Savepoint& before) {
  batch_.mutable_entries()->DeleteSubrange(
      before.entries, batch_.entries_size() - before.entries);
  batch_.set_event_count(before.public_events);
  events_.resize(before.public_events);
  bytes_ = before.bytes;
  failed_ = before.failed;
  staged_.Rollback();
}

void BatchBuilder::Consume(const ReactionGroup& group, uint32_t used) {
  common::v1::ViewPosition position;
  position.set_source(group.source);
  position.set_journal_id(group.journal_id);
  position.set_offset(group.offset);
  if (used < group.events.size()) {
    position.set_events_used(used);
    has_part_ = true;
  }
  *batch_.add_inputs() = position;
}

BatchBuilder::Took BatchBuilder::TakeReaction(const ReactionGroup& group,
                                              uint32_t& used) {
  const bool alone = !has_effects();
  const Savepoint before = Save();
  for (uint32_t i = group.used; i < group.events.size(); ++i) {
    const CloudEvent& event = group.events[i];
    Command command;
    command.tenant = event.tenant();
    command.method = kReactionMethod;
    Entry entry;
    entry.set_causation_id(event.id());
    entry.set_correlation_id(event.correlation_id());
    std::vector<std::unique_ptr<google::protobuf::Message>> events;
    const Took took = DecideOrFail(command, entry, events, &event, nullptr);
    if (took == Took::kFull && alone && i > group.used) {
      Consume(group, i);
      used = i;
      return Took::kFull;
    }
    if (took != Took::kDone) {
      Undo(before);
      return took;
    }
    if (events.empty() && entry.refusal().empty()) continue;
    const Fact fact{entry.tenant(), "", "", entry.method(), "", time_};
    Append(std::move(entry), events, fact);
  }
  ++taken_;
  Consume(group, static_cast<uint32_t>(group.events.size()));
  return Took::kDone;
}

BatchBuilder::Took BatchBuilder::DecideInput(const Input& input,
                                             absl::Status& status) {
  for (const InputCommand& each : input.commands) {
    Command command;
    command.tenant = each.tenant;
    command.method = kInputMethod;
    command.request = each.request;
    Entry entry;
    entry.set_causation_id(input.event_id);
    std::vector<std::unique_ptr<google::protobuf::Message>> events;
    dedupe_key_.clear();
    const Took took =
        Decide(command, entry, events, nullptr, status, nullptr, nullptr);
    if (took != Took::kDone || !status.ok()) return took;
    if (events.empty()) continue;
    const Fact fact{entry.tenant(), "", "", entry.method(), "", time_};
    Append(std::move(entry), events, fact);
  }
  return Took::kDone;
}

bool BatchBuilder::Reject(const Input& input, InputRejected rejected) {
  Entry entry;
  entry.set_method(kInputMethod);
  entry.set_causation_id(input.event_id);
  if (!input.commands.empty()) entry.set_tenant(input.commands[0].tenant);
  *entry.mutable_rejected_input() = std::move(rejected);
  const size_t bytes = entry.ByteSizeLong() + limits::kEntryFramingBytes;
  if (bytes_ + bytes > limits::kEntriesBytesMax) return false;
  bytes_ += bytes;
  ++rejected_;
  events_.push_back(
      {batch_.entries_size(), InputRejectedEvent(entry.rejected_input())});
  batch_.set_event_count(static_cast<uint32_t>(events_.size()));
  *batch_.add_entries() = std::move(entry);
  return true;
}

BatchBuilder::Took BatchBuilder::TakeInput(const std::string& source,
                                           const Input& input) {
  const bool alone = !has_effects();
  std::optional<InputRejected> rejected = input.rejected;
  if (!rejected) {
    const Savepoint before = Save();
    absl::Status status;
    Took took = DecideInput(input, status);
    if (took == Took::kFull && alone) {
      took = Took::kDone;
      status = Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                       "The effects of this input do not fit into one record "
                       "of the journal. Send it in several.");
    }
    const bool keep = mutants::kRefusedInputKeepsPart && took == Took::kDone;
    if ((took != Took::kDone || !status.ok()) && !keep) Undo(before);
    if (took != Took::kDone) return took;
    if (!status.ok()) {
      rejected = RejectionOf(source, input);
      rejected->set_stage(InputRejected::STAGE_DECIDE);
      rejected->set_reason(ReasonName(ReasonOf(status)));
      rejected->set_message(csv::CleanUtf8(StdView(status.message()),
                                           limits::kEntryRefusalBytesMax));
    }
  }
  if (rejected && !Reject(input, *std::move(rejected))) return Took::kFull;
  ++taken_;
  NoteInput(PositionOfInput(source, input.offset, input.fingerprint));
  return Took::kDone;
}

void BatchBuilder::NoteInput(const common::v1::ViewPosition& place) {
  if (mutants::kInputWithoutPlace) return;
  for (common::v1::ViewPosition& noted : *batch_.mutable_inputs()) {
    if (noted.source() != place.source()) continue;
    noted = place;
    return;
  }
  *batch_.add_inputs() = place;
}

}  // namespace csi
