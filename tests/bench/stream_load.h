// A closed loop over streams of commands: each stream keeps its share of the
// slots in flight and sends the next command of a slot when its result is here.
#ifndef CSI_TESTS_BENCH_STREAM_LOAD_H_
#define CSI_TESTS_BENCH_STREAM_LOAD_H_

#include <cstdint>
#include <string>
#include <vector>

namespace csi::bench {

struct StreamPlan {
  std::string address, tenant, actor;
  std::vector<std::string> runs;  // one for each slot
  int streams = 1;
  double seconds = 5;
};

struct StreamFigures {
  std::vector<float> latencies_us;  // of each command that was done
  uint64_t errors = 0;
  std::string first_error;
  double elapsed = 0;  // seconds
};

// Submits and sends back step 1 of the runs; each is left as it was found.
StreamFigures DriveStreams(const StreamPlan& plan);

}  // namespace csi::bench

#endif  // CSI_TESTS_BENCH_STREAM_LOAD_H_
