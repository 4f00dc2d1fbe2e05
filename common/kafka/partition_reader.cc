#include "common/kafka/partition_reader.h"

#include <algorithm>
#include <array>

#include "common/base/strings.h"
#include "common/kafka/limits.h"
#include "common/kafka/topic_admin.h"
#include "librdkafka/rdkafka.h"

namespace csi::kafka {
namespace {

// What a record takes beside key and value, so that empty ones count too.
constexpr size_t kMessageBytes = 64;

int Millis(absl::Duration span) {
  return static_cast<int>(absl::ToInt64Milliseconds(span));
}

Headers HeadersOf(const rd_kafka_message_t& message) {
  Headers all;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers)) return all;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &size);
       ++i) {
    all.emplace_back(name, std::string(static_cast<const char*>(value), size));
  }
  return all;
}

}  // namespace

void PartitionReader::MessageDeleter::operator()(
    rd_kafka_message_s* message) const {
  rd_kafka_message_destroy(message);
}

absl::StatusOr<std::unique_ptr<PartitionReader>> PartitionReader::Open(
    const ClusterOptions& cluster, const std::string& topic, int32_t partition,
    std::function<void()> readable) {
  std::unique_ptr<PartitionReader> reader(
      new PartitionReader(topic, partition, std::move(readable)));
  auto client = Client::Make(Client::Kind::kConsumer, ReaderSettings(cluster));
  if (!client.ok()) return client.status();
  reader->client_ = *std::move(client);
  auto handle = MakeTopic(*reader->client_, topic);
  if (!handle.ok()) return handle.status();
  reader->topic_ = *std::move(handle);
  return reader;
}

PartitionReader::~PartitionReader() { StopReading(); }

absl::StatusOr<int32_t> PartitionReader::Partitions(
    absl::Duration timeout) const {
  return PartitionCount(*client_, topic_.get(), timeout);
}

uint64_t PartitionReader::KnownEnd() const {
  int64_t low = 0;
  int64_t high = 0;
  const auto error = rd_kafka_get_watermark_offsets(
      client_->get(), topic_name_.c_str(), partition_, &low, &high);
  return error || high < 0 ? 0 : static_cast<uint64_t>(high);
}

absl::StatusOr<OffsetRange> PartitionReader::Range(absl::Duration timeout) {
  const absl::Time until = absl::Now() + timeout;
  const auto left = [until] {
    return std::max(until - absl::Now(), absl::Milliseconds(1));
  };
  auto count = PartitionCount(*client_, topic_.get(), timeout);
  if (!count.ok()) return count.status();
  if (partition_ >= *count) {
    return absl::NotFoundError(StrCat("The topic ", topic_name_, " has ",
                                      *count, " partitions, number ",
                                      partition_, " is not there."));
  }
  // Not by rd_kafka_query_watermark_offsets: in old versions it waits without
  // an end for the leader that was.
  bool empty = false;
  auto low = FirstOffset(RD_KAFKA_OFFSET_BEGINNING, left(), &empty);
  if (!low.ok()) return low.status();
  auto high = empty ? low : FirstOffset(RD_KAFKA_OFFSET_END, left(), &empty);
  if (!high.ok()) return high.status();
  return OffsetRange{*low, *high};
}

absl::StatusOr<uint64_t> PartitionReader::FirstOffset(int64_t logical,
                                                      absl::Duration timeout,
                                                      bool* at_end) {
  absl::Status started = StartAt(static_cast<uint64_t>(logical));
  if (!started.ok()) return started;
  const absl::Time until = absl::Now() + timeout;
  while (fetched_.empty() && absl::Now() < until) {
    Receive(std::max(until - absl::Now(), absl::Milliseconds(1)));
  }
  if (fetched_.empty()) {
    return absl::UnavailableError(
        StrCat("Kafka: the ends of ", topic_name_, "/", partition_,
               " are not known: nobody answered in time."));
  }
  const Message first = std::move(fetched_.front());
  StopReading();
  *at_end = first->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
  if (first->err && !*at_end) return Trouble(*first);
  return static_cast<uint64_t>(first->offset);
}

absl::Status PartitionReader::StartAt(uint64_t offset) {
  StopReading();
  queue_ = rd_kafka_queue_new(client_->get());
  if (readable_) {
    rd_kafka_queue_cb_event_enable(
        queue_,
        [](rd_kafka_t*, void* opaque) {
          (*static_cast<const std::function<void()>*>(opaque))();
        },
        const_cast<std::function<void()>*>(&readable_));
  }
  if (rd_kafka_consume_start_queue(topic_.get(), partition_,
                                   static_cast<int64_t>(offset), queue_) != 0) {
    const int error = rd_kafka_last_error();
    rd_kafka_queue_destroy(queue_);
    queue_ = nullptr;
    return absl::InternalError(StrCat("Kafka: ", topic_name_, "/", partition_,
                                      " cannot be read: ", ErrorText(error),
                                      "."));
  }
  position_ = offset;
  end_told_at_.reset();  // it is told again
  return absl::OkStatus();
}

std::optional<absl::Duration> PartitionReader::SinceEnd() const {
  if (!end_told_at_ || end_ != position_ || !fetched_.empty()) {
    return std::nullopt;
  }
  return absl::FromChrono(std::chrono::steady_clock::now() - *end_told_at_);
}

