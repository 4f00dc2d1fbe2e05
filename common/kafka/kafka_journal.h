// A partition's journal as a Kafka topic partition that several copies share.
// Offsets are Kafka's: dense from 0, since nobody writes in transactions and
// nothing is compacted.
//
// A write that was not acknowledged spends the producer; Open makes another.
#ifndef CSI_COMMON_KAFKA_KAFKA_JOURNAL_H_
#define CSI_COMMON_KAFKA_KAFKA_JOURNAL_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "common/executor/partition_journal.h"
#include "common/kafka/partition_producer.h"
#include "common/kafka/partition_reader.h"
#include "common/kafka/settings.h"

namespace csi::kafka {

struct KafkaJournalOptions {
  ClusterOptions cluster;
  std::string topic;
  int32_t partition = 0;
  int32_t partition_count = 1;
  // Look at the topic's settings before it is used (the mock brokers of tests
  // cannot answer).
  bool check_settings = true;
};

// The topic of a service's journal.
std::string JournalTopic(std::string_view service);

class KafkaJournal : public PartitionJournal {
 public:
  explicit KafkaJournal(KafkaJournalOptions options);

  bool atomic() const override { return false; }
  absl::StatusOr<uint64_t> Open(uint64_t folded) override;
  absl::StatusOr<Records> Read(uint64_t from, uint64_t to) override;
  void PrepareToAppend() override;
  AppendOutcome Append(std::string_view record, const WriteSet& writes,
                       uint64_t* offset) override;
  absl::StatusOr<Records> Follow(uint64_t from) override;
  std::optional<absl::Duration> SinceEnd() const override {
    return reader_ ? reader_->SinceEnd() : std::nullopt;
  }
  void OnNews(std::function<void()> news) override { news_ = std::move(news); }
  void Interrupt() override { interrupted_ = true; }
  absl::StatusOr<Records> ReadAt(uint64_t from, uint64_t to) override;

 private:
  absl::Status CheckTopic();
  absl::Status OpenProducer();
  absl::StatusOr<Records> ReadFrom(PartitionReader& reader, uint64_t from,
                                   uint64_t to);

  const KafkaJournalOptions options_;
  std::function<void()> news_;
  std::atomic<bool> interrupted_{false};
  bool checked_ = false;
  std::unique_ptr<PartitionReader> reader_;
  std::unique_ptr<PartitionProducer> producer_;
  std::mutex old_mutex_;
  std::unique_ptr<PartitionReader> old_reader_;  // of ReadAt, made when needed
};

}  // namespace csi::kafka

#endif  // CSI_COMMON_KAFKA_KAFKA_JOURNAL_H_
