#include "common/event_topics/event_publisher.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/failpoint.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kafka/partition_reader.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

using common::v1::CloudEvent;

constexpr size_t kStretchEventsMax = 512;
// Records at the topic's end that are looked at. What a lost leader wrote
// again may lie lower than what stood there; more of it than this only means
// that some is written once more.
constexpr uint64_t kTailRecords = 1000;
constexpr size_t kTailBytesMax = 64 << 20;
constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr absl::Duration kTryAgain = absl::Seconds(1);
constexpr absl::Duration kIdle = absl::Milliseconds(200);
// Readers learn after this that records without events have passed, and after
// the longer one that nothing at all has.
constexpr absl::Duration kMarkMoved = absl::Seconds(1);
constexpr absl::Duration kMarkIdle = absl::Seconds(10);

// Behind `place`: the next event, or the next record.
std::pair<uint64_t, uint32_t> Behind(const EventPlace& place) {
  if (place.last) return {place.offset + 1, 0};
  return {place.offset, place.index + 1};
}

}  // namespace

EventPublisher::EventPublisher(EventPublisherOptions options,
                               PartitionHost& host)
    : options_(std::move(options)), host_(host) {
  host_.OnProgress([signal = signal_] {
    std::lock_guard lock(signal->mutex);
    signal->moved = true;
    signal->changed.notify_one();
  });
  thread_ = std::thread([this] { Run(); });
}

EventPublisher::~EventPublisher() {
  {
    std::lock_guard lock(signal_->mutex);
    signal_->stopping = true;
  }
  signal_->changed.notify_one();
  thread_.join();
}

std::string EventPublisher::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

bool EventPublisher::Leads() const {
  return host_.report().phase == Executor::Phase::kLead;
}

void EventPublisher::Wait(absl::Duration most) {
  Signal& signal = *signal_;
  std::unique_lock lock(signal.mutex);
  signal.changed.wait_for(lock, absl::ToChronoMilliseconds(most),
                          [&] { return signal.moved || signal.stopping; });
  signal.moved = false;
}

bool EventPublisher::Stopping() const {
  std::lock_guard lock(signal_->mutex);
  return signal_->stopping;
}

void EventPublisher::Tell(const absl::Status& status) {
  const std::string why(status.message());
  std::lock_guard lock(mutex_);
  if (why != trouble_ && !why.empty()) {
    Log(Severity::kError, "events are not published",
        {{"topic", options_.topic}, {"why", why}});
  }
  trouble_ = why;
}

absl::StatusOr<EventPublisher::Session> EventPublisher::Begin(
    const std::string& journal_id) {
  Session session;
  session.journal_id = Hex(journal_id);
  session.written_at = absl::Now();
  auto producer = kafka::EventProducer::Open(options_.cluster, options_.topic,
                                             options_.partition);
  if (!producer.ok()) return producer.status();
  session.producer = *std::move(producer);
  session.dead_letters =
      std::make_unique<DeadLetters>(options_.cluster, options_.dead_letters);
  auto reader = kafka::PartitionReader::Open(options_.cluster, options_.topic,
                                             options_.partition);
  if (!reader.ok()) return reader.status();
  auto range = (*reader)->Range(kAskTimeout);
  if (!range.ok()) return range.status();
  uint64_t at =
      std::max(range->low, range->high - std::min(range->high, kTailRecords));
  const absl::Time until = absl::Now() + kAskTimeout;
  while (at < range->high) {
    auto messages =
        (*reader)->ReadMessages(at, range->high, kAskTimeout, kTailBytesMax);
    if (!messages.ok()) return messages.status();
    if (messages->empty() && absl::Now() > until) {
      return absl::UnavailableError(
          StrCat("Kafka: the end of ", options_.topic, " does not come."));
    }
    for (const kafka::ReadMessage& message : *messages) {
      at = message.offset + 1;
      const auto place = PlaceOf(message.headers);
      if (!place || place->journal_id != session.journal_id) continue;
      const auto behind = Behind(*place);
      if (behind > std::pair(session.next_offset, session.next_index)) {
        std::tie(session.next_offset, session.next_index) = behind;
      }
    }
  }
  return session;
}

