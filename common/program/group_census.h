// How many members the leadership groups have, asked now and then by a copy
// that wonders whether somebody else can lead. Not thread-safe.
#ifndef CSI_COMMON_PROGRAM_GROUP_CENSUS_H_
#define CSI_COMMON_PROGRAM_GROUP_CENSUS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/kafka/client.h"
#include "common/kafka/settings.h"

namespace csi::program {

class GroupCensus {
 public:
  static constexpr absl::Duration kAskEvery = absl::Seconds(5);

  // `cluster` outlives the census.
  explicit GroupCensus(const kafka::ClusterOptions& cluster)
      : cluster_(cluster) {}

  // Members of `group`; -1 while nobody says. Blocks for a second at most,
  // every kAskEvery.
  int Members(const std::string& group);

 private:
  struct Answer {
    int members = -1;
    absl::Time asked = absl::InfinitePast();
  };

  const kafka::ClusterOptions& cluster_;
  std::unique_ptr<kafka::Client> client_;  // made when it is first needed
  std::map<std::string, Answer> answers_;
};

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_GROUP_CENSUS_H_