void PartitionReader::CompareWithEnd() {
  // While records come all the time the end is never an event of its own; but
  // each answer that brought records has told where it is.
  int64_t low = 0;
  int64_t high = 0;
  const rd_kafka_resp_err_t code = rd_kafka_get_watermark_offsets(
      client_->get(), topic_name_.c_str(), partition_, &low, &high);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR || high < 0 || !fetched_.empty() ||
      static_cast<uint64_t>(high) != position_) {
    return;
  }
  end_ = position_;
  end_told_at_ = std::chrono::steady_clock::now();
}

void PartitionReader::StopReading() {
  fetched_.clear();
  if (queue_ == nullptr) return;
  rd_kafka_consume_stop(topic_.get(), partition_);
  rd_kafka_queue_cb_event_enable(queue_, nullptr, nullptr);
  rd_kafka_queue_destroy(queue_);
  queue_ = nullptr;
}

void PartitionReader::Forget() { StopReading(); }

void PartitionReader::Receive(absl::Duration timeout) {
  std::array<rd_kafka_message_t*, limits::kKafkaReadMessagesMax> messages{};
  // The batch call waits until it is full, so only the first one may wait.
  if (timeout > absl::ZeroDuration()) {
    rd_kafka_message_t* first = rd_kafka_consume_queue(queue_, Millis(timeout));
    if (first != nullptr) fetched_.emplace_back(first);
  }
  const ssize_t count =
      rd_kafka_consume_batch_queue(queue_, 0, messages.data(), messages.size());
  for (ssize_t i = 0; i < count; ++i) fetched_.emplace_back(messages[i]);
  rd_kafka_poll(client_->get(), 0);
}

absl::Status PartitionReader::Trouble(const rd_kafka_message_s& message) const {
  const std::string where = StrCat(topic_name_, "/", partition_);
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return absl::OutOfRangeError(StrCat("Kafka: offset ", position_,
                                          " is not in ", where,
                                          ": the topic was cut or replaced."));
    case RD_KAFKA_RESP_ERR__BAD_MSG:
      // On the way, or at one broker of several: it is not taken, and read
      // again.
      return absl::UnavailableError(
          StrCat("Kafka: what ", where, " holds at offset ", position_,
                 " is damaged: ", rd_kafka_message_errstr(&message), "."));
    default:
      return absl::UnavailableError(
          StrCat("Kafka: ", where,
                 " cannot be read now: ", ErrorText(message.err), "."));
  }
}

absl::Status PartitionReader::Take(
    uint64_t from, uint64_t to, absl::Duration timeout, size_t bytes_max,
    const std::function<void(const rd_kafka_message_s&)>& take) {
  size_t taken = 0;
  // A short way forward is walked: what lies between is on its way already.
  const bool ahead = queue_ != nullptr && from >= position_ &&
                     from - position_ <= limits::kKafkaSkipRecordsMax;
  if (ahead) {
    position_ = from;
  } else {
    absl::Status started = StartAt(from);
    if (!started.ok()) return started;
  }
  const absl::Time until = absl::Now() + timeout;
  size_t bytes = 0;
  while (position_ < to && bytes < bytes_max) {
    if (fetched_.empty()) {
      const absl::Duration left = until - absl::Now();
      Receive(taken == 0 ? std::max(left, absl::ZeroDuration())
                         : absl::ZeroDuration());
      if (fetched_.empty()) break;
    }
    // What was read before an error is handed out first.
    const bool ends = fetched_.front()->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (fetched_.front()->err && !ends && taken > 0) break;
    const Message message = std::move(fetched_.front());
    fetched_.pop_front();
    if (ends) {
      end_ = static_cast<uint64_t>(message->offset);
      end_told_at_ = std::chrono::steady_clock::now();
      continue;
    }
    if (message->err) {
      absl::Status trouble = Trouble(*message);
      StopReading();
      return trouble;
    }
    const auto offset = static_cast<uint64_t>(message->offset);
    if (offset < position_) continue;
    if (offset > position_ && holes_allowed_) position_ = offset;
    if (offset > position_) {
      StopReading();
      return absl::DataLossError(StrCat(
          "Kafka: ", topic_name_, "/", partition_, " holds nothing at offset ",
          position_, ", the next record is at ", offset,
          ". A journal has no holes: compaction or retention is on, or "
          "somebody wrote in a transaction."));
    }
    take(*message);
    ++taken;
    bytes += message->len + message->key_len + kMessageBytes;
    ++position_;
  }
  if (taken > 0) CompareWithEnd();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PartitionReader::Read(
    uint64_t from, uint64_t to, absl::Duration timeout, size_t bytes_max) {
  std::vector<std::string> records;
  absl::Status status = Take(
      from, to, timeout, bytes_max, [&](const rd_kafka_message_s& message) {
        records.emplace_back(static_cast<const char*>(message.payload),
                             message.len);
      });
  if (!status.ok()) return status;
  return records;
}

absl::StatusOr<std::vector<ReadMessage>> PartitionReader::ReadMessages(
    uint64_t from, uint64_t to, absl::Duration timeout, size_t bytes_max) {
  std::vector<ReadMessage> messages;
  absl::Status status = Take(
      from, to, timeout, bytes_max, [&](const rd_kafka_message_s& message) {
        ReadMessage read;
        read.offset = static_cast<uint64_t>(message.offset);
        read.key.assign(static_cast<const char*>(message.key), message.key_len);
        read.value.assign(static_cast<const char*>(message.payload),
                          message.len);
        read.headers = HeadersOf(message);
        rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        const int64_t stamp = rd_kafka_message_timestamp(&message, &kind);
        read.timestamp_ms = std::max<int64_t>(stamp, 0);
        messages.push_back(std::move(read));
      });
  if (!status.ok()) return status;
  return messages;
}

}  // namespace csi::kafka
