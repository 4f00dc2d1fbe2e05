#include "common/program/group_census.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/kafka/leadership_group.h"

namespace csi::program {

int GroupCensus::Members(const std::string& group) {
  Answer& answer = answers_[group];
  const absl::Time now = absl::Now();
  if (now - answer.asked < kAskEvery) return answer.members;
  answer = {-1, now};
  if (client_ == nullptr) {
    auto client = kafka::Client::Make(kafka::Client::Kind::kProducer,
                                      kafka::AdminSettings(cluster_));
    if (!client.ok()) return -1;
    client_ = *std::move(client);
  }
  answer.members = kafka::LeadershipGroup::MembersOf(*client_, group);
  return answer.members;
}

}  // namespace csi::program