absl::Status EventPublisher::ForNew(
    const Session& session, const ForeignBatch& batch,
    const std::function<absl::Status(const CloudEvent&)>& then) {
  for (const ForeignRecord& record : batch.records) {
    for (const CloudEvent& event : record.events) {
      const auto& at = event.position();
      if (std::pair<uint64_t, uint32_t>(at.offset(), at.index()) <
          std::pair(session.next_offset, session.next_index)) {
        continue;
      }
      RETURN_IF_ERROR(then(event));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> EventPublisher::PublishStretch(Session& session) {
  ForeignBatch batch;
  if (!host_.Read(session.next_offset, kStretchEventsMax, batch)) {
    const uint64_t end = host_.end();
    if (session.next_offset <= end || !Leads()) return false;
    return absl::FailedPreconditionError(StrCat(
        "The topic ", options_.topic, " holds events up to offset ",
        session.next_offset - 1, " of this journal, which ends before offset ",
        end,
        ": the journal was cut, or restored from an older copy. Nothing is "
        "published until it has passed that place; consumers hold events that "
        "it does not."));
  }
  // Letters before their events: what the topic's end shows was done for both.
  uint64_t sent = 0;
  RETURN_IF_ERROR(ForNew(session, batch, [&](const CloudEvent& event) {
    return session.dead_letters->Add(event);
  }));
  RETURN_IF_ERROR(session.dead_letters->Flush());
  RETURN_IF_ERROR(ForNew(session, batch, [&](const CloudEvent& event) {
    if (sent++ == 0) failpoint::Reached(failpoint::Point::kBeforePublish);
    return session.producer->Send(ToMessage(event, options_.data));
  }));
  if (sent > 0) {
    absl::Status status = session.producer->Flush();
    if (!status.ok()) return status;
    failpoint::Reached(failpoint::Point::kAfterPublish);
    published_ += sent;
    session.written_at = absl::Now();
  }
  const bool moved = batch.next_offset > session.next_offset;
  if (moved) {
    const bool at_event = !batch.records.empty() &&
                          batch.records.back().offset + 1 == batch.next_offset;
    session.marked = at_event;
    session.next_offset = batch.next_offset;
    session.next_index = 0;
  }
  return moved;
}

absl::Status EventPublisher::MarkProgress(Session& session) {
  const absl::Duration quiet = absl::Now() - session.written_at;
  if (session.next_offset == 0 || session.next_index > 0 ||
      quiet < (session.marked ? kMarkIdle : kMarkMoved)) {
    return absl::OkStatus();
  }
  absl::Status status = session.producer->Send(ProgressMessage(
      options_.source, {session.journal_id, session.next_offset - 1, 0, true}));
  if (status.ok()) status = session.producer->Flush();
  session.marked = true;
  session.written_at = absl::Now();
  return status;
}

void EventPublisher::Run() {
  std::optional<Session> session;
  while (!Stopping()) {
    const std::string journal_id = host_.journal_id();
    if (!Leads() || journal_id.empty()) {
      session.reset();
      Wait(kIdle);
      continue;
    }
    absl::Status status;
    bool moved = false;
    if (!session || session->journal_id != Hex(journal_id)) {
      auto begun = Begin(journal_id);
      status = begun.status();
      if (begun.ok()) session = *std::move(begun);
    }
    if (status.ok()) {
      auto published = PublishStretch(*session);
      status = published.status();
      moved = published.ok() && *published;
    }
    if (status.ok() && !moved) status = MarkProgress(*session);
    Tell(status);
    if (!status.ok()) {
      session.reset();
      Wait(kTryAgain);
    } else if (!moved) {
      Wait(kIdle);
    }
  }
}

}  // namespace csi
