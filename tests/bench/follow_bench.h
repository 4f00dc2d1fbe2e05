// What it costs a service to follow another's events into its views.
#ifndef CSI_TESTS_BENCH_FOLLOW_BENCH_H_
#define CSI_TESTS_BENCH_FOLLOW_BENCH_H_

#include <string>

namespace csi {

// Projects the workflow's journal in `data_dir`, a stopped server's folder, and
// folds the events into the views of reporting in a new store below `scratch`,
// so many records at a time. Prints one JSON object; 1 when it cannot.
int BenchFollow(const std::string& data_dir, const std::string& scratch,
                size_t records_at_once);

}  // namespace csi

#endif  // CSI_TESTS_BENCH_FOLLOW_BENCH_H_
